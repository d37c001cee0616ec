// Keeps what one chat remembers: for the whole site the conversation's id, the chosen language and whether a person is there; for this tab the draft,
// the message on its way and whether the panel is open. Does without when the browser forbids storage.

import { HOME } from "./home.js";

export class Store {
  #prefix;

  /** `key` keeps two chats of one site apart. */
  constructor(key) {
    this.#prefix = `seller-assistant ${HOME.host}${HOME.pathname} ${key} `;
  }

  get conversation() { return this.#read("localStorage", "conversation"); }
  set conversation(id) { this.#write("localStorage", "conversation", id); }
  get language() { return this.#read("localStorage", "language"); }
  set language(code) { this.#write("localStorage", "language", code); }
  get person() { return this.#read("localStorage", "person"); }
  set person(state) { this.#write("localStorage", "person", state); }
  get draft() { return this.#read("sessionStorage", "draft"); }
  set draft(text) { this.#write("sessionStorage", "draft", text); }
  get pending() { return this.#read("sessionStorage", "pending"); }
  set pending(text) { this.#write("sessionStorage", "pending", text); }
  get open() { return this.#read("sessionStorage", "open"); }
  set open(state) { this.#write("sessionStorage", "open", state); }

  #read(storage, name) {
    try {
      return window[storage].getItem(this.#prefix + name) ?? "";
    } catch {
      return "";
    }
  }

  #write(storage, name, value) {
    try {
      if (value) window[storage].setItem(this.#prefix + name, value);
      else window[storage].removeItem(this.#prefix + name);
    } catch {
      // Private windows and embedded pages may forbid storage: the chat then works without memory across reloads.
    }
  }
}
