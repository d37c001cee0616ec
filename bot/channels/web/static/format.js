// Puts dates, figures and codes into words. Dates of the contract are Paris local time without offset, so no zone is ever applied to them.

import { WORDS } from "./wording.js";

const MOMENT = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}:\d{2})(?::\d{2})?)?$/;
const UNITS = { percent: "%", eur: "€", EUR: "€", none: "", count: "" };
const format = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...options });
const WEEKDAY = format({ weekday: "long" });
const DAY = format({ day: "numeric", month: "long", year: "numeric" });
const SHORT_DAY = format({ day: "numeric", month: "short", year: "numeric" });

/** The weekday, day and time of an ISO value; null when it is not one. */
export function moment(value) {
  const parts = MOMENT.exec(String(value));
  if (!parts) return null;
  const day = new Date(Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])));
  return { weekday: WEEKDAY.format(day), day: DAY.format(day), shortDay: SHORT_DAY.format(day), time: parts[4] ?? "" };
}

/** A day in words: 24 November 2026. */
export const day = (value) => moment(value)?.day ?? String(value ?? "");

/** A moment on one line: Saturday 28 November 2026, 10:00 (Paris time). */
export function momentLine(value) {
  const found = moment(value);
  if (!found) return String(value ?? "");
  return `${found.weekday} ${found.day}${found.time ? `, ${found.time} (${WORDS.parisTime})` : ""}`;
}

/** A code such as cancelled_before_shipping as words. */
export const words = (code) => String(code).replaceAll("_", " ");

/** Any JSON value in words. */
export function value(found) {
  if (found === true) return WORDS.yes;
  if (found === false) return WORDS.no;
  if (typeof found === "number") return found.toLocaleString("en", { maximumFractionDigits: 6 });
  if (typeof found === "string") return moment(found) ? momentLine(found) : words(found);
  if (Array.isArray(found)) return found.map(value).join(", ");
  if (found && typeof found === "object") return Object.entries(found).map(([key, inner]) => `${words(key)}: ${value(inner)}`).join(", ");
  return "";
}

/** A figure with its unit: 14 calendar days, €25, 8 %. */
export function figure(found, unit) {
  const sign = unit in UNITS ? UNITS[unit] : words(unit ?? "");
  const said = value(found);
  if (!sign) return said;
  return sign === "€" ? `€${said}` : `${said} ${Number(found) === 1 ? sign.replace(/s$/, "") : sign}`;
}

/** Whether an ISO day lies before today. */
export const isPast = (value) => /^\d{4}-\d{2}-\d{2}$/.test(String(value)) && value < new Date().toISOString().slice(0, 10);
