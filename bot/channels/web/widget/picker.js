// What may be picked instead of written, where the assistant asks for it: a day, a moment, a month, one or several of a list.
// Sends ISO dates and the list's own words, and shows them in the seller's.

import { make } from "../static/dom.js";
import { pickedTitle } from "./format.js";

// Between several options in one text, as knowledge/pick.py reads it: a comma stands in some of them.
const JOINT = "; ";

let lists = 0;

/** The picker for an input that the assistant asks for; null for one that is better written. `onPick({ title, payload })` sends what was picked. */
export function drawPicker(input, words, onPick) {
  if (["date", "moment", "month"].includes(input.kind)) return drawDate(input, words, onPick);
  if (input.kind === "choices") return drawSeveral(input, words, onPick);
  return input.kind === "choice" ? drawOne(input, words, onPick) : null;
}

function drawDate({ kind, time, day = "" }, words, onPick) {
  const date = make("input", { type: kind === "month" ? "month" : "date", value: day, required: true, class: "field" });
  const hour = kind === "moment" ? make("input", { type: "time", required: time === "required", class: "field" }) : null;
  return make(
    "form", { class: "picker", onsubmit: (event) => {
      event.preventDefault();
      const payload = hour?.value ? `${date.value}T${hour.value}` : date.value;
      onPick({ payload, title: pickedTitle(payload, words) ?? payload });
    } },
    make("label", {}, make("span", {}, kind === "month" ? words.pickMonth : words.pickDay), date),
    hour && make("label", {}, make("span", {}, time === "required" ? words.pickHour : words.pickHourPerhaps), hour),
    make("button", { type: "submit", class: "button button-main" }, words.page.send),
  );
}

function drawOne({ options }, words, onPick) {
  return make("div", { class: "picker" }, drawList(options, words.pickOne, words, (option) => onPick({ payload: option, title: option })));
}

/** Few are switches; many are searched for one after the other. */
function drawSeveral({ options, none = "" }, words, onPick) {
  const picked = new Set();
  const form = make("form", { class: "picker picker-several", onsubmit: (event) => {
    event.preventDefault();
    const payload = [...picked].join(JOINT);
    if (payload) onPick({ payload, title: payload });
  } });
  const switches = make("div", { class: "switches", role: "group", "aria-label": words.pickSeveral });
  const add = (option) => switches.append(make("button", { type: "button", class: "choice", "aria-pressed": String(picked.has(option)), onclick: ({ currentTarget }) => {
    const isOn = !picked.delete(option) && Boolean(picked.add(option));
    currentTarget.setAttribute("aria-pressed", String(isOn));
  } }, option));
  if (options.length > 12) {
    form.append(drawList(options, words.pickSeveral, words, (option) => {
      if (picked.has(option)) return;
      picked.add(option);
      add(option);
    }, true));
  } else {
    options.forEach(add);
  }
  form.append(switches, make("div", { class: "picker-ends" }, make("button", { type: "submit", class: "button button-main" }, words.page.send), none && make("button", { type: "button", class: "choice", onclick: () => onPick({ payload: none, title: none }) }, none)));
  return form;
}

/** A list that is searched by typing: the pattern of a combobox with a list box. */
function drawList(options, label, words, onPick, keeps = false) {
  const name = `options-${++lists}`;
  const box = make("ul", { class: "options", id: name, role: "listbox", "aria-label": label, hidden: true });
  const field = make("input", { class: "field", type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": name, placeholder: words.pickSearch });
  let active = -1;
  const close = () => {
    box.hidden = true;
    active = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const pick = (option) => {
    field.value = keeps ? "" : option;
    close();
    onPick(option);
  };
  const open = () => {
    const sought = folded(field.value);
    const begins = (option) => Number(!folded(option).startsWith(sought));
    const found = options.filter((option) => folded(option).includes(sought)).sort((one, other) => begins(one) - begins(other));
    box.replaceChildren(...found.map((option, place) => make("li", { role: "option", id: `${name}-${place}`, "aria-selected": "false", onclick: () => pick(option) }, option)));
    box.hidden = !found.length;
    field.setAttribute("aria-expanded", String(Boolean(found.length)));
    field.removeAttribute("aria-activedescendant");
    active = -1;
  };
  const move = (to) => {
    if (box.hidden) open();
    const shown = [...box.children];
    if (!shown.length) return;
    active = (to + shown.length) % shown.length;
    shown.forEach((option, place) => option.setAttribute("aria-selected", String(place === active)));
    shown[active].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", shown[active].id);
  };
  const keys = {
    ArrowDown: () => move(active + 1),
    ArrowUp: () => move(active < 0 ? -1 : active - 1),
    Enter: () => {
      const shown = [...box.children];
      const meant = active >= 0 ? shown[active] : shown.length === 1 && field.value ? shown[0] : shown.find((option) => folded(option.textContent) === folded(field.value));
      if (meant && !box.hidden) pick(meant.textContent);
      else open();
    },
    Escape: () => {
      if (box.hidden) field.value = "";
      close();
    },
  };
  field.addEventListener("keydown", (event) => {
    if (!Object.hasOwn(keys, event.key) || event.isComposing || (event.key === "Escape" && box.hidden && !field.value)) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  });
  field.addEventListener("input", open);
  field.addEventListener("click", open);
  field.addEventListener("blur", close);
  // A press on an option must not take the focus away before it is a click.
  box.addEventListener("mousedown", (event) => event.preventDefault());
  return make("div", { class: "combobox" }, make("label", {}, make("span", {}, label), field), box);
}

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
