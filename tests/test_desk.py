"""Who answers the seller, and what the seller is told: real conversations and wording, a stand-in for the engine."""

from __future__ import annotations

import re

import pytest

from bot.conversations import Conversations
from bot.handover.case import Reason, State
from bot.handover.hours import Hours
from bot.store.database import Database
from knowledge.base import KnowledgeBase
from tests.conftest import ROOT
from tests.desks import ANNA, PERSON, Office, computed
from tests.engine import ASKING, Engine

pytestmark = pytest.mark.usefixtures("local_sockets")


@pytest.fixture
def office(database: Database, engine: Engine, base: KnowledgeBase) -> Office:
    return Office(Conversations(database), engine, base)


@pytest.fixture
def seller(office: Office) -> str:
    return office.conversations.start()


def test_without_handing_over_the_assistant_says_what_it_always_said(office: Office, seller: str) -> None:
    office.is_on = False
    office.presence.see(ANNA.number)
    turn = office.say(seller, "a person please", engine=PERSON)
    assert turn.messages[0]["text"] == "From here I cannot …\n\nThe chat is open.\n\nTell them: the refund"
    assert office.cases.of(seller) is None


def test_a_person_is_called(office: Office, seller: str) -> None:
    office.presence.see(ANNA.number)
    turn = office.say(seller, "a person please", engine=PERSON)
    assert turn.turn["decision"] == "handoff"
    (message,) = turn.messages
    assert message["text"] == office.notice("person_asked", ahead=0)
    assert [button["title"] for button in message["buttons"]] == ["Back to the assistant"]
    assert office.states(seller) == [{"person": "waiting", "ahead": 0}]
    case = office.cases.of(seller)
    assert case
    assert (case.state, case.attended) == (State.WAITING, True)


def test_who_waits_is_acknowledged_once_and_the_assistant_is_silent(office: Office, seller: str) -> None:
    office.call(seller)
    asked = len(office.engine.asked)
    assert [message["text"] for message in office.say(seller, "It is about order 12").messages] == [office.notice("person_noted", name="")]
    assert office.say(seller, "and order 13").messages == []
    assert len(office.engine.asked) == asked
    assert [text for kind, text in office.happened(seller) if kind == "seller"][-2:] == ["It is about order 12", "and order 13"]


def test_calling_again_opens_no_second_case(office: Office, seller: str) -> None:
    case = office.call(seller)
    (message,) = office.say(seller, "I said a person!").messages
    assert message["text"] == office.notice("person_open", ahead=0)
    assert [found.number for found in office.cases.waiting_or_taken()] == [case.number]


def test_with_a_person_the_assistant_is_silent_until_the_case_is_returned(office: Office, seller: str) -> None:
    case = office.call(seller)
    office.do(office.handovers.take(case.number, ANNA))
    asked = len(office.engine.asked)
    assert [message["text"] for message in office.say(seller, "Hello Anna").messages] == [office.notice("person_noted", name="Anna")]
    assert office.say(seller, "a person please").messages == []  # who has one needs not be told so
    office.do(office.handovers.say(case.number, ANNA, "Hello, this is Anna."))
    office.do(office.handovers.give_back(case.number, ANNA))
    assert len(office.engine.asked) == asked
    (answer,) = office.say(seller, "thanks").messages
    assert answer["text"] == "Hello!"
    assert office.states(seller) == [{"person": "waiting", "ahead": 0}, {"person": "here", "name": "Anna"}, {"person": "none"}]
    said = [event.content for event in office.conversations.events(seller, 0, ("message",))]
    assert [content["text"] for content in said if content.get("author") == "agent"] == ["Hello, this is Anna."]
    assert office.notice("person_back") in [content["text"] for content in said]


def test_nobody_is_there(office: Office, seller: str) -> None:
    """Told honestly, with what to tell the support chat; the assistant goes on, and nothing is kept before the seller agrees."""
    turn = office.say(seller, "a person please", engine=PERSON)
    (message,) = turn.messages
    assert message["text"] == office.notice("person_away", opens="") + "\n\nThe chat is open.\n\nTell them: the refund"
    assert [button["payload"] for button in message["buttons"]] == ["Leave my question for a colleague"]
    assert office.cases.of(seller) is None
    assert office.states(seller) == []
    assert office.say(seller, "hi").messages[0]["text"] == "Hello!"


def test_outside_the_hours_nobody_is_there_and_the_seller_is_told_from_when(office: Office, engine: Engine, base: KnowledgeBase) -> None:
    closed = Office(office.conversations, engine, base, hours=Hours.read("Mon-Fri 13:30-18:00"))
    closed.presence.see(ANNA.number)
    (message,) = closed.say(closed.conversations.start(), "a person please", engine=PERSON).messages
    assert "Monday 23 November 2026 at 13:30" in message["text"]  # now is that day, 10:00


