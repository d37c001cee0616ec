// A case as it goes on, and the box to answer in: what is written is kept until it is sent, whatever happens to the page.
// Without it the forms still work; the page then shows what is new when it is loaded again.

import { say } from "./console.js";
import { follow, tick } from "./live.js";

const GAP = 24; // pixels between what was said last and the box to answer in
const SEARCH_MS = 200;
const SHORT_NOTE = 12; // letters; a shorter note may well stand in an answer by chance

const page = document.getElementById("case");
const number = page.dataset.case;
const lines = document.getElementById("lines");
const notes = document.getElementById("notes");
const reply = document.getElementById("reply");
const text = document.getElementById("text");
const complaint = document.getElementById("complaint");
const noteForm = document.getElementById("note");
const noteText = document.getElementById("note-text");

// ── what is said ─────────────────────────────────────────────────────────────────────────────────────────────────

// The box to answer in stands over the end of the window.
const below = () => lines.getBoundingClientRect().bottom - innerHeight + (reply?.offsetHeight ?? 0) + GAP;
const nearEnd = () => below() < 200;
const toEnd = () => scrollBy({ top: below() });

function add(list, html) {
  const holder = document.createElement("template");
  holder.innerHTML = html; // drawn by the server, which escapes what people wrote
  const node = holder.content.firstElementChild;
  if (list.querySelector(`[data-line="${node.dataset.line}"]`)) return;
  const follows = nearEnd();
  list.append(node);
  if (follows && list === lines) toEnd();
}

// What happened between the drawing of the page and this stream is told by it too.
const drawn = new URLSearchParams({ standing: page.dataset.standing, note: page.dataset.note });
const unfollow = follow(`/console/cases/${number}/events?${drawn}`, {
  line: ({ html }) => add(lines, html),
  note: ({ html }) => add(notes, html),
  seen: () => {},
  state: () => location.reload(),
  gone: () => {
    unfollow();
    document.getElementById("gone").hidden = false;
    for (const control of document.querySelectorAll("#case button, #case textarea, #case input")) control.disabled = true;
    forget(text);
    forget(noteText);
  },
}, page.dataset.newest);
tick();

// What this page itself changes leads to a new one; the news of it would load that once more.
document.addEventListener("submit", (event) => { if (event.target.action && ![reply, noteForm].includes(event.target) && event.target.method === "post") unfollow(); });

// ── drafts ───────────────────────────────────────────────────────────────────────────────────────────────────────

const key = (field) => `console:case:${number}:${field.id}`;
const forget = (field) => { if (field) localStorage.removeItem(key(field)); };

for (const field of [text, noteText].filter(Boolean)) {
  field.value ||= localStorage.getItem(key(field)) ?? "";
  field.addEventListener("input", () => {
    if (field.value) localStorage.setItem(key(field), field.value);
    else forget(field);
  });
}

// ── answering ────────────────────────────────────────────────────────────────────────────────────────────────────

async function post(form, more = {}) {
  const body = new URLSearchParams({ ...Object.fromEntries(new FormData(form)), ...more });
  const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
  if (response.ok) return {};
  const problem = await response.json().catch(() => ({}));
  return { detail: problem.detail ?? "This could not be sent. Please try again.", code: problem.errors?.[0]?.code };
}

async function send(form, field, more = {}) {
  const button = form.querySelector("button:not([type])");
  button.disabled = true;
  let failure;
  try {
    failure = await post(form, more);
  } catch {
    failure = { detail: "There is no connection. What you wrote is kept; send it again." };
  }
  button.disabled = false;
  if (failure.code === "from_a_note" && await confirmed(field.value)) return send(form, field, { confirmed: "true" });
  if (!failure.detail) {
    field.value = "";
    forget(field);
  } else if (failure.code !== "from_a_note" && form !== reply) say(failure.detail);
  if (form === reply) {
    complaint.hidden = !failure.detail || failure.code === "from_a_note";
    complaint.textContent = complaint.hidden ? "" : failure.detail;
  }
  field.focus();
  return undefined;
}

/** Whether an answer holds a note; the server looks again, in case there is one that is not shown yet. */
const fromNote = (words) => [...notes.querySelectorAll(".said-plain")].map((note) => note.textContent.trim()).some((note) => note.length >= SHORT_NOTE && words.includes(note));

function confirmed(words) {
  const dialog = document.getElementById("confirm");
  document.getElementById("confirm-text").textContent = words;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => { dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }); });
}

for (const [form, field] of [[reply, text], [noteForm, noteText]].filter(([form]) => form)) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!field.value.trim()) return;
    if (form === reply && fromNote(field.value)) {
      if (await confirmed(field.value)) send(form, field, { confirmed: "true" });
    } else send(form, field);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

// ── inserting from the guide ─────────────────────────────────────────────────────────────────────────────────────

const insert = document.getElementById("insert");
const guide = document.getElementById("guide");
const passages = document.getElementById("passages");
let searching = 0;
let running = new AbortController();

let isTyped = false; // and not searched for yet
let found = Promise.resolve();

async function search() {
  clearTimeout(searching);
  running.abort();
  running = new AbortController();
  try {
    const response = await fetch(`/console/cases/${number}/passages?${new URLSearchParams({ q: guide.value })}`, { signal: running.signal });
    if (response.ok) passages.innerHTML = await response.text();
  } catch { /* a later search has taken its place, or there is no connection */ }
}

if (insert) {
  insert.hidden = false;
  insert.addEventListener("toggle", () => {
    if (!insert.open) return;
    guide.focus();
    guide.select();
    found = search();
  });
  guide.addEventListener("input", () => {
    clearTimeout(searching);
    isTyped = true;
    searching = setTimeout(() => { isTyped = false; found = search(); }, SEARCH_MS);
  });
  guide.addEventListener("keydown", async (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault(); // it stands in the form that sends the answer
    if (isTyped) {
      isTyped = false;
      found = search(); // what was found is for what stood there before
    }
    await found;
    passages.querySelector("[data-insert]")?.click();
  });
  insert.addEventListener("keydown", (event) => {
    const buttons = [guide, ...passages.querySelectorAll("[data-insert]")];
    const at = buttons.indexOf(document.activeElement);
    if (at >= 0 && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      buttons[Math.max(0, Math.min(at + (event.key === "ArrowDown" ? 1 : -1), buttons.length - 1))].focus();
    }
    if (event.key !== "Escape") return;
    insert.open = false;
    insert.querySelector("summary").focus();
  });
  passages.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    if (!button) return;
    const before = text.value.slice(0, text.selectionStart).trimEnd();
    const after = text.value.slice(text.selectionEnd).trimStart();
    text.value = [before, button.dataset.insert, after].filter(Boolean).join("\n\n");
    text.dispatchEvent(new Event("input"));
    insert.open = false;
    text.focus();
    say("Inserted");
  });
}

// ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────────────

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select") || document.querySelector("dialog[open]")) return;
  const go = { a: () => text?.focus(), n: () => noteText?.focus(), u: () => location.assign("/console/inbox") }[event.key.toLowerCase()];
  if (!go) return;
  event.preventDefault();
  go();
});

if (reply && below() > 0) toEnd();
