"""The action handlers, run on trackers as the dialogue engine sends them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.handlers import Handler, action_names, every_handler
from bot.lookup import Lookup
from knowledge.memory import Memory
from knowledge.understanding.message import Understanding
from tests.conftest import NOW
from tests.understood import answered, ruled, talk, unanswered

pytestmark = pytest.mark.model

DAY = Memory(rule="refund-timing", inputs={"situation": "cancelled_before_shipping"}, asks_for="event_date")
COMPLETE = Memory(rule="refund-timing", inputs={"situation": "cancelled_before_shipping", "event_date": "2026-11-22"})
TODAY = {"today": "2026-11-23T10:00"}


@pytest.fixture(scope="module")
def handlers(lookup: Lookup) -> dict[str, Handler]:
    return {handler.name(): handler for handler in every_handler(lookup.languages, lambda: NOW)}


def tracker(lookup: Lookup, memory: Memory, understood: Understanding | str, *after: dict[str, Any], metadata: dict[str, Any] | None = None) -> Tracker:
    """A tracker that holds a memory and a message; `after` is what happened since the message."""
    rules = lookup.base.rules
    held = dict.fromkeys(slots.all_slots(rules)) | slots.changes({}, memory, slots.all_slots(rules)) | {slots.REQUESTED: slots.slot_of(memory.asks_for)}
    text = understood if isinstance(understood, str) else understood.text
    message: dict[str, Any] = {"text": text, "metadata": TODAY if metadata is None else metadata}
    if isinstance(understood, Understanding):
        message["understanding"] = understood.to_json()
    events = [{"event": "action", "name": "action_listen"}, {"event": "user", "text": text}, *after]
    return Tracker("someone", held, message, events, False, None, {"name": slots.FORM} if memory.in_form else {}, "action_listen")


def run(handler: Handler, on: Tracker) -> tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]:
    """The slots that a handler sets, its other events, and its messages."""
    dispatcher = CollectingDispatcher()
    events = asyncio.run(handler.run(dispatcher, on, {}))
    changed = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
    return changed, [event for event in events if event["event"] != "slot"], [message["custom"] for message in dispatcher.messages]


def test_every_handler_is_in_the_domain_once(handlers: dict[str, Handler], lookup: Lookup) -> None:
    names = action_names(lookup.base.rules)
    assert len(names) == len(set(names))
    assert set(handlers) == set(names)
    assert {"action_answer", "action_begin_rule", "action_compute_rule", "validate_rule_form", "action_ask_rule_form_input_event_date"} <= set(names)


def test_an_answer_is_said_and_remembered(handlers: dict[str, Handler], lookup: Lookup) -> None:
    changed, others, messages = run(handlers["action_answer"], tracker(lookup, Memory(), answered("How do I block a buyer?", "q020")))
    assert changed == {"question": "How do I block a buyer?", "articles": ["q020"]}
    assert others == []
    assert [message["turn"]["decision"] for message in messages] == ["answer"]


def test_a_message_without_understanding_is_understood_here(handlers: dict[str, Handler], lookup: Lookup) -> None:
    """As after a default fallback, when the engine could not reach our understanding."""
    _, _, messages = run(handlers["action_answer"], tracker(lookup, Memory(), "How do I block a troublesome buyer?"))
    assert messages[0]["turn"]["articles"][0] == "q020"


@pytest.mark.parametrize("metadata", [{}, {"today": None}])
def test_without_a_day_the_current_time_counts(handlers: dict[str, Handler], lookup: Lookup, metadata: dict[str, Any]) -> None:
    understood = ruled("The buyer cancelled yesterday before shipping, when is the refund?", "refund-timing")
    changed, _, _ = run(handlers["action_begin_rule"], tracker(lookup, Memory(), understood, metadata=metadata))
    assert changed["input_event_date"] == "2026-11-22"  # the look-ups live on 23 November 2026


def test_a_rule_that_misses_something_goes_to_the_form(handlers: dict[str, Handler], lookup: Lookup) -> None:
    changed, others, messages = run(handlers["action_begin_rule"], tracker(lookup, Memory(), ruled("When is the refund due?", "refund-timing")))
    assert changed == {"rule": "refund-timing", "case": 1, "question": "When is the refund due?"}
    assert [(event["event"], event["name"]) for event in others] == [("followup", "rule_form")]
    assert messages == []


def test_a_switch_names_the_rule_of_the_new_form(handlers: dict[str, Handler], lookup: Lookup) -> None:
    changed, others, messages = run(handlers["action_begin_rule"], tracker(lookup, DAY, ruled("epr plan please", "epr-plan")))
    assert changed == {"rule": "epr-plan", "case": 1, "input_situation": None}
    assert [event["event"] for event in others] == ["followup"]
    assert messages[0]["turn"] == {"decision": "rule", "rule": "epr-plan", "asks_for": None, "articles": [], "language": "en"}


# The form


def test_the_form_asks_for_what_is_missing(handlers: dict[str, Handler], lookup: Lookup) -> None:
    started = Memory(rule="refund-timing")
    begun = tracker(lookup, started, ruled("When is the refund due?", "refund-timing"), {"event": "action", "name": "action_begin_rule"})
    changed, _, messages = run(handlers["validate_rule_form"], begun)
    assert changed[slots.REQUESTED] == "input_situation"
    assert messages == []


def test_a_reply_fills_a_slot(handlers: dict[str, Handler], lookup: Lookup) -> None:
    changed, _, _ = run(handlers["validate_rule_form"], tracker(lookup, DAY, unanswered("yesterday")))
    assert changed == {"input_event_date": "2026-11-22", "misses": 0, slots.REQUESTED: None}


def test_an_unread_reply_still_tells_the_engine_that_it_was_one(handlers: dict[str, Handler], lookup: Lookup) -> None:
    changed, _, _ = run(handlers["validate_rule_form"], tracker(lookup, DAY, unanswered("purple")))
    assert changed == {"misses": 1, slots.REQUESTED: "input_event_date"}


@pytest.mark.parametrize(
    "understood", [answered("How do I block a buyer?", "q020"), talk("why?", "why"), talk("cancel", "cancel")], ids=lambda understood: understood.text
)
def test_a_side_question_changes_no_slot(handlers: dict[str, Handler], lookup: Lookup, understood: Understanding) -> None:
    assert run(handlers["validate_rule_form"], tracker(lookup, DAY, understood)) == ({}, [], [])


def test_a_message_that_was_dealt_with_is_not_heard_again(handlers: dict[str, Handler], lookup: Lookup) -> None:
    """After a side question the form only asks again: "yesterday" in it is no reply."""
    after = {"event": "action", "name": "action_answer"}
    changed, _, _ = run(handlers["validate_rule_form"], tracker(lookup, DAY, answered("Is the chat open since yesterday?", "q007"), after))
    assert "input_event_date" not in changed
    assert changed[slots.REQUESTED] == "input_event_date"


def test_the_engine_adding_the_form_does_not_make_a_message_old(handlers: dict[str, Handler], lookup: Lookup) -> None:
    after = ({"event": "action", "name": "action_extract_slots"}, {"event": "action", "name": "rule_form"})
    changed, _, _ = run(handlers["validate_rule_form"], tracker(lookup, DAY, unanswered("yesterday"), *after))
    assert changed["input_event_date"] == "2026-11-22"


def ask(handlers: dict[str, Handler], on: Tracker) -> dict[str, Any]:
    """The one message of the question for the day."""
    _, others, messages = run(handlers["action_ask_rule_form_input_event_date"], on)
    assert others == []
    (message,) = messages
    return message


def test_a_question_names_the_rule_and_the_input(handlers: dict[str, Handler], lookup: Lookup) -> None:
    message = ask(handlers, tracker(lookup, DAY, unanswered("Cancelled before shipping")))
    assert message["turn"]["rule"] == "refund-timing"
    assert message["turn"]["asks_for"] == "event_date"
    assert not message["answer"]["text"].startswith(lookup.base.wording.notice("still_open"))


@pytest.mark.parametrize("action", ["action_answer", "action_talk", "action_steer", "action_follow_up", "action_begin_rule"])
def test_after_a_side_question_the_form_says_that_it_comes_back(handlers: dict[str, Handler], lookup: Lookup, action: str) -> None:
    message = ask(handlers, tracker(lookup, DAY, answered("How do I block a buyer?", "q020"), {"event": "action", "name": action}))
    assert message["answer"]["text"].startswith(lookup.base.wording.notice("still_open"))


@pytest.mark.parametrize(
    "begun",
    [{"event": "active_loop", "name": "rule_form"}, {"event": "slot", "name": "rule", "value": "refund-timing"}],
    ids=["a form that has just begun", "another rule"],
)
def test_a_new_form_does_not_come_back(handlers: dict[str, Handler], lookup: Lookup, begun: dict[str, Any]) -> None:
    after = ({"event": "action", "name": "action_begin_rule"}, begun)
    message = ask(handlers, tracker(lookup, DAY, ruled("When is the refund due?", "refund-timing"), *after))
    assert not message["answer"]["text"].startswith(lookup.base.wording.notice("still_open"))


# The end of the form


def test_a_complete_form_is_computed(handlers: dict[str, Handler], lookup: Lookup) -> None:
    _, others, messages = run(handlers["action_compute_rule"], tracker(lookup, COMPLETE, unanswered("yesterday")))
    assert others == []
    # The 14th working day after Sunday 22 November 2026 (question 58).
    assert "Thursday 10 December 2026" in messages[0]["answer"]["text"]
    assert messages[0]["turn"] == {"decision": "rule", "rule": "refund-timing", "asks_for": None, "articles": messages[0]["turn"]["articles"], "language": "en"}


def test_a_form_that_ended_too_early_starts_again(handlers: dict[str, Handler], lookup: Lookup) -> None:
    """The engine submits a form when its validation has failed (a crash, a time-out)."""
    early = Memory(rule="refund-timing", inputs={"situation": "cancelled_before_shipping"})
    _, others, messages = run(handlers["action_compute_rule"], tracker(lookup, early, unanswered("yesterday")))
    assert [(event["event"], event["name"]) for event in others] == [("followup", "rule_form")]
    assert messages == []


def test_a_form_without_a_rule_says_nothing(handlers: dict[str, Handler], lookup: Lookup) -> None:
    assert run(handlers["action_compute_rule"], tracker(lookup, Memory(), unanswered("yesterday"))) == ({}, [], [])


def test_cancelling_empties_the_rules_slots(handlers: dict[str, Handler], lookup: Lookup) -> None:
    changed, _, messages = run(handlers["action_cancel"], tracker(lookup, DAY, talk("cancel", "cancel")))
    assert changed == {"rule": None, "input_situation": None}
    assert messages[0]["turn"] == {"decision": "smalltalk", "rule": None, "asks_for": None, "articles": [], "language": "en"}


def test_talk_and_steering_change_nothing(handlers: dict[str, Handler], lookup: Lookup) -> None:
    for name, understood in (("action_talk", talk("hello", "greet")), ("action_talk", talk("a person", "handoff")), ("action_steer", talk("why?", "why"))):
        changed, others, messages = run(handlers[name], tracker(lookup, COMPLETE, understood))
        assert (changed, others) == ({}, [])
        assert len(messages) == 1


def test_going_on_computes_anew(handlers: dict[str, Handler], lookup: Lookup) -> None:
    understood = unanswered("and if it was Friday?", follows_up=True)
    changed, _, messages = run(handlers["action_follow_up"], tracker(lookup, COMPLETE, understood))
    assert changed.pop("told").startswith("earliest=2026-11-27")  # 7 days after Friday 20 November
    assert changed == {"input_event_date": "2026-11-20"}
    assert "Friday 4 December 2026" in messages[0]["answer"]["text"]  # the 14th day
