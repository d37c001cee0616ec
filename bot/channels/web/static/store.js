// Keeps the conversation's id, the draft and the message on its way for this tab, and the chosen language for all of them. Does without when the browser forbids storage.

const PREFIX = "seller-assistant.";

const read = (name, storage = "sessionStorage") => {
  try {
    return window[storage].getItem(PREFIX + name) ?? "";
  } catch {
    return "";
  }
};

const write = (name, value, storage = "sessionStorage") => {
  try {
    if (value) window[storage].setItem(PREFIX + name, value);
    else window[storage].removeItem(PREFIX + name);
  } catch {
    // Private windows and embedded pages may forbid storage: the chat then works without memory across reloads.
  }
};

export const store = {
  get conversation() { return read("conversation"); },
  set conversation(id) { write("conversation", id); },
  get language() { return read("language", "localStorage"); },
  set language(code) { write("language", code, "localStorage"); },
  get draft() { return read("draft"); },
  set draft(text) { write("draft", text); },
  get pending() { return read("pending"); },
  set pending(text) { write("pending", text); },
};
