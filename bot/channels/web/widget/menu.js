// What is seldom needed, behind one button: a new conversation, the transcript, deletion.

export class Menu {
  #button;
  #box;

  constructor(chat) {
    const { find, history, store, notice } = chat;
    const [button, box] = [find("more"), find("menu")];
    [this.#button, this.#box] = [button, box];
    const run = (id, work) => find(id).addEventListener("click", () => {
      this.#close();
      button.focus();
      work();
    });
    // What it shows has the focus: whoever has chosen it by keyboard goes on there.
    const runLater = (id, work, failed) => run(id, async () => {
      const parts = await chat.later();
      if (!parts || (await work(parts)) === false) notice.show((words) => ({ title: failed(words) }));
      notice.focus();
    });
    run("restart", () => history.restart());
    runLater("forget", (parts) => parts.remove(chat), (words) => words.deleteFailed);
    runLater("download", (parts) => parts.saveTranscript(store.conversation, chat.words), (words) => words.transcriptFailed);
    runLater("elsewhere", (parts) => parts.takeAlong(chat), (words) => words.failures.network[0]);
    button.addEventListener("click", () => {
      if (!box.hidden) return this.#close();
      const isEmpty = !store.conversation;
      ["download", "elsewhere", "forget"].forEach((id) => { find(id).disabled = isEmpty; });
      box.hidden = false;
      button.setAttribute("aria-expanded", "true");
      return box.querySelector("button:enabled")?.focus();
    });
    const around = button.parentElement;
    around.addEventListener("focusout", (event) => { if (event.relatedTarget && !around.contains(event.relatedTarget)) this.#close(); });
    chat.root.addEventListener("pointerdown", (event) => { if (!around.contains(event.target)) this.#close(); });
    around.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || box.hidden) return;
      event.preventDefault();
      event.stopPropagation();
      this.#close();
      button.focus();
    });
  }

  #close() {
    this.#box.hidden = true;
    this.#button.setAttribute("aria-expanded", "false");
  }
}
