"""Scripts made smaller: without comments and white space, and with short names for what nothing outside of a module can see.

Renames nothing that it does not see declared, no property and no export.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, pairwise, product
from string import ascii_letters

from bot.channels.web.tokens import Token, UnreadableScript, tokens

_KEYWORDS = frozenset(
    re.findall(
        r"\w+",
        """async await break case catch class const constructor continue default delete do else export extends finally for from function get if import in
        instanceof let new null of return set static super switch this throw true false try typeof undefined var void while yield""",
    )
)
_CONDITIONS = frozenset({"if", "for", "while", "switch"})
_MEMBER_WORDS = frozenset({"static", "get", "set", "async"})


def minified(modules: Iterable[str]) -> list[str]:
    """Modules that share no names but by what they export, made smaller; the same name becomes the same short one in all of them."""
    read = [tokens(module) for module in modules]
    declared = [_declared(found) | {token.text for token in found if token.text.startswith("#") and token.kind == "word"} for found in read]
    frequency = Counter(token.text for found, names in zip(read, declared, strict=True) for token in found if token.text in names)
    taken = {token.text for found in read for token in found if token.kind == "word"}
    ranked = [name for name, _ in frequency.most_common()]
    private = [name for name in ranked if name.startswith("#")]
    short = dict(zip((name for name in ranked if not name.startswith("#")), _names(taken), strict=False))
    short |= dict(zip(private, (f"#{name}" for name in _names(set())), strict=False))
    return [_written(found, {name: short[name] for name in names if name in short}) for found, names in zip(read, declared, strict=True)]


def _names(taken: set[str]) -> Iterator[str]:
    return (name for size in count(1) for name in map("".join, product(ascii_letters, repeat=size)) if name not in taken and name not in _KEYWORDS)


def _is_name(token: Token) -> bool:
    return token.kind == "word" and token.text not in _KEYWORDS and not token.text.startswith(("#", "$"))


def _declared(found: Sequence[Token]) -> frozenset[str]:
    """Names that a module declares, wherever in it."""
    names: set[str] = set()
    for place, token in enumerate(found):
        before = found[place - 1].text if place else ""
        if token.kind == "word" and token.text in ("const", "let"):
            names |= _bound(found, place + 1)
        elif _is_name(token) and (before in ("function", "class") or (place + 1 < len(found) and found[place + 1].text == "=>")) and before != ".":
            names.add(token.text)
        elif token.kind == "sign" and token.text == "(" and _begins_parameters(found, place):
            names |= _bound(found, place)
    return frozenset(names)


def _bound(found: Sequence[Token], start: int) -> set[str]:
    """The names that a declaration binds: one name, or those of a pattern or of a list of parameters."""
    if _is_name(found[start]):
        return {found[start].text}
    end = _end(found, start)
    bound = set()
    for place in range(start + 1, end):
        token, before, after = found[place], found[place - 1].text, found[place + 1].text
        if not _is_name(token) or after in (":", "(", ".", "?."):
            continue
        if before in ("...", "[") or (before in ("{", ",", "(") and token.within != "block") or (before == ":" and token.within == "object"):
            bound.add(token.text)
    return bound


def _end(found: Sequence[Token], start: int) -> int:
    """Where the bracket that opens at a place closes."""
    depth = 0
    for place in range(start, len(found)):
        token = found[place]
        if token.kind == "sign":
            depth += (token.text in "([{") - (token.text in ")]}")
            if not depth:
                return place
    raise UnreadableScript(found[start].text)


def _begins_parameters(found: Sequence[Token], place: int) -> bool:
    """Whether a parenthesis opens the parameters of a function."""
    before = found[place - 1].text if place else ""
    end = _end(found, place)
    after = found[end + 1].text if end + 1 < len(found) else ""
    if after == "=>" or before == "catch":
        return True
    return after == "{" and before not in _CONDITIONS and (found[place - 1].kind == "word" or before == "function")


def _written(found: Sequence[Token], short: Mapping[str, str]) -> str:
    parts: list[str] = []
    blank = Token("sign", "")
    for (before, token), after in zip(pairwise((blank, *found)), (*found[1:], blank), strict=True):
        text = _renamed(before, token, after, short)
        if parts and ((_is_wordy(parts[-1][-1]) and _is_wordy(text[0])) or (parts[-1][-1] in "+-" and parts[-1][-1] == text[0])):
            parts.append(" ")
        parts.append(text)
    return "".join(parts)


def _is_wordy(letter: str) -> bool:
    return letter.isalnum() or letter in "_$#"


def _renamed(before: Token, token: Token, after: Token, short: Mapping[str, str]) -> str:
    """A token as it is written: a name that is a property stays, a short-hand one is written in full."""
    if token.text not in short or token.kind != "word":
        return token.text
    if token.text.startswith("#"):  # is never a property that somebody else sees
        return short[token.text]
    if before.text in (".", "?."):
        return token.text
    if token.within == "class" and (before.text in ("{", "}", ";") or before.text in _MEMBER_WORDS):
        return token.text
    if token.within == "object" and (before.text in ("{", ",") or before.text in _MEMBER_WORDS):
        return token.text if after.text in (":", "(") else f"{token.text}:{short[token.text]}"
    return short[token.text]
