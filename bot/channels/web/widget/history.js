// Comes back to a conversation: restores it after a reload, waits for an answer that a reload interrupted, starts afresh.

import { Failure, readHistory } from "./api.js";
import { pickedTitle } from "./format.js";
import { personTitle } from "./wording.js";

const RESUME_MS = 60_000;
const LOOK_MS = 4_000;

export class History {
  #chat;
  #resuming = 0; // the timer of an answer that a reload interrupted

  constructor(chat) {
    this.#chat = chat;
  }

  async restore() {
    const { store, notice, composer, log, turns } = this.#chat;
    const conversation = store.conversation;
    const interrupted = store.pending;
    store.pending = "";
    let history = [];
    if (conversation) {
      try {
        history = await readHistory(conversation);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        if (error.kind === "gone") {
          store.conversation = "";
        } else {
          store.pending = interrupted;
          notice.show((words) => {
            const [title, detail] = words.failures.history;
            return { title, detail, action: { label: words.tryAgain, run: () => this.restore() } };
          });
        }
      }
    }
    if (turns.isBusy || store.conversation !== conversation && history.length) return;
    this.#replay(history);
    const last = history.findLast((message) => message.author === "seller");
    if (interrupted && last?.text !== interrupted && !composer.draft) composer.draft = interrupted;
    if (history.at(-1)?.author === "seller") this.#resume(history.at(-1).text);
    this.showWelcomeIfEmpty();
    log.showNewest({ instant: true });
    turns.listen();
  }

  /** Draws a history again; a seller's message that was a button or a picked date shows what stood there, as it did then. */
  #replay(history) {
    const { log, turns, words } = this.#chat;
    let offered = [];
    let asked = null;
    for (const message of history) {
      if (message.author === "seller") {
        log.hideChoices();
        const title = offered.find((button) => button.payload === message.text)?.title ?? (asked && pickedTitle(message.text, words)) ?? personTitle(message.text) ?? message.text;
        turns.asked = { text: message.text, title };
        log.addSeller(title);
        offered = [];
        asked = null;
      } else {
        turns.show(message, false);
        offered = [...offered, ...(message.buttons ?? [])];
        asked = message.input ?? asked;
      }
    }
  }

  /** Waits for an answer that a reload interrupted: by events, and by looking from time to time in case they miss it. */
  #resume(text) {
    const { log, turns, notice, store, person } = this.#chat;
    if (store.person) return; // a person answers when there is time
    log.startWaiting();
    const patience = Date.now() + RESUME_MS;
    const look = async () => {
      const mine = this.#resuming;
      const history = await readHistory(store.conversation).catch((error) => {
        if (error instanceof Failure) return [];
        throw error;
      });
      if (this.#resuming !== mine) return;
      history.forEach((message) => turns.received(message));
      if (this.#resuming !== mine) return;
      if (Date.now() < patience) {
        this.#resuming = setTimeout(look, LOOK_MS);
        return;
      }
      this.endResuming();
      if (person.isHere) return;
      notice.show((words) => {
        const [title, detail] = words.failures.noAnswer;
        return { title, detail, action: { label: words.tryAgain, run: () => turns.send(text) } };
      });
    };
    this.#resuming = setTimeout(look, LOOK_MS);
  }

  endResuming() {
    if (!this.#resuming) return;
    clearTimeout(this.#resuming);
    this.#resuming = 0;
    this.#chat.log.stopWaiting();
  }

  showWelcomeIfEmpty() {
    const { log, store, notice, find } = this.#chat;
    find("welcome").hidden = !log.isEmpty || Boolean(store.conversation && notice.isShown);
  }

  /** Starts afresh; the last conversation can be brought back as long as nothing has been asked. */
  restart() {
    const { store, notice, composer } = this.#chat;
    const last = store.conversation;
    this.leave();
    if (last) notice.show((words) => ({ title: words.started, error: false, action: { label: words.bringBack, run: () => this.goTo(last) } }));
    composer.focus();
  }

  /** Goes on with another conversation. */
  async goTo(conversation) {
    this.leave();
    this.#chat.store.conversation = conversation;
    await this.restore();
  }

  /** Shows nothing any more of the conversation, which stays on the server. */
  leave() {
    const { turns, store, notice, log, composer, person, article, find } = this.#chat;
    turns.drop();
    store.pending = store.conversation = "";
    this.endResuming();
    notice.clear();
    article?.close();
    log.clear();
    composer.busy = false;
    composer.expectReply(false);
    person.told({ person: "none" });
    this.showWelcomeIfEmpty();
    find("chat").scrollTo({ top: 0 });
  }
}
