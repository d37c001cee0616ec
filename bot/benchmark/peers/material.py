"""What the other engines learn from: the examples of our own search index in English, by what they ask for, and Rasa's training files of them.

Refuses to leave anything out but doubles: every engine gets the phrasings that ours has.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.benchmark.peers.routes import FOREIGN, route
from knowledge.search.corpus import Corpus, Example

_BRACKETS = str.maketrans("[]", "()")  # which mark entities in Rasa's files

_PIPELINE = """\
recipe: default.v1
assistant_id: peers
language: en
pipeline:
- name: WhitespaceTokenizer
- name: RegexFeaturizer
- name: LexicalSyntacticFeaturizer
- name: CountVectorsFeaturizer
- name: CountVectorsFeaturizer
  analyzer: char_wb
  min_ngram: 1
  max_ngram: 4
- name: DIETClassifier
  epochs: {epochs}
  constrain_similarities: true
  random_seed: 1
  ranking_length: 0
- name: FallbackClassifier
  threshold: 0.3
  ambiguity_threshold: 0.1
policies: []
"""
"""What `rasa init` proposes, without synonyms and responses, which nothing here has; a ranking of all intents and a fixed seed."""


def pipeline(epochs: int) -> str:
    """Rasa's configuration."""
    return _PIPELINE.format(epochs=epochs)


def intents(examples: Sequence[Example]) -> dict[str, list[str]]:
    """The examples of each route, near misses and other matters as `FOREIGN`; each on one line and once in a route."""
    found: dict[str, dict[str, None]] = {}
    for example in examples:
        name = FOREIGN if example.kind in ("near_miss", "outside") else route(example.kind, example.label)
        found.setdefault(name, {})[" ".join(example.text.split())] = None
    return {name: list(texts) for name, texts in found.items()}


def nlu(taught: Mapping[str, Sequence[str]]) -> str:
    """Rasa's training file of the examples of each intent."""
    lines = ['version: "3.1"', "nlu:"]
    for name, texts in taught.items():
        lines += [f"- intent: {name}", "  examples: |", *(f"    - {text.translate(_BRACKETS)}" for text in texts)]
    return "\n".join(lines) + "\n"


def write(corpus: Corpus, folder: Path) -> None:
    """All that the engines read, in the folder: their material, and Rasa's phrasings."""
    folder.mkdir(parents=True, exist_ok=True)
    taught = intents(corpus.examples)
    texts = [[route("article", text.article), text.text] for text in corpus.texts]
    whole: dict[str, Any] = {"intents": taught, "texts": texts}
    (folder / "material.json").write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    (folder / "nlu.yml").write_text(nlu(taught), encoding="utf-8")
