// Copies the link of an invitation. Without it the link can be selected in its field.

import { say } from "./console.js";

const button = document.querySelector("[data-copy]");
const link = document.querySelector("[data-link]");

if (button && navigator.clipboard) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(link.value);
      button.querySelector("span").textContent = "Copied";
      say("The link has been copied.");
    } catch {
      link.select(); // the browser refuses: the keys still copy
    }
  });
}

link?.addEventListener("focus", () => link.select());
