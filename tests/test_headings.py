from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.search import headings
from tests.hashing import HashingEncoder

HEADINGS = {"q058": ("What you can do", "How long it takes"), "q067": ("How long it takes",), "q011": ()}


def test_what_is_kept_is_not_encoded_again(tmp_path: Path) -> None:
    first, later = HashingEncoder(), HashingEncoder()
    headings.keep(tmp_path, first, HEADINGS)
    assert first.encoded == ["How long it takes", "What you can do"]  # each once
    found = headings.load(tmp_path, later, HEADINGS)
    assert np.array_equal(found.of("q058"), HashingEncoder().encode(HEADINGS["q058"]))
    assert np.array_equal(found.of("q067"), HashingEncoder().encode(HEADINGS["q067"]))
    headings.keep(tmp_path, later, HEADINGS)
    assert later.encoded == []


def test_only_new_headings_are_encoded(tmp_path: Path) -> None:
    headings.keep(tmp_path, HashingEncoder(), HEADINGS)
    encoder, changed = HashingEncoder(), HEADINGS | {"q011": ("Who must register",)}
    headings.keep(tmp_path, encoder, changed)
    assert encoder.encoded == ["Who must register"]
    assert headings.load(tmp_path, encoder, changed).of("q011").shape == (1, 128)
    assert encoder.encoded == ["Who must register"]


@pytest.mark.parametrize("written", [None, b"", b"PK\x03\x04 torn", b"no archive"])
def test_without_usable_vectors_a_heading_is_encoded_when_it_is_needed(tmp_path: Path, written: bytes | None) -> None:
    if written is not None:
        (tmp_path / "headings.npz").write_bytes(written)
    encoder = HashingEncoder()
    found = headings.load(tmp_path, encoder, HEADINGS)
    assert encoder.encoded == []
    assert [len(found.of("q058")), len(found.of("q058"))] == [2, 2]
    assert encoder.encoded == list(HEADINGS["q058"])  # once
    headings.keep(tmp_path, encoder, HEADINGS)
    assert headings.load(tmp_path, HashingEncoder(), HEADINGS).of("q067").any()


def test_vectors_of_another_encoder_are_not_taken(tmp_path: Path) -> None:
    headings.keep(tmp_path, HashingEncoder("earlier"), HEADINGS)
    encoder = HashingEncoder()
    headings.load(tmp_path, encoder, HEADINGS).of("q067")
    assert encoder.encoded == ["How long it takes"]
