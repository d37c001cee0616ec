from __future__ import annotations

from pathlib import Path

import pytest

from bot import evaluation as running
from bot.settings import Settings
from knowledge import evaluation
from knowledge.errors import DataError
from knowledge.evaluation import Judgement, Question, Share, Verdict

# Each question with what a made-up system replied to it; the comment says what that must count as.
REPLIES: dict[str, tuple[Question, Verdict]] = {
    reply[0].text: reply
    for reply in (
        (Question(id="a", text="a", kind="faq", gold=("q001",)), Verdict("answer", ("q001", "q002"))),  # hit at 1 and 3
        (Question(id="b", text="b", kind="faq_typo", gold=("q002",), also_ok=("q003",)), Verdict("answer", ("q003", "q009"))),  # acceptable first: both
        (Question(id="c", text="c", kind="faq", gold=("q004",)), Verdict("clarify", ("q009", "q008", "q004"))),  # asked back, hit at 3 only
        (Question(id="d", text="d", kind="multi", gold=("q005", "q006")), Verdict("answer", ("q005", "q001", "q006"))),  # both within three: both
        (Question(id="e", text="e", kind="multi", gold=("q007", "q008")), Verdict("no_answer", ("q007", "q001", "q002", "q008"))),  # refused, hit at 1 only
        (Question(id="f", text="f", kind="faq", gold=("q010",), also_ok=("q011",)), Verdict("answer", ("q009", "q011"))),  # acceptable, but not first: neither
        (Question(id="g", text="g", kind="faq_long", gold=("q012",)), Verdict("smalltalk", ())),  # no article at all: neither
        (Question(id="h", text="h", kind="out_of_scope"), Verdict("no_answer", ("q001",))),  # rightly refused
        (Question(id="i", text="i", kind="out_of_scope"), Verdict("answer", ("q001",))),  # wrongly answered
        (Question(id="j", text="j", kind="out_of_scope"), Verdict("clarify", ("q001", "q002"))),  # asking back is no refusal
        (Question(id="k", text="k", kind="chitchat"), Verdict("smalltalk", ())),
        (Question(id="l", text="l", kind="handoff"), Verdict("smalltalk", ())),  # a person was asked for
    )
}


def report() -> evaluation.Report:
    return evaluation.measure("made up", [question for question, _ in REPLIES.values()], lambda text: REPLIES[text][1])


def test_shares_over_all_questions_in_scope() -> None:
    # In scope are a to g. First: a, b, d, e. Within three: a, b, c, d. Refused: e. Asked back: c.
    assert report().groups["in_scope"] == {"hit@1": Share(4, 7), "hit@3": Share(4, 7), "refused": Share(1, 7), "asked back": Share(1, 7)}


def test_shares_by_kind() -> None:
    groups = report().groups
    assert list(groups) == ["in_scope", "out_of_scope", "chitchat", "handoff", "faq", "faq_long", "faq_typo", "multi"]
    assert groups["faq"] == {"hit@1": Share(1, 3), "hit@3": Share(2, 3), "refused": Share(0, 3), "asked back": Share(1, 3)}
    assert groups["multi"] == {"hit@1": Share(2, 2), "hit@3": Share(1, 2), "refused": Share(1, 2), "asked back": Share(0, 2)}
    assert groups["out_of_scope"] == {"refused": Share(1, 3)}
    assert groups["chitchat"] == {"recognised": Share(1, 1)}
    assert groups["handoff"] == {"recognised": Share(0, 1)}


def test_misses_say_what_is_wrong() -> None:
    faults = {judged.question.id: judged.faults for judged in report().misses}
    assert faults == {
        "c": ("first article wrong",),
        "e": ("refused", "not within three"),
        "f": ("first article wrong", "not within three"),
        "g": ("first article wrong", "not within three"),
        "i": ("got answer, should be no_answer",),
        "j": ("got clarify, should be no_answer",),
        "l": ("got smalltalk, should be handoff",),
    }


def test_one_of_two_articles_is_no_hit_within_three() -> None:
    question = Question(id="m", text="m", kind="multi", gold=("q001", "q002"))
    assert not Judgement(question, Verdict("answer", ("q001", "q003", "q004", "q002"))).among_three
    assert Judgement(question, Verdict("answer", ("q004", "q002", "q001"))).among_three


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        # Wilson, by hand with z² = 3.8415. 8 of 10: middle (0.8 + 0.19207) / 1.38415 = 0.71674,
        # half 1.95996 / 1.38415 × √(0.8 × 0.2 / 10 + 3.8415 / 400) = 0.22658.
        (8, 10, 0.49016, 0.94332),
        # 0 of n: from 0 to z² / (n + z²) = 3.8415 / 13.8415; n of n is its mirror.
        (0, 10, 0.0, 0.27753),
        (10, 10, 0.72247, 1.0),
        # 1 of 2: the middle is 0.5, half 1.95996 / 2.92073 × √(0.125 + 3.8415 / 16) = 0.40547.
        (1, 2, 0.09453, 0.90547),
    ],
)
def test_wilson_intervals(hits: int, of: int, low: float, high: float) -> None:
    assert Share(hits, of).interval == pytest.approx((low, high), abs=1e-4)
    assert Share(hits, of).to_json() == pytest.approx({"hits": hits, "of": of, "share": hits / of, "low": low, "high": high}, abs=2e-4)


