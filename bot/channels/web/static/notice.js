// The one notice above the message field: what went wrong or changed, and what can be done about it.

import { byId, icon, make } from "./dom.js";
import { focusComposer } from "./composer.js";
import { onLanguage, WORDS } from "./wording.js";

const place = byId("notice");
let shown = null;

/** Shows a notice; errors are spoken at once, the rest when there is time. `tell` says in the page's language: { title, detail, error, action: { label, run } }. */
export function showNotice(tell) {
  shown = tell;
  const { title, detail = "", error = true, action = null } = tell();
  const close = () => {
    clearNotice();
    focusComposer();
  };
  place.replaceChildren(make(
    "div", { class: error ? "notice notice-error" : "notice", role: error ? "alert" : "status" },
    make("p", {}, make("strong", {}, title), detail ? " " : null, detail || null),
    action ? make("button", { type: "button", class: "button", onclick: () => { close(); action.run(); } }, action.label) : null,
    make("button", { type: "button", class: "quiet quiet-icon", "aria-label": WORDS.dismiss, title: WORDS.dismiss, onclick: close }, icon("close")),
  ));
}

export function clearNotice() {
  shown = null;
  place.replaceChildren();
}

onLanguage(() => { if (shown) showNotice(shown); });
