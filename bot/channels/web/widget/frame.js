// Draws everything of the chat that is always there, without words: language.js puts those in.

import { icon, make } from "../static/dom.js";
import { languages } from "./language.js";

/** The frame for a mode: page, inline or launcher. */
export function drawFrame(mode) {
  const onPage = mode === "page";
  const isLauncher = mode === "launcher";
  const heading = (level) => `h${onPage ? level : level + 1}`;
  const labelled = (name) => ({ "data-label": name, "aria-label": "-", title: "-" });
  const word = (tag, name, attributes = {}) => make(tag, { ...attributes, "data-word": name });

  const language = make(
    "div", { class: "button language" },
    make("span", { id: "language-code", "aria-hidden": "true" }), icon("unfold"),
    make("select", { id: "language", name: "language", autocomplete: "off", "data-label": "language", "aria-label": "-" }, word("option", "automatic", { value: "auto" }), languages().map(([code, name]) => make("option", { value: code, lang: code }, name))),
  );
  const entry = (id, sign) => make("button", { type: "button", class: "entry", id }, icon(sign), word("span", id));
  const more = make(
    "div", { class: "more" },
    make("button", { type: "button", class: "button button-icon", id: "more", "aria-expanded": "false", "aria-controls": "menu", ...labelled("more") }, icon("more")),
    make("div", { class: "menu", id: "menu", role: "group", hidden: true, "data-label": "more" }, entry("restart", "begin"), entry("download", "save"), entry("elsewhere", "go"), entry("forget", "bin"), isLauncher && make("div", { class: "entry entry-language" }, word("span", "language", { "aria-hidden": "true" }), language)),
  );
  const skip = onPage && word("button", "skip", { type: "button", class: "button skip", id: "skip" });
  const bar = make(onPage ? "header" : "div", { class: "bar", id: "bar" }, skip, make(
    "div", { class: "column bar-row" },
    make("span", { class: "mark" }, icon("mark")),
    make("div", { class: "bar-title" }, make(heading(1), { id: "heading" }), word("p", "role")),
    isLauncher ? null : language,
    make("button", { type: "button", class: "button", id: "person", "data-label": "person" }, word("span", "person", { class: "wide" }), word("span", "personShort", { class: "narrow" })),
    more,
    isLauncher && make("button", { type: "button", class: "button button-icon", id: "close", ...labelled("close") }, icon("close")),
  ));

  const welcome = make(
    "section", { class: "welcome", id: "welcome", "aria-labelledby": "welcome-title", hidden: true },
    make(heading(2), { id: "welcome-title" }), word("p", "introduction"),
    make("ul", { class: "suggestions", id: "suggestions", "data-label": "suggestions" }),
  );
  const waiting = make("div", { class: "waiting", id: "waiting", hidden: true }, make("span", { class: "dots", "aria-hidden": "true" }, make("i"), make("i"), make("i")), make("span", { class: "waiting-word", id: "waiting-word" }));
  const composer = make(
    "form", { class: "composer", id: "composer", "data-label": "composer" },
    word("label", "message", { class: "unseen", for: "message" }),
    make("textarea", { id: "message", name: "message", rows: "1", autocomplete: "off", enterkeyhint: "send", spellcheck: "true", dir: "auto", "aria-describedby": "message-hint message-count" }),
    make("button", { type: "submit", class: "send", id: "send", "data-label": "send" }, icon("up")),
  );
  const dock = make(
    "div", { class: "dock" },
    make("button", { type: "button", class: "button button-icon to-latest", id: "latest", hidden: true, ...labelled("latest") }, icon("down")),
    make("div", { id: "hand", class: "hand", hidden: true }),
    make("div", { id: "notice", class: "notice-place" }),
    composer,
    make("p", { class: "count", id: "message-count", hidden: true }),
    word("p", "hint", { class: "unseen", id: "message-hint" }),
    make("p", { class: "fine-print" }, word("span", "independent"), " ", word("span", "countdown")),
  );
  const log = make("div", { class: "log", id: "log", role: "log", "aria-live": "off", "data-label": "conversation", tabindex: "-1" });
  const announcer = make("div", { class: "unseen", id: "announcer", role: "status", "aria-live": "polite", "aria-atomic": "true" });
  const chat = make(
    "div", { class: "chat", id: "chat" },
    bar, make(onPage ? "main" : "div", { class: "main column" }, welcome, log, waiting, dock, announcer),
  );
  const panel = make(isLauncher ? "dialog" : onPage ? "div" : "section", { class: "panel", id: "panel", "aria-labelledby": onPage ? null : "heading" }, chat);
  return make(
    "div", { class: `frame frame-${mode}`, id: "frame" },
    panel,
    isLauncher && make("button", { type: "button", class: "launcher", id: "launcher", "aria-controls": "panel" }, icon("ask"), make("span", { class: "unread", id: "unread", "aria-hidden": "true", hidden: true })),
  );
}
