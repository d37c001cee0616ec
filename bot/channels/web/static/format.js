// Puts dates, figures and codes into words of a language. Dates of the contract are Paris local time without offset, so no zone is ever applied to them.

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
      number: new Intl.NumberFormat(words.locale, { maximumFractionDigits: 6 }),
      plural: new Intl.PluralRules(words.locale),
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

/** A code such as cancelled_before_shipping as words. */
export const spaced = (code) => String(code).replaceAll("_", " ");

/** Any JSON value in words. */
export function value(found, words) {
  if (found === true) return words.yes;
  if (found === false) return words.no;
  if (typeof found === "number") return formats(words).number.format(found);
  if (typeof found === "string") return moment(found, words) ? momentLine(found, words) : spaced(found);
  if (Array.isArray(found)) return found.map((inner) => value(inner, words)).join(", ");
  if (found && typeof found === "object") return Object.entries(found).map(([key, inner]) => `${spaced(key)}${words.colon}${value(inner, words)}`).join(", ");
  return "";
}

/** A figure with its unit: 14 calendar days, €25, 8 %. Other units say only what shape the value has. */
export function figure(found, unit, words) {
  const said = value(found, words);
  if (unit === "eur") return words.euros(said);
  if (unit === "percent") return words.percent(said);
  if (!Object.hasOwn(words.units, unit)) return said;
  const [one, many] = words.units[unit];
  return `${said} ${formats(words).plural.select(Number(found)) === "one" ? one : many}`;
}

/** Whether an ISO day lies before today. */
export const isPast = (value) => /^\d{4}-\d{2}-\d{2}$/.test(String(value)) && value < new Date().toISOString().slice(0, 10);
