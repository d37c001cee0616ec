from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot import yardstick, yardstick_report
from bot.publicsets import PublicSet
from bot.yardstick import AT_REFUSAL, Outcome, Remembered
from knowledge.evaluation import Judgement, Question, Report, Verdict
from knowledge.search.encoder import Vectors
from knowledge.search.intentset import Utterance, Weights

NEAREST = (0.6, 0.25, 0.15)


class Words:
    """Encodes a text by which of three words stand in it; counts the texts that it encodes."""

    name = "words"

    def __init__(self) -> None:
        self.encoded = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded += len(texts)
        found = np.array([[float(word in text) for word in ("refund", "parcel", "invoice")] for text in texts], dtype=np.float32) + np.float32(0.01)
        vectors: Vectors = found / np.linalg.norm(found, axis=1, keepdims=True)
        return vectors


def inside(confidence: float, *, right: bool) -> Judgement:
    question = Question(id="x", text="my very own words", kind="faq", gold=("a",))
    return Judgement(question, Verdict("answer", ("a", "b") if right else ("b", "a"), confidence))


def outside(confidence: float) -> Judgement:
    return Judgement(Question(id="x", text="my very own words", kind="out_of_scope"), Verdict("answer", ("a",), confidence))


def outcome(judged: Sequence[Judgement], family: str = "Toys", name: str = "", threshold: float = 0.35) -> Outcome:
    chances = np.array([0.75 for one in judged if one.question.in_scope])
    return Outcome(family, name, Report("made up", tuple(judged)), Weights(0.1, 2.0), {0.01: 0.0, 0.04: threshold}, chances)


FIRST = outcome([inside(0.9, right=True), inside(0.3, right=True), inside(0.5, right=False), inside(0.6, right=True), outside(0.1), outside(0.4)], name="first")
SECOND = outcome([inside(0.9, right=False), inside(0.8, right=True), outside(0.2), outside(0.95)], name="second")


def test_figures_of_one_set_by_hand() -> None:
    found = {name: one.value for name, one in yardstick.figures([FIRST]).items()}
    assert found["hit@1"] == 0.75
    assert found["hit@3"] == 1
    assert found["MRR"] == pytest.approx((1 + 1 + 0.5 + 1) / 4)
    assert found["calibration error"] == pytest.approx(0)  # each says 0.75, and three of four are right
    # 80 % of two foreign ones are both: above 0.4 lie 0.9 and 0.6, right, and 0.5, wrong.
    assert found[AT_REFUSAL] == 0.5
    # Below the threshold of 0.35 lie 0.3, which was right, and the foreign 0.1.
    assert found["right and answered, threshold of 4%"] == 0.5
    assert found["good refused, threshold of 4%"] == 0.25
    assert found["foreign refused, threshold of 4%"] == 0.5
    assert found["foreign refused, threshold of 1%"] == 0


def test_a_family_is_the_mean_of_its_sets_however_many_questions_each_has() -> None:
    found = yardstick.figures([FIRST, SECOND])
    assert found["hit@1"].value == pytest.approx((0.75 + 0.5) / 2)
    assert found["hit@1"].of == 6
    assert found["foreign refused, threshold of 4%"].value == pytest.approx((0.5 + 0.5) / 2)
    assert found["hit@1"].low < found["hit@1"].value < found["hit@1"].high


def test_where_nothing_is_out_of_scope_nothing_is_said_of_refusing() -> None:
    found = yardstick.figures([outcome([inside(0.9, right=True)])])
    assert set(found) == {"hit@1", "hit@3", "MRR", "calibration error"}


def test_systems_are_compared_over_the_same_questions() -> None:
    better = outcome([inside(0.9, right=True)] * 4, name="first")
    assert yardstick.compared([better], [FIRST]).value == 0.25
    assert yardstick.compared([FIRST], [FIRST]).high == 0


