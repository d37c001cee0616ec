"""Rules as JSON: what can be computed, and computing it. The HTTP interface and the command line both stand on it.

Refuses unusable inputs with one sentence for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.clock import Now
from bot.receipts import Case, identify
from knowledge.base import KnowledgeBase
from knowledge.clock import Clock
from knowledge.errors import InvalidFacts
from knowledge.inputs import object_schema
from knowledge.outcomes import outcome_schema
from knowledge.rule import Computation, Rule
from knowledge.wording import ORIGINAL


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One field of a request that cannot be used."""

    field: str
    code: str
    detail: str


class UnusableInputs(Exception):
    """Inputs of a rule that cannot be used, every one with its sentence."""

    def __init__(self, problems: tuple[FieldProblem, ...]) -> None:
        self.problems = problems
        super().__init__(problems[0].detail)


class Computing:
    """Computes over one knowledge base; needs no search."""

    def __init__(self, base: KnowledgeBase, now: Now) -> None:
        self.base, self._now = base, now

    def compute(self, rule_id: str, inputs: Mapping[str, object], today: str | None, language: str = ORIGINAL) -> dict[str, Any]:
        """The reply of POST /api/rules/{id}. Raises UnknownRule, BadClock and UnusableInputs."""
        return self.reply(self.computation(rule_id, inputs, today, language), language=language)

    def computation(self, rule_id: str, inputs: Mapping[str, object], today: str | None, language: str = ORIGINAL) -> Computation:
        """The computation itself; `language` is that of the sentences about problems. Raises as `compute` does."""
        rule = self.base.rules.rule(rule_id)
        clock = Clock.of(today, self._now())
        try:
            return self.base.compute(rule_id, inputs, clock)
        except InvalidFacts as invalid:
            speaker = self.base.speaking(language).speaker
            raise UnusableInputs(tuple(FieldProblem(problem.field, problem.code, speaker.problem(rule, problem)) for problem in invalid.problems)) from invalid

    def reply(self, computation: Computation, case: Case | None = None, language: str = ORIGINAL) -> dict[str, Any]:
        """A computation in words of that language, English where it is not spoken, with its receipt.

        The answer names the id under which that can be asked for again.
        """
        answer = self.base.speaking(language).speaker.rule_answer(computation)
        receipt = answer.receipt or {}
        return {
            "rule": computation.rule.id,
            "outcome": receipt["outcome"],
            "answer": answer.to_json() | {"receipt_id": identify(receipt, case)},
            "receipt": receipt,
        }

    def rules(self) -> list[dict[str, Any]]:
        """The reply of GET /api/rules."""
        return [self.rule(rule) for rule in self.base.rules]

    def rule(self, rule: Rule[Any, Any]) -> dict[str, Any]:
        """One rule with the JSON Schema of its inputs and its outcome."""
        words = self.base.wording.rules[rule.id]
        inputs = object_schema(rule.inputs)
        for name, schema in inputs["properties"].items():
            schema["title"] = words.inputs[name].label
        inputs["required"] = [spec.name for spec in rule.inputs if spec.required and not spec.is_clock]
        return {
            "id": rule.id,
            "title": words.title,
            "purpose": words.purpose,
            "version": rule.version,
            "articles": list(rule.articles),
            "inputs": inputs,
            "outcome": outcome_schema(rule.outcome),
        }
