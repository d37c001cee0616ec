// Which language the chat speaks: the one that the page sets while it is open, else the one chosen here last, else the one that the page
// asked for at first, else the conversation's or the browser's. Puts the static words into it; knows nothing of messages.

import { LANGUAGES, speaks } from "./wording.js";

const AUTO = "auto";

export class Language {
  #chat;
  #control;
  #chosen;

  constructor(chat, asked) {
    this.#chat = chat;
    this.#control = chat.find("language");
    this.#chosen = [chat.store.language, asked, AUTO].find((language) => language === AUTO || speaks(language));
    this.#control.addEventListener("change", () => {
      chat.store.language = this.#control.value;
      this.choose(this.#control.value, true);
    });
    chat.speech.onChange(() => this.#redraw());
    this.#control.value = this.#chosen;
  }

  /** The language to answer in: one that was chosen, or "auto". */
  get wanted() { return this.#chosen; }

  /** Speaks for the first time; resolves when it does. */
  start() { return this.#chat.speech.speak(this.#chosen === AUTO ? browsers() : this.#chosen); }

  /** Speaks the language that the conversation has come to, unless another was chosen. */
  followConversation(language) {
    if (this.#chosen === AUTO && speaks(language)) this.#chat.speech.speak(language);
  }

  /** Speaks a language, or goes on by itself in that of the newest answer; `byHand` when the user chose it. */
  choose(language, byHand = false) {
    if (language !== AUTO && !speaks(language)) return;
    this.#chosen = this.#control.value = language;
    this.#chat.speech.speak(language === AUTO ? this.#chat.log.language ?? browsers() : language);
    this.#chat.tell("assistant-language", { language, chosen: byHand });
  }

  #redraw() {
    const { root, words, frame } = this.#chat;
    frame.lang = words.code;
    root.getElementById("language-code").textContent = words.code.toUpperCase();
    for (const node of root.querySelectorAll("[data-word]")) node.textContent = words.page[node.dataset.word];
    for (const node of root.querySelectorAll("[data-label]")) {
      node.setAttribute("aria-label", words.page[node.dataset.label]);
      if (node.title) node.title = words.page[node.dataset.label];
    }
    this.#chat.name();
    this.#chat.tell("assistant-language", { language: words.code, title: words.page.title, description: words.page.description });
  }
}

const browsers = () => (navigator.languages ?? []).map((language) => language.slice(0, 2).toLowerCase()).find(speaks) ?? "en";

/** The choices of the control, before there are words. */
export const languages = () => Object.entries(LANGUAGES);
