"""What tells one input of a rule apart in a sentence: cues, words that mean a value, texts to cut out.

Refuses nothing itself; patterns that do not compile are an error of the check.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pydantic import Field

from knowledge import yamlfile
from knowledge.patterns import compiled
from knowledge.understanding.days import Lean
from knowledge.understanding.words import DenialWords


class InputHints(yamlfile.Record):
    """What tells one input apart in a sentence.

    Of a date: `cues` stand near it, `decisive` ones win over them, `decoys` stand near dates that no input asks for; it takes the second date of the input
    that it `repeats`; a `limit` is itself a date by which something is wanted. Of a number: `cues` stand near it. Of a yes/no input: `yes` and `no` are what
    means it. Of a list: `cues` show by <list> where what they say begins, or by <one> that it is the only thing named; `none` says that there is nothing;
    `unclear` words may mean one code or another (of a list of objects: that something tells of an item that is not understood), so that the whole list must
    be asked for. Of any but a date: `ignores` are words that name nothing here (their first group, if they have one). Of text or a number in figures:
    `captures` hold it in their first group. Of a list of objects: `fields` are the hints of each field (where its `shared` match, the one value told is that
    of every item), the text is cut where `splits` match, and with `totals` "3 for 20 € each" is one of 60 €. `means` are patterns with the value (number,
    code, yes or no) that they mean, whatever the kind. `reads` names a special reader: the countries that goods go to; whether the seller is first on the
    market; one country, of any kind, that goods go to, or come from; every number; every date; the first or the last day of a span; a year told as "this
    year" or "next year". Of a country: `places` are patterns in which <place> stands for the name of a country and <demonym> for what its people are called;
    they are matched with a text without accents. `mentions` name an input that may be left out: where they match and no value is read, it must be asked for.
    Of a share: it may lack its sign right behind `bare` words ("up to 20"), with `signless` near any of its cues ("shop at 3"). Of an amount: it `equals`
    that of another input where the patterns match ("for the whole 80 €").
    """

    cues: tuple[str, ...] = ()
    decisive: tuple[str, ...] = ()
    decoys: tuple[str, ...] = ()
    repeats: str = ""
    lean: Lean = "past"
    limit: bool = False
    totals: bool = False
    signless: bool = False
    reads: Literal["", "countries", "market", "country", "country_to", "country_from", "numbers", "dates", "span_start", "span_end", "year"] = ""
    captures: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    means: dict[str, bool | int | float | str] = Field(default_factory=dict)
    fields: dict[str, InputHints] = Field(default_factory=dict)
    splits: tuple[str, ...] = ()
    needs_cues: bool = False
    """That a list is only read where cues tell it from others, and none are known in this language."""
    says_yes: tuple[str, ...] = Field(default=(), alias="yes")
    says_no: tuple[str, ...] = Field(default=(), alias="no")
    none: tuple[str, ...] = ()
    ignores: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    equals: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @property
    def wordless(self) -> InputHints:
        """What of the hints holds in any language: how values are read, not by which words."""
        kept = {name: getattr(self, name) for name in ("repeats", "lean", "limit", "reads", "signless")}
        return InputHints(**kept, needs_cues=bool(self.cues), fields={name: hints.wordless for name, hints in self.fields.items()})

    @property
    def patterns(self) -> dict[str, tuple[str, ...]]:
        """Every list of patterns, by its key in the file."""
        names = {
            "cues": "cues",
            "decisive": "decisive",
            "decoys": "decoys",
            "says_yes": "yes",
            "says_no": "no",
            "none": "none",
            "ignores": "ignores",
            "unclear": "unclear",
            "shared": "shared",
            "mentions": "mentions",
            "bare": "bare",
            "captures": "captures",
            "places": "places",
            "splits": "splits",
        }
        return {key: getattr(self, name) for name, key in names.items()} | {
            "means": tuple(self.means),
            "equals": tuple(pattern for patterns in self.equals.values() for pattern in patterns),
        }

    @cached_property
    def cue(self) -> re.Pattern[str] | None:
        """The cues as one pattern."""
        return _any_of(self.cues)

    @cached_property
    def deciding(self) -> re.Pattern[str] | None:
        """The decisive cues."""
        return _any_of(self.decisive)

    @cached_property
    def decoy(self) -> re.Pattern[str] | None:
        """The cues of dates that no input asks for."""
        return _any_of(self.decoys)

    @cached_property
    def lists(self) -> tuple[ListCue, ...]:
        """The cues of a list, each with what stands before and after it."""
        return tuple(ListCue.of(cue) for cue in self.cues)

    @cached_property
    def agreed(self) -> re.Pattern[str] | None:
        """The patterns that mean yes."""
        return _any_of(self.says_yes)

    @cached_property
    def denied(self) -> re.Pattern[str] | None:
        """The patterns that mean no."""
        return _any_of(self.says_no)

    @cached_property
    def empty(self) -> re.Pattern[str] | None:
        """The patterns that mean an empty list."""
        return _any_of(self.none)

    @cached_property
    def open(self) -> re.Pattern[str] | None:
        """The words of more than one meaning."""
        return _any_of(self.unclear)

    @cached_property
    def common(self) -> re.Pattern[str] | None:
        """The words by which one value is that of every item of a list."""
        return _any_of(self.shared)

    @cached_property
    def unsigned(self) -> re.Pattern[str] | None:
        """The words right before a share without its sign."""
        return _any_of(self.bare)

    @cached_property
    def mentioned(self) -> re.Pattern[str] | None:
        """The words that name the input."""
        return _any_of(self.mentions)

    def is_mentioned(self, text: str, denial: DenialWords, *, happens: bool = False) -> bool:
        """Whether the text speaks of the input, by name or by words that mean yes or no (where it is not read, by both).

        What `happens` on a day has not happened where it is denied ("he put no tracking number"): there is nothing to ask then.
        """
        patterns = (self.mentioned, self.agreed, self.denied)
        said = (match for pattern in patterns if pattern for match in pattern.finditer(text) if is_said(text, match, denial))
        return any(not (happens and denial.never.search(text[: match.end()])) for match in said)

    def is_denied(self, text: str, denial: DenialWords) -> bool:
        """Whether the text says that what happens on the input's day has not happened, or does not ("he never confirms")."""
        said = [match for pattern in (self.cue, self.mentioned) if pattern for match in pattern.finditer(text)]
        found = [(match, denial.never.search(text[: match.end()])) for match in said]
        # A denial that is part of what names the day denies nothing: "the buyer didn't confirm" may tell of a delivery.
        return bool(found) and all(never and never.start() < match.start() for match, never in found)

    @property
    def country_role(self) -> Literal["", "any", "to", "from"]:
        """Which country it takes; empty when it takes none."""
        roles: dict[str, Literal["any", "to", "from"]] = {"country": "any", "country_to": "to", "country_from": "from"}
        return roles.get(self.reads, "")

    @cached_property
    def captured(self) -> tuple[re.Pattern[str], ...]:
        """The patterns whose first group is the text wanted."""
        return tuple(compiled(pattern, re.IGNORECASE | re.DOTALL) for pattern in self.captures)

    @cached_property
    def cut(self) -> re.Pattern[str] | None:
        """Where one item of a list of objects ends and the next begins."""
        return compiled("|".join(self.splits), re.IGNORECASE) if self.splits else None

    @cached_property
    def every(self) -> tuple[re.Pattern[str], ...]:
        """All patterns by which something in a text has to do with the input, or with a field of its items."""
        named = (self.cue, self.deciding, self.decoy, self.agreed, self.denied, self.empty, self.open, self.common, self.mentioned)
        fields = (pattern for hints in self.fields.values() for pattern in hints.every)
        return (*(pattern for pattern in named if pattern), *(pattern for pattern, _ in self.meanings), *self.captured, *self.ignored, *fields)

    def heard(self, text: str) -> str:
        """The text, with what names nothing here (the first group of its pattern, if it has one) as the end of a clause."""
        for pattern in self.ignored:
            for match in pattern.finditer(text):
                start, end = match.span(1 if pattern.groups else 0)
                text = f"{text[:start]}{';' * (end - start)}{text[end:]}"
        return text

    def meant(self, text: str, denial: DenialWords) -> bool | int | float | str | None:
        """The value that the patterns in the text mean; None when they mean none, or several."""
        found = {(type(value), value) for pattern, value in self.meanings if any(is_said(text, match, denial) for match in pattern.finditer(text))}
        return found.pop()[1] if len(found) == 1 else None

    @cached_property
    def meanings(self) -> tuple[tuple[re.Pattern[str], bool | int | float | str], ...]:
        """The patterns that mean a value, with it."""
        return tuple((compiled(rf"\b(?:{pattern})", re.IGNORECASE), value) for pattern, value in self.means.items())

    @cached_property
    def same_as(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """The inputs whose value it has, each with the patterns that say so."""
        return tuple((name, pattern) for name, patterns in self.equals.items() if (pattern := _any_of(patterns)))

    @cached_property
    def ignored(self) -> tuple[re.Pattern[str], ...]:
        """The patterns of words that name nothing here."""
        return tuple(compiled(rf"\b(?:{pattern})", re.IGNORECASE) for pattern in self.ignores)


@dataclass(frozen=True, slots=True)
class ListCue:
    """What stands right before a list and right after it; `only` takes the one thing that the message names."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    only: bool

    @classmethod
    def of(cls, cue: str) -> ListCue:
        """From a pattern that marks the list's place by <list>, or by <one>; without a mark the list follows."""
        mark = "<one>" if "<one>" in cue else "<list>"
        before, _, after = cue.partition(mark)
        return cls(compiled(rf"\b(?:{before.rstrip()})", re.IGNORECASE), compiled(rf"\s*(?:{after.strip()})", re.IGNORECASE), mark == "<one>")


def is_said(text: str, match: re.Match[str], denial: DenialWords) -> bool:
    """Whether it is told as known: not after "whether" or "I can't remember if". A pattern from the message's start on tells only by its end where."""
    return denial.unknown.search(text[: match.start() or match.end()]) is None


def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return compiled(rf"\b(?:{'|'.join(patterns)})", re.IGNORECASE) if patterns else None
