// The chat page around the chat: its title and language are those that the chat speaks; a language in the address counts until another is chosen.

const chat = document.querySelector("seller-assistant");

chat.addEventListener("assistant-language", ({ detail }) => {
  if (detail.title) {
    document.documentElement.lang = detail.language;
    document.title = detail.title;
    document.querySelector("meta[name=description]").content = detail.description;
  }
  if (detail.chosen) forgetAddress();
});

/** Else a reload would bring the language of the address back. */
function forgetAddress() {
  const address = new URL(location.href);
  if (!address.searchParams.has("lang")) return;
  address.searchParams.delete("lang");
  history.replaceState(history.state, "", address);
}

const named = new URLSearchParams(location.search).get("lang");
// After the chat has looked up what was chosen here last: the address comes before that.
if (named) customElements.whenDefined("seller-assistant").then(() => chat.setAttribute("lang", named));
