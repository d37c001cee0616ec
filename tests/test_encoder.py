from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import EncoderUnavailable
from knowledge.search.encoder import PACKAGED, OnnxEncoder, SentenceTransformerEncoder, load_encoder, packaged_folder
from tests.conftest import ROOT

EXPORTED = ROOT / "var" / "encoder"
needs_encoder = pytest.mark.skipif(not (EXPORTED / "export.json").is_file(), reason="no exported encoder; run `make setup`")


def test_the_packaged_encoder_is_refused_before_it_is_exported(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match="seller-assistant index"):
        load_encoder(PACKAGED, tmp_path)


def test_the_packaged_weights_are_there() -> None:
    assert (packaged_folder() / "model.safetensors").is_file()
    assert (packaged_folder() / "tokenizer.json").is_file()


@pytest.fixture(scope="module")
def encoder() -> OnnxEncoder:
    return OnnxEncoder(EXPORTED)


@pytest.mark.model
@needs_encoder
def test_vectors_have_length_one_in_the_order_of_the_texts(encoder: OnnxEncoder) -> None:
    texts = ["a", "When is my buyer refunded after a cancellation?", "tyres", "", "word " * 1000]
    vectors = encoder.encode(texts, batch=2)
    assert vectors.shape == (5, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    for place, text in enumerate(texts):
        assert np.allclose(vectors[place], encoder.encode([text])[0], atol=1e-4)


@pytest.mark.model
@needs_encoder
def test_no_texts_give_no_vectors(encoder: OnnxEncoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


@pytest.mark.model
@needs_encoder
def test_meaning_counts_more_than_words(encoder: OnnxEncoder) -> None:
    asked, meant, alike = encoder.encode(["When do I get my money back?", "How long does a refund take?", "When do I get my parcel?"])
    assert asked @ meant > 0.6
    assert asked @ meant > asked @ alike


@pytest.mark.model
@needs_encoder
def test_the_name_tells_model_and_weights(encoder: OnnxEncoder) -> None:
    assert encoder.name == "packaged-minilm@53aa51172d14"  # the start of the SHA-256 that the publisher lists


@pytest.mark.model
@needs_encoder
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_the_export_says_the_same_as_sentence_transformers(encoder: OnnxEncoder) -> None:
    reference = SentenceTransformerEncoder(str(packaged_folder()))
    texts = ["When is my buyer refunded?", "EPR", "wen do i get my mony", "a much longer question about a textile shop in Lyon that ships abroad"]
    assert np.allclose(encoder.encode(texts), reference.encode(texts), atol=1e-4)
