"""The Markdown of articles and answers as HTML: paragraphs, lists, headings, bold, emphasis, code, links.

Never lets HTML through; a link that is not http(s) stays text, and anything unknown is shown as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from markupsafe import Markup, escape

Mark = Callable[[str], Markup]
"""Puts a run of text that holds no markup into HTML."""

_ITEM = re.compile(r"(\s*)([-*•]|\d{1,3}[.)])\s+(.*)")
_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*")
_ADDRESS = re.compile(r"https?://[^/\s]", re.IGNORECASE)
_TAIL = re.compile(r"[.,;:!?)\]'’*]+$")
_INLINE = re.compile(
    r"""\\(?P<escape>[\\`*_\[\]()#+.!>-])
    | `(?P<code>[^`\n]+)`
    | \*\*(?=\S)(?P<strong>.*?\S)\*\*
    | (?<!\w)\*(?=[^\s*])(?P<em>[^*\n]*?[^\s*])\*
    | \[(?P<words>[^\]\n]+)\]\((?P<link>[^()\s]+)\)
    | (?<!\w)(?P<url>https?://[^\s<>"“”]+)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_DEEPEST = 6  # lists and emphasis inside each other; whatever is deeper stays as it was written


def render(text: str, mark: Mark = escape, level: int = 3) -> Markup:
    """The text as blocks; its headings become `<h{level}>`."""
    return _blocks(text.replace("\r\n", "\n").split("\n"), mark, level, _DEEPEST)


def inline(text: str, mark: Mark = escape, depth: int = _DEEPEST) -> Markup:
    """One line of text, without a paragraph around it."""
    found, at = Markup(), 0
    for hit in _INLINE.finditer(text) if depth else ():
        found += mark(text[at : hit.start()]) + _element(hit, mark, depth - 1)
        at = hit.end()
    return found + mark(text[at:])


def _element(hit: re.Match[str], mark: Mark, depth: int) -> Markup:
    if hit["escape"]:
        return mark(hit["escape"])
    if hit["code"]:
        return Markup("<code>{}</code>").format(hit["code"])
    if hit["strong"]:
        return Markup("<strong>{}</strong>").format(inline(hit["strong"], mark, depth))
    if hit["em"]:
        return Markup("<em>{}</em>").format(inline(hit["em"], mark, depth))
    if hit["words"]:
        words = inline(hit["words"], mark, depth)
        return _link(hit["link"], words) if _ADDRESS.match(hit["link"]) else words
    tail = _TAIL.search(hit["url"])
    address = hit["url"][: tail.start()] if tail else hit["url"]
    return _link(address, escape(address)) + (mark(tail[0]) if tail else "")


def _link(address: str, words: Markup) -> Markup:
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer nofollow">{}</a>').format(address, words)


def _blocks(lines: Sequence[str], mark: Mark, level: int, depth: int) -> Markup:
    found, paragraph, at = Markup(), list[str](), 0

    def flushed() -> Markup:
        text = Markup("<br>").join(inline(line, mark) for line in paragraph)
        paragraph.clear()
        return Markup("<p>{}</p>").format(text) if text else Markup()

    while at < len(lines):
        line = lines[at]
        heading = _HEADING.fullmatch(line)
        if not line.strip() or heading:
            found += flushed()
            found += Markup("<h{0}>{1}</h{0}>").format(level, inline(heading[1], mark)) if heading else ""
            at += 1
        elif depth and _ITEM.fullmatch(line):
            found += flushed()
            items, at = _list(lines, at, mark, level, depth - 1)
            found += items
        else:
            paragraph.append(line.strip())
            at += 1
    return found + flushed()


def _list(lines: Sequence[str], start: int, mark: Mark, level: int, depth: int) -> tuple[Markup, int]:
    """A list that starts at a line, and the line after it. What is indented more than its bullets belongs to the item above."""
    first = _item(lines[start])
    items, at = Markup(), start
    while (item := _item(lines[at]) if at < len(lines) else None) and first and item[:2] == first[:2]:
        inner = [item[3]]
        at += 1
        while at < len(lines) and (_indent(lines[at]) > item[0] or (_is_gap(lines, at) and _indent(lines[at + 1]) > item[0])):
            inner.append(lines[at][min(_indent(lines[at]), item[0] + 2) :])
            at += 1
        items += Markup("<li>{}</li>").format(_inside(inner, mark, level, depth))
        if _is_gap(lines, at) and (after := _item(lines[at + 1])) and after[:2] == item[:2]:
            at += 1
    if not first or not first[1]:
        return Markup("<ul>{}</ul>").format(items), at
    begins = Markup(' start="{}"').format(first[2]) if first[2] != 1 else ""
    return Markup("<ol{}>{}</ol>").format(begins, items), at


def _inside(lines: Sequence[str], mark: Mark, level: int, depth: int) -> Markup:
    """The content of an item: its first paragraph stands without one around it."""
    content = _blocks(lines, mark, level, depth)
    if content.startswith("<p>"):
        head, _, rest = content.removeprefix("<p>").partition("</p>")
        return Markup(head) + Markup(rest)  # noqa: S704 - both are parts of what has just been escaped
    return content


def _item(line: str) -> tuple[int, bool, int, str] | None:
    """Indent, whether it is numbered, its number and its text; None for a line that is no item."""
    found = _ITEM.fullmatch(line)
    if not found:
        return None
    number = re.match(r"\d+", found[2])
    return len(found[1]), bool(number), int(number[0]) if number else 0, found[3]


def _indent(line: str) -> int:
    """How far a line is indented; less than nothing for an empty one."""
    return len(line) - len(line.lstrip()) if line.strip() else -1


def _is_gap(lines: Sequence[str], at: int) -> bool:
    return at + 1 < len(lines) and not lines[at].strip() and bool(lines[at + 1].strip())
