from __future__ import annotations

import pytest

from bot.limits import NewConversations, Streams, TooMuch


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_an_address_may_begin_so_many_conversations_in_a_minute() -> None:
    clock = Hand()
    limit = NewConversations(2, clock)
    limit.admit("192.0.2.1")
    clock.now += 20
    limit.admit("192.0.2.1")
    with pytest.raises(TooMuch) as refused:
        limit.admit("192.0.2.1")
    assert refused.value.retry_after == 40
    limit.admit("192.0.2.2")  # somebody else
    clock.now += 40
    limit.admit("192.0.2.1")
    assert list(limit._begun) == ["192.0.2.1"]  # nobody is remembered for longer


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff", True),  # one household's network
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),  # the same address, as an IPv6 socket tells it
        ("192.0.2.1", "192.0.2.2", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("", "testclient", False),
    ],
)
def test_whom_an_address_belongs_to(one: str, other: str, same: bool) -> None:
    limit = NewConversations(1)
    limit.admit(one)
    if same:
        with pytest.raises(TooMuch):
            limit.admit(other)
    else:
        limit.admit(other)


def test_streams_are_counted_while_they_are_open() -> None:
    streams = Streams(2, 3)
    with streams.opened("one"):
        streams.check("one")
        with streams.opened("one"):
            with pytest.raises(TooMuch):
                streams.check("one")
            streams.check("other")
            with streams.opened("other"), pytest.raises(TooMuch):
                streams.check("third")
        streams.check("one")
    assert not streams._open
