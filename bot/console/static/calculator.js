// The form of a calculator: rows come and go, and the link of a result can be copied. Sends nothing that the page would not send without it.

import { say } from "./console.js";

let next = 100; // above every number that the server gives

for (const rows of document.querySelectorAll("[data-rows]")) {
  const add = rows.parentElement.querySelector("[data-add]");
  const template = rows.querySelector("template");
  add.hidden = false;
  rows.querySelectorAll("[data-remove]").forEach((button) => { button.hidden = false; });
  add.addEventListener("click", () => {
    const holder = document.createElement("div");
    holder.innerHTML = template.innerHTML.replaceAll("NEXT", String(next++));
    const row = holder.firstElementChild;
    row.querySelector("[data-remove]").hidden = false;
    template.before(row);
    number(rows);
    row.querySelector("input, select").focus();
  });
  rows.addEventListener("click", (event) => {
    const row = event.target.closest("[data-remove]")?.closest(".item");
    if (!row) return;
    const after = row.nextElementSibling?.matches(".item") ? row.nextElementSibling : row.previousElementSibling;
    row.remove();
    number(rows);
    (after?.querySelector("input, select") ?? add).focus();
    say("Entry removed");
  });
}

/** The rows are counted anew after one has come or gone. */
function number(rows) {
  rows.querySelectorAll(".item").forEach((row, place) => {
    row.setAttribute("aria-label", `Entry ${place + 1}`);
    row.querySelector(".item-remove .unseen").textContent = `Remove entry ${place + 1}`;
    const only = row.querySelectorAll("input, select").length === 1 && row.querySelector("[aria-label]");
    if (only) only.setAttribute("aria-label", `Entry ${place + 1}`);
  });
}

// Choosing "None" and something else at once says nothing: the later choice counts.
for (const none of document.querySelectorAll('input[name$=".none"]')) {
  const field = none.closest("fieldset");
  field.addEventListener("change", (event) => {
    if (event.target === none && none.checked) {
      field.querySelectorAll('input[type="checkbox"]').forEach((box) => { box.checked = box === none; });
    } else if (event.target !== none) none.checked = false;
  });
}

// What was left blank need not stand in the address.
document.getElementById("calculator").addEventListener("formdata", ({ formData }) => {
  for (const name of new Set(formData.keys())) {
    const given = formData.getAll(name).filter((value) => String(value).trim());
    formData.delete(name);
    given.forEach((value) => formData.append(name, value));
  }
});

const link = document.querySelector("[data-link]");
if (link && navigator.clipboard) {
  link.hidden = false;
  link.addEventListener("click", async () => {
    await navigator.clipboard.writeText(location.href.split("#")[0]);
    link.querySelector("span").textContent = "Link copied";
    say("Link copied");
  });
}

document.getElementById("problems")?.focus();
