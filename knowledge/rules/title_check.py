"""Whether a product title is good: its length, its repeated words, its parts and their order.

Refuses to call a short title wrong: the guide names a length to stay within, and an order that may vary.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from unicodedata import normalize

from knowledge.calendars import Calendar
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step
from knowledge.text import fold, words


class TitlePart(StrEnum):
    """The parts of a title that are given by one text, in the order that the guide recommends."""

    BRAND = "brand"
    MODEL = "model"
    PRODUCT_TYPE = "product_type"


class TitleVerdict(StrEnum):
    """What to do with the title."""

    GOOD = "good"
    FIX = "fix"
    COULD_IMPROVE = "could_improve"


@dataclass(frozen=True, slots=True)
class TitleFacts:
    """The title, and what it is meant to hold."""

    title: str
    brand: str | None = None
    model: str | None = None
    product_type: str | None = None
    characteristics: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TitleOutcome:
    """What was counted and found; only too long a title and repeated words must be mended."""

    length: int
    remaining: int
    too_long: bool
    duplicates: tuple[str, ...]
    minor_duplicates: tuple[str, ...]
    missing_parts: tuple[str, ...]
    order_ok: bool | None
    has_keyword: bool | None
    verdict: TitleVerdict


def compute(facts: TitleFacts, params: ParameterView, calendar: Calendar) -> Finding[TitleOutcome]:
    """Length, repetitions, parts and order of the title (guide, question 37)."""
    longest, small = params.count("titles.longest"), params.codes("titles.small_words")
    length = len(normalize("NFC", facts.title).strip())
    repeated = sorted(word for word, count in Counter(words(facts.title)).items() if count > 1)
    minor = tuple(word for word in repeated if len(word) == 1 or word in small or not any(letter.isalpha() for letter in word))
    duplicates = tuple(word for word in repeated if word not in minor)
    given = [(str(part), text) for part in TitlePart if (text := getattr(facts, part)) is not None]
    given += [(f"characteristic:{text}", text) for text in facts.characteristics]
    title = fold(facts.title)
    found = {name: place for name, text in given if (place := title.find(fold(text))) >= 0}
    missing = tuple(name for name, _ in given if name not in found)
    order_ok = _in_order(found)
    has_keyword = any(fold(text) in title for text in facts.keywords) if facts.keywords else None
    too_long = length > longest
    verdict = TitleVerdict.GOOD
    if too_long or duplicates:
        verdict = TitleVerdict.FIX
    elif missing or order_ok is False or has_keyword is False:
        verdict = TitleVerdict.COULD_IMPROVE
    outcome = TitleOutcome(
        length=length,
        remaining=longest - length,
        too_long=too_long,
        duplicates=duplicates,
        minor_duplicates=minor,
        missing_parts=missing,
        order_ok=order_ok,
        has_keyword=has_keyword,
        verdict=verdict,
    )
    steps = [Step("length", {"length": length, "longest": longest, "remaining": outcome.remaining})]
    steps += [Step("repeated", {"words": tuple(repeated)})] if repeated else []
    steps += [Step("parts", {"given": len(given), "found": len(given) - len(missing)})] if given else []
    return Finding(outcome, verdict, tuple(steps))


def _in_order(found: dict[str, int]) -> bool | None:
    """Whether brand, model, type and the earliest characteristic stand in this order; None with fewer than two of them."""
    places = [found[part] for part in TitlePart if part in found]
    others = [place for name, place in found.items() if name not in tuple(TitlePart)]
    places += [min(others)] if others else []
    return all(earlier <= later for earlier, later in pairwise(places)) if len(places) > 1 else None


RULE = Rule(
    id="title-check",
    version=1,
    facts=TitleFacts,
    outcome=TitleOutcome,
    articles=("q037", "q065"),
    nodes=tuple(TitleVerdict),
    compute=compute,
)
