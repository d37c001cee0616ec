// The round button and the panel that it opens: beside the page's content on large windows, in place of it on small ones.

import { deepest } from "./answer.js";

const SMALL = "(max-width: 30em), (max-height: 30em)";

export class Launcher {
  #chat;
  #button;
  #panel;
  #back = null;
  #unread = 0;

  constructor(chat) {
    this.#chat = chat;
    this.#button = chat.find("launcher");
    this.#panel = chat.find("panel");
    this.#button.addEventListener("click", () => (this.isOpen ? this.close() : this.open()));
    chat.find("close").addEventListener("click", () => this.close());
    this.#panel.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
    this.#panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      this.close();
    });
    matchMedia(SMALL).addEventListener("change", () => {
      if (!this.isOpen) return;
      const focused = chat.root.activeElement;
      this.#panel.close();
      this.#show();
      focused?.focus({ preventScroll: true });
    });
    chat.speech.onChange(() => this.#name());
  }

  get isOpen() { return this.#panel.open; }

  /** Opens the panel; `quietly` after a reload, where the focus stays where it is. */
  open({ quietly = false } = {}) {
    if (this.isOpen) return;
    const { element, root, store, composer } = this.#chat;
    this.#back = root.activeElement ?? document.activeElement;
    this.#show();
    this.#unread = 0;
    this.#name();
    element.toggleAttribute("open", true);
    store.open = "yes";
    this.#chat.begin();
    composer.fit();
    this.#chat.log.showNewest({ instant: true });
    if (!quietly) composer.focus();
    this.#chat.tell("assistant-open");
  }

  close() {
    if (!this.isOpen) return;
    const { element, store, article } = this.#chat;
    article?.close();
    this.#panel.close();
    element.toggleAttribute("open", false);
    store.open = "";
    this.#name();
    const back = this.#back?.isConnected && this.#back !== document.body && this.#back !== element ? this.#back : this.#button;
    back.focus({ preventScroll: true });
    this.#chat.tell("assistant-close");
  }

  /** Counts what comes while the panel is closed. */
  count(messages) {
    if (this.isOpen || !messages) return;
    this.#unread += messages;
    this.#name();
  }

  #show() {
    const focused = deepest(document);
    if (matchMedia(SMALL).matches) this.#panel.showModal();
    else this.#panel.show();
    // A dialog gives the focus to its first button, where Enter would call a person: it stays where it was, or nowhere.
    this.#chat.root.activeElement?.blur();
    focused.focus({ preventScroll: true });
  }

  #name() {
    const { words, find } = this.#chat;
    const label = this.isOpen ? words.page.close : this.#unread ? words.unread(this.#unread) : words.page.open;
    this.#button.setAttribute("aria-label", label);
    this.#button.setAttribute("aria-expanded", String(this.isOpen));
    find("unread").textContent = this.#unread || "";
    find("unread").hidden = !this.#unread;
  }
}
