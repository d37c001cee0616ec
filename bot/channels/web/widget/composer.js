// The message field: grows with its text, counts near the limit, keeps the draft, and hands the text over on Enter.

const LIMIT = 2_000;
const NEAR = 1_800;

// As the server counts: characters, not UTF-16 units.
const size = (text) => [...text].length;

export class Composer {
  #chat;
  #field;
  #busy = false;
  #invites = false; // a reply

  /** Calls `onSubmit(text)` with what the user sends. */
  constructor(chat, onSubmit) {
    this.#chat = chat;
    const field = (this.#field = chat.find("message"));
    const submit = () => {
      const text = field.value.trim();
      const over = size(text) - LIMIT;
      if (over > 0) chat.log.announce(chat.words.over(over));
      if (text && !this.#busy && over <= 0) onSubmit(text);
      else field.focus();
    };
    chat.find("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      submit();
    });
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      submit();
    });
    field.addEventListener("input", () => this.#changed());
    field.value = chat.store.draft;
    chat.speech.onChange(() => {
      this.expectReply();
      this.#changed();
    });
  }

  get draft() { return this.#field.value; }

  set draft(text) {
    this.#field.value = text;
    this.#changed();
  }

  set busy(state) {
    this.#busy = state;
    this.#changed();
  }

  focus() { this.#field.focus({ preventScroll: true }); }

  /** Invites a reply instead of a question while the assistant waits for one, and a message while a person does or is waited for. */
  expectReply(expected = this.#invites) {
    this.#invites = expected;
    const { words, store } = this.#chat;
    this.#field.placeholder = store.person ? words.page.message : expected ? words.reply : words.ask;
  }

  /** As high as its text. */
  fit() {
    this.#field.style.height = "auto";
    if (this.#field.scrollHeight) this.#field.style.height = `${this.#field.scrollHeight}px`;
  }

  #changed() {
    const { words, store, find } = this.#chat;
    const count = find("message-count");
    const text = this.#field.value;
    const length = size(text.trim());
    store.draft = text;
    find("send").setAttribute("aria-disabled", String(this.#busy || !text.trim() || length > LIMIT));
    count.hidden = length < NEAR;
    count.textContent = count.hidden ? "" : length > LIMIT ? words.over(length - LIMIT) : words.left(LIMIT - length);
    count.classList.toggle("count-over", length > LIMIT);
    if (length > LIMIT) this.#field.setAttribute("aria-invalid", "true");
    else this.#field.removeAttribute("aria-invalid");
    this.fit();
  }
}
