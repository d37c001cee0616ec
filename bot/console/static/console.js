// What every page of the console does: `/` goes to the search field, `?` shows the keys, menus close like menus.
// Does nothing that a page needs to work: without it every link and form still does what it says.

const TYPING = "input, textarea, select, [contenteditable]";

/** Says a sentence to screen readers. */
export function say(text) {
  const status = document.getElementById("said");
  status.textContent = "";
  setTimeout(() => { status.textContent = text; }, 50);
}

/** The token that every request which changes something must carry. */
export const csrf = () => document.querySelector("meta[name=csrf]")?.content ?? "";

// On a phone the navigation scrolls: the page's own entry is in sight.
const here = document.querySelector(".nav [aria-current]");
if (here) here.closest(".nav").scrollLeft = here.offsetLeft - 48;

const keys = document.getElementById("keys");
const opensKeys = document.querySelector("[data-keys]");

if (opensKeys) {
  opensKeys.hidden = false;
  opensKeys.addEventListener("click", () => keys.showModal());
}

keys.addEventListener("click", (event) => {
  if (event.target === keys) keys.close(); // on the veil
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeMenus(document.activeElement?.closest(".menu[open]"));
  const field = document.querySelector("[data-search]");
  const isAtStart = event.key === "/" && event.target === field && !field.value; // where the key would lead already
  if (event.ctrlKey || event.metaKey || event.altKey || (event.target.closest?.(TYPING) && !isAtStart) || keys.open) return;
  if (event.key === "/") {
    event.preventDefault();
    if (field) {
      field.focus();
      field.select();
    } else if (document.querySelector(".nav")) location.assign("/console");
  } else if (event.key === "?" && opensKeys) {
    event.preventDefault();
    keys.showModal();
  }
});

document.addEventListener("click", (event) => closeMenus(null, event.target.closest(".menu")));

/** Closes every open menu but one; the focus goes back to the one it was in. */
function closeMenus(focused, kept = null) {
  for (const menu of document.querySelectorAll(".menu[open]")) {
    if (menu !== kept) menu.open = false;
  }
  focused?.querySelector("summary").focus();
}