def scored() -> evaluation.Report:
    """Forty questions in scope whose best article scores 0.01, 0.02 … 0.40, and two outside."""
    inside = [Question(id=str(number), text=f"{number / 100}", kind="faq", gold=("q001",)) for number in range(1, 41)]
    outside = [Question(id=name, text=text, kind="out_of_scope") for name, text in (("low", "0.025"), ("high", "0.035"))]
    return evaluation.measure_scores("scores", [*inside, *outside], lambda text: {"q002": 0.0, "q001": float(text)})


def test_a_baseline_refuses_one_in_twenty_of_the_good_questions() -> None:
    # 5 % of 40 are 2: the questions that score 0.01 and 0.02. So 0.03 is the least that is answered: 0.025 is refused, 0.035 is not.
    groups = scored().groups
    assert groups["in_scope"]["refused"] == Share(2, 40)
    assert groups["out_of_scope"]["refused"] == Share(1, 2)


def test_a_baseline_ranks_by_score_whatever_it_refuses() -> None:
    assert scored().groups["in_scope"]["hit@1"] == Share(40, 40)


def lines(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "set.jsonl"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


GOOD = '{"id": "d-1", "text": "How?", "kind": "faq_terse", "gold": ["q001"], "note": "any other key is ignored"}'


def test_questions_are_read_in_order_and_blank_lines_passed_over(tmp_path: Path) -> None:
    found = evaluation.load(lines(tmp_path, GOOD, "", '{"id": "d-2", "text": "Hi", "kind": "chitchat"}'))
    assert found == (Question(id="d-1", text="How?", kind="faq_terse", gold=("q001",)), Question(id="d-2", text="Hi", kind="chitchat"))


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("{", "line 2: is no JSON"),
        ("[]", "line 2: the line:"),
        ('{"id": "x", "kind": "faq", "gold": ["q001"]}', "line 2: text:"),
        ('{"id": "x", "text": "", "kind": "faq", "gold": ["q001"]}', "line 2: text:"),
        ('{"id": "x", "text": "How?", "kind": "riddle"}', "line 2: kind:"),
        ('{"id": "x", "text": "How?", "kind": "faq"}', "line 2: a question of kind faq needs its right article in gold"),
    ],
)
def test_a_question_that_cannot_be_judged_is_refused_with_its_line(tmp_path: Path, row: str, says: str) -> None:
    with pytest.raises(DataError) as refused:
        evaluation.load(lines(tmp_path, GOOD, row))
    assert says in str(refused.value)


def test_a_file_without_questions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="holds no questions"):
        evaluation.load(lines(tmp_path, ""))
    with pytest.raises(DataError, match="cannot be read"):
        evaluation.load(tmp_path / "missing.jsonl")
    (tmp_path / "latin.jsonl").write_bytes(b'{"text": "caf\xe9"}')
    with pytest.raises(DataError, match="not UTF-8"):
        evaluation.load(tmp_path / "latin.jsonl")


def test_the_table_shows_every_system_with_its_intervals() -> None:
    other = evaluation.measure("other", [question for question, _ in REPLIES.values()], lambda text: Verdict("no_answer", ()))
    rows = running.table([report(), other]).splitlines()
    assert rows[0].split() == ["made", "up", "other"]
    assert rows[1] == "in scope (7)"
    # 4 of 7: middle (0.57143 + 0.27439) / 1.54878 = 0.54612, half 1.95996 / 1.54878 × √(0.034985 + 0.019599) = 0.29566. 0 of 7: to 3.8415 / 10.8415.
    assert rows[2].split() == ["hit@1", "0.571", "(0.25–0.84)", "0.000", "(0.00–0.35)"]


def test_the_list_of_misses_names_what_was_wanted_and_what_came() -> None:
    said = running.misses(report()).splitlines()
    assert said[0] == "c faq: first article wrong; articles wanted: q004; got: clarify q009 q008 q004"
    assert said[1].strip() == "c"  # its text
    assert said[2] == "e multi: refused, not within three; articles wanted: q007 + q008; got: no_answer q007 q001 q002"
    assert said[4] == "f faq: first article wrong, not within three; articles wanted: q010 or q011; got: answer q009 q011"
    assert said[8] == "i out_of_scope: got answer, should be no_answer; articles wanted: none; got: answer q001"


@pytest.mark.model
def test_the_assistant_and_both_baselines_are_measured_on_the_same_questions(tmp_path: Path) -> None:
    # An article's own title asks for it in the words of all three searches.
    title = "Should I offer free shipping, and how do I set up a shipping model for each country?"
    row = f'{{"id": "1", "text": "{title}", "kind": "faq", "gold": ["q021"]}}'
    reports = running.run(Settings(), lines(tmp_path, row), lambda note: None)
    assert [report.system for report in reports] == ["assistant", "plain MiniLM", "BM25"]
    assert [report.groups["in_scope"]["hit@1"] for report in reports] == [Share(1, 1)] * 3
