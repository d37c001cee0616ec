"""Checks of the evaluation questions: readable, told apart, with answers that exist, not taught, and each in one set.

Refuses a question that the search learns from, or that was tuned with: measuring with it would flatter. Never shows a question, as nobody may read a test.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.checks import told
from knowledge.checks.finding import Finding, error
from knowledge.checks.likeness import alike, bag
from knowledge.checks.material import Material
from knowledge.checks.questions import Example, examples, plain
from knowledge.wording import ORIGINAL


class Question(BaseModel):
    """What the checks look at in a line; other keys belong to the measurements. A conversation has turns instead of a text."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)

    id: str
    lang: str = ORIGINAL
    text: str = ""
    turns: list[dict[str, object]] = []
    gold: list[str] = []
    also_ok: list[str] = []
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and where it stands."""

    question: Question
    path: Path
    where: str

    @property
    def place(self) -> str:
        """File and line, in words."""
        return f"{self.path.name}, {self.where}"

    @property
    def is_test(self) -> bool:
        """Whether it stands in a file that nobody may change."""
        return "test" in self.path.stem


def asked_in(material: Material) -> list[Asked]:
    """Every question that can be read."""
    found = []
    for path in sorted((material.data / "evaluation").glob("*.jsonl")):
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        questions = ((number, _question(line)) for number, line in enumerate(lines, 1))
        found += [Asked(one, path, f"line {number}") for number, one in questions if isinstance(one, Question) and plain(one.text)]
    return found


def check(material: Material) -> Iterator[Finding]:
    """Every fault of the evaluation files, line by line, and every question that is taught or stands in two places."""
    seen: dict[str, str] = {}
    asked: list[Asked] = []
    for path in sorted((material.data / "evaluation").glob("*.jsonl")):
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError as refused:
            yield error(path, "", f"is not UTF-8 ({refused.reason} at byte {refused.start}); mend it, nothing else in this file was checked")
            continue
        for number, line in enumerate(lines, 1):
            where = f"line {number}"
            question = _question(line)
            if isinstance(question, str):
                yield error(path, where, question)
                continue
            earlier = seen.setdefault(question.id, f"{path.name}, {where}")
            if earlier != f"{path.name}, {where}":
                yield error(path, where, f"the id {question.id!r} also stands in {earlier}; give one of them another")
            yield from _answers(question, path, where, material)
            if plain(question.text):
                asked.append(Asked(question, path, where))
    yield from _taught(asked, (*examples(material), *told.examples(material)))
    yield from _twice(asked)


def _taught(asked: list[Asked], learnt: tuple[Example, ...]) -> Iterator[Finding]:
    for one, example in _matched(asked, learnt):
        yield error(one.path, one.where, f"{one.question.id!r} is also taught ({example.place}), or nearly; reword what is taught, {example.text!r}")


def matches(asked: list[Asked], learnt: tuple[Example, ...]) -> Iterator[Example]:
    """Each example that is one of the questions, or nearly."""
    return (example for _, example in _matched(asked, learnt))


def _matched(asked: list[Asked], learnt: tuple[Example, ...]) -> Iterator[tuple[Asked, Example]]:
    """Questions that the search learns from, or from nearly the same."""
    by_words = {bag(example.text): example for example in learnt}
    found = {one.place: example for one in asked if (example := by_words.get(bag(one.question.text)))}
    for language in sorted({one.question.lang for one in asked}):
        mine = [one for one in asked if one.question.lang == language]
        theirs = [example for example in learnt if example.language == language]
        for here, there in alike([one.question.text for one in mine], [example.text for example in theirs]):
            found.setdefault(mine[here].place, theirs[there])  # the first will do: the next one shows when it is reworded
    for one in asked:
        if example := found.get(one.place):
            yield one, example


def _twice(asked: list[Asked]) -> Iterator[Finding]:
    """Questions that stand twice, or nearly: with two sets, what is tuned with one would no longer be measured by the other."""
    pairs: set[tuple[int, int]] = set()
    first: dict[str, int] = {}
    for place, one in enumerate(asked):
        pairs.add((first.setdefault(bag(one.question.text), place), place))
    texts = [one.question.text for one in asked]
    pairs |= {pair for pair in alike(texts, texts) if asked[pair[0]].question.lang == asked[pair[1]].question.lang}
    for one, other in ((asked[place], asked[later]) for place, later in pairs if place < later):
        kept, reworded = (one, other) if one.is_test or not other.is_test else (other, one)
        problem = f"{reworded.question.id!r} asks the same as {kept.question.id!r} ({kept.place}), or nearly; reword it"
        yield error(reworded.path, reworded.where, problem)


def _question(line: str) -> Question | str:
    """The question of a line, or what is wrong with the line."""
    try:
        found = Question.model_validate(json.loads(line))
    except json.JSONDecodeError as refused:
        return f"is no JSON ({refused}); mend the line"
    except ValidationError as refused:
        first = refused.errors()[0]
        return f"{'.'.join(map(str, first['loc'])) or 'the line'}: {first['msg']}; mend the line"
    return found if plain(found.text) or found.turns else "has neither text nor turns; add one of them"


def _answers(question: Question, path: Path, where: str, material: Material) -> Iterator[Finding]:
    """Answers that do not exist."""
    for key in ("gold", "also_ok"):
        for article in getattr(question, key):
            if not material.stands(article) and not (key == "also_ok" and _is_rule(article, material)):
                yield error(path, where, f"{key}: there is no article {article!r}; correct the id")
    if question.rule and not _is_rule(question.rule, material):
        yield error(path, where, f"there is no rule {question.rule!r}; correct the id")


def _is_rule(name: str, material: Material) -> bool:
    """Whether it is a rule, built or planned; every name may be one where the plan cannot be read."""
    return name in material.rules or name in material.planned or bool(material.unread_in("planned_rules.yaml"))
