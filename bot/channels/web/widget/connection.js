// Whether there is a connection: tells when it is gone, and offers what could not be sent when it is back. Sends nothing by itself.

export class Connection {
  #chat;
  #unsent = null; // the notice that waits for the connection

  constructor(chat) {
    this.#chat = chat;
    this.begin();
  }

  begin() {
    addEventListener("offline", this.#wentOffline);
    addEventListener("online", this.#cameOnline);
  }

  /** Listens no more. */
  end() {
    removeEventListener("offline", this.#wentOffline);
    removeEventListener("online", this.#cameOnline);
  }

  /** Remembers the notice of a message that could not be sent. */
  waits(tell) { this.#unsent = tell; }

  #wentOffline = () => {
    const { notice, words } = this.#chat;
    if (notice.isShown || !words) return;
    this.#unsent = ({ failures }) => {
      const [title, detail] = failures.offlineNow;
      return { title, detail };
    };
    notice.show(this.#unsent);
  };

  /** The notice of what could not be sent offers to send it; one that told of nothing but the connection goes. */
  #cameOnline = () => {
    const { notice, words } = this.#chat;
    const tell = this.#unsent;
    this.#unsent = null;
    if (!tell) return;
    if (tell(words).action) notice.show(tell);
    else notice.clear(tell);
  };
}
