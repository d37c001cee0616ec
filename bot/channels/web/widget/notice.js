// The one notice above the message field: what went wrong or changed, and what can be done about it.

import { icon, make } from "../static/dom.js";

export class Notice {
  #chat;
  #place;
  #shown = null;

  constructor(chat) {
    this.#chat = chat;
    this.#place = chat.find("notice");
    chat.speech.onChange(() => { if (this.#shown) this.show(this.#shown); });
  }

  get isShown() { return Boolean(this.#shown); }

  /** Shows a notice; errors are spoken at once, the rest when there is time. `tell(words)` says in the chat's language: { title, detail, error, action: { label, run }, cancel }, which is what to press to do nothing. */
  show(tell) {
    this.#shown = tell;
    const { words, composer } = this.#chat;
    const { title, detail = "", error = true, action = null, cancel = "" } = tell(words);
    const close = () => {
      this.clear();
      composer.focus();
    };
    this.#place.replaceChildren(make(
      "div", { class: error ? "notice notice-error" : "notice", role: error ? "alert" : "status" },
      make("p", {}, make("strong", {}, title), detail ? " " : null, detail || null),
      cancel && make("button", { type: "button", class: "button", onclick: close }, cancel),
      action ? make("button", { type: "button", class: "button", onclick: () => { close(); action.run(); } }, action.label) : null,
      cancel ? null : make("button", { type: "button", class: "quiet quiet-icon", "aria-label": words.dismiss, title: words.dismiss, onclick: close }, icon("close")),
    ));
  }

  /** Leads to the first of its buttons, which is the safe one; nowhere without a notice. */
  focus() { this.#place.querySelector("button")?.focus(); }

  /** Takes away the notice, or only that one. */
  clear(tell = this.#shown) {
    if (tell !== this.#shown) return;
    this.#shown = null;
    this.#place.replaceChildren();
  }
}
