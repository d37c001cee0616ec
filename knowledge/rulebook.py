"""The registry of rules: every module under knowledge/rules with a RULE is in it.

Refuses two rules with one id; a rule that is not registered does not exist anywhere.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from knowledge import rules
from knowledge.calendars import Calendar
from knowledge.errors import UnknownRule
from knowledge.parameters import ParameterBook
from knowledge.rule import Computation, Rule


class RuleBook:
    """All rules with the parameters and the calendar they compute with."""

    def __init__(self, found: Mapping[str, Rule[Any, Any]], parameters: ParameterBook, calendar: Calendar) -> None:
        self._rules = dict(found)
        self.parameters, self.calendar = parameters, calendar

    @classmethod
    def load(cls, parameters: ParameterBook, calendar: Calendar) -> RuleBook:
        """The rules of the package, in order of their ids."""
        modules = [importlib.import_module(f"{rules.__name__}.{entry.name}") for entry in pkgutil.iter_modules(rules.__path__)]
        every: list[Rule[Any, Any]] = [module.RULE.with_parameters(parameters) for module in modules]
        found = {rule.id: rule for rule in sorted(every, key=lambda rule: rule.id)}
        if len(found) != len(every):
            raise ValueError("two rule modules share one id")
        return cls(found, parameters, calendar)

    def __iter__(self) -> Iterator[Rule[Any, Any]]:
        return iter(self._rules.values())

    def __contains__(self, rule_id: object) -> bool:
        return rule_id in self._rules

    def rule(self, rule_id: str) -> Rule[Any, Any]:
        """The rule of this id. Raises UnknownRule."""
        if rule_id not in self._rules:
            raise UnknownRule(rule_id, tuple(self._rules))
        return self._rules[rule_id]

    def compute(self, rule_id: str, raw: Mapping[str, object], today: date) -> Computation:
        """Computes one rule from raw JSON inputs. Raises UnknownRule and InvalidFacts."""
        return self.rule(rule_id).run(raw, self.parameters, self.calendar, today)
