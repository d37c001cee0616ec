from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from knowledge.errors import EncoderUnavailable
from knowledge.search.encoder import packaged_folder
from knowledge.search.export import WEIGHTS_SHA256, export, is_exported


def test_the_packaged_weights_are_the_published_ones() -> None:
    assert hashlib.sha256((packaged_folder() / "model.safetensors").read_bytes()).hexdigest() == WEIGHTS_SHA256


def test_other_weights_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir()
    (source / "model.safetensors").write_bytes(b"other weights")
    with pytest.raises(EncoderUnavailable, match="does not hold the published"):
        export(source, target)
    assert not target.exists()


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, False),
        ({"export.json": json.dumps({"weights_sha256": WEIGHTS_SHA256})}, False),  # torn: no model
        ({"model.onnx": "x"}, False),  # torn: no note
        ({"model.onnx": "x", "export.json": json.dumps({"weights_sha256": "0" * 64})}, False),
        ({"model.onnx": "x", "export.json": "{}"}, False),
        ({"model.onnx": "x", "export.json": json.dumps({"weights_sha256": WEIGHTS_SHA256})}, True),
    ],
)
def test_what_counts_as_a_finished_export(tmp_path: Path, files: dict[str, str], expected: bool) -> None:
    for name, written in files.items():
        (tmp_path / name).write_text(written, encoding="utf-8")
    assert is_exported(tmp_path) is expected


def test_no_folder_is_no_export(tmp_path: Path) -> None:
    assert not is_exported(tmp_path / "nowhere")
