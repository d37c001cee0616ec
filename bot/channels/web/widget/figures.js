// Puts the figures of a receipt into words of a language.

import { moment, momentLine } from "./format.js";

/** A code such as calendar_days as words. */
const spaced = (code) => String(code).replaceAll("_", " ");

/** Any JSON value in words. */
function value(found, words) {
  if (found === true) return words.yes;
  if (found === false) return words.no;
  if (typeof found === "number") return new Intl.NumberFormat(words.locale, { maximumFractionDigits: 6 }).format(found);
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
  return `${said} ${new Intl.PluralRules(words.locale).select(Number(found)) === "one" ? one : many}`;
}
