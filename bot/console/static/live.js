// What pages follow as it goes on: a stream of events that is opened anew after the last one seen, and times that go on in words.
// Closes the stream while nobody looks: browsers allow few of them at once.

const AWAY_MS = 60_000; // hidden for so long, a page lets its stream go
const AGAIN_MS = 5_000; // before a stream that was refused is asked for again
const TICK_MS = 20_000;
const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/** Follows the events of an address; `after` is the last one seen. What stands in `handlers` by its kind gets the content. */
export function follow(address, handlers, after = 0) {
  let source = null;
  let away = 0;
  const open = () => {
    const url = new URL(address, location.href);
    if (after) url.searchParams.set("after", after);
    source = new EventSource(url);
    for (const [kind, handle] of Object.entries(handlers)) {
      source.addEventListener(kind, (event) => {
        if (event.lastEventId) after = event.lastEventId;
        handle(JSON.parse(event.data));
      });
    }
    // The session is over: the page that is loaded now leads to the log-in.
    source.addEventListener("over", () => location.reload());
    source.addEventListener("error", () => { if (source?.readyState === EventSource.CLOSED) setTimeout(again, AGAIN_MS); });
  };
  /** Opens a stream again that was refused, unless nobody is logged in any more. */
  const again = async () => {
    const found = await fetch("/console/inbox/count", { headers: { Accept: "application/json" } }).catch(() => null);
    if (found?.status === 401) location.reload();
    else if (source) open();
  };
  const close = () => {
    source?.close();
    source = null;
  };
  document.addEventListener("visibilitychange", () => {
    clearTimeout(away);
    if (document.hidden) away = setTimeout(close, AWAY_MS);
    else if (!source) open();
  });
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => { if (event.persisted && !source) open(); });
  open();
  return close;
}

/** So many seconds in words, as the server says them. */
export function inWords(seconds) {
  const rest = Math.abs(Math.trunc(seconds));
  const days = Math.floor(rest / DAY);
  const hours = Math.floor(rest % DAY / HOUR);
  const minutes = Math.floor(rest % HOUR / MINUTE);
  if (days) return `${days} ${days === 1 ? "day" : "days"}${hours ? ` ${hours} h` : ""}`;
  if (hours) return minutes ? `${hours} h ${minutes} min` : `${hours} h`;
  return minutes ? `${minutes} min` : "less than a minute";
}

/** Brings every time that is told in words up to date. */
export function tick() {
  const now = Date.now();
  for (const time of document.querySelectorAll("[data-left]")) {
    const left = (Date.parse(time.dateTime) - now) / 1000;
    time.textContent = left < 0 ? `Overdue by ${inWords(left)}` : `${inWords(left)} left`;
    time.closest(".case")?.classList.toggle("case-late", left < 0);
  }
  for (const time of document.querySelectorAll("[data-since]")) time.textContent = inWords((now - Date.parse(time.dateTime)) / 1000);
}

setInterval(tick, TICK_MS);
