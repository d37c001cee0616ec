// The conversation on the page: messages, choices, the waiting sign and where the page is scrolled. Sends nothing.

import { announcement, drawAnswer } from "./answer.js";
import { openArticle } from "./article.js";
import { byId, calm, make } from "./dom.js";
import { onLanguage, WORDS, wordsOf } from "./wording.js";

const SLOW_MS = 8_000;
const GAP = 16;

const log = byId("log");
const waiting = byId("waiting");
const word = byId("waiting-word");
const latest = byId("latest");
const announcer = byId("announcer");
const bar = document.querySelector(".bar");
const shown = new Set();
let slow = 0;
let announced = 0;
const unsaid = [];

latest.addEventListener("click", () => {
  scrollTo({ top: document.documentElement.scrollHeight, behavior: calm() ? "auto" : "smooth" });
  focusLog();
});
addEventListener("scroll", markLatest, { passive: true });
addEventListener("resize", markLatest);
// What was said keeps its language; what the page says around it does not.
onLanguage(() => {
  log.querySelectorAll(".own-word").forEach((heading) => { heading.textContent = WORDS.you; });
  if (word.textContent) word.textContent = WORDS.stillWorking;
});

/** Shows what the user said and gives the node, so that a message that was not sent can be taken back. */
export function addSeller(text) {
  const node = make("div", { class: "message from-seller" }, make("h2", { class: "unseen own-word" }, WORDS.you), make("p", { class: "bubble", lang: "", dir: "auto" }, text));
  log.append(node);
  return node;
}

/** Shows a message of the assistant unless it is there already; tells whether it was new. */
export function addAssistant(message, { fresh, onChoose }) {
  if (message.id && shown.has(message.id)) return false;
  if (message.id) shown.add(message.id);
  const words = wordsOf(message.language);
  const node = make("div", { class: "message from-assistant", lang: words.code }, make("h2", { class: "unseen" }, words.assistant), drawAnswer(message, { openArticle, onCopied: (text) => announce(text, words.code) }));
  if (message.buttons?.length) {
    node.append(make("div", { class: "choices", role: "group", "aria-label": words.choices }, message.buttons.map((button) => make("button", { type: "button", class: "choice", onclick: () => onChoose(button) }, button.title))));
  }
  if (fresh) reveal(node);
  log.append(node);
  return true;
}

/** The highest id among the messages shown, where ids are numbers: what an event of an earlier turn stays below. */
export const newest = () => Math.max(0, ...[...shown].map(Number).filter(Number.isFinite));

export const isShown = (id) => shown.has(id);

export function clear() {
  shown.clear();
  log.replaceChildren();
  stopWaiting();
  markLatest();
}

/** Choices belong to the newest answer only: hides them, and gives a function that brings them back. */
export function hideChoices() {
  const hidden = [...log.querySelectorAll(".choices:not([hidden])")];
  hidden.forEach((choices) => { choices.hidden = true; });
  return () => hidden.forEach((choices) => { choices.hidden = false; });
}

export function startWaiting() {
  clearTimeout(slow);
  word.textContent = "";
  waiting.hidden = false;
  slow = setTimeout(() => {
    word.textContent = WORDS.stillWorking;
    announce(WORDS.stillWorking);
  }, SLOW_MS);
}

export function stopWaiting() {
  clearTimeout(slow);
  waiting.hidden = true;
}

/** Says new messages once, together. */
export const announceMessages = (messages) => announce(messages.map(announcement).join(" "), wordsOf(messages.at(-1)?.language).code);

export function announce(text, language = WORDS.code) {
  // Emptied first, so that the same words are said again; what comes in one burst is said as one.
  clearTimeout(announced);
  unsaid.push(text);
  announcer.textContent = "";
  announcer.lang = language;
  announced = setTimeout(() => { announcer.textContent = unsaid.splice(0).join(" "); }, 150);
}

export const focusLog = () => log.focus({ preventScroll: true });

export function nearEnd() {
  return document.documentElement.scrollHeight - innerHeight - scrollY < 160;
}

/** Brings the newest exchange into view: its end if it fits, else the question with the start of the answer. */
export function showNewest({ instant = false } = {}) {
  const question = [...log.querySelectorAll(".from-seller")].at(-1) ?? log.lastElementChild;
  if (!question) return;
  const pinned = getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0;
  const top = question.getBoundingClientRect().top + scrollY - pinned - GAP;
  const end = document.documentElement.scrollHeight - innerHeight;
  scrollTo({ top: Math.max(0, Math.min(top, end)), behavior: instant || calm() ? "auto" : "smooth" });
}

function markLatest() {
  latest.hidden = !log.childElementCount || document.documentElement.scrollHeight - innerHeight - scrollY < 240;
}

function reveal(node) {
  [...node.querySelectorAll(".card > *, .choices")].forEach((part, place) => {
    part.classList.add("reveal");
    part.style.setProperty("--place", String(Math.min(place, 8)));
  });
  node.classList.add("fresh");
}
