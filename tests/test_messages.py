from __future__ import annotations

import json

from actions.messages import message
from knowledge.answer import Answer, Block
from knowledge.assistant import Reply
from knowledge.base import RuleState
from knowledge.memory import Memory
from knowledge.rulebook import RuleBook
from knowledge.search.candidates import Candidate
from knowledge.speech import Speaker
from tests.understood import day

TALK = Reply("smalltalk", "en", (), Answer((Block("lead", "Hello!"),)))


def test_a_turn_says_what_was_decided_and_nothing_else() -> None:
    assert message(TALK, Memory())["turn"] == {"decision": "smalltalk", "rule": None, "asks_for": None, "articles": [], "language": "en"}
    assert set(message(TALK, Memory())) == {"answer", "case", "grounds", "input", "turn"}


def test_articles_are_ids_in_order() -> None:
    reply = Reply("answer", "en", (Candidate("q020", 0.9, 0), Candidate("q069", 0.1, 2)), TALK.answer)
    assert message(reply, Memory())["turn"]["articles"] == ["q020", "q069"]


def test_the_rule_is_the_one_answered_or_the_one_of_the_form() -> None:
    reply = Reply("rule", "en", (), TALK.answer, RuleState("epr-plan", {}, ()))
    assert message(reply, Memory())["turn"]["rule"] == "epr-plan"
    # A computation beside the form: the form goes on, and it is the form's rule that counts.
    beside = message(reply, Memory(asks_for="destinations"), "epr-scope")["turn"]
    assert (beside["decision"], beside["rule"], beside["asks_for"]) == ("rule", "epr-scope", "destinations")
    assert message(TALK, Memory(asks_for="destinations"), "epr-scope")["turn"]["decision"] == "smalltalk"


def test_a_computed_answer_travels_with_its_receipt(rulebook: RuleBook, speaker: Speaker) -> None:
    computation = rulebook.compute("refund-timing", {"situation": "cancelled_before_shipping", "event_date": "2026-11-20"}, day("2026-11-23"))
    answer = speaker.rule_answer(computation)
    sent = message(Reply("rule", "en", (), answer, RuleState("refund-timing", {}, (), computation)), Memory(case=2, changes=1))
    assert sent["case"] == {"number": 2, "changes": 1}
    assert sent["answer"]["receipt"]["rule"] == "refund-timing"
    assert sent["answer"]["text"] == answer.text
    assert [source["id"] for source in sent["answer"]["sources"]][:1] == ["q058"]
    assert json.loads(json.dumps(sent)) == sent
