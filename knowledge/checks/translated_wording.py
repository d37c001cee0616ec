"""Checks of the wording of other languages against the English: the same texts, filled in with the same values, stating the same figures.

Refuses no grammar: a language may choose its words by any value that the English text shows, in as many branches as it needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.filters import FILTERS

from knowledge.checks.finding import Finding, error
from knowledge.checks.material import Material, Words
from knowledge.checks.numerals import difference, figures
from knowledge.wording import ORIGINAL

_ENVIRONMENT = Environment(autoescape=False)  # noqa: S701 - only parsed
_GRAMMAR = frozenset({*FILTERS, "capitalize_first"})
"""Filters that do not decide how a value is shown, so that each language may use its own."""
_OWN = frozenset({"example", "other_language"})
"""What each language says in its own way: examples of a reply, and who else is spoken to."""
_MATCHED = frozenset({"nodes", "inputs", "steps"})
"""Parts of a rule's wording whose keys `wording` compares with the rule itself."""


@dataclass(frozen=True, slots=True)
class _Template:
    """What a template takes, and what it says whatever it is given."""

    values: frozenset[str]
    words: str
    branches: bool


def check(material: Material) -> Iterator[Finding]:
    """Every text that another language lacks or has beyond the English ones, and every one with other values or figures."""
    english = next(words for words in material.words if words.language == ORIGINAL)
    for words in material.foreign_words:
        for name in sorted(english.rules.keys() & words.rules.keys()):
            yield from _compared(english.rules[name].model_dump(), words.rules[name].model_dump(), words.folder / "rules" / f"{name}.yaml", words.language)
        if english.phrases and words.phrases:
            yield from _compared(english.phrases.model_dump(), words.phrases.model_dump(), words.folder / "phrases.yaml", words.language)
        if english.http is not None and words.http is not None:
            yield from _compared(english.http, words.http, words.folder / "http.yaml", words.language)
        yield from _labels(english, words)


def _compared(original: Mapping[str, object], translated: Mapping[str, object], path: Path, language: str) -> Iterator[Finding]:
    """What differs between two files of templates; of lists, only whether both have one."""
    theirs, mine = dict(_texts(original)), dict(_texts(translated))
    for key in sorted(theirs.keys() | mine.keys()):
        part, _, entry = key.partition(".")
        if part in _MATCHED and not all(entry.partition(".")[0] in _part(whole, part) for whole in (original, translated)):
            continue
        if key not in mine:
            yield error(path, key, "has no words; translate the English ones")
        elif key not in theirs:
            yield error(path, key, "has no words in English; take it out or correct it")
        else:
            yield from (error(path, key, problem) for problem in _problems(theirs[key], mine[key], language))


def _part(whole: Mapping[str, object], part: str) -> Mapping[str, object]:
    found = whole.get(part)
    return found if isinstance(found, Mapping) else {}


def _texts(whole: Mapping[str, object], above: str = "") -> Iterator[tuple[str, str]]:
    """The texts that are not empty, with their dotted keys; a list is there without its texts."""
    for key, found in whole.items():
        if key in _OWN or not found:
            continue
        if isinstance(found, Mapping):
            yield from _texts(found, f"{above}{key}.")
        else:
            yield f"{above}{key}", found if isinstance(found, str) else ""


def _labels(english: Words, words: Words) -> Iterator[Finding]:
    """Labels of codes that state other figures."""
    for name in sorted(english.vocabularies.keys() & words.vocabularies.keys()):
        theirs, mine = english.vocabularies[name], words.vocabularies[name]
        for code in theirs.codes:
            if code in mine.codes and (differing := difference(figures(theirs.label(code), ORIGINAL), figures(mine.label(code), words.language))):
                yield error(words.folder / "vocabularies" / f"{name}.yaml", f"{code}.label", f"{differing}; state the same figures in both")


def _problems(original: str, translated: str, language: str) -> Iterator[str]:
    """How a template differs from the English one in what it takes and in the figures that it states itself."""
    theirs, mine = _template(original), _template(translated)
    if theirs is None or mine is None:  # `wording` says what is wrong with it
        return
    if lacking := theirs.values - mine.values:
        yield f"does not use {', '.join(sorted(lacking))} as the English text does; fill it in"
    if unknown := mine.values - theirs.values:
        yield f"uses {', '.join(sorted(unknown))}, which the English text does not; take it out"
    there, here = figures(theirs.words, ORIGINAL), figures(mine.words, language)
    if theirs.branches or mine.branches:  # each branch may say a figure anew
        there, here = type(there)(set(there)), type(here)(set(here))
    if differing := difference(there, here):
        yield f"{differing}; state the same figures in both"


@cache
def _template(text: str) -> _Template | None:
    """What is in a template; None when it is no valid one."""
    if "{" not in text:
        return _Template(frozenset(), text, branches=False)
    try:
        tree = _ENVIRONMENT.parse(text)
    except TemplateSyntaxError:
        return None
    own = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"}
    values = {name.name for name in tree.find_all(nodes.Name)} - own
    values |= {f".{found.attr}" for found in tree.find_all(nodes.Getattr)}
    values |= {f"|{found.name}" for found in tree.find_all(nodes.Filter)} - {f"|{name}" for name in _GRAMMAR}
    words = " ".join(data.data for data in tree.find_all(nodes.TemplateData))
    return _Template(frozenset(values), words, branches=next(tree.find_all((nodes.If, nodes.For)), None) is not None)
