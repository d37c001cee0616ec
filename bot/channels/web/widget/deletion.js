// Deletes the conversation everywhere, once that has been confirmed.

import { Failure, call, chat } from "./api.js";

export function remove({ history, notice, store }) {
  const run = async () => {
    try {
      if (store.conversation) await call(chat(store.conversation), { method: "DELETE" });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (error.kind !== "gone") {
        notice.show((words) => ({ title: words.deleteFailed, action: { label: words.tryAgain, run } }));
        return;
      }
    }
    history.leave();
    notice.show((words) => ({ title: words.deleted, error: false }));
  };
  notice.show((words) => ({ title: words.deleteSure, detail: words.deleteWhat, error: false, cancel: words.cancel, action: { label: words.page.forget, run } }));
}
