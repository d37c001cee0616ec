// Copies what a link leads to, and says so; without JavaScript the link opens the text.

import { say } from "./console.js";

const SHOWN = 2_200; // milliseconds

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-copy]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const menu = link.closest(".menu");
  const done = await copied(link.href);
  if (menu) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    tell(menu.querySelector("summary"), done);
  }
  say(done ? "Copied" : "The browser does not allow copying");
});

/** Whether the text behind an address is in the clipboard now. */
async function copied(address) {
  const text = fetch(address).then((response) => {
    if (!response.ok) throw new Error(String(response.status));
    return response.text();
  });
  try {
    if (navigator.clipboard?.write && window.ClipboardItem) {
      // The promise goes in, not the text: some browsers allow copying only in the very moment of the click.
      const item = new ClipboardItem({ "text/plain": text.then((found) => new Blob([found], { type: "text/plain" })) });
      await navigator.clipboard.write([item]);
      return true;
    }
  } catch { /* the old way remains */ }
  try {
    return await copiedBySelecting(await text);
  } catch {
    return false;
  }
}

/** Plain http has no clipboard API; the old way still works there. */
function copiedBySelecting(text) {
  const focused = document.activeElement;
  const field = document.createElement("textarea");
  field.className = "unseen";
  field.readOnly = true;
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  focused?.focus({ preventScroll: true });
  return done;
}

function tell(summary, done) {
  const label = summary.querySelector("span");
  const usual = (label.dataset.usual ??= label.textContent);
  label.textContent = done ? "Copied" : "Not allowed";
  summary.querySelector("use").setAttribute("href", `/console/static/icons.svg#${done ? "done" : "warning"}`);
  clearTimeout(summary.restoring);
  summary.restoring = setTimeout(() => {
    label.textContent = usual;
    summary.querySelector("use").setAttribute("href", "/console/static/icons.svg#copy");
  }, SHOWN);
}
