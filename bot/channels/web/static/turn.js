// A turn of the conversation: sends a message, receives its answer by reply and by events, and recovers from failures.
// Draws nothing itself; the other modules own the page.

import { Failure, follow, readHistory, sendMessage } from "./api.js";
import { draft, expectReply, focusComposer, setBusy, setDraft } from "./composer.js";
import { course, endResuming, showWelcomeIfEmpty, welcome } from "./course.js";
import { followConversation, wanted } from "./language.js";
import * as log from "./log.js";
import { clearNotice, showNotice } from "./notice.js";
import { store } from "./store.js";
import { WORDS } from "./wording.js";

// ── sending ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Sends a message: `text` to the server, `title` on the page; `typed` when it came from the message field. */
export async function send(text, { title = text, typed = false } = {}) {
  if (course.turn) {
    course.next = { text, title };
    return;
  }
  clearNotice();
  endResuming();
  welcome.hidden = true;
  const mine = { text, title, typed, news: [], stop: new AbortController(), restoreChoices: log.hideChoices(), node: log.addSeller(title) };
  course.turn = mine;
  store.pending = text;
  if (typed) setDraft("");
  setBusy(true);
  log.startWaiting();
  settleFocus(typed);
  log.showNewest();
  try {
    const reply = await post(text, mine.stop.signal);
    if (course.turn !== mine && !mine.finished) return;
    take(reply.messages ?? [], mine);
    if (!course.turn || course.turn === mine) expectReply(Boolean(reply.turn?.asks_for));
    finish(mine);
    if (reply.conversation_id && reply.conversation_id !== store.conversation) adopt(reply.conversation_id);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (course.turn !== mine || error.kind === "stopped") return;
    // The reply was lost, but the answer came by events: nothing is missing.
    if (mine.news.length) finish(mine);
    else fail(mine, error);
  }
}

async function post(text, signal) {
  try {
    return await sendMessage(store.conversation, text, wanted(), signal);
  } catch (error) {
    if (error.kind !== "gone" || !store.conversation) throw error;
    course.unfollow();
    store.conversation = "";
    return sendMessage("", text, wanted(), signal);
  }
}

function finish(mine) {
  if (mine.finished) return;
  mine.finished = true;
  course.turn = null;
  course.asked = { text: mine.text, title: mine.title };
  store.pending = "";
  setBusy(false);
  log.stopWaiting();
  if (mine.news.length) log.announceMessages(mine.news);
  log.showNewest();
  if (mine.failure) failed(...mine.failure);
  const queued = course.next;
  course.next = null;
  if (queued) send(queued.text, queued);
}

function fail(mine, failure) {
  course.turn = null;
  course.next = null;
  store.pending = "";
  setBusy(false);
  log.stopWaiting();
  mine.node.remove();
  mine.restoreChoices();
  showWelcomeIfEmpty();
  if (mine.typed && !draft()) setDraft(mine.text);
  const kind = failure.kind === "gone" ? "broken" : failure.kind;
  showNotice(() => {
    const [title, otherwise] = WORDS.failures[kind];
    const action = kind === "refused" ? null : { label: WORDS.tryAgain, run: () => retry(mine) };
    // What the server says of a request is in English.
    return { title, detail: (WORDS.code === "en" && failure.detail) || otherwise, action };
  });
  focusComposer();
}

async function retry(mine) {
  if (course.turn) return;
  if (mine.typed && draft() === mine.text) setDraft("");
  if (!(await recover(mine))) send(mine.text, mine);
}

/** A message whose reply was lost may have been answered all the same: shows that answer instead of asking twice. */
async function recover(mine) {
  if (!store.conversation) return false;
  try {
    const history = await readHistory(store.conversation);
    const seen = history.findLastIndex((message) => message.author === "assistant" && log.isShown(message.id));
    const missed = history.slice(seen + 1);
    const place = missed.findIndex((message) => message.author === "seller" && message.text === mine.text);
    const answers = place < 0 ? [] : missed.slice(place + 1).filter((message) => message.author === "assistant");
    if (!answers.length || course.turn) return false;
    welcome.hidden = true;
    log.hideChoices();
    log.addSeller(mine.title);
    for (const message of answers) show(message);
    log.announceMessages(answers);
    log.showNewest();
    return true;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return false;
  }
}

// ── receiving ──────────────────────────────────────────────────────────────────────────────────────────────────────

export function show(message, fresh = true) {
  const isNew = log.addAssistant(message, { fresh, onChoose: choose });
  if (isNew) {
    course.said = message.text ?? "";
    followConversation(message.language);
  }
  return isNew;
}

function take(messages, mine) {
  for (const message of messages) if (show(message)) mine.news.push(message);
}

function adopt(conversation) {
  store.conversation = conversation;
  listen();
}

export function listen() {
  course.unfollow();
  if (!store.conversation) return;
  const conversation = store.conversation;
  const current = (handle) => (...data) => { if (store.conversation === conversation) handle(...data); };
  course.unfollow = follow(conversation, { onMessage: current(received), onTurn: current(turned), onError: current(failed) });
}

export function received(message) {
  if (message.author === "seller") return;
  const follows = log.nearEnd();
  if (!show(message)) return;
  welcome.hidden = true;
  if (course.turn) {
    course.turn.news.push(message);
  } else {
    endResuming();
    log.announceMessages([message]);
  }
  if (course.turn || follows) log.showNewest();
}

function turned(data) {
  // A late event of the turn before brings no news of this one.
  if (course.turn && !course.turn.news.length) return;
  if ("asks_for" in data) expectReply(Boolean(data.asks_for));
  if (course.turn) finish(course.turn);
}

/** A turn that failed on the server: its apology came as a message; this offers to send the question again. */
function failed(failure, id) {
  if (course.turn) {
    course.turn.failure = [failure, id];
    return;
  }
  if (Number(id) < log.newest()) return; // of an earlier turn, told again
  endResuming();
  const again = course.asked;
  const { said } = course;
  showNotice(() => {
    const [title, otherwise] = WORDS.failures.unanswered;
    const action = again && { label: WORDS.tryAgain, run: () => send(again.text, { title: again.title }) };
    return { title, detail: failure.detail && failure.detail !== said ? failure.detail : otherwise, action };
  });
}

const choose = (button) => send(button.payload, { title: button.title });

/** On touch screens a tapped button must not raise the keyboard over the answer. */
function settleFocus(typed) {
  if (typed || !matchMedia("(pointer: coarse)").matches) focusComposer();
  else log.focusLog();
}
