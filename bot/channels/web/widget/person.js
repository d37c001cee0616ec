// Whether a person is in the conversation: waited for, here, or not; and the way back to the assistant.

import { make } from "../static/dom.js";

export class Person {
  #chat;
  #place;
  #state = {};

  constructor(chat) {
    this.#chat = chat;
    this.#place = chat.find("hand");
    chat.speech.onChange(() => this.#draw());
  }

  get isHere() { return this.#state.person === "here"; }

  /** What the server says of it: `person` is waiting, here or none; `name` is who is here, `ahead` how many wait before. */
  told(state) {
    const before = this.#sentence();
    this.#state = state;
    this.#chat.store.person = state.person === "none" ? "" : state.person;
    this.#chat.composer.expectReply();
    this.#draw();
    const now = this.#sentence();
    if (now !== before && (now || before)) this.#chat.log.announce(now || this.#chat.words.backAgain);
  }

  #sentence() {
    const { words } = this.#chat;
    const { person, name, ahead } = this.#state;
    if (person === "here") return words.talkingTo(name || words.colleague);
    return person === "waiting" ? words.waitingForPerson(Number(ahead) || 0) : "";
  }

  #draw() {
    const { words, find, turns } = this.#chat;
    const said = this.#sentence();
    this.#place.hidden = !said;
    find("person").hidden = Boolean(said);
    find("log").classList.toggle("with-person", Boolean(said)); // the way back stands in the bar: not in the answers as well
    this.#place.replaceChildren(...(said ? [
      make("p", {}, said),
      make("button", { type: "button", class: "inline-button", onclick: () => turns.send(words.back.payload, { title: words.back.title }) }, words.back.title),
    ] : []));
  }
}
