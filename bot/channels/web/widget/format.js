// Puts dates into words of a language. Dates of the contract are Paris local time without offset, so no zone is ever applied to them.

const MOMENT = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}:\d{2})(?::\d{2})?)?$/;
const FORMATS = new Map();

/** The formats of a language; making one takes longer than using it. */
function formats(words) {
  if (!FORMATS.has(words.locale)) {
    const dates = (options) => new Intl.DateTimeFormat(words.locale, { timeZone: "UTC", ...options });
    FORMATS.set(words.locale, {
      weekday: dates({ weekday: "long" }),
      day: dates({ day: "numeric", month: "long", year: "numeric" }),
      shortDay: dates({ day: "numeric", month: "short", year: "numeric" }),
    });
  }
  return FORMATS.get(words.locale);
}

/** The first of a month has a form of its own in some languages: 1er décembre. */
const dated = (format, date, words) => format.formatToParts(date).map(({ type, value }) => (type === "day" && value === "1" ? words.firstDay : value)).join("");

/** The weekday, day and time of an ISO value; null when it is not one. */
export function moment(value, words) {
  const parts = MOMENT.exec(String(value));
  if (!parts) return null;
  const date = new Date(Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])));
  const { weekday, day, shortDay } = formats(words);
  return { weekday: weekday.format(date), day: dated(day, date, words), shortDay: dated(shortDay, date, words), time: parts[4] ?? "" };
}

/** A day in words: 24 November 2026. */
export const day = (value, words) => moment(value, words)?.day ?? String(value ?? "");

/** A moment on one line: Saturday 28 November 2026, 10:00 (Paris time). */
export function momentLine(value, words) {
  const found = moment(value, words);
  return found ? words.moment(found.weekday, found.day, found.time) : String(value ?? "");
}

/** How a picked day or moment reads; null for a text that is none. */
export const pickedTitle = (text, words) => moment(text, words) && momentLine(text, words);
