// The one notice above the message field: what went wrong or changed, and what can be done about it.

import { byId, icon, make } from "./dom.js";
import { focusComposer } from "./composer.js";
import { WORDS } from "./wording.js";

const place = byId("notice");

/** Shows a notice; errors are spoken at once, the rest when there is time. `action`: { label, run }. */
export function showNotice({ title, detail = "", error = true, action = null }) {
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

export const clearNotice = () => place.replaceChildren();
