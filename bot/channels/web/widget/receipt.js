// Draws how a date was worked out: what it starts from, the steps, the figures with their sources, the calendar.

import { make } from "../static/dom.js";
import { figure } from "./figures.js";
import { renderInline } from "./markdown.js";

/** What the receipt of an answer holds, to be folded away; `open(id)` shows an article. */
export function receiptOf({ receipt, inputs = [] }, open, words) {
  // Names of figures and calendars, and what the guide states, are not translated.
  const english = words.code === "en" ? null : "en";
  const inside = make("div", { class: "receipt" });
  const part = (title, ...children) => inside.append(make("h4", {}, title), ...children);
  if (inputs.length) part(words.inputs, make("dl", { class: "facts" }, inputs.map(({ label, value }) => make("div", {}, make("dt", {}, label), make("dd", {}, value)))));
  if (receipt.steps?.length) part(words.steps, make("ol", {}, receipt.steps.map((step) => make("li", {}, renderInline(step)))));
  if (receipt.parameters?.length) {
    part(words.figures, make("ul", { class: "figures" }, receipt.parameters.map((parameter) => make(
      "li", {},
      make("p", {}, make("span", { lang: english }, parameter.title), words.colon, make("strong", {}, figure(parameter.value, parameter.unit, words))),
      parameter.source?.states ? make("p", { class: "quote" }, make("span", { lang: english }, words.quoted(parameter.source.states)), " ", parameter.source.article
        ? make("button", { type: "button", class: "inline-button", "aria-label": `${words.openSource} ${parameter.source.article}`, onclick: () => open(parameter.source.article) }, parameter.source.article) : null) : null,
    ))));
  }
  if (receipt.calendar) part(words.calendar, make("p", { lang: english }, receipt.calendar));
  return inside;
}
