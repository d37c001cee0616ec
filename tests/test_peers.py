"""What the table of engines is made of; the engines themselves are not in the suite."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.benchmark.figure import Figure
from bot.benchmark.peers import environment, material, row
from bot.benchmark.peers.engine import Engine, running
from bot.benchmark.peers.environment import PeerUnavailable
from bot.benchmark.peers.routes import FOREIGN, held_back
from bot.benchmark.peers.row import Row
from bot.benchmark.peers.verdicts import of_routes, verdict
from knowledge.estimates import AT_LOSS
from knowledge.evaluation import Judgement, Question, Report, Verdict
from knowledge.search.corpus import Corpus, Example, Text

EXAMPLES = (
    Example("article", "q003", "What does it cost?"),
    Example("article", "q003", "what [fee] is\n there: 5 %?"),
    Example("article", "q003", "What does it cost?"),
    Example("near_miss", "q003", "What does a stamp cost?"),
    Example("rule", "sale-net", "What is left of 20 euros?"),
    Example("talk", "greet", "hello"),
    Example("outside", "", "- who won?"),
)


def test_what_is_not_answered_is_one_intent_and_doubles_are_taught_once() -> None:
    assert material.intents(EXAMPLES) == {
        "article_q003": ["What does it cost?", "what [fee] is there: 5 %?"],
        FOREIGN: ["What does a stamp cost?", "- who won?"],
        "rule_sale-net": ["What is left of 20 euros?"],
        "talk_greet": ["hello"],
    }


def test_rasas_file_says_each_example_on_a_line_and_marks_no_entity() -> None:
    found = yaml.safe_load(material.nlu(material.intents(EXAMPLES)))["nlu"]
    assert [(one["intent"], one["examples"]) for one in found] == [
        ("article_q003", "- What does it cost?\n- what (fee) is there: 5 %?\n"),
        (FOREIGN, "- What does a stamp cost?\n- - who won?\n"),
        ("rule_sale-net", "- What is left of 20 euros?\n"),
        ("talk_greet", "- hello\n"),
    ]


def test_the_pipeline_is_rasas_own_with_the_epochs_asked_for() -> None:
    found = yaml.safe_load(material.pipeline(7))["pipeline"]
    assert [part["name"] for part in found][-3:] == ["CountVectorsFeaturizer", "DIETClassifier", "FallbackClassifier"]
    assert found[-2]["epochs"] == 7
    assert (found[4]["analyzer"], found[4]["min_ngram"], found[4]["max_ngram"]) == ("char_wb", 1, 4)


def test_all_engines_read_the_same_questions(tmp_path: Path) -> None:
    material.write(Corpus((Text("q003", -2, "Costs"),), EXAMPLES), tmp_path)
    whole = json.loads((tmp_path / "material.json").read_text(encoding="utf-8"))
    assert whole == {"intents": material.intents(EXAMPLES), "texts": [["article_q003", "Costs"]]}
    assert (tmp_path / "nlu.yml").read_text(encoding="utf-8") == material.nlu(whole["intents"])


def test_the_last_question_of_a_route_is_held_back_and_about_as_many_foreign_ones() -> None:
    kept, held = held_back({"article_q003": ["a", "b", "c"], "rule_sale-net": ["d", "e"], "rule_coupon": ["f"], FOREIGN: list("uvwxyz")})
    assert held == [("c", "article_q003"), ("e", "rule_sale-net"), ("u", FOREIGN), ("x", FOREIGN)]  # six foreign ones for two held: each third
    assert kept == {"article_q003": ["a", "b"], "rule_sale-net": ["d"], FOREIGN: list("vwyz")}


def test_a_guide_number_has_the_score_of_its_best_article() -> None:
    found = of_routes([("article_q011-who", 0.7), ("article_q003", 0.6), ("article_q011", 0.9)], {})
    assert (found.decision, found.articles, found.confidence) == ("answer", ("q011", "q003"), 0.9)


def test_a_rule_stands_for_its_articles_that_first_whose_own_questions_are_nearer() -> None:
    of_rule = {"sale-net": ("q003", "q070")}
    found = of_routes([("rule_sale-net", 0.8), ("article_q005", 0.7), ("article_q070", 0.2), ("article_q003", 0.1)], of_rule)
    assert (found.articles, found.confidence) == (("q070", "q003", "q005"), 0.8)


def test_whoever_takes_a_question_for_foreign_or_talk_is_less_sure_of_the_articles() -> None:
    found = of_routes([(FOREIGN, 0.6), ("talk_greet", 0.3), ("article_q005", 0.1)], {})
    assert (found.articles, found.confidence) == (("q005",), 0.1)
    assert of_routes([(FOREIGN, 1.0)], {}) == Verdict("no_answer", (), 0.0)


def test_our_own_reply_is_a_verdict_already() -> None:
    reply = {"decision": "clarify", "articles": ["q005", "q003"], "confidence": 0.5, "milliseconds": 3.0}
    assert verdict(reply, {}) == Verdict("clarify", ("q005", "q003"), 0.5)
    assert verdict({"routes": [["article_q005", 2.5]], "milliseconds": 3.0}, {}) == Verdict("answer", ("q005",), 2.5)


def judged(kind: str, gold: str, *articles: str, confidence: float = 0.9) -> Judgement:
    return Judgement(Question(id="x", text="x", gold=tuple(gold.split()), kind=kind), Verdict("answer", articles, confidence))


def rows() -> tuple[Row, ...]:
    """Of four questions that ask for one thing two have the right article first and three among three; of the two foreign ones one lies below all of them."""
    answers = (
        judged("faq", "q001", "q001"),
        judged("faq", "q002", "q002", confidence=0.8),
        judged("faq", "q003", "q001", "q002", "q003", confidence=0.7),
        judged("faq", "q004", "q001", "q002", "q003", "q004", confidence=0.6),
        judged("multi", "q001 q002", "q009", confidence=0.0),
        judged("out_of_scope", "", "q001", confidence=0.5),
        judged("out_of_scope", "", "q001", confidence=0.65),
    )
    ours = Figure("the assistant", "ms", tuple(float(number) for number in range(1, 21)))
    other = Figure("other", "ms", (21.0,), "the assistant", "7 epochs")
    return (
        Row(ours, {"RSS": 1200.0, "PSS": 1100.0}, Report("the assistant", answers)),
        Row(other, {"RSS": 300.0}),
        Row(Figure("absent", "ms", (), failed="it is not installed")),
    )


def test_two_questions_in_one_do_not_count() -> None:
    found = rows()[0].accuracy
    assert {name: one.value for name, one in found.items()} == {"hit@1": 0.5, "hit@3": 0.75, AT_LOSS: 0.5}


def test_the_table_has_accuracy_beside_time_and_memory() -> None:
    head, ours, other, absent, *_ = (" ".join(line.split()) for line in row.table(rows()).splitlines())
    assert head == f"hit@1 hit@3 {AT_LOSS} median p95 × ours memory"
    assert ours.startswith("the assistant 0.500 (")
    assert ours.endswith("10.5 ms 19.0 ms 1200 MB")
    assert other == "other 21.0 ms 2.00 300 MB 7 epochs"  # 21 / 10.5
    assert absent == "absent not measured: it is not installed"


def test_json_says_the_same() -> None:
    ours, other, absent = row.to_json(rows())["engines"]
    assert (ours["accuracy"]["hit@3"]["value"], ours["accuracy"]["hit@3"]["of"], ours["memory"]) == (0.75, 4, {"RSS": 1200.0, "PSS": 1100.0})
    assert (other["ratio"], other["beside"], other["accuracy"]) == (2.0, "the assistant", {})
    assert absent["failed"] == "it is not installed"


TOY = """
from bot.benchmark.peers.line import answer, ranked
def load():
    print("a library says hello")
    return (lambda text: text.upper() if text != "break" else 1 / 0), lambda found: ranked([(found, 0.5)])
