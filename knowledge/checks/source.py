"""What the source of the rules names: parameters, steps and contradictions, read from its syntax tree.

Refuses nothing and runs nothing: a name put together at run time counts for everything that fits its fixed parts.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from knowledge.patterns import compiled
from knowledge.rule import Rule

_CONFLICT = re.compile(r"c-[a-z0-9-]+")
_PACKAGES = ("knowledge", "knowledge.policy")
_AREA = re.compile(r"[a-z_]+\\\.")  # a pattern that fixes the area; one that does not would fit every parameter


@dataclass(frozen=True, slots=True)
class Names:
    """The texts of a module, the parameters that it puts together (as patterns), the keys in `Step(…)`, and what it imports of ours."""

    texts: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]
    steps: frozenset[str]
    imports: tuple[str, ...]

    @property
    def conflicts(self) -> tuple[str, ...]:
        """The contradictions it names."""
        return tuple(sorted(text for text in self.texts if _CONFLICT.fullmatch(text)))

    def name(self, parameter: str) -> bool:
        """Whether the module names this parameter, as a whole or through a pattern."""
        return parameter in self.texts or any(pattern.fullmatch(parameter) for pattern in self.patterns)


def names_of(rule: Rule[Any, Any]) -> Names:
    """What the module of a rule names."""
    return _names(rule.compute.__module__)


def all_names(rules: Iterable[Rule[Any, Any]]) -> tuple[Names, ...]:
    """What the modules of the rules name, and the modules below them that several share."""
    own = {rule.compute.__module__ for rule in rules}
    shared = {name for module in own for name in _names(module).imports}
    return tuple(_names(name) for name in sorted(own | shared))


@cache
def _names(module: str) -> Names:
    tree = ast.parse(inspect.getsource(importlib.import_module(module)))
    texts: set[str] = set()
    patterns: list[re.Pattern[str]] = []
    steps: set[str] = set()
    imports: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            pattern = "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+" for part in node.values)
            if _AREA.match(pattern):
                patterns.append(compiled(pattern))
        elif isinstance(node, ast.ImportFrom) and node.module in _PACKAGES:
            imports |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("knowledge."):
            imports.add(str(node.module))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Step":
            steps |= {str(arg.value) for arg in node.args[:1] if isinstance(arg, ast.Constant)}
    return Names(frozenset(texts), tuple(patterns), frozenset(steps), tuple(sorted(imports)))
