"""Exports the packaged MiniLM from its original weights to ONNX, once, at set-up.

Refuses weights that are not the published ones: the index and the evaluation stand on exactly these.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import warnings
from pathlib import Path
from typing import Any

from knowledge.errors import EncoderUnavailable

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the all-MiniLM-L6-v2 weights as their publisher's hub lists it."""


def is_exported(folder: Path) -> bool:
    """Whether `folder` holds a finished export of the published weights."""
    note = folder / "export.json"
    if not (note.is_file() and (folder / "model.onnx").is_file()):
        return False
    return bool(json.loads(note.read_text(encoding="utf-8")).get("weights_sha256") == WEIGHTS_SHA256)


def export(source: Path, target: Path) -> None:
    """Writes model.onnx (tokens in, unit vector out), the tokenizer and a note of the weights into `target`.

    Raises EncoderUnavailable when the weights are not the published ones.
    """
    weights = hashlib.sha256((source / "model.safetensors").read_bytes()).hexdigest()
    if weights != WEIGHTS_SHA256:
        raise EncoderUnavailable(f"{source} does not hold the published all-MiniLM-L6-v2 weights (SHA-256 {weights}).")
    target.mkdir(parents=True, exist_ok=True)
    _write_model(source, target / "model.onnx")
    shutil.copyfile(source / "tokenizer.json", target / "tokenizer.json")
    (target / "export.json").write_text(json.dumps({"weights_sha256": weights}), encoding="utf-8")


def _write_model(source: Path, target: Path) -> None:
    # PyTorch is needed for this one step only; serving never imports it.
    import torch
    from transformers import AutoModel, AutoTokenizer

    model = AutoModel.from_pretrained(source, attn_implementation="eager").eval()
    tokenizer = AutoTokenizer.from_pretrained(source)

    class Sentence(torch.nn.Module):  # type: ignore[misc,unused-ignore]
        """Mean pooling over real tokens, then length 1, as the model's own configuration says."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:
            states = self.model(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids).last_hidden_state
            mask = attention_mask.unsqueeze(-1).to(states.dtype)
            return torch.nn.functional.normalize((states * mask).sum(1) / mask.sum(1).clamp(min=1e-9), dim=1)

    names = ["input_ids", "attention_mask", "token_type_ids"]
    example = tokenizer(["two texts of", "different length, please"], padding=True, return_tensors="pt")
    part = target.with_suffix(".part")
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # the tracer warns about shapes that are dynamic on purpose
        torch.onnx.export(
            Sentence().eval(),
            tuple(example[name] for name in names),
            str(part),
            input_names=names,
            output_names=["embedding"],
            dynamic_axes={name: {0: "batch", 1: "tokens"} for name in names} | {"embedding": {0: "batch"}},
            opset_version=17,
            dynamo=False,
        )
    part.rename(target)
