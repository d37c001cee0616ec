"""The figures of a text: every date, time of day, amount and other number that it shows, however the place that shows it writes them.

A day is the same in numbers and in words of any language; what else has digits counts as it is written. Refuses to guess a year.
"""

from __future__ import annotations

import re

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
}
_SHORT = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "fr": "janv févr mars avr mai juin juil août sept oct nov déc",
    "es": "ene feb mar abr may jun jul ago sept oct nov dic",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
}
_MONTH = {name.casefold(): number for names in (*_MONTHS.values(), *_SHORT.values()) for number, name in enumerate(names.split(), 1)}
_ADDRESS = re.compile(r"https?://[^\s)>|]+")
_MARKUP = re.compile(r"[*_`]|</?[a-z]+>")
_ITEM = re.compile(r"^\s*\d{1,3}[.)]\s+", re.MULTILINE)  # a list's own numbers, which some places draw themselves
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d)(?::\d\d)?)?(?!\d)")
_NAMES = "|".join(sorted(_MONTH, key=len, reverse=True))
_WORDS = re.compile(rf"(?<![\d.,])(\d{{1,2}})(?:er|º|°)?\s+(?:de\s+)?({_NAMES})\b\.?(?:\s+(?:de\s+)?(\d{{4}})\b)?", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.,])(?:[€$]\s?)?\d+(?:[.,:/\u00a0\u202f]\d+)*(?:\s?[€%])?")


def figures(text: str) -> frozenset[str]:
    """Them all: days as 2026-11-20 (--11-20 without a year), anything else as it is written, without spaces."""
    found: set[str] = set()

    def iso(match: re.Match[str]) -> str:
        year, month, day, time = match.groups()
        found.update(filter(None, (f"{year}-{month}-{day}", time)))
        return " ; "

    def words(match: re.Match[str]) -> str:
        day, month, year = match.groups()
        found.add(f"{year or '-'}-{_MONTH[month.casefold()]:02}-{int(day):02}")
        return " ; "

    bare = _ITEM.sub("", _MARKUP.sub("", _ADDRESS.sub(" ", text)))
    bare = _WORDS.sub(words, _ISO.sub(iso, bare))
    found.update(re.sub(r"\s", "", match[0]) for match in _NUMBER.finditer(bare))
    return frozenset(found)
