"""Checks of the articles in other languages, of the guide's parts and of its contradictions: nothing missing, and the same figures as in English.

Refuses nothing about how well it is translated, only what a reader of one language would be told and one of another would not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from knowledge.articles import Article
from knowledge.checks.finding import Finding, error
from knowledge.checks.material import Material
from knowledge.checks.numerals import difference, figures

_FEWEST_QUESTIONS = 14
_FEWEST_NOT_ANSWERED = 5
_ITEM = re.compile(r"^ *(?:[-*] |\d+\. |\|)", re.MULTILINE)  # an item of a list, or a row of a table


def check(material: Material) -> Iterator[Finding]:
    """Every passage that states something else than the English one, and everything that is missing or left over."""
    for language, articles in material.translations.items():
        for article in articles.values():
            yield from _article(article, material.articles[article.id], material.translation_path(language, article.id))
    yield from _unread(material)
    said = {conflict.id: conflict.says for _, conflict in material.conflicts.values() if conflict.says}
    for words in material.foreign_words:
        if words.conflicts is not None and not material.unread_in("conflicts"):
            yield from _texts(said, words.conflicts, words.folder / "conflicts.yaml", words.language)
        if words.sections is not None and material.sections:
            yield from _texts(material.sections, words.sections, words.folder / "sections.yaml", words.language)


def _article(article: Article, original: Article, path: Path) -> Iterator[Finding]:
    for key, found, fewest in (
        ("questions", article.front.questions, _FEWEST_QUESTIONS),
        ("not_answered", article.front.not_answered, _FEWEST_NOT_ANSWERED),
    ):
        if len(found) < fewest:
            yield error(path, key, f"has {len(found)} of at least {fewest}; add {fewest - len(found)}")
    if differing := difference(figures(original.title, original.language), figures(article.title, article.language)):
        yield error(path, "title", f"{differing}; state the same figures in both")
    for mine, theirs in zip(article.passages, original.passages, strict=True):  # the loader has compared their number
        key = mine.heading or "the short answer"
        if differing := difference(figures(f"{theirs.heading}\n{theirs.text}", original.language), figures(f"{mine.heading}\n{mine.text}", article.language)):
            yield error(path, key, f"{differing}; state the same figures in both")
        here, there = (len(_ITEM.findall(passage.text)) for passage in (mine, theirs))
        if here != there:
            yield error(path, key, f"has {here} items of lists or rows of tables, the English passage {there}; list the same")


def _texts(wanted: Mapping[str, str], found: Mapping[str, str], path: Path, language: str) -> Iterator[Finding]:
    """What is missing, left over or empty among texts that are no templates, and figures that differ."""
    for key in sorted(wanted.keys() | found.keys()):
        if key not in wanted:
            yield error(path, key, "is not there in English; take it out or correct it")
        elif not found.get(key, "").strip():
            yield error(path, key, "has no words; translate them")
        elif differing := difference(figures(wanted[key], "en"), figures(found[key], language)):
            yield error(path, key, f"{differing}; state the same figures in both")


def _unread(material: Material) -> Iterator[Finding]:
    """Folders of languages that nobody reads: phrasings make a language, and articles need its wording."""
    for part, needed in (("wording", "phrasings"), ("articles", "wording")):
        for folder in material.language_folders(part):
            if not (material.data / needed / folder.name).is_dir():
                yield error(folder, "", f"nobody reads it without {needed}/{folder.name}; write that too or take this out")
