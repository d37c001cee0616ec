// The conversation as a Markdown file, made in the page.

import { answerText } from "./answer.js";
import { Failure, readHistory } from "./api.js";
import { make } from "../static/dom.js";
import * as format from "./format.js";

/** Hands the conversation over as a file; tells whether it could be read. */
export async function saveTranscript(conversation, words) {
  let messages;
  try {
    messages = await readHistory(conversation);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return false;
  }
  const today = new Date().toISOString().slice(0, 10);
  const who = ({ author, name }) => ({ seller: words.you, agent: name || words.colleague })[author] ?? words.assistant;
  const said = (message) => (message.author === "assistant" ? answerText(message) : message.text);
  const parts = [`# ${words.page.title}, ${format.day(today, words)}`, ...messages.map((message) => `**${who(message)}**\n\n${said(message)}`), `${words.page.independent} ${words.page.countdown}`];
  const link = make("a", { href: URL.createObjectURL(new Blob([`${parts.join("\n\n")}\n`], { type: "text/markdown" })), download: `${words.transcript}-${today}.md` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  return true;
}
