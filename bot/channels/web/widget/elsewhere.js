// Takes the conversation along to another channel or device by a code, and goes on here with the one of a code.

import { copy } from "./answer.js";
import { Failure, chat, post } from "./api.js";

/** Shows a code by which the conversation goes on elsewhere. */
export async function takeAlong({ log, notice, store }) {
  try {
    const { code, minutes } = await post(chat(store.conversation, "/pass"), {});
    // The code stays to be read: it may be wanted on a device that has no part in this clipboard.
    const told = (label) => (words) => {
      const order = `${words.goOn} ${code}`;
      const run = async () => {
        const done = (await copy(order)) ? "copied" : "copyFailed";
        notice.show(told(done));
        log.announce(words[done]);
      };
      return { title: order, detail: words.codeUse(minutes), error: false, action: { label: words[label], run } };
    };
    notice.show(told("copy"));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    notice.show((words) => ({ title: failed(error, words), action: { label: words.tryAgain, run: () => takeAlong({ log, notice, store }) } }));
  }
}

/** Goes on with the conversation of a code; tells whether the text, a word and what looks like a code, was meant so. */
export async function takeOver({ composer, history, log, notice, store, words: { goOn } }, text) {
  const [order, code] = text.split(" ");
  const last = store.conversation;
  if (![goOn, "continue"].includes(order.toLowerCase())) return false;
  try {
    const { conversation_id: conversation } = await post("chat/pass", { code });
    composer.draft = "";
    await history.goTo(conversation);
    if (last && last !== conversation) notice.show((words) => ({ title: text, error: false, action: { label: words.bringBack, run: () => history.goTo(last) } }));
    log.focus();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    notice.show((words) => ({ title: error.kind === "gone" ? words.codeUnknown : failed(error, words) }));
  }
  return true;
}

const failed = ({ kind }, { failures }) => (failures[kind] ?? failures.broken)[0];
