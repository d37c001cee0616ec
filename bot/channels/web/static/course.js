// What the conversation's modules share: the message on its way, and what surrounds it. Sends and receives nothing.

import { byId } from "./dom.js";
import * as log from "./log.js";
import { store } from "./store.js";

export const welcome = byId("welcome");

export const course = {
  turn: null, // the message on its way: { text, title, typed, node, restoreChoices, stop, news }
  next: null, // what to send after it
  asked: null, // the last message that reached the server: { text, title }
  said: "", // the text of the last answer
  resuming: 0, // the timer of an answer that a reload interrupted
  unfollow: () => {},
};

export function endResuming() {
  if (!course.resuming) return;
  clearTimeout(course.resuming);
  course.resuming = 0;
  log.stopWaiting();
}

export function showWelcomeIfEmpty() {
  welcome.hidden = Boolean(byId("log").childElementCount || (store.conversation && byId("notice").childElementCount));
}
