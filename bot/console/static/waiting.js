// How many sellers wait for a person, in the navigation and in the title of every page.
// Asking is also the sign that somebody is there.

const PAUSE_MS = 20_000;

const place = document.querySelector("[data-waiting]");
const title = document.title;

export function show(waiting) {
  place.hidden = !waiting;
  place.textContent = waiting ? String(waiting) : "";
  place.title = `${waiting} waiting`;
  document.title = waiting ? `(${waiting}) ${title}` : title;
}

async function look() {
  try {
    const response = await fetch("/console/inbox/count", { headers: { Accept: "application/json" } });
    if (response.ok) show((await response.json()).waiting);
  } catch { /* offline: the next look may find it */ }
}

if (place) {
  look();
  setInterval(look, PAUSE_MS);
}
