// Builds elements from text and nodes. Knows no HTML strings: whatever comes from outside stays text.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes (class, aria-…, data-…; `on…` adds a listener) and children (nodes or text; null is left out). */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const PATHS = {
  page: "M6 3h6l3.5 3.5V17h-9.5zM12 3v3.5h3.5M8.5 10.5h4.5M8.5 13.5h4.5",
  copy: "M7.5 7.5h9v9h-9zM12.5 7.5v-4h-9v9h4",
  done: "m4.5 10.5 3.5 3.5 7.5-8",
  note: "M10 9v5M10 6.2v.1M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15z",
  calendar: "M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3.5M13 3v3.5",
  close: "m5.5 5.5 9 9M14.5 5.5l-9 9",
  more: "M4.5 9.9v.2M10 9.9v.2M15.5 9.9v.2",
  ask: "M4 4h12a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1-1.5 1.5h-5.5l-4 3.5v-3.5H4a1.5 1.5 0 0 1-1.5-1.5v-7A1.5 1.5 0 0 1 4 4zM6.5 7.5h7M6.5 10.5h4",
  begin: "M9 4H5.5A1.5 1.5 0 0 0 4 5.5v9A1.5 1.5 0 0 0 5.5 16h9a1.5 1.5 0 0 0 1.5-1.5V11M8 12l.5-2.2 6.6-6.6 1.7 1.7-6.6 6.6z",
  save: "M10 3.5v9M6 9l4 4 4-4M4 16.5h12",
  go: "M4 10h11M11 6l4 4-4 4",
  bin: "M4 5.5h12M8 5.5v-2h4v2M5.5 5.5l.7 11h7.6l.7-11",
  down: "M10 4v12M5 11l5 5 5-5",
  up: "M10 16V4M5 9l5-5 5 5",
  unfold: "m6 8 4 4 4-4",
  good: "M7 9v7.5H4V9zm0 0 3-6c1.5 0 2 1 2 2l-.5 3H15c1 0 1.7.9 1.5 1.8l-1.2 5.2c-.2.9-.9 1.5-1.8 1.5H7",
  bad: "M13 11V3.5h3V11zm0 0-3 6c-1.5 0-2-1-2-2l.5-3H5c-1 0-1.7-.9-1.5-1.8l1.2-5.2c.2-.9.9-1.5 1.8-1.5H13",
  mark: "M4.5 5.5h11M4.5 10h6.5M4.5 14.5h3.5m4-.5 2 2 3.5-4",
};

/** A decorative line icon, hidden from assistive technology. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [key, value] of Object.entries({ viewBox: "0 0 20 20", "aria-hidden": "true", focusable: "false" })) svg.setAttribute(key, value);
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

export const unseen = (text) => make("span", { class: "unseen" }, text);

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
