"""Slots: which inputs of a rule a sentence tells, learnt from a few sentences, kept, and refused where they do not fit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import StaleIndex
from knowledge.search import slots
from knowledge.search.slots import Lesson, Slots
from tests.hashing import HashingEncoder

PAID, CANCELLED = (
    ("the order is paid", "he paid already", "she has paid it", "paid in full"),
    ("not paid at all", "he never paid", "no money came", "not paid yet"),
)
LESSONS = (
    *(Lesson("cancel", text, {"paid": "true"}) for text in PAID),
    *(Lesson("cancel", text, {"paid": "false"}) for text in CANCELLED),
    *(Lesson("cancel", text, {"day": ""}) for text in ("ordered on 3 May", "ordered on Friday", "it was ordered on 9 June")),
    Lesson("cancel", "just once told", {"rare": "true"}),
    *(Lesson("other", text, {"always": "true"}) for text in ("one thing", "another thing")),
)
SAID: list[str] = []


def learnt(lessons: Sequence[Lesson] = LESSONS) -> Slots:
    return slots.learn(lessons, HashingEncoder(), SAID.append)


def weighed(found: Slots, text: str, rule: str = "cancel") -> list[slots.Chance]:
    return found.chances(rule, text, HashingEncoder().encode([text]))


def chances(found: Slots, text: str, rule: str = "cancel") -> dict[str, tuple[float, slots.Value]]:
    """By input the chance of its likeliest value, and that value."""
    return {each.input: (each.chance, each.value) for each in sorted(weighed(found, text, rule), key=lambda each: each.chance)}


def test_a_value_is_heard_in_a_sentence_like_those_that_tell_it() -> None:
    found = learnt()
    paid, unpaid, day = (chances(found, text) for text in ("well, he paid it", "he has never paid", "she ordered on 12 May"))
    assert paid["paid"][1] is True
    assert paid["paid"][0] > 0.5 > paid["day"][0]
    assert unpaid["paid"][1] is False
    assert day["day"][0] > 0.5 > day["paid"][0]
    assert day["day"][1] is None  # which day, no classifier can say


def test_what_one_sentence_tells_or_every_one_is_not_learnt() -> None:
    found = learnt()
    assert "rare" not in chances(found, "just once told")
    assert chances(found, "one thing", "other") == {}
    assert chances(found, "anything", "no-such-rule") == {}


def test_slots_survive_being_written(tmp_path: Path) -> None:
    found = learnt()
    found.save(tmp_path, HashingEncoder(), "digest")
    again = slots.load(tmp_path, HashingEncoder(), "digest")
    for text in (*PAID, *CANCELLED, "ordered on 3 May", ""):
        here, there = chances(found, text), chances(again, text)
        assert {name: value for name, (_, value) in here.items()} == {name: value for name, (_, value) in there.items()}
        np.testing.assert_allclose([chance for chance, _ in here.values()], [chance for chance, _ in there.values()], rtol=1e-5)


def test_they_are_learnt_once(tmp_path: Path) -> None:
    first, second = (slots.renew(tmp_path, HashingEncoder(), "digest", lambda: LESSONS, SAID.append) for _ in range(2))
    assert (first, second) == (True, False)
    assert slots.renew(tmp_path, HashingEncoder(), "another digest", lambda: LESSONS, SAID.append)


@pytest.mark.parametrize(("encoder", "digest"), [("other", "digest"), ("hashing", "other")])
def test_those_of_another_encoder_or_other_sentences_are_refused(tmp_path: Path, encoder: str, digest: str) -> None:
    learnt().save(tmp_path, HashingEncoder(), "digest")
    with pytest.raises(StaleIndex, match="have changed"):
        slots.load(tmp_path, HashingEncoder(encoder), digest)


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 torn"])
def test_a_missing_or_torn_file_is_refused(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "slots.npz").write_bytes(content)
    with pytest.raises(StaleIndex, match="missing or damaged"):
        slots.load(tmp_path, HashingEncoder(), "digest")


def test_without_anything_to_learn_nothing_is_heard(tmp_path: Path) -> None:
    found = learnt([Lesson("cancel", text, {}) for text in PAID])
    found.save(tmp_path, HashingEncoder(), "digest")
    assert chances(slots.load(tmp_path, HashingEncoder(), "digest"), PAID[0]) == {}


def test_what_is_heard_depends_on_the_limits() -> None:
    told = [
        slots.Chance("paid", True, 0.6),
        slots.Chance("paid", False, 0.1),
        slots.Chance("day", None, 0.3),
    ]
    found = slots.Heard.of(told, slots.Limits(supposed=0.5, certain=0.7, doubted=0.2))
    assert found == slots.Heard({"paid": True}, {}, frozenset({"day"}), {"paid": frozenset({False})})
    assert slots.Heard.of(told, slots.Limits(0.5, 0.6, 0.2)).certain == {"paid": True}


def test_values_are_json() -> None:
    lessons = [Lesson("r", text, {"who": json.dumps(who)}) for who, texts in (("seller", PAID), ("buyer", CANCELLED)) for text in texts]
    assert chances(learnt(lessons), "paid in full", "r")["who"][1] == "seller"
