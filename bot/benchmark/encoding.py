"""Times encoding one question: bare ONNX Runtime on prepared tensors, the assistant's encoder, and sentence-transformers.

A program of its own (`python -m bot.benchmark.encoding FOLDER THREADS`, questions on standard input), so that PyTorch's memory and threads
stay out of the rest and it can be stopped when it takes too long.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

from bot.benchmark.bare import BareEncoder
from knowledge.search.encoder import OnnxEncoder, packaged_folder

_ROUNDS = 6


def measure(folder: Path, threads: int, questions: list[str]) -> dict[str, list[float]]:
    """Milliseconds a question for each of the three, the floor first; taken in turns so that they share the machine's moods."""
    bare = BareEncoder(folder, threads)
    tensors = {question: bare.tensors(question) for question in questions}
    ours = OnnxEncoder(folder, threads)
    torch.set_num_threads(threads)
    reference = SentenceTransformer(str(packaged_folder()), device="cpu")
    ways: list[tuple[str, Callable[[str], Any]]] = [
        ("bare ONNX Runtime", lambda question: bare.run(tensors[question])),
        ("the assistant's encoder", lambda question: ours.encode([question])),
        ("sentence-transformers", lambda question: reference.encode([question], normalize_embeddings=True, show_progress_bar=False)),
    ]
    orders = list(permutations(ways))  # what runs before leaves its data in the caches: each follows each other one as often
    for question in questions:
        if not np.allclose(bare.run(tensors[question]), ours.encode([question]), atol=1e-4):
            raise SystemExit(f"the floor computes something else than the encoder for {question!r}")
    samples: dict[str, list[float]] = {name: [] for name, _ in ways}
    for turn in range(_ROUNDS + 1):
        for place, question in enumerate(questions):
            for name, way in orders[(turn + place) % len(orders)]:
                began = time.perf_counter()
                way(question)
                if turn:  # the first round warms up
                    samples[name].append((time.perf_counter() - began) * 1000)
    return samples


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]), sys.stdin.read().splitlines())))
