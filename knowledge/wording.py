"""The words around computed facts: prompts, answers, errors and small talk, as Jinja templates under data/wording.

Refuses a template that names what it is not given; it decides nothing that is a rule's to decide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Context, Decimal, localcontext
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from jinja2 import Environment, StrictUndefined, Template, TemplateSyntaxError, runtime
from pydantic import Field

from knowledge import yamlfile
from knowledge.errors import DataError
from knowledge.understanding.vocabulary import Vocabulary, load_vocabularies
from knowledge.understanding.words import Pattern

_LOCALES = {"en": "en_GB"}  # where the language alone means another country's habits


class InputWording(yamlfile.Record):
    """How one input is named, asked for and explained; of a list of several things each, what these are called."""

    label: str
    fields: dict[str, str] = Field(default_factory=dict)
    ask: str
    example: str = ""


class NodeWording(yamlfile.Record):
    """The answer of one node: what first, why, what to do next, and what a seller is likely to ask then."""

    lead: str
    why: str = ""
    next: str = ""
    follow_ups: tuple[str, ...] = ()


class Aside(yamlfile.Record):
    """What is said to a message that asks beside the rule for something of its matter, which the pattern `asks` tells; `figures` names parameters."""

    asks: str
    text: str
    figures: dict[str, str] = Field(default_factory=dict)


class Unsaid(yamlfile.Record):
    """What the guide says nothing of, told beside the answer to a message that the pattern `tells` finds it in."""

    tells: Pattern
    text: str


class RuleWording(yamlfile.Record):
    """All words of one rule; `missed` tells what follows when its date has passed and nothing was done."""

    title: str
    purpose: str
    missed: str = ""
    asides: tuple[Aside, ...] = ()
    unsaid: tuple[Unsaid, ...] = ()
    inputs: dict[str, InputWording]
    dates: dict[str, str] = Field(default_factory=dict)
    nodes: dict[str, NodeWording]
    steps: dict[str, str]


class Phrasebook(yamlfile.Record):
    """Everything the assistant says apart from rules and articles."""

    notices: dict[str, str]
    talk: dict[str, tuple[str, ...]]
    buttons: dict[str, str]
    errors: dict[str, str]
    other_language: dict[str, str] = Field(default_factory=dict)


ORIGINAL = "en"
"""The language in which everything is written first; others may lack what it has."""
_EXACT = Context(prec=400)  # however large an amount somebody sends
_COUNTRY = re.compile("[A-Z]{2}")
_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})  # which CLDR names beside them
_KEPT = 2048  # texts of each kind
_DOUBLE_SPACE = re.compile(r"(?<=\S) {2,}")


class Wording:
    """The wording of one language; `country` is the one whose public holidays the calendar skips."""

    def __init__(self, folder: Path, language: str = ORIGINAL, country: str = "FR", original: Wording | None = None) -> None:
        """`original` is the English wording, for another language than that."""
        self.language = language
        self._locale = Locale.parse(_LOCALES.get(language, language))
        # Each language keeps what it has said: a locale as part of the key takes as long to hash as the rest of a sentence to say.
        self._day_name = lru_cache(_KEPT)(self._say_day)
        self._minute_name = lru_cache(_KEPT)(self._say_minute)
        self._in_euros = lru_cache(_KEPT)(partial(_euros, self._locale))
        self._in_figures = lru_cache(_KEPT)(partial(_number, self._locale))
        self.vocabularies: dict[str, Vocabulary] = load_vocabularies(folder / "vocabularies", original.vocabularies if original else {})
        self.rules = {path.stem: yamlfile.load(path, RuleWording) for path in sorted((folder / "rules").glob("*.yaml"))}
        self.phrases = yamlfile.load(folder / "phrases.yaml", Phrasebook)
        self._folder = folder
        self._environment = Environment(
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=False,  # noqa: S701 - Markdown, escaped by each renderer
        )
        self._environment.filters |= {"day": self.day, "label": self.label, "listed": self.listed, "place": self.place}
        self._environment.filters |= {"euros": self.euros, "number": self.number, "capitalize_first": _capitalised}
        self._templates: dict[str, Template] = {}
        self._globals: dict[str, Any] = dict(self._environment.globals)
        self._globals["holidays"] = self.notice("holidays", country=self.place(country))

    def say(self, template: str, values: Mapping[str, Any] | None = None) -> str:
        """Renders one template text with values. Raises DataError for bad syntax."""
        return self.say_all((template,), values)[0]

    def say_all(self, templates: Iterable[str], values: Mapping[str, Any] | None = None) -> list[str]:
        """Renders several template texts with the same values. Raises DataError for bad syntax."""
        said, context = [], None
        for text in templates:
            if "{" not in text:  # nothing to fill in: most sentences
                said.append(_folded(text))
                continue
            template = self._template(text)
            # One context serves all: it takes longer to make than most texts to render.
            context = context or self._context({**self._globals, **(values or {})})
            # A folded template leaves a space at each condition; indents stay, they mean something in Markdown.
            said.append(_folded("".join(template.root_render_func(context))))
        return said

    def _context(self, values: dict[str, Any]) -> runtime.Context:
        """What the templates look names up in: as Jinja's own way makes it, without the steps for blocks and globals that none of them has."""
        return runtime.Context(self._environment, values, None, {})

    def _template(self, text: str) -> Template:
        found = self._templates.get(text)
        if found is None:
            try:
                found = self._environment.from_string(text)
            except TemplateSyntaxError as error:
                raise DataError(self._folder, text[:60], str(error)) from error
            found.globals = {}  # they come with the values: Jinja would go through its chain of them at each rendering
            self._templates[text] = found
        return found

    def notice(self, key: str, **values: object) -> str:
        """A phrase of phrases.yaml by its key."""
        return self.say(self.phrases.notices[key], values)

    def day(self, moment: date | datetime) -> str:
        """A day with its weekday; with the minute when there is one."""
        if isinstance(moment, datetime):
            return self._minute_name(moment.date(), moment.hour, moment.minute)
        return self._day_name(moment)

    def _say_day(self, day: date) -> str:
        weekday, month = (str(format_date(day, part, locale=self._locale)) for part in ("EEEE", "MMMM"))
        return self.notice("day", weekday=weekday, number=day.day, month=month, year=day.year)

    def _say_minute(self, day: date, hour: int, minute: int) -> str:
        return self.notice("day_at", day=self._day_name(day), time=f"{hour:02}:{minute:02}")

    def euros(self, amount: Decimal | int) -> str:
        """An amount in euros with its cents: €1,234.50."""
        return self._in_euros(amount)

    def number(self, number: Decimal | int) -> str:
        """A number as people write it: 1,234.5."""
        return self._in_figures(number)

    def listed(self, items: Iterable[Any], last: str = "") -> str:
        """Items as running text: "a, b and c"; `last` is the word before the last, else this language's "and"."""
        texts = [str(item) for item in items]
        if len(texts) < 2:
            return texts[0] if texts else ""
        return f"{', '.join(texts[:-1])} {last or self.notice('and')} {texts[-1]}"

    def one_of(self, items: Iterable[Any]) -> str:
        """Items of which one may be chosen: "a, b or c"."""
        return self.listed(items, self.notice("or"))

    def place(self, code: str) -> str:
        """The name of a country by its ISO 3166-1 code; any other text as it is."""
        return str(self._locale.territories.get(code, code))

    @cached_property
    def countries(self) -> Mapping[str, str]:
        """The names of all countries and territories that have a code of their own, in this language's order, with these codes."""
        named = {str(name): code for code, name in self._locale.territories.items() if _COUNTRY.fullmatch(code) and code not in _NO_COUNTRIES}
        return {name: named[name] for name in sorted(named, key=_sorted_as)}

    def label(self, code: str, vocabulary: str) -> str:
        """How a code is shown."""
        return self.vocabularies[vocabulary].label(str(code)) if vocabulary in self.vocabularies else str(code)


def _sorted_as(name: str) -> str:
    """Å and É stand with A and E."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()


def _folded(text: str) -> str:
    # Looking for two spaces first spares nearly every text the regular expression.
    return (_DOUBLE_SPACE.sub(" ", text) if "  " in text else text).strip()


def _euros(locale: Locale, amount: Decimal | int) -> str:
    with localcontext(_EXACT):
        return str(format_currency(amount, "EUR", locale=locale))


def _number(locale: Locale, number: Decimal | int) -> str:
    with localcontext(_EXACT):
        return str(format_decimal(number, locale=locale))


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
