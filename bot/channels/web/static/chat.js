// The chat page: puts its parts together and starts them.

import { focusComposer, startComposer } from "./composer.js";
import { course } from "./course.js";
import { byId, make } from "./dom.js";
import { restart, restore } from "./history.js";
import { listen, send } from "./turn.js";
import { PERSON, SUGGESTIONS } from "./wording.js";

byId("suggestions").append(...SUGGESTIONS.map(({ topic, question }) => make("li", {}, make(
  "button", { type: "button", class: "suggestion", onclick: () => send(question) }, make("span", { class: "suggestion-topic" }, topic), " ", make("span", {}, question),
))));
byId("person").addEventListener("click", () => send(PERSON.payload, { title: PERSON.title }));
byId("restart").addEventListener("click", restart);
addEventListener("pagehide", () => course.unfollow());
addEventListener("pageshow", (event) => { if (event.persisted) listen(); });
startComposer((text) => send(text, { typed: true }));
focusComposer();
restore();
