// The words of the chat in the languages that it speaks. They stand in static/words/, one file for each language, which comes when it is first needed.

import { HOME } from "./home.js";

export const LANGUAGES = { en: "English", fr: "Français", es: "Español", it: "Italiano" };

const RETRIES_MS = [0, 1_000, 5_000, 20_000];
const loaded = new Map();
const loading = new Map();

/** Whether the chat speaks a language. */
export const speaks = (language) => Object.hasOwn(LANGUAGES, language ?? "");

/** The words of a language, for what keeps its own: an answer in French stays French. Others that have been learnt where these have not. */
export const wordsOf = (language) => loaded.get(language) ?? loaded.get("en") ?? loaded.values().next().value;

/** The wish for a person in words, where a text is what its button sends in a language learnt so far. */
export const personTitle = (text) => [...loaded.values()].find((words) => words.person.payload === text)?.person.title;

/** Loads the words of these languages unless they are there; what fails is tried again the next time. */
export async function learn(languages) {
  await Promise.all([...new Set(languages)].filter((code) => speaks(code) && !loaded.has(code)).map((code) => {
    if (!loading.has(code)) {
      loading.set(code, import(new URL(`static/words/${code}.js`, HOME)).then((module) => loaded.set(code, module.default), () => {}).finally(() => loading.delete(code)));
    }
    return loading.get(code);
  }));
}

/** What one chat says now, and who draws it again when that changes. */
export class Speech {
  words = null; // until the first language has come
  #wanted = "";
  #redraws = [];

  /** Calls `redraw` whenever the language changes. */
  onChange(redraw) { this.#redraws.push(redraw); }

  /** Speaks a language; for the first time it tries again and again, as there is nothing to show without words. */
  async speak(language) {
    this.#wanted = language;
    for (const pause of RETRIES_MS) {
      if (pause) await new Promise((resolve) => { setTimeout(resolve, pause); });
      await learn([language]);
      if (loaded.size) break;
    }
    if (this.#wanted !== language || wordsOf(language) === this.words) return;
    this.words = wordsOf(language);
    for (const redraw of this.#redraws) redraw();
  }
}
