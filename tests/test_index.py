from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import StaleIndex
from knowledge.search import index as search_index
from knowledge.search.corpus import Corpus, Example, Text
from knowledge.search.index import Index, labels_of, rows_of, similarities, spans
from tests.hashing import HashingEncoder

CORPUS = Corpus(
    (
        Text("q058", -1, "When does a buyer get the refund? Within days."),
        Text("q067", -1, "How do I appeal? In the Seller Center."),
        Text("q067", 0, "How do I appeal? Open the violation."),
        Text("q011", -1, "What is EPR? A duty of producers."),
    ),
    (
        Example("article", "q058", "refund how long"),
        Example("article", "q058", "money back when"),
        Example("article", "q067", "appeal a sanction"),
        Example("article", "q067", "object to a strike"),
        Example("article", "q011", "epr number"),
        Example("article", "q011", "producer duty textiles"),
        Example("near_miss", "q067", "appeal a sanction by fax"),
        Example("rule", "refund-timing", "refund how long for my order"),
        Example("talk", "greet", "hello"),
        Example("outside", "", "the weather"),
    ),
)
FILES = ["texts.faiss", "examples.faiss", "characters.npz", "spelled.npz", "classifiers.npz"]


def silent(message: str) -> None:
    assert message


def built(folder: Path, encoder: HashingEncoder | None = None, corpus: Corpus = CORPUS) -> Index:
    return search_index.build(corpus, encoder or HashingEncoder(), folder, silent)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The index of CORPUS, built once."""
    return built(tmp_path_factory.mktemp("none"))


@pytest.fixture
def saved(tmp_path: Path, whole: Index) -> Path:
    """The folder of a whole index of CORPUS."""
    whole.save(tmp_path / "index")
    return tmp_path / "index"


def test_classes_are_the_articles_in_order() -> None:
    assert labels_of(CORPUS) == ("q058", "q067", "q011")


def test_the_manifest_tells_what_it_was_built_from(whole: Index) -> None:
    manifest = whole.manifest
    assert (manifest.corpus_sha256, manifest.encoder, manifest.dimension) == (CORPUS.sha256, "hashing", 128)
    assert (manifest.texts, manifest.examples) == (4, 10)


def test_what_is_loaded_is_what_was_saved(saved: Path, whole: Index) -> None:
    encoder = HashingEncoder()
    loaded, fresh = search_index.load(saved, CORPUS, encoder), whole
    assert loaded.manifest == fresh.manifest
    vector = encoder.encode(["appeal my sanction"])
    assert np.array_equal(similarities(rows_of(loaded.texts), vector), similarities(rows_of(fresh.texts), vector))
    assert np.array_equal(similarities(rows_of(loaded.examples), vector), similarities(rows_of(fresh.examples), vector))
    spelled = fresh.characters.row("apeal my sanktion")
    assert np.array_equal(loaded.characters.row("apeal my sanktion").toarray(), spelled.toarray())
    assert np.array_equal(loaded.article_by_meaning.log_probabilities(vector), fresh.article_by_meaning.log_probabilities(vector))
    assert np.array_equal(loaded.article_by_spelling.log_probabilities(spelled), fresh.article_by_spelling.log_probabilities(spelled))
    assert np.array_equal(loaded.answered_by_meaning.scores(vector), fresh.answered_by_meaning.scores(vector))
    assert np.array_equal(loaded.answered_by_spelling.scores(spelled), fresh.answered_by_spelling.scores(spelled))


def test_similarities_are_cosines_in_row_order(whole: Index) -> None:
    encoder, found = HashingEncoder(), whole
    texts = [example.text for example in CORPUS.examples]
    vector = encoder.encode(["appeal a sanction"])
    assert np.allclose(similarities(rows_of(found.examples), vector), (encoder.encode(texts) @ vector.T).ravel(), atol=1e-6)
    assert int(np.argmax(similarities(rows_of(found.examples), vector))) == 2


def test_only_the_rows_that_are_wanted_are_compared() -> None:
    rows = np.eye(5, dtype=np.float32) + np.float32(1)  # with a vector of ones: 6 each
    wanted = spans(np.array([True, False, True, True, False]))
    assert wanted == (slice(0, 1), slice(2, 4))
    assert similarities(rows, np.ones((1, 5), dtype=np.float32), wanted).tolist() == [6, 0, 6, 6, 0]
    assert spans(np.array([False, False])) == ()


def test_the_classifiers_learn_the_articles(whole: Index) -> None:
    found = whole
    for example in CORPUS.examples[:6]:
        by_meaning = found.article_by_meaning.log_probabilities(HashingEncoder().encode([example.text]))
        by_spelling = found.article_by_spelling.log_probabilities(found.characters.transform([example.text]))
        assert labels_of(CORPUS)[int(np.argmax(by_meaning))] == example.label
        assert labels_of(CORPUS)[int(np.argmax(by_spelling))] == example.label


def test_the_classifiers_learn_what_is_answered(whole: Index) -> None:
    # Regularised on a handful of questions they need not be right about each; on the whole they must be.
    answered = {"article": True, "rule": True, "near_miss": False, "outside": False}
    taught = [example for example in CORPUS.examples if example.kind in answered]
    by_meaning = [float(whole.answered_by_meaning.scores(HashingEncoder().encode([example.text]))[0]) for example in taught]
    by_spelling = [float(whole.answered_by_spelling.scores(whole.characters.transform([example.text]))[0]) for example in taught]
    for scores in (by_meaning, by_spelling):
        right = [score for score, example in zip(scores, taught, strict=True) if answered[example.kind]]
        wrong = [score for score, example in zip(scores, taught, strict=True) if not answered[example.kind]]
        assert sum(right) / len(right) > 0 > sum(wrong) / len(wrong)


def refusal(folder: Path, corpus: Corpus = CORPUS, encoder: HashingEncoder | None = None) -> str:
    with pytest.raises(StaleIndex) as refused:
        search_index.load(folder, corpus, encoder or HashingEncoder())
    return refused.value.reason


def test_an_index_of_another_corpus_is_refused(saved: Path) -> None:
    changed = replace(CORPUS, examples=CORPUS.examples[:-1])
    assert "have changed since" in refusal(saved, changed)


def test_an_index_of_another_encoder_is_refused(saved: Path) -> None:
    assert "built with the encoder hashing, not other" in refusal(saved, encoder=HashingEncoder("other"))


def test_no_index_is_refused(tmp_path: Path) -> None:
    assert "there is none yet" in refusal(tmp_path / "nowhere")


@pytest.mark.parametrize("written", ["", "{", "[]", "{}", '{"format": 1}', '"text"'])
def test_a_manifest_that_cannot_be_read_is_refused(saved: Path, written: str) -> None:
    (saved / "manifest.json").write_text(written, encoding="utf-8")
    assert "manifest cannot be read" in refusal(saved)


def test_another_format_is_refused(saved: Path) -> None:
    path = saved / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), "format": 99}), encoding="utf-8")
    assert "has format 99" in refusal(saved)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_refused(saved: Path, name: str) -> None:
    (saved / name).unlink()
    assert "missing or damaged" in refusal(saved)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("kept", [0.0, 0.5, 0.95])
def test_a_torn_file_is_refused(saved: Path, name: str, kept: float) -> None:
    whole = (saved / name).read_bytes()
    (saved / name).write_bytes(whole[: int(len(whole) * kept)])
    assert "missing or damaged" in refusal(saved)


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_something_else_is_refused(saved: Path, name: str) -> None:
    (saved / name).write_bytes(b"something else entirely, of some length" * 20)
    assert "missing or damaged" in refusal(saved)


def test_while_it_is_written_it_is_no_index(saved: Path, whole: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object, **more: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(np, "savez_compressed", broken)
    with pytest.raises(OSError, match="disk full"):
        whole.save(saved)
    assert "there is none yet" in refusal(saved)


def test_building_again_encodes_only_what_is_new(saved: Path, whole: Index) -> None:
    encoder = HashingEncoder()
    changed = replace(CORPUS, examples=(*CORPUS.examples, Example("talk", "greet", "good evening"), Example("talk", "greet", "hello")))
    again = built(saved, encoder, changed)
    assert encoder.encoded == ["good evening"]
    vector = encoder.encode(["appeal a sanction"])
    assert np.allclose(similarities(rows_of(again.examples), vector)[:10], similarities(rows_of(whole.examples), vector), atol=1e-6)


def test_building_the_same_again_encodes_nothing(saved: Path) -> None:
    encoder = HashingEncoder()
    built(saved, encoder)
    assert encoder.encoded == []


def test_another_encoder_encodes_everything(saved: Path) -> None:
    encoder = HashingEncoder("other")
    built(saved, encoder)
    assert len(encoder.encoded) == 14


@pytest.mark.parametrize(("name", "written"), [("encoded.json", "{"), ("encoded.json", '["one"]'), ("texts.faiss", ""), ("examples.faiss", "junk")])
def test_a_damaged_earlier_index_is_not_used(saved: Path, name: str, written: str) -> None:
    (saved / name).write_text(written, encoding="utf-8")
    encoder = HashingEncoder()
    built(saved, encoder)
    assert len(encoder.encoded) == 14


def test_progress_of_the_encoding_ends_at_all_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "_AT_ONCE", 6)
    told: list[str] = []
    search_index.build(CORPUS, HashingEncoder(), tmp_path, told.append)
    assert told[:4] == ["encoding 14 texts that are new", *(f"encoded {count} of 14 texts" for count in (6, 12, 14))]


def test_progress_is_told(saved: Path) -> None:
    told: list[str] = []
    search_index.build(CORPUS, HashingEncoder(), saved, told.append)
    assert told[0] == "encoding 0 texts that are new"
    assert [line.partition(" after ")[0] for line in told[-6:]] == [f"learnt {number} of 6" for number in range(1, 7)]
