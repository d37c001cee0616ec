// The message field: grows with its text, counts near the limit, keeps the draft, and hands the text over on Enter.

import { byId } from "./dom.js";
import { announce } from "./log.js";
import { store } from "./store.js";
import { onLanguage, WORDS } from "./wording.js";

export const LIMIT = 2_000;
const NEAR = 1_800;

const form = byId("composer");
const field = byId("message");
const button = byId("send");
const count = byId("message-count");
let busy = false;
let invites = false;

// As the server counts: characters, not UTF-16 units.
const size = (text) => [...text].length;

/** Calls `onSubmit(text)` with what the user sends. */
export function startComposer(onSubmit) {
  const submit = () => {
    const text = field.value.trim();
    const over = size(text) - LIMIT;
    if (over > 0) announce(WORDS.over(over));
    if (text && !busy && over <= 0) onSubmit(text);
    else field.focus();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    submit();
  });
  field.addEventListener("input", changed);
  addEventListener("resize", fit);
  setDraft(store.draft);
  onLanguage(() => {
    expectReply(invites);
    changed();
  });
}

export const draft = () => field.value;

export function setDraft(text) {
  field.value = text;
  changed();
}

export const focusComposer = () => field.focus({ preventScroll: true });

export function setBusy(state) {
  busy = state;
  changed();
}

/** Invites a reply instead of a question while the assistant waits for one. */
export function expectReply(expected) {
  invites = expected;
  field.placeholder = expected ? WORDS.reply : WORDS.ask;
}

function changed() {
  const text = field.value;
  const length = size(text.trim());
  store.draft = text;
  button.setAttribute("aria-disabled", String(busy || !text.trim() || length > LIMIT));
  count.hidden = length < NEAR;
  const said = length > LIMIT ? WORDS.over(length - LIMIT) : WORDS.left(LIMIT - length);
  count.textContent = count.hidden ? "" : said;
  count.classList.toggle("count-over", length > LIMIT);
  if (length > LIMIT) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
  fit();
}

function fit() {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}
