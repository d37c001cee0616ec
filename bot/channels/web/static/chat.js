// The conversation's course: sends, receives by reply and by events, restores after a reload, and recovers from failures.
// Draws nothing itself; the other modules own the page.

import { Failure, follow, readHistory, sendMessage } from "./api.js";
import { draft, expectReply, focusComposer, setBusy, setDraft, startComposer } from "./composer.js";
import { byId, make } from "./dom.js";
import * as log from "./log.js";
import { clearNotice, showNotice } from "./notice.js";
import { store } from "./store.js";
import { PERSON, SUGGESTIONS, WORDS } from "./wording.js";

const RESUME_MS = 60_000;
const LOOK_MS = 4_000;

const welcome = byId("welcome");
let turn = null; // the message on its way: { text, title, typed, node, restoreChoices, stop, news }
let next = null; // what to send after it
let asked = null; // the last message that reached the server: { text, title }
let said = ""; // the text of the last answer
let resuming = 0; // the timer of an answer that a reload interrupted
let unfollow = () => {};

// ── sending ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Sends a message: `text` to the server, `title` on the page; `typed` when it came from the message field. */
async function send(text, { title = text, typed = false } = {}) {
  if (turn) {
    next = { text, title };
    return;
  }
  clearNotice();
  endResuming();
  welcome.hidden = true;
  const mine = { text, title, typed, news: [], stop: new AbortController(), restoreChoices: log.hideChoices(), node: log.addSeller(title) };
  turn = mine;
  store.pending = text;
  if (typed) setDraft("");
  setBusy(true);
  log.startWaiting();
  settleFocus(typed);
  log.showNewest();
  try {
    const reply = await post(text, mine.stop.signal);
    if (turn !== mine && !mine.finished) return;
    take(reply.messages ?? [], mine);
    if (!turn || turn === mine) expectReply(Boolean(reply.turn?.asks_for));
    finish(mine);
    if (reply.conversation_id && reply.conversation_id !== store.conversation) adopt(reply.conversation_id);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (turn !== mine || error.kind === "stopped") return;
    // The reply was lost, but the answer came by events: nothing is missing.
    if (mine.news.length) finish(mine);
    else fail(mine, error);
  }
}

async function post(text, signal) {
  try {
    return await sendMessage(store.conversation, text, signal);
  } catch (error) {
    if (error.kind !== "gone" || !store.conversation) throw error;
    unfollow();
    store.conversation = "";
    return sendMessage("", text, signal);
  }
}

function finish(mine) {
  if (mine.finished) return;
  mine.finished = true;
  turn = null;
  asked = { text: mine.text, title: mine.title };
  store.pending = "";
  setBusy(false);
  log.stopWaiting();
  if (mine.news.length) log.announceMessages(mine.news);
  log.showNewest();
  if (mine.failure) failed(...mine.failure);
  const queued = next;
  next = null;
  if (queued) send(queued.text, queued);
}

function fail(mine, failure) {
  turn = null;
  next = null;
  store.pending = "";
  setBusy(false);
  log.stopWaiting();
  mine.node.remove();
  mine.restoreChoices();
  showWelcomeIfEmpty();
  if (mine.typed && !draft()) setDraft(mine.text);
  const kind = failure.kind === "gone" ? "broken" : failure.kind;
  const [title, otherwise] = WORDS.failures[kind];
  const again = kind !== "refused" && { label: WORDS.tryAgain, run: () => retry(mine) };
  showNotice({ title: `${title}.`, detail: failure.detail || otherwise, action: again || null });
  focusComposer();
}

