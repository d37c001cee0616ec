// Draws one answer in its own language: lead, dates, reasons, sources, caveats and receipt; and says it as plain text. Decides nothing about its content.

import { address } from "./api.js";
import { icon, make, unseen } from "../static/dom.js";
import * as format from "./format.js";
import { firstSentence, plain, render, renderInline } from "./markdown.js";
import { wordsOf } from "./wording.js";

/** The answer of a message as a card; `openArticle(id)` shows a source, `say(text)` announces what a button has done, `later()` brings what is drawn on demand. */
export function drawAnswer(message, { openArticle, say, vote, later }) {
  const answer = message.answer ?? {};
  const words = wordsOf(message.language);
  const open = (id) => openArticle(id, words.code);
  const { blocks, lead, question, asking } = parted(message);
  const standing = Boolean(answer.sources?.length || answer.dates?.length || answer.receipt);
  const card = make("div", { class: standing && !asking ? "card" : "card card-short" });
  const dates = drawDates(answer.dates ?? [], words);
  blocks.forEach((block, place) => {
    card.append(drawBlock(block, standing, words));
    if (place === Math.max(lead, 0) && dates) card.append(dates);
  });
  if (!blocks.length && dates) card.append(dates);
  if (answer.table) card.append(drawTable(answer.table, words));
  if (answer.caveats?.length) card.append(drawCaveats(answer.caveats, words));
  if (answer.sources?.length && !asking) card.append(drawSources(answer.sources, open, words));
  if (question) card.append(drawBlock(question, false, words));
  if (standing && !asking) {
    const actions = make("div", { class: "card-actions" }, drawCalendar(answer, words), drawCopy(message, say, words));
    // A question back is no answer that could have helped.
    if (!message.asks && message.id) actions.append(drawVote(vote, message.vote, later, say, words));
    card.append(make("div", { class: "card-foot" }, answer.receipt ? drawReceipt(answer, open, later, words) : null, actions));
  }
  return card;
}

/** The whole answer as text, for the clipboard. */
export function answerText(message) {
  const { dates = [], table = null, caveats = [], sources = [] } = message.answer ?? {};
  const words = wordsOf(message.language);
  const titled = (source) => `${source.title} [${source.id}] (${[source.section, foreign(source, words)].filter(Boolean).join(", ")})`;
  const parts = [spoken(message)];
  if (dates.length) parts.push(dates.map((date) => `${date.label}${words.colon}${format.momentLine(date.value, words)}`).join("\n"));
  if (table) parts.push([table.columns, ...table.rows].map((row) => row.map(plain).join(" | ")).join("\n"));
  if (caveats.length) parts.push(caveats.map((caveat) => `${words.caveats}${words.colon}${plain(caveat)}`).join("\n"));
  if (sources.length) parts.push(sources.map((source) => `${words.sources(1)}${words.colon}${titled(source)}. ${words.checkedOn(format.day(source.checked_on, words))}`).join("\n"));
  return parts.filter(Boolean).join("\n\n");
}

/** What a screen reader hears once when the message is there. */
export function announcement(message) {
  const { dates = [], caveats = [], sources = [] } = message.answer ?? {};
  const words = wordsOf(message.language);
  const parts = [spoken(message), ...dates.map((date) => `${date.label}${words.colon}${format.momentLine(date.value, words)}.`), ...caveats.map(plain)];
  if (sources.length && !parted(message).asking) parts.push(words.sourcesNamed(sources.map((source) => source.title)));
  // Nobody listens to a long list that is searched.
  if (message.buttons?.length && !message.input?.options) parts.push(words.offered(message.buttons.map((button) => button.title)));
  return words.answered(parts.filter(Boolean).join(" "));
}

/** The blocks of a message; without any, its text is one, and leads unless it seems to ask for something. */
function blocksOf({ answer, buttons, text }) {
  if (answer?.blocks?.length) return answer.blocks.filter((block) => block.text || block.heading);
  const leads = answer && (answer.receipt || answer.dates?.length || !buttons?.length);
  const whole = answer?.text || text || "";
  return whole ? [{ kind: leads ? "lead" : "body", heading: "", text: whole }] : [];
}

/** The blocks of a message without what it asks after an answer, which stands at the end, beside what it is answered with; where its lead is; and whether it only asks. */
function parted(message) {
  const blocks = blocksOf(message);
  const lead = blocks.findIndex((block) => block.kind === "lead");
  const question = message.asks && lead >= 0 && blocks.at(-1).kind === "body" && !blocks.at(-1).heading && blocks.pop();
  return { blocks, lead, question, asking: !message.answer?.receipt && (lead < 0 || (message.asks && !question)) };
}

const spoken = (message) => blocksOf(message).map((block) => [block.heading && plain(block.heading), plain(block.text)].filter(Boolean).join("\n")).join("\n\n");

function drawBlock(block, emphasise, words) {
  const kind = ["note", "lead", "why", "next"].includes(block.kind) ? block.kind : "body";
  const box = make("section", { class: `block block-${kind} prose` });
  const heading = block.heading || (kind === "why" ? words.why : kind === "next" ? words.next : "");
  if (heading) box.append(make("h3", {}, renderInline(heading)));
  if (kind !== "lead" || !emphasise) {
    box.append(render(block.text, 4));
    return box;
  }
  const [first, rest] = firstSentence(block.text);
  box.append(make("p", { class: first.includes("**") ? "lead" : "lead lead-plain" }, renderInline(first)), render(rest, 4));
  return box;
}

