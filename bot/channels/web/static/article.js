// Shows one article of the guide in the dialog. Focus comes back to the source that opened it.

import { Failure, readArticle } from "./api.js";
import { byId, make } from "./dom.js";
import * as format from "./format.js";
import { render } from "./markdown.js";
import { wordsOf } from "./wording.js";

const dialog = byId("article");
const title = byId("article-title");
const section = byId("article-section");
const body = byId("article-body");
const foot = byId("article-foot");
const shut = byId("article-close");
let reading = null;

shut.addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => {
  // A click on the backdrop is a click on the dialog itself, outside of its box.
  const box = dialog.getBoundingClientRect();
  const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  if (event.target === dialog && !inside) dialog.close();
});
dialog.addEventListener("close", () => reading?.abort());

/** Opens an article in the language of the answer that names it; the guide's own words may be in English all the same. */
export async function openArticle(id, language) {
  const words = wordsOf(language);
  reading?.abort();
  const mine = (reading = new AbortController());
  dialog.lang = words.code;
  shut.title = words.page.close;
  shut.setAttribute("aria-label", words.page.close);
  title.textContent = id;
  section.textContent = "";
  foot.replaceChildren();
  title.lang = body.lang = words.code;
  body.replaceChildren(make("p", { class: "muted" }, words.loading));
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  try {
    const article = await readArticle(id, words.code, mine.signal);
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

function footOf(article, words) {
  const parts = [];
  if (article.checked_on) parts.push(words.checkedOn(format.day(article.checked_on, words)));
  if (article.review_by) parts.push(" ", format.isPast(article.review_by) ? make("strong", {}, words.overdue(format.day(article.review_by, words))) : words.reviewBy(format.day(article.review_by, words)));
  return parts;
}
