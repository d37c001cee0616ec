"""A script taken apart into its pieces, each with the bracket that it stands in.

Refuses a script that it cannot read; knows as much of the language as the chat's modules use.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Bracket = Literal["(", "[", "block", "class", "object", "template"]
_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*|/\*.*?\*/)|(?P<string>"(?:[^"\\\n]|\\.)*")|(?P<word>\#?[A-Za-z_$][\w$]*)|(?P<number>\d[\w.]*)|(?P<sign>=>|\+\+|--|\.\.\.|\?\.(?!\d)|.)""",
    re.DOTALL,
)
_REGEX = re.compile(r"/(?![*/])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
_CHUNK = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*(?:`|\$\{)", re.DOTALL)
_VALUE_ENDS = re.compile(r"[\w$)\]}\"`]$")  # after which a slash divides
_BEFORE_VALUES = frozenset({"return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "await", "yield"})
_BEFORE_BLOCKS = frozenset({")", "=>", "else", "try", "finally", "do", "catch", ";", "{", "}", ""})


class UnreadableScript(Exception):
    """A script that cannot be taken apart; the message shows where."""


@dataclass
class Token:
    """A piece of a script, and the bracket that it stands in."""

    kind: str
    text: str
    within: Bracket = "block"


def tokens(script: str) -> list[Token]:
    """The pieces of a script, without comments and white space. Raises UnreadableScript."""
    found: list[Token] = []
    open_brackets: list[Bracket] = []
    at = 0
    while at < len(script):
        last = found[-1].text if found else ""
        closes_template = script[at] == "}" and bool(open_brackets) and open_brackets[-1] == "template"
        if closes_template or script[at] == "`":
            if closes_template:
                open_brackets.pop()
            chunk = _CHUNK.match(script, at + 1)
            if not chunk:
                raise UnreadableScript(script[at : at + 60])
            text = script[at] + chunk[0]
            found.append(Token("template", text, _innermost(open_brackets)))
            if text.endswith("${"):
                open_brackets.append("template")
            at = chunk.end()
            continue
        regex = _REGEX.match(script, at) if script[at] == "/" and (not _VALUE_ENDS.search(last) or last in _BEFORE_VALUES) else None
        match = regex or _TOKEN.match(script, at)
        if not match:
            raise UnreadableScript(script[at : at + 60])
        at = match.end()
        kind = "regex" if regex else str(match.lastgroup)
        if kind == "space":
            continue
        text = match[0]
        if text in ")]}" and kind == "sign":
            if not open_brackets:
                raise UnreadableScript(script[max(0, at - 60) : at])
            open_brackets.pop()
        found.append(Token(kind, text, _innermost(open_brackets)))
        if kind == "sign" and text in "([":
            open_brackets.append("(" if text == "(" else "[")
        elif kind == "sign" and text == "{":
            open_brackets.append(_brace(found))
    if open_brackets:
        raise UnreadableScript(f"{open_brackets[-1]} is never closed")
    return found


def _innermost(brackets: Sequence[Bracket]) -> Bracket:
    return brackets[-1] if brackets else "block"


def _brace(found: Sequence[Token]) -> Bracket:
    """What the brace that was read last begins."""
    before, earlier = (found[-2].text if len(found) > 1 else ""), (found[-3].text if len(found) > 2 else "")
    if earlier in ("class", "extends"):
        return "class"
    return "block" if before in _BEFORE_BLOCKS else "object"
