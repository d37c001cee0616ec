"""semantic-router over our encoder: a route for every article, every rule and all that is foreign, calibrated on questions that it was not given.

A program of its own, in the environment of the other engines: `python -m bot.benchmark.peers.router MATERIAL ENCODER THREADS VECTORS`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from semantic_router import Route
from semantic_router.encoders import DenseEncoder
from semantic_router.routers import IndexedRouter

from bot.benchmark.peers.line import Told, Understand, answer, ranked
from bot.benchmark.peers.routes import FOREIGN, answering, held_back
from knowledge.search.encoder import OnnxEncoder


class Encoder(DenseEncoder):  # type: ignore[misc] # its base is in another environment
    """Our encoder in the form that semantic-router asks for; `known` are vectors that need no encoding."""

    onnx: Any
    known: dict[str, Any]

    def __call__(self, docs: Sequence[str]) -> list[Any]:
        """A vector for each text."""
        if len(docs) > 1 and all(text in self.known for text in docs):
            return [self.known[text] for text in docs]
        return list(self.onnx.encode(docs))


def load(material: Path, folder: Path, threads: int, vectors: Path) -> tuple[Understand, Told]:
    """The router with all questions, calibrated by one without those held back."""
    intents = json.loads(material.read_text(encoding="utf-8"))["intents"]
    taught = {**answering(intents), FOREIGN: intents[FOREIGN]}
    encoder = Encoder(name="minilm", onnx=OnnxEncoder(folder, threads), known={})
    encoder.known = _vectors(encoder.onnx, sorted({text for texts in taught.values() for text in texts}), vectors)
    kept, held = held_back(taught)
    calibrated = _router(encoder, kept)
    calibrated.fit([text for text, _ in held], [name for _, name in held])
    router = _router(encoder, taught, calibrator=calibrated.calibrator)
    encoder.known = {}
    return lambda text: router(text, limit=None), told


def told(choices: Sequence[Any]) -> dict[str, Any]:
    """The routes that one of the nearest questions has; the many others come with what is left when there is none, all the same."""
    nothing = min(choice.confidence for choice in choices)
    return ranked([(choice.name, choice.confidence) for choice in choices if choice.confidence > nothing])


def _router(encoder: Encoder, taught: Mapping[str, Sequence[str]], **more: Any) -> Any:
    return IndexedRouter(encoder=encoder, routes=[Route(name=name, utterances=list(texts)) for name, texts in taught.items()], **more)


def _vectors(encoder: OnnxEncoder, texts: Sequence[str], path: Path) -> dict[str, Any]:
    """The texts' vectors, kept from one run to the next."""
    if path.is_file():
        with np.load(path, allow_pickle=False) as stored:
            if json.loads(str(stored["texts"])) == [encoder.name, *texts]:
                return dict(zip(texts, stored["vectors"], strict=True))
    found = encoder.encode(texts)
    np.savez(path, texts=json.dumps([encoder.name, *texts]), vectors=found)
    return dict(zip(texts, found, strict=True))


if __name__ == "__main__":
    answer(lambda: load(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])))
