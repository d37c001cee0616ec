"""Who sits where in channels, what passes are good for, and what was delivered, on both kinds of database."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.channels.deliveries import Deliveries
from bot.channels.passes import Passes, UnknownPass
from bot.channels.seats import Seats
from bot.conversations import Conversations, UnknownConversation
from bot.store.database import Database
from tests.desks import Clock

PLACE = {"channel": "C1"}


@pytest.fixture
def conversations(database: Database) -> Conversations:
    return Conversations(database)


@pytest.fixture
def seats(conversations: Conversations) -> Seats:
    return Seats(conversations)


def test_a_place_keeps_its_conversation(seats: Seats) -> None:
    first = seats.sit("slack", "T1:C1:1", PLACE)
    again = seats.sit("slack", "T1:C1:1", PLACE | {"thread": "1"})
    assert again.conversation == first.conversation
    assert again.place == {"channel": "C1", "thread": "1"}
    assert seats.sit("slack", "T1:C1:2", PLACE).conversation != first.conversation
    assert seats.sit("teams", "T1:C1:1", PLACE).conversation != first.conversation


def test_a_seat_does_not_show_its_conversation(seats: Seats) -> None:
    seat = seats.sit("slack", "T1:C1:1", PLACE)
    assert seat.conversation not in repr(seat)


def test_a_place_that_was_left_begins_anew(seats: Seats) -> None:
    first = seats.sit("slack", "here", PLACE)
    seats.leave(first)
    assert seats.of("slack", "here") is None
    assert seats.sit("slack", "here", PLACE).conversation != first.conversation


def test_only_what_the_seller_is_told_makes_a_seat_lag_behind(seats: Seats, conversations: Conversations) -> None:
    seat = seats.sit("slack", "here", PLACE)
    conversations.add(seat.conversation, ("seller", {"text": "When?"}), ("grounds", {}))
    assert seats.behind("slack") == []
    (told,) = conversations.add(seat.conversation, ("message", {"text": "Today."}))
    assert [found.key for found in seats.behind("slack")] == ["here"]
    assert seats.behind("teams") == []
    noted = seats.note(seat, told.number, {"card": "7"})
    assert noted
    assert (noted.told, noted.memo) == (told.number, {"card": "7"})
    assert seats.of("slack", "here") == noted
    assert seats.behind("slack") == []


def test_a_conversation_that_moves_in_is_not_told_again(seats: Seats, conversations: Conversations) -> None:
    elsewhere = conversations.start()
    (told,) = conversations.add(elsewhere, ("message", {"text": "Today."}))
    seats.sit("slack", "here", PLACE)
    seats.move("slack", "here", PLACE, elsewhere)
    seat = seats.of("slack", "here")
    assert seat
    assert (seat.conversation, seat.told) == (elsewhere, told.number)
    assert seats.behind("slack") == []


def test_a_conversation_has_one_place(seats: Seats, conversations: Conversations) -> None:
    before = seats.sit("slack", "C1:1", PLACE)
    other = seats.sit("slack", "C1:2", PLACE)
    seats.move("teams", "a:chat", PLACE, before.conversation)
    assert seats.of("slack", "C1:1") is None
    assert seats.of("slack", "C1:2") == other
    moved = seats.of("teams", "a:chat")
    assert moved
    conversations.add(before.conversation, ("message", {"text": "For the chat alone."}))
    assert (seats.behind("slack"), seats.behind("teams")) == ([], [moved])
    assert seats.note(before, 7, {}) is None  # a courier that was on its way stops
    seats.free(before.conversation)
    assert seats.of("teams", "a:chat") is None
    assert seats.of("slack", "C1:2") == other


def test_a_deleted_conversation_frees_its_seats_and_passes(seats: Seats, conversations: Conversations) -> None:
    seat = seats.sit("slack", "here", PLACE)
    code = Passes(conversations, Clock()).issue(seat.conversation)
    conversations.forget(seat.conversation)
    assert seats.of("slack", "here") is None
    with pytest.raises(UnknownPass):
        Passes(conversations, Clock()).use(code)


def test_a_pass_leads_to_its_conversation_once(conversations: Conversations) -> None:
    passes, conversation = Passes(conversations, Clock()), conversations.start()
    code = passes.issue(conversation)
    assert passes.use(f"  {code.lower().replace('-', ' ')} ") == conversation
    with pytest.raises(UnknownPass):
        passes.use(code)


def test_a_pass_expires(conversations: Conversations) -> None:
    clock = Clock()
    passes = Passes(conversations, clock)
    early, late = passes.issue(conversations.start()), passes.issue(conversations.start())
    clock.pass_(minutes=10)
    assert passes.use(early)
    clock.pass_(seconds=1)
    with pytest.raises(UnknownPass):
        passes.use(late)


@pytest.mark.parametrize("code", ["", "AAAAA-AAAAA", "' OR 1=1 --", "é" * 5000])
def test_what_is_no_pass_opens_nothing(conversations: Conversations, code: str) -> None:
    passes = Passes(conversations, Clock())
    passes.issue(conversations.start())
    with pytest.raises(UnknownPass):
        passes.use(code)


def test_no_pass_for_what_does_not_exist(conversations: Conversations) -> None:
    with pytest.raises(UnknownConversation):
        Passes(conversations, Clock()).issue("nobody")


def test_a_delivery_counts_once_for_every_process(database: Database) -> None:
    clock = Clock()
    one, other = Deliveries(database, clock), Deliveries(database, clock)

    async def arrive() -> list[bool]:
        return [await one.is_first("slack", "Ev1"), await other.is_first("slack", "Ev1"), await other.is_first("teams", "Ev1")]

    assert asyncio.run(arrive()) == [True, False, True]
    assert [one.comes_again("slack", "Ev2"), one.comes_again("slack", "Ev2"), other.comes_again("slack", "Ev2")] == [False, True, False]


def test_a_delivery_is_forgotten_after_a_day(database: Database) -> None:
    clock = Clock()
    deliveries = Deliveries(database, clock)
    assert asyncio.run(deliveries.is_first("slack", "Ev1"))
    clock.at += timedelta(days=1, seconds=1)
    assert asyncio.run(deliveries.is_first("slack", "Ev2"))
    assert asyncio.run(deliveries.is_first("slack", "Ev1"))
