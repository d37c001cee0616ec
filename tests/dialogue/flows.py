"""Conversations as files: what the seller says or presses, and what each turn must decide, ask for and show.

Refuses a turn without an expectation, or with two ways of speaking.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from pydantic import model_validator

from knowledge import yamlfile
from tests.dialogue.chat import Chat, Heard

FOLDER = Path(__file__).parent / "flows"
NEVER = re.compile(
    r"Traceback|\bNone\b(?! of| to get)|\bnull\b|\{\{|\}\}|\{%|/[a-z_]+\{|\b(?:action|utter|slot|input)_|\[\]|\['|datetime\.|<bound|\bundefined\b"
)
"""What no turn may show: the inside of the program. The button “None” is not part of the text."""


class FlowTurn(yamlfile.Record):
    """One message of the seller and what must come back; `rule` and `asks` are compared even when they are left out."""

    say: str = ""
    press: str = ""
    decision: Literal["answer", "clarify", "rule", "smalltalk", "handoff", "no_answer"]
    rule: str | None = None
    asks: str | None = None
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _speaks_once(self) -> FlowTurn:
        if bool(self.say) == bool(self.press):
            raise ValueError("say or press, one of both")
        return self

    def play(self, chat: Chat) -> Heard:
        """Says it or presses it."""
        return chat.say(self.say) if self.say else chat.press(self.press)

    def wrong(self, heard: Heard) -> list[str]:
        """Everything in the reply that is not as it must be."""
        found = [
            f"{name}: {got!r}, not {wanted!r}"
            for name, got, wanted in (
                ("decision", heard.turn["decision"], self.decision),
                ("rule", heard.turn["rule"], self.rule),
                ("asks_for", heard.asks, self.asks),
            )
            if got != wanted
        ]
        found += [f"shows no {pattern!r}" for pattern in self.has if not re.search(pattern, heard.text, re.IGNORECASE)]
        found += [f"shows {pattern!r}" for pattern in self.lacks if re.search(pattern, heard.text, re.IGNORECASE)]
        found += [f"no source {source}" for source in self.sources if source not in heard.sources]
        found += [f"no button {title!r}" for title in self.buttons if title not in heard.buttons]
        found += [f"shows its inside: {inside.group()!r}" for inside in [NEVER.search(heard.text)] if inside]
        found += ["an empty message"] * sum(not message["text"].strip() for message in heard.messages)
        return found


class Flow(yamlfile.Record):
    """One conversation; `why` tells what it shows and how the expected values follow from the guide."""

    name: str
    why: str
    today: str = "2026-11-23T10:00"
    turns: tuple[FlowTurn, ...]


def read_flows() -> tuple[Flow, ...]:
    """The conversations of every file."""
    return tuple(flow for path in sorted(FOLDER.glob("*.yaml")) for flow in yamlfile.load(path, list[Flow]))
