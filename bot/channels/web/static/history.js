// Comes back to a conversation: restores it after a reload, waits for an answer that a reload interrupted, starts afresh.

import { Failure, readHistory } from "./api.js";
import { draft, expectReply, focusComposer, setBusy, setDraft } from "./composer.js";
import { course, endResuming, showWelcomeIfEmpty } from "./course.js";
import * as log from "./log.js";
import { clearNotice, showNotice } from "./notice.js";
import { store } from "./store.js";
import { listen, received, send, show } from "./turn.js";
import { personTitle, WORDS } from "./wording.js";

const RESUME_MS = 60_000;
const LOOK_MS = 4_000;

export async function restore() {
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
        showNotice(() => {
          const [title, detail] = WORDS.failures.history;
          return { title, detail, action: { label: WORDS.tryAgain, run: restore } };
        });
      }
    }
  }
  if (course.turn || store.conversation !== conversation && history.length) return;
  replay(history);
  const last = history.findLast((message) => message.author === "seller");
  if (interrupted && last?.text !== interrupted && !draft()) setDraft(interrupted);
  if (history.at(-1)?.author === "seller") resume(history.at(-1).text);
  showWelcomeIfEmpty();
  log.showNewest({ instant: true });
  listen();
}

/** Draws a history again; a seller's message that was a button shows the button's title, as it did then. */
function replay(history) {
  let offered = [];
  for (const message of history) {
    if (message.author === "seller") {
      log.hideChoices();
      const title = offered.find((button) => button.payload === message.text)?.title ?? personTitle(message.text) ?? message.text;
      course.asked = { text: message.text, title };
      log.addSeller(title);
      offered = [];
    } else {
      show(message, false);
      offered = [...offered, ...(message.buttons ?? [])];
    }
  }
}

/** Waits for an answer that a reload interrupted: by events, and by looking from time to time in case they miss it. */
function resume(text) {
  log.startWaiting();
  const patience = Date.now() + RESUME_MS;
  const look = async () => {
    const mine = course.resuming;
    const history = await readHistory(store.conversation).catch((error) => {
      if (error instanceof Failure) return [];
      throw error;
    });
    if (course.resuming !== mine) return;
    history.forEach(received);
    if (course.resuming !== mine) return;
    if (Date.now() < patience) {
      course.resuming = setTimeout(look, LOOK_MS);
      return;
    }
    endResuming();
    showNotice(() => {
      const [title, detail] = WORDS.failures.noAnswer;
      return { title, detail, action: { label: WORDS.tryAgain, run: () => send(text) } };
    });
  };
  course.resuming = setTimeout(look, LOOK_MS);
}

/** Starts afresh; the last conversation can be brought back as long as nothing has been asked. */
export function restart() {
  const last = store.conversation;
  forget();
  store.conversation = "";
  showWelcomeIfEmpty();
  scrollTo({ top: 0 });
  const back = () => {
    forget();
    store.conversation = last;
    restore();
  };
  if (last) showNotice(() => ({ title: WORDS.started, error: false, action: { label: WORDS.bringBack, run: back } }));
  focusComposer();
}

function forget() {
  course.turn?.stop.abort();
  course.turn = course.next = course.asked = null;
  store.pending = "";
  endResuming();
  course.unfollow();
  clearNotice();
  log.clear();
  setBusy(false);
  expectReply(false);
}