async function retry(mine) {
  if (turn) return;
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
    if (!answers.length || turn) return false;
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

function show(message, fresh = true) {
  const isNew = log.addAssistant(message, { fresh, onChoose: choose });
  if (isNew) said = message.text ?? "";
  return isNew;
}

function take(messages, mine) {
  for (const message of messages) if (show(message)) mine.news.push(message);
}

function adopt(conversation) {
  store.conversation = conversation;
  listen();
}

function listen() {
  unfollow();
  if (!store.conversation) return;
  const conversation = store.conversation;
  const current = (handle) => (...data) => { if (store.conversation === conversation) handle(...data); };
  unfollow = follow(conversation, { onMessage: current(received), onTurn: current(turned), onError: current(failed) });
}

function received(message) {
  if (message.author === "seller") return;
  const follows = log.nearEnd();
  if (!show(message)) return;
  welcome.hidden = true;
  if (turn) {
    turn.news.push(message);
  } else {
    endResuming();
    log.announceMessages([message]);
  }
  if (turn || follows) log.showNewest();
}

function turned(data) {
  // A late event of the turn before brings no news of this one.
  if (turn && !turn.news.length) return;
  if ("asks_for" in data) expectReply(Boolean(data.asks_for));
  if (turn) finish(turn);
}

/** A turn that failed on the server: its apology came as a message; this offers to send the question again. */
function failed(failure, id) {
  if (turn) {
    turn.failure = [failure, id];
    return;
  }
  if (Number(id) < log.newest()) return; // of an earlier turn, told again
  endResuming();
  const again = asked;
  const [title, otherwise] = WORDS.failures.unanswered;
  const action = again && { label: WORDS.tryAgain, run: () => send(again.text, { title: again.title }) };
  showNotice({ title: `${title}.`, detail: failure.detail && failure.detail !== said ? failure.detail : otherwise, action });
}

// ── coming back ────────────────────────────────────────────────────────────────────────────────────────────────────

async function restore() {
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
        const [title, detail] = WORDS.failures.history;
        showNotice({ title: `${title}.`, detail, action: { label: WORDS.tryAgain, run: restore } });
      }
    }
  }
  if (turn || store.conversation !== conversation && history.length) return;
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
      const title = offered.find((button) => button.payload === message.text)?.title ?? (message.text === PERSON.payload ? PERSON.title : message.text);
      asked = { text: message.text, title };
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
    const mine = resuming;
    const history = await readHistory(store.conversation).catch((error) => {
      if (error instanceof Failure) return [];
      throw error;
    });
    if (resuming !== mine) return;
    history.forEach(received);
    if (resuming !== mine) return;
    if (Date.now() < patience) {
      resuming = setTimeout(look, LOOK_MS);
      return;
    }
    endResuming();
    const [title, detail] = WORDS.failures.noAnswer;
    showNotice({ title: `${title}.`, detail, action: { label: WORDS.tryAgain, run: () => send(text) } });
  };
  resuming = setTimeout(look, LOOK_MS);
}

function endResuming() {
  if (!resuming) return;
  clearTimeout(resuming);
  resuming = 0;
  log.stopWaiting();
}

/** Starts afresh; the last conversation can be brought back as long as nothing has been asked. */
function restart() {
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
  if (last) showNotice({ title: WORDS.started, error: false, action: { label: WORDS.bringBack, run: back } });
  focusComposer();
}

function forget() {
  turn?.stop.abort();
  turn = next = asked = null;
  store.pending = "";
  endResuming();
  unfollow();
  clearNotice();
  log.clear();
  setBusy(false);
  expectReply(false);
}

// ── the page ───────────────────────────────────────────────────────────────────────────────────────────────────────

const choose = (button) => send(button.payload, { title: button.title });

/** On touch screens a tapped button must not raise the keyboard over the answer. */
function settleFocus(typed) {
  if (typed || !matchMedia("(pointer: coarse)").matches) focusComposer();
  else log.focusLog();
}

function showWelcomeIfEmpty() {
  welcome.hidden = Boolean(byId("log").childElementCount || (store.conversation && byId("notice").childElementCount));
}

byId("suggestions").append(...SUGGESTIONS.map(({ topic, question }) => make("li", {}, make(
  "button", { type: "button", class: "suggestion", onclick: () => send(question) }, make("span", { class: "suggestion-topic" }, topic), " ", make("span", {}, question),
))));
byId("person").addEventListener("click", () => send(PERSON.payload, { title: PERSON.title }));
byId("restart").addEventListener("click", restart);
addEventListener("pagehide", () => unfollow());
addEventListener("pageshow", (event) => { if (event.persisted) listen(); });
startComposer((text) => send(text, { typed: true }));
focusComposer();
restore();
