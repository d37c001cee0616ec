"""The readers of the parts of sentences, by language, from the grammars of data/."""

from __future__ import annotations

from pathlib import Path

from knowledge.understanding.grammar import Grammar
from knowledge.understanding.parts import Parts

_FOLDER = Path(__file__).parent.parent / "data" / "grammar"
ENGLISH = Parts(Grammar.load(_FOLDER / "en.yaml"))
FRENCH = Parts(Grammar.load(_FOLDER / "fr.yaml"))
