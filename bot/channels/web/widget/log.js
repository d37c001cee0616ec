// The conversation as it is shown: messages, choices, the waiting sign and where it is scrolled. Sends nothing.

import { announcement, drawAnswer } from "./answer.js";
import { calm, make } from "../static/dom.js";
import { plain, render } from "./markdown.js";
import { wordsOf } from "./wording.js";

const SLOW_MS = 8_000;
const GAP = 16;

export class Log {
  #chat;
  #log;
  #scroller;
  #waiting;
  #word;
  #latest;
  #announcer;
  #shown = new Set();
  #slow = 0;
  #announced = 0;
  #unsaid = [];

  constructor(chat) {
    this.#chat = chat;
    [this.#log, this.#scroller, this.#waiting, this.#word, this.#latest, this.#announcer] = ["log", "chat", "waiting", "waiting-word", "latest", "announcer"].map(chat.find);
    this.#latest.addEventListener("click", () => {
      this.#scroll(this.#scroller.scrollHeight);
      this.focus();
    });
    const mark = () => this.#markLatest();
    this.#scroller.addEventListener("scroll", mark, { passive: true });
    new ResizeObserver(mark).observe(this.#scroller);
    // What was said keeps its language; what is said around it does not.
    chat.speech.onChange(() => {
      this.#log.querySelectorAll(".own-word").forEach((heading) => { heading.textContent = chat.words.you; });
      if (this.#word.textContent) this.#word.textContent = chat.words.stillWorking;
    });
  }

  get isEmpty() { return !this.#log.childElementCount; }

  /** The highest id among the messages shown, where ids are numbers: what an event of an earlier turn stays below. */
  get newest() { return Math.max(0, ...[...this.#shown].map(Number).filter(Number.isFinite)); }

  /** Whether the last word is not the seller's. */
  get isAnswered() { return this.#log.lastElementChild?.matches(".from-seller") === false; }

  /** The language of the newest answer. */
  get language() { return [...this.#log.querySelectorAll(".from-assistant[lang]")].at(-1)?.lang; }

  get nearEnd() { return this.#below() < 160; }

  isShown(id) { return this.#shown.has(id); }

  /** Shows what the user said and gives the node, so that a message that was not sent can be taken back. */
  addSeller(text) {
    const node = make("div", { class: "message from-seller" }, make("h2", { class: "unseen own-word" }, this.#chat.words.you), make("p", { class: "bubble", lang: "", dir: "auto" }, text));
    this.#log.append(node);
    return node;
  }

  /** Shows a message of the assistant or of a person unless it is there already; tells whether it was new. */
  add(message, { fresh, onChoose, vote }) {
    if (message.id && this.#shown.has(message.id)) return false;
    if (message.id) this.#shown.add(message.id);
    const words = wordsOf(message.language);
    const node = message.author === "agent" ? this.#drawPerson(message) : make(
      "div", { class: message.asks ? "message from-assistant asks" : "message from-assistant", lang: words.code },
      make("h2", { class: "unseen" }, words.assistant),
      drawAnswer(message, { openArticle: (id, language) => this.#chat.openArticle(id, language), later: () => this.#chat.later(), say: (text, language) => this.announce(text, language), vote: vote && ((...cast) => vote(message.id, ...cast)) }),
    );
    const buttons = (message.buttons ?? []).map((button) => make("button", { type: "button", class: button.payload === words.back.payload ? "choice choice-back" : "choice", onclick: () => onChoose(button) }, button.title));
    if (buttons.length || message.input) node.append(this.#drawChoices(message.input, buttons, words, onChoose));
    if (fresh) reveal(node);
    this.#log.append(node);
    return true;
  }

  /** Buttons, and what is picked: a list takes the place of its options' buttons. */
  #drawChoices(input, buttons, words, onChoose) {
    const group = make("div", { class: "choices", role: "group", "aria-label": words.choices }, input?.options ? null : buttons);
    if (!input) return group;
    this.#chat.later().then((parts) => {
      if (parts) group.prepend(parts.drawPicker(input, words, onChoose));
      else group.replaceChildren(...buttons);
      this.showNewest({ instant: true });
    });
    return group;
  }

  #drawPerson({ name = "", text = "" }) {
    const body = make("div", { class: "card card-short prose", dir: "auto" });
    body.append(render(text, 4));
    const who = name || this.#chat.words.colleague;
    return make("div", { class: "message from-person" }, make("h2", { class: "person-name" }, make("span", { class: "initial", "aria-hidden": "true" }, [...who][0].toUpperCase()), make("span", {}, who)), body);
  }

  /** Shows nothing any more but these nodes. */
  clear(...kept) {
    this.#shown.clear();
    this.#log.replaceChildren(...kept);
    this.stopWaiting();
    this.#markLatest();
  }

  /** Choices belong to the newest answer only: hides them, and gives a function that brings them back. */
  hideChoices() {
    const hidden = [...this.#log.querySelectorAll(".choices:not([hidden])")];
    hidden.forEach((choices) => { choices.hidden = true; });
    return () => hidden.forEach((choices) => { choices.hidden = false; });
  }

  startWaiting() {
    clearTimeout(this.#slow);
    this.#word.textContent = "";
    this.#waiting.hidden = false;
    this.#slow = setTimeout(() => {
      this.#word.textContent = this.#chat.words.stillWorking;
      this.announce(this.#chat.words.stillWorking);
    }, SLOW_MS);
  }

  stopWaiting() {
    clearTimeout(this.#slow);
    this.#waiting.hidden = true;
  }

  /** Says new messages once, together. */
  announceMessages(messages) {
    const said = messages.map((message) => (message.author === "agent" ? `${message.name || this.#chat.words.colleague}${this.#chat.words.colon}${plain(message.text)}` : announcement(message)));
    this.announce(said.join(" "), wordsOf(messages.at(-1)?.language).code);
  }

  announce(text, language = this.#chat.words.code) {
    // Emptied first, so that the same words are said again; what comes in one burst is said as one.
    clearTimeout(this.#announced);
    this.#unsaid.push(text);
    this.#announcer.textContent = "";
    this.#announcer.lang = language;
    this.#announced = setTimeout(() => { this.#announcer.textContent = this.#unsaid.splice(0).join(" "); }, 150);
  }

  focus() { this.#log.focus({ preventScroll: true }); }

  /** Brings the newest exchange into view: its end if it fits, or the choices with what they answer; else the question with the start of the answer. What is asked back is seen in any case. */
  showNewest({ instant = false } = {}) {
    const last = this.#log.lastElementChild;
    if (!last) return;
    const bar = this.#chat.find("bar");
    const pinned = getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0;
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    const above = (node) => node.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top + scrollTop - pinned - GAP;
    const end = scrollHeight - clientHeight;
    const begins = last.matches(".asks") ? [...last.querySelectorAll(".block")].at(-1) : [...this.#log.querySelectorAll(".from-seller")].at(-1);
    this.#scroll(end < above(last) && last.querySelector(".choices") ? end : Math.min(above(begins ?? last), end), instant);
  }

  #scroll(top, instant = false) { this.#scroller.scrollTo({ top, behavior: instant || calm() ? "auto" : "smooth" }); }

  #below() { return this.#scroller.scrollHeight - this.#scroller.clientHeight - this.#scroller.scrollTop; }

  /** Leads to what is out of sight: where something is asked, to the last of its choices. */
  #markLatest() { this.#latest.hidden = this.isEmpty || this.#below() < (this.#log.lastElementChild.matches(".asks") ? 40 : 240); }
}

function reveal(node) {
  [...node.querySelectorAll(".card > *, .choices")].forEach((part, place) => {
    part.classList.add("reveal");
    part.style.setProperty("--place", String(Math.min(place, 8)));
  });
  node.classList.add("fresh");
}
