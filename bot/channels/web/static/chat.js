// The chat page: puts its parts together and starts them.

import { focusComposer, startComposer } from "./composer.js";
import { course } from "./course.js";
import { byId, make } from "./dom.js";
import { restart, restore } from "./history.js";
import { startLanguage } from "./language.js";
import { listen, send } from "./turn.js";
import { onLanguage, WORDS } from "./wording.js";

startLanguage();
onLanguage(() => byId("suggestions").replaceChildren(...WORDS.suggestions.map(({ topic, question }) => make("li", {}, make(
  "button", { type: "button", class: "suggestion", onclick: () => send(question) }, make("span", { class: "suggestion-topic" }, topic), " ", make("span", {}, question),
)))));
byId("person").addEventListener("click", () => send(WORDS.person.payload, { title: WORDS.person.title }));
byId("restart").addEventListener("click", restart);
addEventListener("pagehide", () => course.unfollow());
addEventListener("pageshow", (event) => { if (event.persisted) listen(); });
startComposer((text) => send(text, { typed: true }));
focusComposer();
restore();
