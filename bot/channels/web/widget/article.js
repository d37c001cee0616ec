// Shows one article of the guide: beside the chat where there is room, else above it. Focus comes back to the source that opened it.

import { Failure, call } from "./api.js";
import { icon, make } from "../static/dom.js";
import * as format from "./format.js";
import { render } from "./markdown.js";
import { learn, wordsOf } from "./wording.js";

/** Whether an ISO day lies before today. */
const isPast = (value) => /^\d{4}-\d{2}-\d{2}$/.test(String(value)) && value < new Date().toISOString().slice(0, 10);

export class Article {
  #chat;
  #dialog;
  #parts;
  #reading = null;
  #opener = null;

  constructor(chat) {
    this.#chat = chat;
    const shut = make("button", { type: "button", class: "button button-icon", id: "article-close", onclick: () => this.close() }, icon("close"));
    const [section, title, foot] = [make("p", { class: "eyebrow", id: "article-section" }), make("h2", { id: "article-title" }), make("p", { class: "article-foot", id: "article-foot" })];
    const body = make("div", { class: "article-body prose", id: "article-body", "aria-live": "polite" });
    const dialog = (this.#dialog = make("dialog", { class: "article", id: "article", "aria-labelledby": "article-title" }, make("div", { class: "article-head" }, make("div", {}, section, title), shut), body, foot));
    this.#parts = { shut, section, title, body, foot };
    chat.find("panel").append(dialog);
    dialog.addEventListener("click", (event) => {
      // A click on the backdrop is a click on the dialog itself, outside of its box.
      const box = dialog.getBoundingClientRect();
      const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
      if (event.target === dialog && !inside) this.close();
    });
    dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      this.close();
    });
    dialog.addEventListener("close", () => { if (!dialog.open) this.#leave(); });
  }

  close() {
    if (!this.#dialog.open) return;
    this.#dialog.close();
    this.#leave(); // at once: the event comes later, when the focus may be elsewhere by somebody's own doing
  }

  #leave() {
    const opener = this.#opener;
    this.#opener = null;
    this.#reading?.abort();
    this.#dialog.classList.remove("beside");
    opener?.focus({ preventScroll: true });
  }

  /** Opens an article in the language of the answer that names it; the guide's own words may be in English all the same. */
  async open(id, language, opener) {
    await learn([language]);
    const words = wordsOf(language);
    const { shut, section, title, body, foot } = this.#parts;
    this.#reading?.abort();
    const mine = (this.#reading = new AbortController());
    this.#dialog.lang = words.code;
    shut.title = words.page.close;
    shut.setAttribute("aria-label", words.page.close);
    title.textContent = id;
    section.textContent = "";
    foot.replaceChildren();
    title.lang = body.lang = words.code;
    body.replaceChildren(make("p", { class: "muted" }, words.loading));
    this.#show(opener);
    try {
      const article = await call(`articles/${encodeURIComponent(id)}?language=${words.code}`, {}, mine.signal);
      title.textContent = article.title;
      title.lang = body.lang = article.language ?? "en";
      section.textContent = article.section;
      body.replaceChildren(render(article.body, 3));
      foot.replaceChildren(...footOf(article, words));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (error.kind !== "stopped") body.replaceChildren(make("p", {}, error.kind === "gone" ? words.articleMissing : words.articleFailed));
    }
  }

  #show(opener) {
    const dialog = this.#dialog;
    if (!dialog.contains(opener)) this.#opener = opener;
    if (!dialog.open) {
      const isBeside = this.#chat.hasRoom();
      dialog.classList.toggle("beside", isBeside);
      if (isBeside) dialog.show();
      else dialog.showModal();
    }
    dialog.scrollTop = 0;
    this.#parts.shut.focus({ preventScroll: true });
  }
}

function footOf(article, words) {
  const parts = [];
  if (article.checked_on) parts.push(words.checkedOn(format.day(article.checked_on, words)));
  if (article.review_by) parts.push(" ", isPast(article.review_by) ? make("strong", {}, words.overdue(format.day(article.review_by, words))) : words.reviewBy(format.day(article.review_by, words)));
  return parts;
}
