// Turns the Markdown of answers into nodes: paragraphs, lists, headings, bold, emphasis, code, links.
// Never parses HTML; a link that is not http(s) stays text, and anything unknown is shown as it was written.

import { make } from "../static/dom.js";

const ITEM = /^(\s*)([-*•]|\d{1,3}[.)])\s+(.*)$/;
const HEADING = /^#{1,6}\s+(.*?)\s*#*$/;
const MARK = /^\s*\[![\w-]+\]\s*$/;
const INLINE = [
  ["escape", /\\([\\`*_[\]()#+.!>-])/y],
  ["code", /`([^`\n]+)`/y],
  ["strong", /\*\*(?=\S)([\s\S]*?\S)\*\*/y],
  ["em", /\*(?=[^\s*])([^*\n]*?[^\s*])\*/y],
  ["link", /\[([^\]\n]+)\]\(([^()\s]+(?:\([^()\s]*\)[^()\s]*)*)\)/y],
  ["url", /https?:\/\/[^\s<>"“”]+/iy],
];

/** The text as a fragment of nodes; headings become <h{level}>. */
export function render(text, level = 3) {
  const fragment = document.createDocumentFragment();
  fragment.append(...blocks(lines(text), level));
  return fragment;
}

/** One line of text as nodes, without a paragraph around it. */
export function renderInline(text) {
  const nodes = [];
  let plainText = "";
  const flush = () => {
    if (plainText) nodes.push(document.createTextNode(plainText));
    plainText = "";
  };
  for (let at = 0; at < text.length; ) {
    const found = match(text, at);
    if (!found) {
      plainText += text[at++];
      continue;
    }
    const [kind, groups] = found;
    at += groups[0].length;
    if (kind === "escape") {
      plainText += groups[1];
    } else if (kind === "url") {
      const tail = /[.,;:!?)\]'’*]+$/.exec(groups[0])?.[0] ?? "";
      const address = groups[0].slice(0, groups[0].length - tail.length);
      flush();
      nodes.push(link(address, [address]));
      plainText += tail;
    } else {
      flush();
      if (kind === "code") nodes.push(make("code", {}, groups[1]));
      else if (kind === "link") nodes.push(link(groups[2], renderInline(groups[1])));
      else nodes.push(make(kind, {}, renderInline(groups[1])));
    }
  }
  flush();
  return nodes;
}

/** The text without its markup, for the clipboard and for announcements. */
export function plain(text) {
  return lines(text)
    .map((line) => line.replace(HEADING, "$1"))
    .join("\n")
    .replace(/\*\*(?=\S)([\s\S]*?\S)\*\*/g, "$1")
    .replace(/(^|[^*\w])\*(?=[^\s*])([^*\n]*?[^\s*])\*(?!\w)/g, "$1$2")
    .replace(/`([^`\n]+)`/g, "$1")
    .replace(/\[([^\]\n]+)\]\((https?:[^()\s]+)\)/gi, "$1 ($2)")
    .replace(/(\S) {2,}/g, "$1 ")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** Splits the first sentence off, so that it can be set apart; never inside bold or code, and never off a list. */
export function firstSentence(text) {
  const trimmed = text.trim();
  const ends = /[.!?:]["”’)*]*(?=\s+["“‘(*`]*[A-ZÀ-Þ0-9])|\n/g;
  for (let end = ends.exec(trimmed); end; end = ends.exec(trimmed)) {
    const cut = end.index + end[0].trimEnd().length;
    const head = trimmed.slice(0, cut);
    if (/(?:^|\s)(?:e\.g|i\.e|No|no|art|approx|[IVX]+|[A-Z])\.$/.test(head)) continue;
    if (end[0] !== "\n" && head.endsWith(":")) continue;
    if (head.split("**").length % 2 === 0 || head.split("`").length % 2 === 0) continue;
    return [head, trimmed.slice(cut).trim()];
  }
  return [trimmed, ""];
}

function lines(text) {
  return String(text ?? "")
    .replace(/\r\n?/g, "\n")
    .split("\n")
    .filter((line) => !MARK.test(line));
}

function blocks(source, level) {
  const found = [];
  let paragraph = [];
  const flush = () => {
    if (paragraph.length) found.push(make("p", {}, paragraph.flatMap((line, n) => (n ? [make("br"), ...renderInline(line)] : renderInline(line)))));
    paragraph = [];
  };
  for (let at = 0; at < source.length; ) {
    const line = source[at];
    const heading = HEADING.exec(line);
    if (!line.trim()) {
      flush();
      at += 1;
    } else if (heading) {
      flush();
      found.push(make(`h${level}`, {}, renderInline(heading[1])));
      at += 1;
    } else if (ITEM.test(line)) {
      flush();
      const [list, next] = readList(source, at, level);
      found.push(list);
      at = next;
    } else {
      paragraph.push(line.trim());
      at += 1;
    }
  }
  flush();
  return found;
}

function readList(source, start, level) {
  const [, indent, bullet] = ITEM.exec(source[start]);
  const depth = indent.length;
  const ordered = /\d/.test(bullet);
  const first = Number.parseInt(bullet, 10);
  const list = make(ordered ? "ol" : "ul", { start: ordered && first !== 1 ? first : null });
  let at = start;
  while (at < source.length) {
    const item = ITEM.exec(source[at]);
    if (!item || item[1].length !== depth || /\d/.test(item[2]) !== ordered) break;
    const inner = [item[3]];
    at += 1;
    while (at < source.length) {
      const line = source[at];
      const indented = line.length - line.trimStart().length;
      if (line.trim() && indented > depth) inner.push(line.slice(Math.min(indented, depth + 2)));
      else if (!line.trim() && at + 1 < source.length && source[at + 1].trim() && source[at + 1].length - source[at + 1].trimStart().length > depth) inner.push("");
      else break;
      at += 1;
    }
    const content = blocks(inner, level);
    list.append(make("li", {}, content[0]?.tagName === "P" ? [...content[0].childNodes, ...content.slice(1)] : content));
    if (at + 1 < source.length && !source[at].trim() && sameList(source[at + 1], depth, ordered)) at += 1;
  }
  return [list, at];
}

function sameList(line, depth, ordered) {
  const item = ITEM.exec(line);
  return Boolean(item) && item[1].length === depth && /\d/.test(item[2]) === ordered;
}

function match(text, at) {
  if (!/[\\`*[h]/i.test(text[at])) return null;
  for (const [kind, pattern] of INLINE) {
    if ((kind === "em" || kind === "url") && at > 0 && /\w/.test(text[at - 1])) continue;
    pattern.lastIndex = at;
    const groups = pattern.exec(text);
    if (groups) return [kind, groups];
  }
  return null;
}

function link(address, children) {
  if (!/^https?:\/\/[^/\s]/i.test(address)) return make("span", {}, children);
  return make("a", { href: address, target: "_blank", rel: "noopener noreferrer nofollow" }, children);
}
