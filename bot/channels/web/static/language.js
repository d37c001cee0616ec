// Which language the page speaks: the one named in its address, else the one chosen here last, else the conversation's or the browser's.
// Puts the static words of the page into it; knows nothing of messages.

import { byId } from "./dom.js";
import { store } from "./store.js";
import { onLanguage, speak, speaks, WORDS } from "./wording.js";

const AUTO = "auto";

const control = byId("language");
const named = () => new URLSearchParams(location.search).get("lang") ?? "";
let chosen = [named(), store.language].find(speaks) ?? AUTO;

/** The language to answer in: one that was chosen, or "auto". */
export const wanted = () => chosen;

/** Speaks the language that the conversation has come to, unless another was chosen. */
export function followConversation(language) {
  if (chosen === AUTO && speaks(language)) speak(language);
}

export function startLanguage() {
  control.addEventListener("change", () => choose(control.value));
  control.value = chosen;
  speak(chosen === AUTO ? browsers() : chosen);
  onLanguage(redraw);
}

function choose(language) {
  chosen = language;
  store.language = language === AUTO ? "" : language;
  forgetAddress();
  // By itself, the page goes on in the language of the newest answer.
  const newest = [...document.querySelectorAll("#log .from-assistant[lang]")].at(-1)?.lang;
  speak(language === AUTO ? newest ?? browsers() : language);
}

/** The address names a language only until another is chosen: else a reload would bring it back. */
function forgetAddress() {
  const address = new URL(location.href);
  if (!address.searchParams.has("lang")) return;
  address.searchParams.delete("lang");
  history.replaceState(history.state, "", address);
}

const browsers = () => (navigator.languages ?? []).map((language) => language.slice(0, 2).toLowerCase()).find(speaks) ?? "en";

function redraw() {
  const words = WORDS.page;
  document.documentElement.lang = WORDS.code;
  document.title = words.title;
  document.querySelector("meta[name=description]").content = words.description;
  byId("language-code").textContent = WORDS.code.toUpperCase();
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = words[node.dataset.word];
  for (const node of document.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", words[node.dataset.label]);
    if (node.title) node.title = words[node.dataset.label];
  }
}
