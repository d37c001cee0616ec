// Keeps the conversation's id, the draft and the message on its way for this tab. Does without when the browser forbids storage.

const PREFIX = "seller-assistant.";

const read = (name) => {
  try {
    return sessionStorage.getItem(PREFIX + name) ?? "";
  } catch {
    return "";
  }
};

const write = (name, value) => {
  try {
    if (value) sessionStorage.setItem(PREFIX + name, value);
    else sessionStorage.removeItem(PREFIX + name);
  } catch {
    // Private windows and embedded pages may forbid storage: the chat then works without memory across reloads.
  }
};

export const store = {
  get conversation() { return read("conversation"); },
  set conversation(id) { write("conversation", id); },
  get draft() { return read("draft"); },
  set draft(text) { write("draft", text); },
  get pending() { return read("pending"); },
  set pending(text) { write("pending", text); },
};
