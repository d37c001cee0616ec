"""What agents do with cases, over real conversations: order, who may do what, notes, and what goes with a conversation."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.conversations import Conversations, UnknownConversation
from bot.gaps.store import Store, UnknownMessage
from bot.handover.case import Reason, State, Summary
from bot.handover.cases import INBOX, NotYours
from bot.handover.rows import UnknownCase
from bot.handover.tables import CASES, NOTES
from bot.store.database import Database
from knowledge.base import KnowledgeBase
from tests.conftest import NOW
from tests.desks import ANNA, BORIS, Office, computed
from tests.engine import Engine

pytestmark = pytest.mark.usefixtures("local_sockets")
FAR = NOW + timedelta(days=60)


@pytest.fixture
def office(database: Database, engine: Engine, base: KnowledgeBase) -> Office:
    return Office(Conversations(database), engine, base)


def appeal(day: str) -> list[dict[str, object]]:
    """An answer whose appeal ends on that day."""
    return computed("appeal-deadlines", {"sanctioned_at": "2026-11-20"}, {"appeal_by": day, "decision_about": "2026-11-24"})


# Order


def test_cases_stand_by_the_time_left_and_then_by_how_long_they_have_waited(office: Office) -> None:
    start = office.conversations.start
    sellers = {name: start() for name in ("none first", "late", "none second", "soon", "minute")}
    for name, seller in sellers.items():
        before = {"late": appeal("2026-12-10"), "soon": appeal("2026-11-25"), "minute": appeal("2026-11-25T09:30")}.get(name)
        office.call(seller, before=before)
        office.clock.pass_(minutes=1)
    names = {seller: name for name, seller in sellers.items()}
    found = [names[case.conversation] for case in office.do(office.handovers.inbox())]
    # A minute of a day comes before the day, which lasts until 23:59.
    assert found == ["minute", "soon", "late", "none first", "none second"]
    assert [case.is_overdue(office.clock()) for case in office.cases.waiting_or_taken()] == [False] * 5
    office.clock.pass_(days=1, hours=23.5)  # 25 November, 9:35 in Paris
    assert [case.is_overdue(office.clock()) for case in office.cases.waiting_or_taken()] == [True, False, False, False, False]


def test_a_limit_is_kept_to_its_last_minute_in_paris(office: Office) -> None:
    case = office.call(office.conversations.start(), before=appeal("2026-11-25"))
    assert case.deadline == datetime(2026, 11, 25, 22, 59, tzinfo=UTC)
    assert case.summary.limit
    assert case.summary.limit.value == "2026-11-25"


def test_an_open_case_follows_what_the_assistant_finds_out_later(office: Office) -> None:
    seller = office.conversations.start()
    office.say(seller, "Leave my question for a colleague")
    assert office.cases.waiting_or_taken()[0].deadline is None
    office.say(seller, "until when can I appeal?", engine=appeal("2026-11-25"))
    (case,) = office.cases.waiting_or_taken()
    assert case.deadline == datetime(2026, 11, 25, 22, 59, tzinfo=UTC)
    assert case.summary.question == "until when can I appeal?"
    assert case.summary.inputs == {"sanctioned_at": "2026-11-20"}


# Who may do what


def test_only_one_of_two_agents_gets_a_case(office: Office) -> None:
    case = office.call(office.conversations.start())

    def take(agent: object) -> str:
        try:
            return str(office.cases.take(case.number, agent, NOW).taken_by)  # type: ignore[arg-type]
        except NotYours as error:
            return f"taken by {error.case.taken_by}"

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(take, (ANNA, BORIS)))
    holder = office.cases.case(case.number).taken_by
    assert sorted(found) == sorted([str(holder), f"taken by {holder}"])


def test_a_case_is_taken_from_another_agent_only_by_name(office: Office) -> None:
    case = office.call(office.conversations.start())
    office.do(office.handovers.take(case.number, ANNA))
    for holder in (None, BORIS.number, 99):
        with pytest.raises(NotYours):
            office.do(office.handovers.take(case.number, BORIS, holder))
    assert office.do(office.handovers.take(case.number, BORIS, ANNA.number)).taken_by == BORIS
    assert office.states(case.conversation)[-1] == {"person": "here", "name": "Boris"}


def test_only_who_has_a_case_speaks_returns_and_closes(office: Office) -> None:
    case = office.call(office.conversations.start())
    with pytest.raises(NotYours):
        office.do(office.handovers.say(case.number, ANNA, "not taken yet"))
    office.do(office.handovers.take(case.number, ANNA))
    for work in (
        office.handovers.say(case.number, BORIS, "not mine"),
        office.handovers.give_back(case.number, BORIS),
        office.handovers.close(case.number, BORIS, Reason.SOLVED),
    ):
        with pytest.raises(NotYours):
            office.do(work)
    assert "not mine" not in str(office.happened(case.conversation))
    assert office.cases.case(case.number).state == State.TAKEN


def test_a_case_is_closed_with_a_reason_and_nothing_can_be_done_with_it_any_more(office: Office) -> None:
    case = office.call(office.conversations.start())
    office.do(office.handovers.take(case.number, ANNA))
    closed = office.do(office.handovers.close(case.number, ANNA, Reason.OTHER, "phoned"))
    assert (closed.state, closed.reason, closed.remark, closed.ended_at) == (State.CLOSED, Reason.OTHER, "phoned", NOW)
    assert office.happened(case.conversation)[-2:] == [("message", office.notice("person_closed")), ("state", {"person": "none"})]
    for work in (
        office.handovers.say(case.number, ANNA, "one more thing"),
        office.handovers.take(case.number, ANNA),
        office.handovers.give_back(case.number, ANNA),
        office.handovers.close(case.number, ANNA, Reason.SOLVED),
    ):
        with pytest.raises(NotYours):
            office.do(work)


def test_a_waiting_case_may_be_closed_by_any_agent(office: Office) -> None:
    case = office.call(office.conversations.start())
    assert office.do(office.handovers.close(case.number, BORIS, Reason.ABUSIVE)).reason == Reason.ABUSIVE


@pytest.mark.parametrize("number", [0, -1, 99, 2**31, 10**30])
def test_a_number_that_no_case_has(office: Office, number: int) -> None:
    for work in (office.handovers.case(number), office.handovers.take(number, ANNA), office.handovers.note(number, ANNA, "?")):
        with pytest.raises(UnknownCase):
            office.do(work)


# Notes, votes, and what goes with the conversation


def test_notes_never_reach_the_seller(office: Office) -> None:
    case = office.call(office.conversations.start())
    office.do(office.handovers.note(case.number, ANNA, "the third time this week"))
    office.do(office.handovers.note(case.number, BORIS, "I know"))
    assert [(note.by, note.text) for note in office.do(office.handovers.notes(case.number))] == [(ANNA, "the third time this week"), (BORIS, "I know")]
    assert "third time" not in str(office.happened(case.conversation))


def test_what_a_person_said_is_not_voted_on(office: Office) -> None:
    case = office.call(office.conversations.start())
    office.do(office.handovers.take(case.number, ANNA))
    event = office.do(office.handovers.say(case.number, ANNA, "Hello"))
    office.say(case.conversation, "hi")
    with pytest.raises(UnknownMessage):
        Store(office.conversations).asked_for(case.conversation, str(event.number))


def test_cases_and_notes_go_with_their_conversation(office: Office) -> None:
    case, other = office.call(office.conversations.start()), office.call(office.conversations.start())
    for number in (case.number, other.number):
        office.do(office.handovers.note(number, ANNA, "a secret"))
    office.conversations.forget(case.conversation)
    with office.conversations.transaction() as connection:
        assert list(connection.execute(sa.select(CASES.c.number)).scalars()) == [other.number]
        assert list(connection.execute(sa.select(NOTES.c.case)).scalars()) == [other.number]
    with pytest.raises(UnknownCase):
        office.do(office.handovers.say(case.number, ANNA, "hello?"))
    with pytest.raises(UnknownConversation):
        office.cases.open(case.conversation, "en", Summary(), NOW, attended=True)
    assert office.call(office.conversations.start()).number > other.number  # a number is never given again


def test_news_of_a_queue_keeps_no_conversation_alive(office: Office) -> None:
    case = office.call(office.conversations.start())
    with office.conversations.transaction() as connection:
        for table in ("events", "conversations"):
            column = "at" if table == "events" else "started_at"
            connection.execute(sa.text(f"UPDATE {table} SET {column} = '2026-09-01T00:00:00+00:00'"))
    office.conversations.add(case.conversation, ("state", {"person": "waiting", "ahead": 3}))
    assert office.conversations.forget_silent(datetime(2026, 10, 1, tzinfo=UTC), 100) == 1


def test_a_case_does_not_show_the_secret_id(office: Office) -> None:
    case = office.call(office.conversations.start())
    assert case.conversation not in repr(case)
    assert case.conversation not in str(NotYours(case))


# Two at the same moment, and who follows


def test_two_requests_at_the_same_moment_make_one_case(office: Office) -> None:
    seller = office.conversations.start()
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: office.cases.open(seller, "en", Summary(), NOW, attended=True).number, range(4)))
    assert len(set(made)) == 1
    assert office.states(seller) == [{"person": "waiting", "ahead": 0}]


def test_whoever_follows_is_woken(office: Office) -> None:
    case = office.call(office.conversations.start())

    async def follow() -> tuple[bool, bool]:
        with office.cases.news.following(INBOX) as inbox, office.conversations.news.following(case.conversation) as conversation:
            await office.handovers.take(case.number, ANNA)
            return await inbox.wait(2), await conversation.wait(2)

    assert asyncio.run(follow()) == (True, True)


def test_a_summary_survives_the_database(office: Office) -> None:
    inputs = {"sanctioned_at": "2026-11-20T10:00", "kinds": ["a", "b"], "net": 12.5, "emoji": "😀 \u202e"}
    case = office.call(office.conversations.start(), before=computed("appeal-deadlines", inputs, {"appeal_by": "2026-12-01"}))
    assert case.summary.inputs == inputs
    assert json.loads(json.dumps(inputs)) == inputs
    assert office.cases.case(case.number) == case
