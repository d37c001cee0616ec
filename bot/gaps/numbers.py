"""Numbers that name a person or a matter of theirs: IBANs, card and telephone numbers, numbers of orders, parcels and firms.

Leaves what a question is about: amounts, dates, times and short numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_IBAN = re.compile(r"(?<![^\W_])[A-Za-z]{2}\d{2}(?=[\s\u00a0.-]?[A-Za-z0-9])")
_TOKEN = re.compile(r"(?<![^\W_])(?=(?:[^\W_]*\d){6})(?=[^\W_]*[^\W\d_])[^\W_]{8,}")
# Dates and amounts come first: what begins like one of them is none of a longer number.
_SPACE = r"[ \u00a0\u202f]"
_MONEY = r"[1-9](?:\d?(?:[ \u00a0\u202f.,'’]\d{3}){2}|\d{0,2}[ \u00a0\u202f.,'’]\d{3})(?:[.,]\d{1,2})?(?!\d)"
_TIME = rf"(?:(?:T|,?{_SPACE})\d{{1,2}}[:h]\d{{2}}(?::\d{{2}})?)?"
_DAY = r"(?:[0-2]?\d|3[01])[-/.](?:[0-2]?\d|3[01])[-/.](?:19|20)\d\d"
_KEPT = (
    rf"(?:19|20)\d\d(?P<iso>[-/.])\d{{1,2}}(?P=iso)\d{{1,2}}{_TIME}(?![-/.]?\d)",
    rf"{_DAY}(?:{_TIME}|{_SPACE}?[-–]{_SPACE}?{_DAY})(?![-/.]?\d)",
    rf"(?:[0-2]?\d|3[01])(?P<short>[-/.])(?:0?\d|1[0-2])(?P=short)\d\d{_TIME}(?![-/.]?\d|{_SPACE}\d\d(?![\d:h]))",
    rf"(?:[0-2]?\d|3[01]){_SPACE}(?:0?\d|1[0-2]){_SPACE}(?:19|20)\d\d{_TIME}(?![-/. ]?\d)",
    r"(?:19|20)\d\d(?:0\d|1[0-2])(?:[0-2]\d|3[01])(?![-/. ]?\d)",
    rf"{_MONEY}(?:{_SPACE}?[-–]{_SPACE}?{_MONEY})?(?![-/. \u00a0\u202f]\d)",
)
_FURTHER = rf"\d|[ .\-/()\u00a0\u202f\u2010-\u2013]{{1,2}}(?!{_DAY}(?!\d))\d"  # not into a date that follows
_RUN = re.compile(rf"(?<![\w+])(?:(?P<kept>{'|'.join(_KEPT)})|(?P<run>(?:\+{_SPACE}?|\((?!{_DAY}(?![-/.]?\d))\+?)?\d(?:{_FURTHER})*))")
_DECIMAL = re.compile(r"0\.\d{1,7}|[1-9]\d{0,6}\.\d{1,2}")
_LONG, _LONG_RUN, _DIALLED = 8, 9, 7  # digits from which a number in one piece, in several, and one that begins as if it were dialled counts


def without_ibans(text: str, lengths: Mapping[str, int], word: str) -> str:
    """The text with `word` for every IBAN: the length of its country, and a checksum that is right."""
    parts, done = [], 0
    for found in _IBAN.finditer(text):
        end = _end(text, found.start(), lengths.get(found[0][:2].upper(), 0))
        if found.start() >= done and end and _checks(re.sub(r"[^A-Za-z0-9]", "", text[found.start() : end])):
            parts += [text[done : found.start()], word]
            done = end
    return "".join((*parts, text[done:]))


def _end(text: str, start: int, length: int) -> int:
    """Where so many letters and digits from a place on end, in groups or in one piece; 0 when no word ends there."""
    found = re.compile(rf"[A-Za-z0-9](?:[\s\u00a0.-]?[A-Za-z0-9]){{{length - 1}}}(?![^\W_])").match(text, start) if length else None
    return found.end() if found else 0


def _checks(iban: str) -> bool:
    """Whether the check digits are right (ISO 7064, modulo 97)."""
    return int("".join(str(int(letter, 36)) for letter in iban[4:] + iban[:4])) % 97 == 1


def without_numbers(text: str, word: Callable[[str], str]) -> str:
    """The text without long numbers; `word` gives what stands for a "card", a "phone" or another "number"."""

    def instead(found: re.Match[str]) -> str:
        run = found["run"]
        kind = _kind(run) if run else ""
        return word(kind) if kind else found[0]

    return _TOKEN.sub(lambda _: word("number"), _RUN.sub(instead, text))


def _kind(run: str) -> str:
    """What a number with separators is; empty for one that may stay."""
    if _DECIMAL.fullmatch(run):
        return ""
    digits, groups = re.sub(r"\D", "", run), re.findall(r"\d+", run)
    dialled = run[0] == "+" or run.startswith("(+") or digits[0] == "0"
    if 13 <= len(digits) <= 19 and _luhn(digits):
        return "card"
    if dialled and len(digits) >= _DIALLED and (len(groups) > 1 or len(digits) > _DIALLED):
        return "phone"
    if len(groups) == 1:
        return "number" if len(digits) >= _LONG else ""
    is_list = all(len(group) <= 2 for group in groups)  # sizes: 36 37 38 39 40
    return "number" if len(digits) >= _LONG_RUN and not is_list else ""


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
