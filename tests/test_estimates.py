from __future__ import annotations

from pathlib import Path

import pytest

from bot import evaluation as running
from bot import evaluation_report
from knowledge.estimates import AT_LOSS, compared, confusions, estimates, reliability, slices
from knowledge.evaluation import Judgement, Question, Report, Verdict


def judged(kind: str, verdict: Verdict, gold: tuple[str, ...] = (), also_ok: tuple[str, ...] = (), lang: str = "en") -> Judgement:
    return Judgement(Question(id="x", text="x", kind=kind, gold=gold, also_ok=also_ok, lang=lang), verdict)


RIGHT = judged("faq", Verdict("answer", ("q001", "q002"), 0.95), ("q001",))
SECOND = judged("faq_typo", Verdict("clarify", ("q009", "q002"), 0.85), ("q002",), lang="fr")
FOURTH = judged("faq", Verdict("clarify", ("q009", "q008", "q007", "q003"), 0.65), ("q003",))
LOST = judged("faq", Verdict("no_answer", ("q009", "q008"), 0.05), ("q003",))
FOREIGN = judged("out_of_scope", Verdict("no_answer", ("q001",), 0.04))
ANSWERED = judged("out_of_scope", Verdict("answer", ("q001",), 0.8))
GREETED = judged("chitchat", Verdict("smalltalk", ()), lang="fr")
REPORT = Report("made up", (RIGHT, SECOND, FOURTH, LOST, FOREIGN, ANSWERED, GREETED), probable=True)


def test_reciprocal_ranks() -> None:
    assert [one.reciprocal_rank for one in (RIGHT, SECOND, FOURTH, LOST)] == [1, 0.5, 0.25, 0]


def test_an_acceptable_article_counts_for_the_rank_only_where_it_comes_first() -> None:
    assert judged("faq", Verdict("answer", ("q005", "q001")), ("q001",), ("q005",)).reciprocal_rank == 1
    assert judged("faq", Verdict("answer", ("q009", "q005", "q001")), ("q001",), ("q005",)).reciprocal_rank == pytest.approx(1 / 3)


def test_of_two_questions_the_first_right_article_counts() -> None:
    assert judged("multi", Verdict("answer", ("q009", "q002", "q001")), ("q001", "q002")).reciprocal_rank == 0.5


@pytest.mark.parametrize(
    ("one", "is_right"),
    [
        (RIGHT, True),
        (SECOND, True),  # asks back, and the right article is among three
        (FOURTH, False),  # asks back without it
        (LOST, False),
        (FOREIGN, True),
        (ANSWERED, False),
        (GREETED, True),
        (judged("faq", Verdict("rule", ("q009",)), ("q001",)), True),  # what it computes is right or wrong by hit@1
        (judged("faq", Verdict("smalltalk", ()), ("q001",)), False),
        (judged("handoff", Verdict("answer", ("q001",))), False),
    ],
)
def test_right_decisions(one: Judgement, *, is_right: bool) -> None:
    assert one.decided is is_right


def test_slices_are_all_languages_and_kinds() -> None:
    found = slices(REPORT)
    assert list(found) == ["all", "en", "fr", "chitchat", "faq", "faq_typo", "out_of_scope"]
    assert found["fr"] == (SECOND, GREETED)
    assert found["faq"] == (RIGHT, FOURTH, LOST)
    assert list(slices(Report("made up", (RIGHT, LOST)))) == ["all", "faq"]  # one language needs no row of its own


def test_estimates_by_hand() -> None:
    found = estimates(REPORT.judgements, probable=True)
    assert found["hit@1"].value == 0.25
    assert found["hit@3"].value == 0.5
    assert found["MRR"].value == pytest.approx((1 + 0.5 + 0.25 + 0) / 4)
    assert found["right decision"].value == pytest.approx(4 / 7)
    # 4 % of four is none, so the threshold is the lowest confidence in scope, 0.05: of 0.04 and 0.8 one lies under it.
    assert found[AT_LOSS].value == 0.5
    # Pairs: 0.95 and 0.85 beat both, 0.65 and 0.05 beat 0.04 alone: 6 of 8.
    assert found["AUROC"].value == 0.75
    # Bins: 0.95 right, apart by 0.05. 0.85 and 0.8 both wrong: mean 0.825. 0.65 wrong. 0.05 and 0.04 wrong: mean 0.045.
    # (1 × 0.05 + 2 × 0.825 + 1 × 0.65 + 2 × 0.045) / 6 = 2.44 / 6. Small talk does not count.
    assert found["calibration error"].value == pytest.approx(2.44 / 6)


