"""The sentences of data/told as what slots and the search learn from."""

from __future__ import annotations

import json
from pathlib import Path

from knowledge.base import KnowledgeBase
from knowledge.search.slots import Lesson
from knowledge.understanding import told


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "told" / "en"
    folder.mkdir(parents=True)
    (folder / "cancel-possible.yaml").write_text('"he paid, I cancel": {"paid": true, "who": "seller"}\n"who knows": {"who": "the cat"}\n')
    asked = [
        {
            "rule": "refund-timing",
            "text": "cancelled on the 3rd, when is he paid?",
            "inputs": {"event_date": "2026-11-03", "situation": "cancelled_before_shipping"},
        },
        {"rule": None, "text": "what is a dispute", "inputs": {}},
        {"rule": "no-such-rule", "text": "unknown", "inputs": {}},
    ]
    (folder / told.QUESTIONS).write_text("\n".join(map(json.dumps, asked)) + "\n")
    return folder


def test_values_of_a_few_are_learnt_and_others_only_as_told(tmp_path: Path, base: KnowledgeBase) -> None:
    found = told.lessons(_folder(tmp_path), base.rules)
    assert Lesson("cancel-possible", "he paid, I cancel", {"paid": "true", "who": '"seller"'}) in found
    assert Lesson("cancel-possible", "who knows", {}) in found  # a value that the input does not take teaches nothing
    assert Lesson("refund-timing", "cancelled on the 3rd, when is he paid?", {"event_date": "", "situation": '"cancelled_before_shipping"'}) in found
    assert len(found) == 3


def test_questions_ask_for_their_rule(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    assert told.asked(folder)["refund-timing"] == ("cancelled on the 3rd, when is he paid?",)
    assert told.asked(tmp_path) == {}


def test_every_change_of_a_sentence_changes_the_digest(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    before = told.digest(folder)
    assert told.digest(folder) == before
    (folder / "cancel-possible.yaml").write_text('"he paid, I cancel": {"paid": true}\n')
    changed = told.digest(folder)
    (folder / "cancel-possible.yaml").rename(folder / "order-status.yaml")
    assert len({before, changed, told.digest(folder)}) == 3
