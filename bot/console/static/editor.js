// The editor of an article: shows the preview and the checks while somebody types, and asks the test questions.
// Does nothing that the page needs to work: without it, one button shows all three.

import { say } from "./console.js";

const PREVIEW_MS = 350;
const CHECK_MS = 1_100;

const form = document.querySelector("[data-editor]");
const place = (name) => form.querySelector(`[data-${name}]`);
const latest = {};
let saved = snapshot();
let leaving = false;

function snapshot() {
  return JSON.stringify([...new FormData(form)].filter(([name]) => !["csrf", "comment", "seen", "from"].includes(name)));
}

/** Sends the form and puts what comes back into its place; an answer that another one has overtaken is dropped. */
async function look(name) {
  latest[name]?.abort();
  const mine = latest[name] = new AbortController();
  const target = place(name);
  target.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(`${form.dataset.editor}/${name}`, { method: "POST", body: new FormData(form), signal: mine.signal, headers: { Accept: "application/json" } });
    if (response.status === 401) throw new Error("You are logged out. Copy what you wrote, and log in again.");
    if (!response.ok) throw new Error("This cannot be shown at the moment.");
    const found = new DOMParser().parseFromString(await response.text(), "text/html");
    target.replaceChildren(...found.body.childNodes);
    return target.querySelector("[data-said]")?.dataset.said ?? "";
  } catch (error) {
    if (error.name === "AbortError") return "";
    const told = document.createElement("p");
    told.className = "complaint";
    told.textContent = error instanceof TypeError ? "The console does not answer at the moment. What you wrote is still here." : error.message;
    target.replaceChildren(told);
    return told.textContent;
  } finally {
    if (latest[name] === mine) target.setAttribute("aria-busy", "false");
  }
}

const timers = {};
function later(name, pause, told) {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(async () => {
    const words = await look(name);
    if (told && words) say(words);
  }, pause);
}

function changed() {
  place("state").textContent = snapshot() === saved ? "" : "Not saved yet";
  later("preview", PREVIEW_MS, false);
  const checking = document.createElement("p");
  checking.className = "muted small";
  checking.textContent = "Checking what has changed …";
  place("check").replaceChildren(checking); // what was found before is no word on what stands there now
  later("check", CHECK_MS, true);
}

form.addEventListener("input", (event) => { if (event.target.name !== "comment") changed(); });

const ask = place("ask");
ask.hidden = false;
place("look").hidden = true;
ask.addEventListener("click", async () => {
  ask.disabled = true;
  place("asking").hidden = false;
  say("Asking the test questions");
  const words = await look("replay");
  place("asking").hidden = true;
  ask.disabled = false;
  ask.focus();
  if (words) say(words);
});

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault();
    keep();
  }
});

/** Saves the draft and stays; where the server refuses, its page tells why, with all that was typed. */
let keeping = false;
async function keep() {
  const sent = snapshot();
  if (keeping || sent === saved) return;
  keeping = true;
  const state = place("state");
  state.textContent = "Saving …";
  const response = await fetch(`${form.dataset.editor}/save`, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } }).catch(() => null);
  const kept = response?.ok && (await response.json().catch(() => null));
  keeping = false;
  if (kept) {
    form.elements.seen.value = form.elements.from.value = kept.version;
    saved = sent;
    state.textContent = snapshot() === saved ? `Saved as version ${kept.version}` : "Not saved yet";
    say(`The draft is saved as version ${kept.version}`);
  } else if (response && response.status !== 401) {
    form.requestSubmit(place("save"));
  } else {
    state.textContent = response ? "You are logged out. Copy what you wrote, and log in again." : "The console does not answer at the moment. What you wrote is still here.";
    say(state.textContent);
  }
}

form.addEventListener("submit", () => { leaving = true; });
addEventListener("pageshow", () => { leaving = false; });
addEventListener("beforeunload", (event) => { if (!leaving && snapshot() !== saved) event.preventDefault(); });

// What was typed and refused is not saved either.
if (document.querySelector("[role=alert]")) saved = "";
look("preview");
if (!form.querySelector("[data-check] .checked")) look("check");
