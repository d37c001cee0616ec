// The inbox as it changes; J and K move through the cases.
// Keeps the focus on the case that had it, wherever that moves.

import { say } from "./console.js";
import { follow, tick } from "./live.js";
import { show } from "./waiting.js";

const inbox = document.getElementById("inbox");
const links = () => [...inbox.querySelectorAll("[data-case]")];
let waiting = null;
let shown = inbox.dataset.standing; // what the page was drawn from; it may have changed before the page began to follow

const draw = async () => {
  const response = await fetch("/console/inbox/list", { headers: { Accept: "text/html" } });
  if (response.redirected || response.status === 401) return location.reload();
  if (!response.ok) return false;
  const html = await response.text();
  const focused = document.activeElement?.dataset?.case;
  inbox.innerHTML = html; // drawn by the server, which escapes what people wrote
  tick();
  if (focused) inbox.querySelector(`[data-case="${focused}"]`)?.focus({ preventScroll: true });
  return true;
};

follow("/console/inbox/events", {
  changed: async ({ standing, waiting: now }) => {
    if (standing !== shown && await draw()) shown = standing;
    if (waiting !== null && now > waiting) say(now === 1 ? "One seller waits" : `${now} sellers wait`);
    waiting = now;
    show(now);
  },
});
tick();

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select") || document.querySelector("dialog[open]")) return;
  const step = { j: 1, k: -1, J: 1, K: -1 }[event.key];
  if (!step) return;
  const all = links();
  const at = all.indexOf(document.activeElement);
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, at + step))];
  next?.focus();
  event.preventDefault();
});
