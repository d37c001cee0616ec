"""The floor of everything that encodes: ONNX Runtime alone, on tensors that were prepared before.

Refuses nothing: it measures the packaged model, and nobody else's.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer


class BareEncoder:
    """The exported model without what our encoder does around it."""

    def __init__(self, folder: Path, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        self._session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()  # the file itself pads to 128 tokens

    def tensors(self, text: str) -> dict[str, Any]:
        """What the model is given for a text."""
        encoded = self._tokenizer.encode(text)
        columns = {"input_ids": encoded.ids, "attention_mask": encoded.attention_mask, "token_type_ids": encoded.type_ids}
        return {name: np.array([column], dtype=np.int64) for name, column in columns.items()}

    def run(self, tensors: dict[str, Any]) -> Any:
        """The vector of a text, a row."""
        return self._session.run(None, tensors)[0]
