"""Checks of the evaluation questions: readable, told apart, with answers that exist, and not taught.

Refuses a question that the search learns from: measuring with it would flatter.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.checks.finding import Finding, error
from knowledge.checks.material import Material
from knowledge.checks.questions import examples, plain


class Question(BaseModel):
    """What the checks look at in a line; other keys belong to the measurements. A conversation has turns instead of a text."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)

    id: str
    text: str = ""
    turns: list[dict[str, object]] = []
    gold: list[str] = []
    also_ok: list[str] = []
    rule: str | None = None


def check(material: Material) -> Iterator[Finding]:
    """Every fault of the evaluation files, line by line."""
    taught = {plain(example.text): example.place for example in examples(material)}
    seen: dict[str, str] = {}
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
            if place := taught.get(plain(question.text)):
                yield error(path, where, f"{question.text!r} is also taught ({place}); reword it in one of the two")


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
