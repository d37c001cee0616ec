// The words of the page in the language that it speaks now. What it says stands in words/, one file for each language.

import en from "./words/en.js";
import es from "./words/es.js";
import fr from "./words/fr.js";
import it from "./words/it.js";

// All four are loaded: together they are smaller than one picture, and the language changes at once, even without a connection.
const ALL = new Map([en, fr, es, it].map((words) => [words.code, words]));
const redraws = [];

/** What the page says now. */
export let WORDS = en;

/** Whether the page speaks a language. */
export const speaks = (language) => ALL.has(language);

/** The words of a language, for what keeps its own: an answer in French stays French. English for a language that the page does not speak. */
export const wordsOf = (language) => ALL.get(language) ?? en;

/** Calls `redraw` whenever the page changes its language, and once now. */
export function onLanguage(redraw) {
  redraws.push(redraw);
  redraw();
}

export function speak(language) {
  if (language === WORDS.code) return;
  WORDS = wordsOf(language);
  for (const redraw of redraws) redraw();
}

/** The wish for a person in words, where a text is what its button sends in any language. */
export const personTitle = (text) => [...ALL.values()].find((words) => words.person.payload === text)?.person.title;
