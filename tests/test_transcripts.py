"""Conversations as agents look at them: the list and its filters, in both kinds of database, and lines with their reasons."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from bot.console.transcript import lines
from bot.conversations import Conversations, UnknownConversation
from bot.handover.case import State
from bot.handover.transcripts import Transcripts, Wanted
from bot.store.database import Database
from bot.tables import EVENTS
from knowledge.base import KnowledgeBase
from knowledge.calendars import PARIS
from tests.desks import ANNA, Office, computed
from tests.engine import ASKING, Engine

pytestmark = pytest.mark.usefixtures("local_sockets")


@pytest.fixture
def office(database: Database, engine: Engine, base: KnowledgeBase) -> Office:
    return Office(Conversations(database), engine, base)


def spoken(office: Office, texts: list[str], language: str = "en", engine: list[dict[str, Any]] | None = None) -> str:
    """The id of a new conversation in which the seller says this."""
    conversation = office.conversations.start()
    for text in texts:
        office.say(conversation, text, language, engine)
    return conversation


def openings(office: Office, wanted: Wanted, **more: int) -> list[str]:
    """How the conversations that are wanted begin."""
    return [listed.opening for listed in Transcripts(office.conversations).listed(wanted, **more)]


def test_a_conversation_is_named_by_its_first_event(office: Office) -> None:
    transcripts = Transcripts(office.conversations)
    one, other = spoken(office, ["one", "one more"]), spoken(office, ["two"])
    numbers = [transcripts.number(one), transcripts.number(other)]
    assert numbers == sorted(set(numbers))
    assert [transcripts.find(number) for number in numbers] == [one, other]
    for number in (numbers[0] + 1, 0, -1, 10**6, 10**30):
        with pytest.raises(UnknownConversation):
            transcripts.find(number)
    with pytest.raises(UnknownConversation):
        transcripts.number(office.conversations.start())  # in which nothing has happened
    assert one not in str(transcripts.listed(Wanted()))  # the id reaches no page and no log


def test_the_latest_come_first_and_the_list_goes_on_page_by_page(office: Office) -> None:
    first = spoken(office, ["a"])
    for text in ("b", "c", "d"):
        spoken(office, [text])
    office.say(first, "a again")
    transcripts = Transcripts(office.conversations)
    assert openings(office, Wanted()) == ["a", "d", "c", "b"]
    page = transcripts.listed(Wanted(), most=2)
    assert openings(office, Wanted(), before=page[-1].newest, most=2) == ["c", "b"]
    assert openings(office, Wanted(), before=10**30) == ["a", "d", "c", "b"]
    assert page[0].turns == 2


def test_the_list_is_narrowed_by_what_happened(office: Office) -> None:
    spoken(office, ["small talk"])
    spoken(office, ["computed"], "fr", [{"custom": {**ASKING[0]["custom"], "turn": {**ASKING[0]["custom"]["turn"], "language": "fr"}}}])
    waiting, taken = spoken(office, ["waiting"]), spoken(office, ["taken"])
    office.call(waiting)
    office.do(office.handovers.take(office.call(taken).number, ANNA))
    assert openings(office, Wanted(language="fr")) == ["computed"]
    assert openings(office, Wanted(decision="rule")) == ["computed"]
    assert openings(office, Wanted(decision="handoff")) == ["taken", "waiting"]
    assert openings(office, Wanted(state=State.WAITING)) == ["waiting"]
    assert openings(office, Wanted(state=State.TAKEN)) == ["taken"]
    assert openings(office, Wanted(state=State.TAKEN, language="fr")) == []
    office.say(waiting, "Back to the assistant")
    assert openings(office, Wanted(state=State.RETURNED)) == ["waiting"]
    office.call(waiting)  # the latest case of a conversation counts
    assert openings(office, Wanted(state=State.RETURNED)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("order 12", ["where is ORDER 12?"]),
        ("ORDER", ["where is ORDER 12?"]),
        ("100 %", ['a "quoted" 100 % \\ word']),
        ("_", []),  # no pattern
        ("%", ['a "quoted" 100 % \\ word']),
        ('"quoted"', ['a "quoted" 100 % \\ word']),
        ("\\", ['a "quoted" 100 % \\ word']),
        ("knives, perhaps", ["where is ORDER 12?"]),  # what an agent wrote
        ("Hello!", []),  # what the assistant said is looked for in no list
        ("author", []),
        ("'; DROP TABLE events --", []),
        ("\x00", []),
        ("😀", []),
    ],
)
def test_words_of_people_are_found_as_they_were_written(office: Office, text: str, found: list[str]) -> None:
    spoken(office, ['a "quoted" 100 % \\ word'])
    case = office.call(spoken(office, ["where is ORDER 12?"]))
    office.do(office.handovers.take(case.number, ANNA))
    office.do(office.handovers.say(case.number, ANNA, "knives, perhaps"))
    assert openings(office, Wanted(text=text)) == found


def test_a_day_is_one_in_paris(office: Office) -> None:
    conversation = spoken(office, ["late"])
    with office.conversations.transaction() as connection:  # 23:30 UTC: half past midnight in Paris
        connection.execute(sa.update(EVENTS).where(EVENTS.c.conversation == conversation).values(at="2026-11-20T23:30:00+00:00"))
    assert openings(office, Wanted(day=date(2026, 11, 20))) == []
    assert openings(office, Wanted(day=date(2026, 11, 21))) == ["late"]


def test_a_seller_who_waits_for_an_answer_is_marked(office: Office) -> None:
    transcripts, case = Transcripts(office.conversations), office.call(office.conversations.start())
    office.do(office.handovers.take(case.number, ANNA))
    assert transcripts.unread([case.conversation]) == {case.conversation}
    office.do(office.handovers.say(case.number, ANNA, "Hello"))
    assert transcripts.unread([case.conversation]) == frozenset()
    office.say(case.conversation, "Hello Anna")
    assert transcripts.unread([case.conversation]) == {case.conversation}


# Lines


def test_a_line_tells_who_what_and_why(office: Office, base: KnowledgeBase) -> None:
    inputs = {"situation": "cancelled_before_shipping", "event_date": "2026-11-20"}
    conversation = spoken(office, ["When is the refund due?"], engine=computed("refund-timing", inputs, {"promise_by": "2026-12-10"}))
    case = office.call(conversation)
    office.do(office.handovers.take(case.number, ANNA))
    office.do(office.handovers.say(case.number, ANNA, "Hello"))
    drawn = lines(Transcripts(office.conversations).happened(conversation), base)
    told = [(line.author, line.name, line.text) for line in drawn]
    assert told == [
        ("seller", "", "When is the refund due?"),
        ("assistant", "", "Answer of refund-timing"),
        ("seller", "", "a person please"),
        ("state", "", "waiting"),
        ("assistant", "", office.notice("person_asked", ahead=0)),
        ("state", "Anna", "here"),
        ("agent", "Anna", "Hello"),
    ]
    reasons = drawn[1].reasons
    assert reasons
    assert (reasons.decision, reasons.rule) == ("rule", base.wording.rules["refund-timing"].title)
    assert [(near.id, near.share) for near in reasons.articles] == [("q058", 90)]
    words = base.wording.rules["refund-timing"].inputs
    assert dict(reasons.inputs)[words["event_date"].label] == "Friday 20 November 2026"
    assert reasons.rule_url.startswith("/console/rules/refund-timing?")
    assert drawn[0].at.tzinfo == PARIS


def test_places_in_the_queue_are_no_lines(office: Office, base: KnowledgeBase) -> None:
    late = office.call(office.conversations.start(), before=computed("appeal-deadlines", {}, {"appeal_by": "2026-12-10"}))
    office.call(office.conversations.start(), before=computed("appeal-deadlines", {}, {"appeal_by": "2026-11-25"}))
    assert len(office.states(late.conversation)) == 2
    drawn = lines(Transcripts(office.conversations).happened(late.conversation), base)
    assert [line.text for line in drawn if line.author == "state"] == ["waiting"]


def test_what_an_older_version_kept_is_drawn_all_the_same(base: KnowledgeBase) -> None:
    """Turns without grounds, a rule and an article that are no more, inputs that fit no more."""
    from bot.handover.transcripts import Happened

    at = datetime(2026, 11, 23, tzinfo=PARIS)
    receipt = {"rule": "refund-timing", "version": 0, "today": "2026-01-01", "inputs": {"event_date": "no day", "gone": 3}, "steps": [], "parameters": []}
    events = [
        Happened(1, "seller", at, {"text": "hi"}),
        Happened(2, "message", at, {"text": "x", "answer": {"text": "x", "receipt": receipt, "dates": [], "sources": []}}),
        Happened(3, "turn", at, {"decision": "rule", "rule": "refund-timing", "asks_for": None, "articles": ["q999"], "language": "en"}),
        Happened(4, "message", at, {"text": "y"}),
        Happened(5, "turn", at, {"decision": "rule", "rule": "no-such-rule", "asks_for": "x", "articles": [], "language": "xx"}),
    ]
    old, unknown = (line.reasons for line in lines(events, base) if line.reasons)
    assert old
    assert dict(old.inputs) == {"event_date": "no day", "gone": "3"}
    assert [(near.title, near.share) for near in old.articles] == [("q999", None)]
    assert unknown
    assert unknown.rule == ""
