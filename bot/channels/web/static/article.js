// Shows one article of the guide in the dialog. Focus comes back to the source that opened it.

import { Failure, readArticle } from "./api.js";
import { byId, make } from "./dom.js";
import * as format from "./format.js";
import { render } from "./markdown.js";
import { WORDS } from "./wording.js";

const dialog = byId("article");
const title = byId("article-title");
const section = byId("article-section");
const body = byId("article-body");
const foot = byId("article-foot");
let reading = null;

byId("article-close").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => {
  // A click on the backdrop is a click on the dialog itself, outside of its box.
  const box = dialog.getBoundingClientRect();
  const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  if (event.target === dialog && !inside) dialog.close();
});
dialog.addEventListener("close", () => reading?.abort());

export async function openArticle(id) {
  reading?.abort();
  const mine = (reading = new AbortController());
  title.textContent = id;
  section.textContent = "";
  foot.replaceChildren();
  body.replaceChildren(make("p", { class: "muted" }, WORDS.loading));
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  try {
    const article = await readArticle(id, mine.signal);
    title.textContent = article.title;
    section.textContent = article.section;
    body.replaceChildren(render(article.body, 3));
    foot.replaceChildren(...footOf(article));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.kind !== "stopped") body.replaceChildren(make("p", {}, error.kind === "gone" ? WORDS.articleMissing : WORDS.articleFailed));
  }
}

function footOf(article) {
  const parts = [];
  if (article.checked_on) parts.push(WORDS.checkedOn(format.day(article.checked_on)));
  if (article.review_by) parts.push(" ", format.isPast(article.review_by) ? make("strong", {}, WORDS.overdue(format.day(article.review_by))) : WORDS.reviewBy(format.day(article.review_by)));
  return parts;
}
