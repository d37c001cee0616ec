// The look-up page: searches while somebody types, moves through what is found by keys, and keeps the address in step.
// Decides nothing: the server finds, orders and draws.

import { csrf, say } from "./console.js";

const PAUSE = 130; // milliseconds without a key before it searches
const SETTLED = 450; // before it asks for the answer, which takes longer to compose
const LOOKED_AT = 4_000; // before a look-up counts as one

const form = document.getElementById("look");
const field = document.getElementById("q");
const language = document.getElementById("language");
const results = document.getElementById("results");
const answer = document.getElementById("answer");
let shownFor = [field.value.trim(), language.value].join("\n");
let waiting = 0;
let settling = 0;
let looking = 0;
let running = new AbortController();

const asked = () => new URLSearchParams({ q: field.value.trim(), ...(language.value === "auto" ? {} : { language: language.value }) });

field.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(search, PAUSE);
});

language.addEventListener("change", search);

form.addEventListener("submit", (event) => {
  event.preventDefault();
  openFirst();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open], .menu[open]")) return;
  const links = [...results.querySelectorAll("[data-hit]")];
  const at = links.indexOf(document.activeElement);
  const inField = document.activeElement === field;
  if (event.key === "ArrowDown" && (inField || at >= 0) && links.length) {
    event.preventDefault();
    links[Math.min(at + 1, links.length - 1)].focus();
  } else if (event.key === "ArrowUp" && at >= 0) {
    event.preventDefault();
    (links[at - 1] ?? field).focus();
  } else if (event.key === "Escape" && at >= 0) {
    field.focus();
  } else if (event.key === "Escape" && inField && field.value) {
    event.preventDefault();
    field.value = "";
    search();
  } else if (event.key.toLowerCase() === "c" && at >= 0) {
    links[at].closest(".hit")?.querySelector("a[data-copy]").click();
  }
});

/** Opens the first thing that was found, once it is that for what stands in the field. */
async function openFirst() {
  clearTimeout(waiting);
  await search();
  const first = results.querySelector(".hits [data-hit]") ?? results.querySelector("[data-hit]");
  if (field.value.trim() && first) first.click();
}

async function search() {
  const query = asked();
  const key = [query.get("q"), language.value].join("\n");
  if (key === shownFor && results.ariaBusy !== "true") return;
  clearTimeout(settling);
  clearTimeout(looking);
  running.abort();
  const mine = (running = new AbortController());
  history.replaceState(null, "", query.get("q") ? `/console?${query}` : "/console");
  results.ariaBusy = "true";
  try {
    const part = await fetched(`/console/search?${query}`, mine);
    results.innerHTML = part;
    shownFor = key;
    results.ariaBusy = "false";
    answer.hidden = true;
    document.title = `${query.get("q") || "Look up"} · Seller Support`;
    const count = Number(results.querySelector("[data-count]")?.dataset.count ?? 0);
    const calculators = results.querySelectorAll(".compute-link").length;
    if (query.get("q")) {
      say(count || !calculators ? `${count} ${count === 1 ? "article" : "articles"} found` : `${calculators} ${calculators === 1 ? "calculator" : "calculators"} found`);
      settling = setTimeout(() => compose(query, mine), SETTLED);
      looking = setTimeout(() => keep(query), LOOKED_AT);
    }
  } catch (error) {
    if (error.name !== "AbortError") failed(mine);
  }
}

/** Fetches the answer as a seller would get it. */
async function compose(query, mine) {
  try {
    const part = await fetched(`/console/answer?${query}`, mine);
    answer.innerHTML = part;
    answer.hidden = !part.trim();
  } catch {
    answer.hidden = true; // what was found stays
  }
}

/** Tells the server that a look-up was one, not a word on the way to another. */
function keep(query) {
  const body = new URLSearchParams({ q: query.get("q"), language: language.value });
  fetch("/console/lookups", { method: "POST", headers: { "X-CSRF-Token": csrf() }, body }).catch(() => {});
}

async function fetched(address, { signal }) {
  const response = await fetch(address, { signal, headers: { Accept: "text/html" } });
  if (response.redirected || response.status === 401) location.reload(); // the session has ended: the log-in page leads back here
  if (!response.ok) throw new Error(String(response.status));
  return response.text();
}

function failed(mine) {
  if (mine !== running) return;
  results.ariaBusy = "false";
  const text = "The search does not answer at the moment. Your words stay here; try again in a moment.";
  const notice = document.createElement("p");
  notice.className = "notice notice-error";
  notice.textContent = text;
  results.replaceChildren(notice);
  shownFor = "";
  say(text);
}
