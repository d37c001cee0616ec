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
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

const PATHS = {
  page: "M6 3h6l3.5 3.5V17h-9.500zM12 3v3.500h3.500M8.500 10.500h4.500M8.500 13.500h4.500",
  copy: "M7.500 7.500h9v9h-9zM12.500 7.500v-4h-9v9h4",
  done: "m4.500 10.500 3.500 3.500 7.500-8",
  note: "M10 9v5M10 6.200v.1M10 2.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15z",
  calendar: "M3.500 5h13v11.500h-13zM3.500 8.500h13M7 3v3.500M13 3v3.500",
  close: "m5.500 5.500 9 9M14.500 5.500l-9 9",
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

export const byId = (id) => document.getElementById(id);

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
