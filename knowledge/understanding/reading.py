"""What was read out of a text for the inputs of one rule, as raw JSON values for the rule to check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Reading:
    """Inputs found (raw JSON values), texts that name a value that cannot be, readings worth repeating, and inputs spoken of but not read.

    `spare` are days of events and amounts of money that the message tells and no input took, where the rule takes such: perhaps
    one of them was meant instead of what was read. Without such, clauses of which nothing was used. `remote` are days that were
    told without a year and taken to be nearly a year ago: perhaps the coming one was meant. `supposed` are inputs whose value no words or
    patterns took, or took otherwise than sentences like this one tell. It is `half_heard` where the words for
    a list, or an input that may be left out, are not known in the message's language: perhaps it was told.
    """

    inputs: dict[str, Any] = field(default_factory=dict)
    unusable: dict[str, str] = field(default_factory=dict)
    assumed: dict[str, str] = field(default_factory=dict)
    doubtful: tuple[str, ...] = ()
    spare: tuple[str, ...] = ()
    remote: tuple[str, ...] = ()
    supposed: tuple[str, ...] = ()
    half_heard: bool = False

    @property
    def is_uncertain(self) -> bool:
        """Whether what was read is to be confirmed before anything is counted with it."""
        return bool(self.spare or self.remote or self.supposed or self.half_heard)

    @property
    def unsettled(self) -> frozenset[str]:
        """Inputs that must be asked for, whether the rule can do without them or not."""
        return frozenset((*self.unusable, *self.doubtful))

    def over(self, earlier: Mapping[str, Any]) -> dict[str, Any]:
        """Earlier inputs with these on top; a value that cannot be used removes the earlier one."""
        return {name: value for name, value in earlier.items() if name not in self.unusable} | self.inputs