def test_a_text_is_encoded_once_and_kept(tmp_path: Path) -> None:
    encoder = Words()
    kept = Remembered(encoder, tmp_path)
    first = kept.encode(["a refund", "a parcel", "a refund"])
    kept.save()
    assert encoder.encoded == 2
    assert np.array_equal(first[0], first[2])
    again = Remembered(encoder, tmp_path)
    assert np.array_equal(again.encode(["a parcel", "a refund"]), first[[1, 0]])
    assert encoder.encoded == 2


TAUGHT = {
    "REFUND_DATE": ("when is the refund paid", "refund when", "my refund takes how long", "the date of a refund", "refund still not there"),
    "PARCEL_LOST": ("my parcel is lost", "lost parcel", "parcel never came", "the parcel went missing", "where is the parcel"),
    "INVOICE": ("send an invoice", "I need the invoice", "invoice for last month", "download my invoice", "invoice missing"),
}
TRAIN = tuple(Utterance(text, intent) for intent, texts in TAUGHT.items() for text in texts)
TEST = (Utterance("that refund please", "REFUND_DATE"), Utterance("parcel gone", "PARCEL_LOST"), Utterance("zzzz qqqq", ""))


def test_a_set_is_learnt_and_measured(tmp_path: Path) -> None:
    found = yardstick.run([PublicSet("Toys", "", TRAIN, TEST)], {"one": Words(), "two": Words()}, NEAREST, tmp_path, lambda note: None)
    assert list(found) == ["one", "one + two"]
    judged = found["one"][0].report.judgements
    assert [one.verdict.articles[0] for one in judged[:2]] == ["REFUND_DATE", "PARCEL_LOST"]
    assert [one.question.kind for one in judged] == ["faq", "faq", "out_of_scope"]
    assert judged[2].verdict.confidence < min(one.verdict.confidence for one in judged[:2])


def test_thresholds_come_from_the_validation_set_where_there_is_one(tmp_path: Path) -> None:
    # 4 % of two is none: the threshold is the lower confidence of the two in scope, whatever the one out of scope has.
    validation = (Utterance("refund when", "REFUND_DATE"), Utterance("lost parcel", "PARCEL_LOST"), Utterance("zzzz", ""))
    encoder = Words()
    found = yardstick.measure(PublicSet("Toys", "", TRAIN, (*TEST, *validation)), "one", encoder, NEAREST)
    confidence = {one.question.text: one.verdict.confidence for one in found.report.judgements}
    by = yardstick.measure(PublicSet("Toys", "", TRAIN, TEST, validation), "one", encoder, NEAREST)
    assert by.weights == found.weights  # chosen by cross-validation both times
    assert by.thresholds[0.04] == pytest.approx(min(confidence["refund when"], confidence["lost parcel"]))


def test_the_page_names_intents_and_no_utterance(tmp_path: Path) -> None:
    page = yardstick_report.write({"one": [FIRST, SECOND], "one + two": [FIRST, SECOND]}, tmp_path, "this test")
    text = page.read_text(encoding="utf-8")
    assert {path.name for path in tmp_path.iterdir()} == {"public.md", "public-toys-reliability.png"}
    assert "| one: first |" in text.replace("one + two", "both")
    assert "| a | b | 1 |" in text
    assert "my very own words" not in text
    assert "hit@1 of one + two minus one, the same questions drawn in pairs: +0.000" in text


def test_the_json_has_every_set_and_the_mean() -> None:
    found = yardstick_report.to_json({"one": [FIRST, SECOND]})["one"]
    assert list(found) == ["Toys", "Toys: first", "Toys: second"]
    assert found["Toys: second"]["figures"]["hit@1"]["value"] == 0.5
    assert found["Toys: first"]["weights"] == [{"set": "first", "spelling": 0.1, "neighbours": 2.0, "temperature": 1.0, "thresholds": {"1%": 0.0, "4%": 0.35}}]


def test_the_text_has_a_line_for_each_figure() -> None:
    lines = yardstick_report.text({"one": [FIRST]}).splitlines()
    assert lines[0] == "Toys, one (6 questions)"
    assert lines[1].split()[:2] == ["hit@1", "0.750"]