answer(load)
"""


@pytest.fixture
def toy(tmp_path: Path) -> Iterator[Engine]:
    with running([sys.executable, "-c", TOY], tmp_path / "toy.log", 60) as engine:
        yield engine


def test_an_engine_is_asked_a_question_at_a_time_and_tells_how_long_it_took(toy: Engine) -> None:
    for text in ("what?", "über\nzwei"):
        reply = toy.ask(text)
        assert reply["routes"] == [[text.upper(), 0.5]]
        assert 0 <= reply["milliseconds"] < 60_000
    assert toy.memory().get("RSS", 1.0) > 0


def test_an_engine_that_fails_says_why(toy: Engine) -> None:
    with pytest.raises(PeerUnavailable, match="division by zero"):
        toy.ask("break")


def test_an_engine_that_does_not_start_says_why(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "raise SystemExit('no such model')"]
    with pytest.raises(PeerUnavailable, match="no such model"), running(command, tmp_path / "toy.log", 60):
        pass


def test_an_installation_that_fails_says_what_it_printed_last() -> None:
    with pytest.raises(PeerUnavailable, match=r"^first / no such package$"):
        environment.run([sys.executable, "-c", "print('kept back'); raise SystemExit('first\\nno such package')"], 60)
    with pytest.raises(PeerUnavailable, match="timed out"):
        environment.run([sys.executable, "-c", "import time; time.sleep(60)"], 0.5)
