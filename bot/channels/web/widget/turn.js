// A turn of the conversation: sends a message, receives its answer by reply and by events, and recovers from failures.
// Draws nothing itself; the other modules own what is seen.

import { Failure, follow, readHistory, sendMessage, vote } from "./api.js";

export class Turns {
  asked = null; // the last message that reached the server: { text, title }
  #chat;
  #turn = null; // the message on its way: { text, title, typed, node, restoreChoices, stop, news }
  #next = null; // what to send after it
  #lost = null; // the message whose reply was lost, and the notice that says so: { mine, tell }
  #said = ""; // the text of the last answer
  #unfollow = () => {};

  constructor(chat) {
    this.#chat = chat;
    this.onChoose = (button) => this.send(button.payload, { title: button.title });
  }

  get isBusy() { return Boolean(this.#turn); }

  unfollow() { this.#unfollow(); }

  /** Sends a message: `text` to the server, `title` on the page; `typed` when it came from the message field. */
  async send(text, { title = text, typed = false } = {}) {
    const { log, notice, composer, store, history, find } = this.#chat;
    if (this.#turn) {
      this.#next = { text, title };
      return;
    }
    notice.clear();
    history.endResuming();
    find("welcome").hidden = true;
    this.#lost = null;
    const mine = { text, title, typed, news: [], stop: new AbortController(), restoreChoices: log.hideChoices(), node: log.addSeller(title) };
    this.#turn = mine;
    store.pending = text;
    if (typed) composer.draft = "";
    composer.busy = true;
    if (!this.#chat.person.isHere) log.startWaiting();
    this.#settleFocus(typed);
    log.showNewest();
    try {
      const reply = await this.#post(mine);
      if (this.#turn !== mine && !mine.finished) return;
      for (const message of reply.messages ?? []) if (this.show(message)) mine.news.push(message);
      if (!this.#turn || this.#turn === mine) composer.expectReply(Boolean(reply.turn?.asks_for));
      this.#finish(mine);
      if (reply.conversation_id && reply.conversation_id !== store.conversation) {
        store.conversation = reply.conversation_id;
        this.listen();
      }
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (this.#turn !== mine || error.kind === "stopped") return;
      // The reply was lost, but the answer came by events: nothing is missing.
      if (mine.news.length) this.#finish(mine);
      else this.#fail(mine, error);
    }
  }

  /** Forgets the turn on its way; its answer goes nowhere. */
  drop() {
    this.#turn?.stop.abort();
    if (this.#lost) this.#lost.mine.found = true;
    this.#turn = this.#next = this.#lost = this.asked = null;
    this.unfollow();
  }

  async #post({ text, node, stop: { signal } }) {
    const { store, language, log } = this.#chat;
    try {
      return await sendMessage(store.conversation, text, language.wanted, signal);
    } catch (error) {
      if (error.kind !== "gone" || !store.conversation) throw error;
      this.unfollow();
      store.conversation = "";
      log.clear(node);
      log.startWaiting();
      this.#tellDeleted();
      return sendMessage("", text, language.wanted, signal);
    }
  }

  #tellDeleted() { this.#chat.notice.show((words) => ({ title: words.deleted, error: false })); }

  #finish(mine) {
    if (mine.finished) return;
    const { log, composer, store } = this.#chat;
    mine.finished = true;
    this.#turn = null;
    this.asked = { text: mine.text, title: mine.title };
    store.pending = "";
    composer.busy = false;
    log.stopWaiting();
    if (mine.news.length) log.announceMessages(mine.news);
    log.showNewest();
    this.#chat.answered(mine.news);
    if (mine.failure) this.#failed(...mine.failure);
    const queued = this.#next;
    this.#next = null;
    if (queued) this.send(queued.text, queued);
  }

  #fail(mine, failure) {
    const { log, composer, notice, store, history } = this.#chat;
    this.#turn = this.#next = null;
    store.pending = "";
    composer.busy = false;
    log.stopWaiting();
    mine.node.remove();
    mine.restoreChoices();
    history.showWelcomeIfEmpty();
    if (mine.typed && !composer.draft) composer.draft = mine.text;
    const kind = failure.kind === "gone" ? "broken" : failure.kind;
    const retry = () => this.#retry(mine);
    const tell = (words) => {
      const isBack = kind === "offline" && navigator.onLine;
      const [title, otherwise] = words.failures[isBack ? "online" : kind];
      const action = kind === "refused" ? null : { label: isBack ? words.page.send : words.tryAgain, run: retry };
      // What the server says of a request is in English.
      return { title, detail: (words.code === "en" && failure.detail) || otherwise, error: !isBack, action };
    };
    this.#lost = { mine, tell };
    notice.show(tell);
    if (kind === "offline") this.#chat.connection.waits(tell);
    composer.focus();
  }

  async #retry(mine) {
    if (this.#turn) return;
    const { composer } = this.#chat;
    const text = mine.typed && composer.draft.trim() ? composer.draft.trim() : mine.text;
    if (mine.typed) composer.draft = "";
    if (text !== mine.text) this.send(text, { typed: true });
    else if (!(await this.#recover(mine))) this.send(mine.text, mine);
  }

  /** A message whose reply was lost may have been answered all the same: shows that answer instead of asking twice. */
  async #recover(mine) {
    const { store, log, find } = this.#chat;
    if (!store.conversation) return false;
    try {
      const history = await readHistory(store.conversation);
      if (mine.found) return true; // meanwhile, by events
      const seen = history.findLastIndex((message) => message.author !== "seller" && log.isShown(message.id));
      const missed = history.slice(seen + 1);
      const place = missed.findIndex((message) => message.author === "seller" && message.text === mine.text);
      const answers = place < 0 ? [] : missed.slice(place + 1).filter((message) => message.author !== "seller");
      if (!answers.length || this.#turn) return false;
      find("welcome").hidden = true;
      log.hideChoices();
      log.addSeller(mine.title);
      for (const message of answers) this.show(message);
      if (this.#lost) this.#found();
      log.announceMessages(answers);
      log.showNewest();
      this.#chat.answered(answers);
      return true;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return false;
    }
  }

  /** Shows a message unless it is there; tells whether it was new. */
  show(message, fresh = true) {
    const { log, language, store } = this.#chat;
    const cast = async (...given) => {
      try {
        await vote(store.conversation, ...given);
        return true;
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        return false;
      }
    };
    const isNew = log.add(message, { fresh, onChoose: this.onChoose, vote: cast });
    if (isNew) {
      this.#said = message.text ?? "";
      language.followConversation(message.language);
    }
    return isNew;
  }

  /** Follows the conversation; what it tells twice is shown once. */
  listen() {
    const { store, person } = this.#chat;
    this.unfollow();
    if (!store.conversation) return;
    const conversation = store.conversation;
    const current = (handle) => (...data) => store.conversation === conversation && handle(...data);
    this.#unfollow = follow(conversation, {
      onMessage: current((message) => this.received(message)),
      onTurn: current((data) => this.#turned(data)),
      onState: current((state) => person.told(state)),
      onError: current((failure, id) => this.#failed(failure, id)),
      onGone: () => this.#gone(conversation),
    });
  }

  /** The conversation has been deleted, perhaps in another tab or on another device: shows nothing of it any more, and says so. */
  async #gone(conversation) {
    const { history, store } = this.#chat;
    // Another tab may have begun a new one meanwhile.
    await history.goTo(store.conversation === conversation ? "" : store.conversation);
    this.#tellDeleted();
  }

  async received(message) {
    const { log, history, find } = this.#chat;
    if (message.author === "seller" || log.isShown(message.id)) return;
    const follows = log.nearEnd;
    if (!this.#turn && log.isAnswered) await this.#catchUp(message);
    if (!this.show(message)) return;
    find("welcome").hidden = true;
    if (this.#turn) {
      this.#turn.news.push(message);
    } else {
      history.endResuming();
      log.announceMessages([message]);
      this.#chat.answered([message]);
    }
    if (this.#turn || follows) log.showNewest();
  }

  /** What the seller has written in another tab stands before its answer. */
  async #catchUp(answer) {
    const { log, store } = this.#chat;
    const seen = log.newest;
    const history = await readHistory(store.conversation).catch((error) => {
      if (error instanceof Failure) return [];
      throw error;
    });
    const isNews = ({ id, author, text }) => author === "seller" && Number(id) > seen && Number(id) < Number(answer.id) && text !== this.asked?.text;
    for (const { text } of history.filter(isNews)) {
      log.hideChoices();
      log.addSeller(text);
      if (text === this.#lost?.mine.text) this.#found();
    }
  }

  /** What could not be sent, as it seemed, has been answered: nobody is asked to send it again. */
  #found() {
    const { mine, tell } = this.#lost;
    const { composer, connection, notice } = this.#chat;
    this.#lost = null;
    mine.found = true;
    connection.waits(null);
    this.asked = { text: mine.text, title: mine.title };
    if (composer.draft === mine.text) composer.draft = "";
    notice.clear(tell);
  }

  #turned(data) {
    // A late event of the turn before brings no news of this one.
    if (this.#turn && !this.#turn.news.length) return;
    if ("asks_for" in data) this.#chat.composer.expectReply(Boolean(data.asks_for));
    if (this.#turn) this.#finish(this.#turn);
  }

  /** A turn that failed on the server: its apology came as a message; this offers to send the question again. */
  #failed(failure, id) {
    const { log, history, notice } = this.#chat;
    if (this.#turn) {
      this.#turn.failure = [failure, id];
      return;
    }
    if (Number(id) < log.newest) return; // of an earlier turn, told again
    history.endResuming();
    const again = this.asked;
    const said = this.#said;
    notice.show((words) => {
      const [title, otherwise] = words.failures.unanswered;
      const action = again && { label: words.tryAgain, run: () => this.send(again.text, { title: again.title }) };
      return { title, detail: failure.detail && failure.detail !== said ? failure.detail : otherwise, action };
    });
  }

  /** On touch screens a tapped button must not raise the keyboard over the answer. */
  #settleFocus(typed) {
    if (typed || !matchMedia("(pointer: coarse)").matches) this.#chat.composer.focus();
    else this.#chat.log.focus();
  }
}
