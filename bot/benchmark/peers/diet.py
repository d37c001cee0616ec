"""Rasa's own understanding, asked as the other engines are: the pipeline that `rasa init` proposes, with DIET.

A program of its own, in Rasa's environment: `python -m bot.benchmark.peers.diet MODEL`.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from pathlib import Path
from typing import Any

from rasa.core.agent import load_agent
from rasa.utils.log_utils import configure_structlog

from bot.benchmark.peers.line import Told, Understand, answer, ranked

_FALLBACK = "nlu_fallback"  # put first by FallbackClassifier where it does not trust the rest; no intent of ours


def load(model: Path) -> tuple[Understand, Told]:
    """The trained model, which as it is would write every message to its log, and take its time for it."""
    configure_structlog(logging.ERROR)
    loop = asyncio.new_event_loop()
    agent = loop.run_until_complete(load_agent(model_path=str(model)))

    def understand(text: str) -> Any:
        return loop.run_until_complete(agent.parse_message(text))

    def told(parsed: Any) -> dict[str, Any]:
        return ranked([(one["name"], one["confidence"]) for one in parsed["intent_ranking"] if one["name"] != _FALLBACK])

    return understand, told


if __name__ == "__main__":
    answer(lambda: load(Path(sys.argv[1])))