def test_only_what_can_be_said_is_estimated() -> None:
    assert set(estimates([GREETED], probable=True)) == {"right decision"}
    assert set(estimates([FOREIGN], probable=False)) == {"right decision"}
    assert set(estimates([RIGHT], probable=False)) == {"right decision", "hit@1", "hit@3", "MRR"}


def test_the_reliability_counts_foreign_questions_as_never_right() -> None:
    assert [(one.count, one.right) for one in reliability(REPORT)] == [(2, 0), (1, 0), (2, 0), (1, 1)]


def test_systems_are_compared_question_by_question() -> None:
    better = Report("better", (RIGHT, *(judged("faq", Verdict("answer", one.question.gold), one.question.gold) for one in (SECOND, FOURTH, LOST)), FOREIGN))
    found = compared(better, Report("made up", (RIGHT, SECOND, FOURTH, LOST, FOREIGN)))
    assert found["hit@1"].value == 0.75
    assert found["MRR"].value == pytest.approx(1 - 1.75 / 4)
    assert found["hit@1"].of == 4
    assert compared(better, better)["hit@1"].high == 0
    assert compared(Report("a", (FOREIGN,)), Report("b", (FOREIGN,))) == {}


def test_articles_taken_for_each_other_are_counted() -> None:
    assert confusions(REPORT) == (("q003", "q009", 2), ("q002", "q009", 1))


def test_the_table_of_estimates_leaves_out_what_a_system_has_not() -> None:
    rows = running.estimated([REPORT, Report("scores", REPORT.judgements)]).splitlines()
    calibration = next(row for row in rows if row.strip().startswith("calibration error"))
    assert calibration.split()[2] == "0.407"  # 2.44 / 6
    assert len(calibration.split()) == 4  # its name, one value and one interval


def test_the_json_names_articles_and_no_question() -> None:
    found = running.to_json(REPORT)
    assert found["estimates"]["faq_typo"]["MRR"] == {"value": 0.5, "low": 0.5, "high": 0.5, "of": 1}
    assert found["confusions"] == [["q003", "q009", 2], ["q002", "q009", 1]]
    assert found["in_scope"]["hit@1"]["hits"] == 1


@pytest.mark.parametrize(
    ("name", "is_open"), [("development.jsonl", True), ("development_languages.jsonl", True), ("test.jsonl", False), ("test_languages.jsonl", False)]
)
def test_misses_of_a_test_set_are_not_shown(name: str, *, is_open: bool) -> None:
    assert running.is_open(Path("data") / name) is is_open


def test_the_page_has_every_plot_and_no_question(tmp_path: Path) -> None:
    secret = Judgement(Question(id="x", text="my very own words", kind="faq", gold=("q003",)), Verdict("answer", ("q009",), 0.5))
    reports = [Report("assistant", (*REPORT.judgements, secret), probable=True), Report("BM25", (*REPORT.judgements, secret))]
    page = evaluation_report.write("made_up", reports, tmp_path, "this test")
    text = page.read_text(encoding="utf-8")
    assert page.name == "made_up.md"
    assert {path.name for path in tmp_path.iterdir()} == {"made_up.md", "made_up-hits.png", "made_up-refusal.png", "made_up-reliability.png"}
    assert all(path.read_bytes().startswith(b"\x89PNG") and f"]({path.name})" in text for path in tmp_path.glob("*.png"))
    assert "| q003 | q009 | 3 |" in text
    assert "my very own words" not in text
    assert "| BM25 | +0.000 (+0.00 to +0.00) |" in text  # the same judgements: no difference


def test_a_set_without_foreign_questions_has_no_curve_of_refusing(tmp_path: Path) -> None:
    evaluation_report.write("inside", [Report("assistant", (RIGHT, LOST), probable=True)], tmp_path, "this test")
    assert {path.suffix for path in tmp_path.iterdir()} == {".md", ".png"}
    assert not (tmp_path / "inside-refusal.png").exists()
