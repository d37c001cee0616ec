// Narrows a list to the entries that have all the words that somebody types.

import { say } from "./console.js";

const field = document.querySelector("[data-narrow]");
const entries = [...document.querySelectorAll(field.dataset.narrow)];
const none = document.getElementById("narrow-none");
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

field.hidden = false;
field.addEventListener("input", narrow);
field.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !field.value) return;
  event.preventDefault();
  field.value = "";
  narrow();
});

function narrow() {
  const words = plain(field.value).split(/\s+/).filter(Boolean);
  for (const entry of entries) entry.hidden = !words.every((word) => plain(entry.textContent).includes(word));
  for (const section of document.querySelectorAll(".rule-section")) section.hidden = !section.querySelector(`${field.dataset.narrow}:not([hidden])`);
  const left = entries.filter((entry) => !entry.hidden).length;
  none.hidden = left > 0;
  say(`${left} left`);
}
