// The demonstration's own script: puts the chat where the address says, asks it a question from a button of the page, and speaks its language.

const asked = new URLSearchParams(location.search);
const mode = asked.get("mode") === "inline" ? "inline" : "launcher";
const theme = asked.get("theme") === "plum" ? "plum" : "";

document.body.className = theme;
document.querySelector(`[data-mode=${theme || mode}]`).setAttribute("aria-current", "page");

const chat = document.createElement("seller-assistant");
chat.setAttribute("mode", mode);
chat.setAttribute("key", "demo");
chat.addEventListener("assistant-language", ({ detail }) => { if (detail.title) speak(detail.language); });
(mode === "inline" ? document.querySelector("#place") : document.body).append(chat);

const button = document.querySelector("#ask");
button.addEventListener("click", () => chat.ask(button.textContent));

const english = new Map();
let wanted = "en";

/** Puts the page into a language, as its shop would. */
async function speak(language) {
  wanted = language;
  const words = language === "en" ? {} : (await import("./demo-words.js")).default[language];
  if (wanted !== language) return;
  const put = (node, key, read, write) => {
    if (!english.has(node)) english.set(node, read(node));
    write(node, words[key] ?? english.get(node));
  };
  const text = [(node) => node.textContent, (node, said) => { node.textContent = said; }];
  const label = [(node) => node.ariaLabel, (node, said) => { node.ariaLabel = said; }];
  document.documentElement.lang = language;
  put(document.querySelector("title"), "title", ...text);
  document.querySelectorAll("[data-say]").forEach((node) => put(node, node.dataset.say, ...text));
  document.querySelectorAll("[data-label]").forEach((node) => put(node, node.dataset.label, ...label));
}
