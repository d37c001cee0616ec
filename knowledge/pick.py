"""What may be picked instead of written: the kind of an input as whoever answers sees it, with the options of a list in their language; and what was picked.

Refuses long texts, numbers and lists of records: those are better written.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from knowledge.answer import Pick
from knowledge.inputs import InputSpec
from knowledge.wording import Wording

_FEW = 8  # options that are seen at a glance as buttons; more are searched
JOINT = "; "
"""Between several options in one text."""
_DAYS = ("date", "date_or_code")


def pick_of(spec: InputSpec, wording: Wording, day: date | None = None) -> Pick | None:
    """How an input is picked; None where it is better written, or where its few options are buttons. `day` is the one given for a moment without its hour."""
    item = spec.item if spec.kind == "list" and spec.item else spec
    if item.kind in _DAYS:
        return Pick("date")
    if spec.kind == "datetime":
        return Pick("moment", time="required", day=day.isoformat() if day else "")
    if spec.kind == "date_or_datetime":
        return Pick("moment", time="optional")
    if spec.kind == "month":
        return Pick("month")
    options = tuple(_options(item, wording))
    if spec.kind == "list" and options:
        return Pick("choices", options, none="" if spec.min_items else wording.phrases.buttons["none"])
    return Pick("choice", options) if len(options) > _FEW else None


def picked(spec: InputSpec, text: str, wording: Wording) -> object:
    """The value of an input where a text is nothing but options of its list; else None."""
    if spec.kind != "list" or not spec.item:
        return _code(spec, text, wording)
    codes = [_code(spec.item, part, wording) for part in text.split(JOINT)]
    return None if None in codes else codes


def _code(spec: InputSpec, text: str, wording: Wording) -> str | None:
    said = text.strip().casefold()
    return next((code for option, code in _options(spec, wording).items() if option.casefold() == said), None)


def _options(spec: InputSpec, wording: Wording) -> Mapping[str, str]:
    """What can be picked, with its code."""
    if spec.kind in ("country", "place"):
        return wording.countries
    vocabulary = wording.vocabularies.get(spec.vocabulary)
    labels = {vocabulary.label(code): code for code in vocabulary.codes} if vocabulary else {}
    return {label[:1].upper() + label[1:]: code for label, code in labels.items()}