def test_a_question_is_left_and_the_assistant_goes_on_until_an_agent_takes_it(office: Office, seller: str) -> None:
    office.say(seller, "a person please", engine=PERSON)
    (left,) = office.say(seller, "Leave my question for a colleague").messages
    assert left["text"] == office.notice("person_left")
    assert office.say(seller, "hi").messages[0]["text"] == "Hello!"
    (again,) = office.say(seller, "a person please", engine=PERSON).messages
    assert again["text"] == office.notice("person_left")
    (case,) = office.cases.waiting_or_taken()
    assert not case.attended
    assert office.states(seller) == []  # nobody is waited for
    office.do(office.handovers.take(case.number, ANNA))
    assert office.states(seller) == [{"person": "here", "name": "Anna"}]
    assert [message["text"] for message in office.say(seller, "oh, hello").messages] == [office.notice("person_noted", name="Anna")]


def test_a_left_question_is_waited_for_once_somebody_is_there(office: Office, seller: str) -> None:
    office.say(seller, "Leave my question for a colleague")
    office.presence.see(ANNA.number)
    (message,) = office.say(seller, "a person please", engine=PERSON).messages
    assert message["text"] == office.notice("person_asked", ahead=0)
    (case,) = office.cases.waiting_or_taken()
    assert case.attended
    assert office.states(seller) == [{"person": "waiting", "ahead": 0}]


def test_agents_who_leave_do_not_leave_the_seller_in_silence(office: Office, seller: str) -> None:
    case = office.call(seller)
    office.clock.pass_(minutes=6)
    assert [message["text"] for message in office.say(seller, "still there?").messages] == [office.notice("person_gone"), "Hello!"]
    assert office.states(seller)[-1] == {"person": "none"}
    assert office.cases.case(case.number).state == State.WAITING  # it stays in the inbox


def test_the_seller_goes_back_to_the_assistant(office: Office, seller: str) -> None:
    case = office.call(seller)
    (message,) = office.say(seller, "back to the assistant").messages
    assert message["text"] == office.notice("person_back")
    ended = office.cases.case(case.number)
    assert (ended.state, ended.reason, ended.is_open) == (State.RETURNED, Reason.WITHDRAWN, False)
    assert office.states(seller)[-1] == {"person": "none"}
    assert office.say(seller, "hi").messages[0]["text"] == "Hello!"
    assert office.call(seller).number != case.number  # and may call again


def test_buttons_of_another_language_are_understood(office: Office, seller: str) -> None:
    office.call(seller, "fr")
    (message,) = office.say(seller, "Revenir à l’assistant", "en").messages
    assert message["text"] == office.notice("person_back")


@pytest.mark.parametrize("language", ["en", "fr", "es", "it"])
def test_what_the_page_sends_to_go_back_is_understood(office: Office, seller: str, language: str) -> None:
    """The chat page has a way back of its own, whatever the messages offer."""
    words = (ROOT / "bot" / "channels" / "web" / "static" / "words" / f"{language}.js").read_text(encoding="utf-8")
    found = re.search(r'back: \{ title: "[^"]+", payload: "([^"]+)" \}', words)
    assert found
    office.call(seller)
    assert office.say(seller, found[1], language).messages[0]["text"] == office.notice("person_back", language)


def test_the_form_waits_behind_the_person_and_comes_back(office: Office, seller: str) -> None:
    office.presence.see(ANNA.number)
    asking = ASKING[0]["custom"]
    turn = office.say(seller, "a person please", engine=[*PERSON, {"custom": asking}])
    assert [message["text"] for message in turn.messages] == [office.notice("person_asked", ahead=0)]
    assert turn.turn["asks_for"] == "situation"
    during = office.say(seller, "are you there?")
    assert during.turn == {"decision": "handoff", "rule": "refund-timing", "asks_for": "situation", "articles": [], "language": "en"}
    back = office.say(seller, "Back to the assistant")
    assert [message["text"] for message in back.messages] == [office.notice("person_back", asks=True), "What happened?"]
    assert back.turn["asks_for"] == "situation"


def test_places_in_the_queue_are_told_as_they_change(office: Office) -> None:
    late, soon = office.conversations.start(), office.conversations.start()
    office.call(late, before=computed("appeal-deadlines", {}, {"appeal_by": "2026-12-10"}))
    first = office.call(soon, before=computed("appeal-deadlines", {}, {"appeal_by": "2026-11-25"}))
    assert office.states(late) == [{"person": "waiting", "ahead": 0}, {"person": "waiting", "ahead": 1}]
    assert office.states(soon) == [{"person": "waiting", "ahead": 0}]
    office.do(office.handovers.take(first.number, ANNA))
    assert office.states(late)[-1] == {"person": "waiting", "ahead": 0}


@pytest.mark.parametrize("language", ["en", "fr", "es", "it"])
def test_every_sentence_is_there_in_every_language(office: Office, language: str) -> None:
    said = {
        key: office.notice(key, language, ahead=2, name="Anna", opens="…")
        for key in ("person_asked", "person_away", "person_left", "person_open", "person_noted", "person_gone", "person_back", "person_closed")
    }
    assert all(said.values())
    assert "2" in said["person_asked"]
    assert "Anna" in said["person_noted"]
    if language != "en":
        assert not set(said.values()) & {office.notice(key, ahead=2, name="Anna", opens="…") for key in said}
