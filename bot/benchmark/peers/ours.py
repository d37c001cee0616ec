"""The assistant itself, asked as the other engines are, and the bare encoder that all it does stands on.

`python -m bot.benchmark.peers.ours whole`, or `bare`. Refuses to be timed for more than understanding: the answer is composed afterwards.
"""

from __future__ import annotations

import sys
from typing import Any

from bot.benchmark.bare import BareEncoder
from bot.benchmark.peers.line import Told, Understand, answer
from bot.services import load_lookup
from bot.settings import Settings
from knowledge.assistant import Assistant
from knowledge.search.candidates import guide_number
from knowledge.understanding.message import Understanding


def whole() -> tuple[Understand, Told]:
    """Detects the language, encodes, searches and decides."""
    lookup = load_lookup(Settings())
    languages, clock = lookup.languages, lookup.clock(None)

    def understand(text: str) -> tuple[Assistant, Understanding]:
        assistant = languages.assistant(languages.tongue(text))
        return assistant, assistant.understander.understand(text, clock)

    def told(found: tuple[Assistant, Understanding]) -> dict[str, Any]:
        assistant, understood = found
        reply = assistant.reply(understood, clock)
        articles = [guide_number(shown.article) for shown in reply.articles]
        return {"decision": reply.decision, "articles": articles, "confidence": understood.confidence}

    return understand, told


def bare() -> tuple[Understand, Told]:
    """The forward pass of the encoder, with its tokens."""
    settings = Settings()
    encoder = BareEncoder(settings.encoder_folder, settings.encoder_threads)
    return lambda text: encoder.run(encoder.tensors(text)), lambda _: {}


if __name__ == "__main__":
    answer({"whole": whole, "bare": bare}[sys.argv[1]])
