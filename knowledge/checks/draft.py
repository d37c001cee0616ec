"""The check of articles that are not in their files yet: the same checks as of the files, with these texts laid over them.

Refuses nothing itself, and reads no file but the translations of an article whose English text is another one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from knowledge.articles import Article, article_of
from knowledge.checks import articles, conflicts, evaluation, facts, figures, questions, translations
from knowledge.checks.evaluation import Asked
from knowledge.checks.finding import Finding, error
from knowledge.checks.material import Material
from knowledge.errors import DataError
from knowledge.translation import translation_of
from knowledge.wording import ORIGINAL

Texts = Mapping[tuple[str, str], str]
"""The texts of files, by language and article."""


def path_of(material: Material, language: str, article: str) -> Path:
    """The file of an article in a language."""
    return path_within(material.data, language, article)


def path_within(data: Path, language: str, article: str) -> Path:
    """The same where no material has been read."""
    return data / "articles" / ("" if language == ORIGINAL else language) / f"{article}.md"


def laid_over(material: Material, texts: Texts) -> tuple[Material, tuple[Finding, ...]]:
    """The material with these texts in the place of their files, and a finding for each that a loader refuses."""
    findings: list[Finding] = []
    unread = set(material.unread)

    def read(path: Path, load: Callable[[], Article]) -> Article | None:
        try:
            return load()
        except DataError as refused:
            findings.append(error(path, refused.key, f"{refused.problem}; mend it, nothing else in this text was checked"))
            unread.add(path)
            return None

    english = dict(material.articles)
    for article in (article for language, article in texts if language == ORIGINAL):
        path, text = material.article_path(article), _plain(texts[ORIGINAL, article])
        unread.discard(path)
        found = read(path, lambda text=text, path=path: article_of(text, path, material.sections))  # type: ignore[misc]
        if found:
            english[article] = found
        else:
            english.pop(article, None)
    others = {language: dict(found) for language, found in material.translations.items()}
    touched = {article for _, article in texts}
    for language, known in others.items():
        for article in touched & {*known, *(article for tongue, article in texts if tongue == language)}:
            path, original = material.translation_path(language, article), english.get(article)
            known.pop(article, None)
            if original is None:
                if material.article_path(article) not in unread:
                    findings.append(error(path, "", f"there is no English article {article!r}; write that one first"))
                continue
            unread.discard(path)
            given = texts.get((language, article))
            found = read(path, lambda given=given, path=path, original=original, language=language: _translation(given, path, original, language))  # type: ignore[misc]
            if found:
                known[article] = found
    numbers: dict[str, tuple[Article, ...]] = {}
    for one in english.values():
        numbers[one.guide_id] = (*numbers.get(one.guide_id, ()), one)
    ids = material.article_ids | {name for article in touched for name in (article, article.partition("-")[0])}
    changed = replace(material, articles=english, translations=others, by_number=numbers, unread=frozenset(unread), article_ids=ids)
    return changed, tuple(findings)


def check(material: Material, today: date) -> Iterator[Finding]:
    """Every fault that an article's text can make, wherever it shows."""
    yield from articles.check(material, today)
    yield from conflicts.check(material)
    yield from facts.check(material)
    yield from questions.check(material)
    yield from figures.check(material)
    yield from translations.check(material)


def measured(material: Material, keys: Sequence[tuple[str, str]], asked: list[Asked]) -> Iterator[Finding]:
    """Every question of these articles that measures the assistant, or nearly; which one it is, is not told."""
    found = {language: {ORIGINAL: material.articles, **material.translations}.get(language, {}) for language, _ in keys}
    examples = [
        one for language, name in keys if (article := found[language].get(name)) for one in questions.of_article(article, path_of(material, language, name))
    ]
    for one in dict.fromkeys(example.text for example in evaluation.matches(asked, tuple(examples))):
        where = next(example for example in examples if example.text == one)
        yield error(where.path, where.key, f"{one!r} also measures the assistant, or nearly; reword it or take it out")


def _plain(text: str) -> str:
    """As Python reads a file: lines may end in another way."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _translation(text: str | None, path: Path, original: Article, language: str) -> Article:
    return translation_of(_plain(text) if text is not None else path.read_text(encoding="utf-8"), path, original, language)
