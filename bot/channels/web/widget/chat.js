// One chat inside one element: puts its parts together and starts them. Every part finds the others here; nothing is shared between two chats.

import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { make } from "../static/dom.js";
import { drawFrame } from "./frame.js";
import { History } from "./history.js";
import { Language } from "./language.js";
import { Launcher } from "./launcher.js";
import { Log } from "./log.js";
import { Menu } from "./menu.js";
import { Notice } from "./notice.js";
import { Person } from "./person.js";
import { Store } from "./store.js";
import { Turns } from "./turn.js";
import { Speech } from "./wording.js";

// The width in font sizes from which an article stands beside the chat.
const ROOM = { page: 68, inline: 56, launcher: 62 };

export class Chat {
  speech = new Speech();
  article = null; // once one has been opened
  #begun = null;
  #later = null;

  constructor(element, mode) {
    this.element = element;
    this.root = element.shadowRoot;
    this.find = (id) => this.root.getElementById(id);
    this.store = new Store(element.getAttribute("key") ?? "");
    this.frame = drawFrame(mode);
    this.root.replaceChildren(this.frame);
    const size = Number.parseFloat(getComputedStyle(this.frame).fontSize) || 16;
    this.frame.style.setProperty("--rem", `${size}px`);
    this.log = new Log(this);
    this.notice = new Notice(this);
    this.connection = new Connection(this);
    this.hasRoom = () => (mode === "launcher" ? innerWidth : this.frame.clientWidth) >= ROOM[mode] * size;
    this.history = new History(this);
    this.turns = new Turns(this);
    this.person = new Person(this);
    this.language = new Language(this, element.getAttribute("lang"));
    this.composer = new Composer(this, (text) => this.#submit(text));
    this.menu = new Menu(this);
    this.launcher = mode === "launcher" ? new Launcher(this) : null;
    this.find("person").addEventListener("click", () => this.turns.send(this.words.person.payload, { title: this.words.person.title }));
    this.find("skip")?.addEventListener("click", () => this.composer.focus());
    this.speech.onChange(() => this.find("suggestions").replaceChildren(...this.words.suggestions.map(({ topic, question }) => make("li", {}, make(
      "button", { type: "button", class: "suggestion", onclick: () => this.turns.send(question) }, make("span", { class: "suggestion-topic" }, topic), " ", make("span", {}, question),
    )))));
  }

  get words() { return this.speech.words; }

  /** Shows itself once there are words; with a launcher, the rest waits until it is opened or a person may answer. */
  async start() {
    this.ready = this.language.start();
    await this.ready;
    this.frame.classList.add("ready");
    if (!this.launcher) {
      if (this.element.getAttribute("mode") === "page") this.composer.focus();
      await this.begin();
      return;
    }
    const stayed = Boolean(this.store.open);
    if (stayed || this.element.hasAttribute("open")) this.launcher.open({ quietly: true });
    else if (this.store.person) await this.begin();
  }

  /** Brings the conversation back and follows it; once. */
  begin() { return (this.#begun ??= this.history.restore()); }

  /** What only some conversations need, brought when it is first needed; null while it cannot be loaded. */
  later() {
    this.#later ??= import("./details.js").then((parts) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(parts.STYLE);
      this.root.adoptedStyleSheets = [...this.root.adoptedStyleSheets, sheet];
      return parts;
    }, () => (this.#later = null));
    return this.#later;
  }

  /** Sends what was typed, unless it is the code of a conversation that goes on here. */
  async #submit(text) {
    const parts = /^\S+ \w{5}-\w{5}$/.test(text) && (await this.later());
    if (!parts || !(await parts.takeOver(this, text))) this.turns.send(text, { typed: true });
  }

  async openArticle(id, language) {
    const opener = this.root.activeElement;
    const parts = await this.later();
    if (!parts) {
      this.notice.show((words) => ({ title: words.articleFailed }));
      return;
    }
    this.article ??= new parts.Article(this);
    await this.article.open(id, language, opener);
  }

  /** Goes on after `end`: the element has been moved. */
  again() {
    this.connection.begin();
    if (this.#begun) this.turns.listen();
  }

  /** Follows the conversation and the connection no more: the element has been taken out of the page. */
  end() {
    this.turns.unfollow();
    this.connection.end();
  }

  /** Puts the page's own heading and greeting in place of the usual ones. */
  name() {
    if (!this.words) return;
    this.find("heading").textContent = this.element.getAttribute("heading") || this.words.page.heading;
    this.find("welcome-title").textContent = this.element.getAttribute("greeting") || this.words.page.welcome;
  }

  /** Tells the page that messages have come. */
  answered(messages) {
    this.launcher?.count(messages.length);
    for (const { text, author = "assistant", answer } of messages) this.tell("assistant-answer", { text, author, articles: (answer?.sources ?? []).map((source) => source.id) });
  }

  tell(name, detail = {}) { this.element.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true })); }
}
