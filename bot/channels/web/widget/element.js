// The element <seller-assistant>: its attributes, methods and events. docs/embed.md is its manual.

import { Chat } from "./chat.js";
import STYLE from "./widget.css";

const MODES = ["page", "inline", "launcher"];

class SellerAssistant extends HTMLElement {
  static observedAttributes = ["lang", "open", "heading", "greeting"];
  #chat = null;

  connectedCallback() {
    addEventListener("pagehide", this.#leave);
    addEventListener("pageshow", this.#return);
    if (this.#chat) {
      this.#chat.again();
      return;
    }
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    this.#chat = new Chat(this, MODES.includes(this.getAttribute("mode")) ? this.getAttribute("mode") : "launcher");
    this.#chat.start();
  }

  disconnectedCallback() {
    this.#chat?.end();
    removeEventListener("pagehide", this.#leave);
    removeEventListener("pageshow", this.#return);
  }

  attributeChangedCallback(name, before, now) {
    if (!this.#chat || before === now) return;
    if (name === "lang") this.#chat.language.choose(now ?? "auto");
    else if (name !== "open") this.#chat.name();
    else if (now === null) this.close();
    else this.open();
  }

  /** Opens the panel of a launcher; resolves when it is open. Does nothing where the assistant cannot be reached. */
  async open() {
    await this.#chat?.ready;
    if (this.#chat?.words) this.#chat.launcher?.open();
  }

  /** Closes it. */
  close() { this.#chat?.launcher?.close(); }

  /** Opens the chat and asks this question in the user's place. */
  async ask(text) {
    if (!this.#chat || !String(text).trim()) return;
    await this.open();
    if (!this.#chat.words) return;
    await this.#chat.begin();
    await this.#chat.turns.send(String(text).trim());
  }

  #leave = () => this.#chat.end();
  #return = (event) => { if (event.persisted) this.#chat.again(); };
}

// A page may name the script twice.
if (!customElements.get("seller-assistant")) customElements.define("seller-assistant", SellerAssistant);