function drawDates(dates, words) {
  const merged = new Map();
  for (const date of dates) merged.set(date.value, [...(merged.get(date.value) ?? []), date.label]);
  if (!merged.size) return null;
  const chips = [...merged].map(([value, labels]) => {
    const found = format.moment(value, words);
    const shown = found
      ? [make("span", { class: "chip-weekday" }, found.weekday), " ", make("span", { class: "chip-day" }, found.shortDay), ...(found.time ? [" ", make("span", { class: "chip-time" }, found.time, make("small", {}, " ", words.parisTime))] : [])]
      : [value];
    return make("div", { class: "chip" }, make("dt", {}, labels.join(" · ")), make("dd", {}, make("time", { datetime: value }, shown)));
  });
  return make("dl", { class: "chips", "aria-label": words.dates }, chips);
}

function drawTable(table, words) {
  const head = make("tr", {}, table.columns.map((column) => make("th", { scope: "col" }, renderInline(column))));
  const rows = table.rows.map((row) => make("tr", {}, row.map((cell) => make("td", {}, renderInline(String(cell))))));
  return make("div", { class: "table-frame", role: "region", "aria-label": words.table, tabindex: table.columns.length > 2 ? "0" : null }, make("table", {}, make("thead", {}, head), make("tbody", {}, rows)));
}

function drawCaveats(caveats, words) {
  const text = caveats.length === 1 ? make("p", {}, renderInline(caveats[0])) : make("ul", {}, caveats.map((caveat) => make("li", {}, renderInline(caveat))));
  return make("div", { class: "caveats", role: "note", "aria-label": words.caveats }, icon("note"), text);
}

/** In which language a source is written, where that is not the answer's. */
const foreign = (source, words) => (source.language && source.language !== words.code ? words.inEnglish : "");

function sourceList(sources, open, words) {
  return make("ul", { class: "sources" }, sources.map((source) => make("li", {}, make(
    "button", { type: "button", class: "source", "data-article": source.id, onclick: () => open(source.id) },
    icon("page"), make("span", {}, unseen(`${words.openSource} `), make("span", { class: "source-title", lang: source.language ?? null }, source.title), foreign(source, words) && make("span", { class: "source-language" }, ` (${foreign(source, words)})`), " ", make("span", { class: "source-section" }, source.section)),
  ))));
}

function drawSources(sources, open, words) {
  return make("div", { class: "part" }, make("h3", { class: "part-title" }, words.sources(sources.length)), sourceList(sources, open, words));
}

/** How it was worked out, drawn when somebody looks. */
function drawReceipt(answer, open, later, words) {
  const fold = make("details", { class: "fold" }, make("summary", {}, words.worked));
  const draw = async () => {
    const parts = await later();
    if (parts) fold.append(parts.receiptOf(answer, open, words));
    else fold.addEventListener("toggle", draw, { once: true });
  };
  fold.addEventListener("toggle", draw, { once: true });
  return fold;
}

/** A link to the dates as a calendar file; importing it again after a change updates the same events. */
function drawCalendar(answer, words) {
  if (!answer.dates?.length || !answer.receipt_id) return null;
  return make("a", { class: "quiet", href: address(`receipts/${answer.receipt_id}.ics`), download: `${answer.receipt.rule}.ics` }, icon("calendar"), make("span", {}, words.addToCalendar));
}

function drawCopy(message, say, words) {
  const label = make("span", {}, words.copy);
  const button = make("button", { type: "button", class: "quiet copy" }, icon("copy"), label);
  button.addEventListener("click", async () => {
    const done = await copy(answerText(message));
    label.textContent = done ? words.copied : words.copyFailed;
    button.replaceChild(icon(done ? "done" : "note"), button.firstChild);
    say(label.textContent, words.code);
    setTimeout(() => {
      label.textContent = words.copy;
      button.replaceChild(icon("copy"), button.firstChild);
    }, 2_500);
  });
  return button;
}

/** Puts a text on the clipboard; tells whether that went well. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Plain http and embedded pages have no clipboard API; the old way still works there.
    const focused = deepest(document);
    const field = make("textarea", { readonly: true, "aria-hidden": "true", tabindex: "-1" });
    field.style.cssText = "position:fixed;top:0;opacity:0";
    field.value = text;
    (focused?.closest("dialog:modal") ?? document.body).append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    focused?.focus({ preventScroll: true });
    return done;
  }
}

/** What has the focus, in whatever shadow. */
export const deepest = (root) => (root.activeElement?.shadowRoot ? deepest(root.activeElement.shadowRoot) : root.activeElement);

/** Whether the answer helped; of one that did not, why. `vote(helpful, reason)` sends it, `before` is how it was voted on already. */
function drawVote(vote, before, later, say, words) {
  const told = make("span", { class: "muted" });
  const thumb = (name, label, helpful) => make("button", { type: "button", class: "quiet quiet-icon", "aria-pressed": String(before?.helpful === helpful), "aria-label": label, title: label, onclick: () => cast(helpful) }, icon(name));
  const thumbs = [thumb("good", words.voteGood, true), thumb("bad", words.voteBad, false)];
  const box = make("div", { class: "vote", role: "group", "aria-label": words.vote }, thumbs);
  const cast = async (helpful) => {
    const parts = await later();
    if (parts) return parts.cast({ box, thumbs, told, vote, say, words }, helpful);
    told.textContent = words.voteFailed;
    box.append(told);
    return say(words.voteFailed, words.code);
  };
  return box;
}
