"""Addresses of receipts: an id holds what is needed to compute again, and nothing hostile gets through."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.receipts import Case, Ticket, UnknownReceipt, identify, open_ticket

RECEIPT: dict[str, Any] = {"rule": "refund-timing", "version": 1, "today": "2026-11-23", "inputs": {"situation": "x", "event_date": None, "name": "Réunion"}}

HELD = [1, "refund-timing", 1, "2026-11-23", {"situation": "x", "name": "Réunion"}, "", 0]


def alone(receipt: dict[str, Any]) -> Case:
    return Case.alone(receipt["rule"], receipt["inputs"])


def packed(*held: object) -> str:
    """The id that holds these values, whatever they are."""
    return base64.urlsafe_b64encode(zlib.compress(json.dumps(held).encode())).decode().rstrip("=")


def test_an_id_gives_back_what_it_holds() -> None:
    case = Case("a" * 32, 3)
    identity = identify(RECEIPT, case)
    assert identity is not None
    assert open_ticket(identity) == Ticket("refund-timing", 1, {"situation": "x", "name": "Réunion"}, "2026-11-23", case)
    assert set(identity) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_an_id_keeps_the_language_of_the_receipt_and_its_matter() -> None:
    """Taken along in another language, the same dates are the same events."""
    english, french = identify(RECEIPT), identify(RECEIPT | {"language": "fr"})
    assert english is not None
    assert french is not None
    assert (open_ticket(english).language, open_ticket(french).language) == ("en", "fr")
    assert open_ticket(english).case == open_ticket(french).case
    assert open_ticket(english).case == alone(RECEIPT)
    assert english == base64.urlsafe_b64encode(json.dumps(HELD, ensure_ascii=False, separators=(",", ":")).encode()).decode().rstrip("=")


def test_an_id_that_tells_its_matter_keeps_it() -> None:
    """As those did that were made before a matter could follow from the inputs."""
    ticket = open_ticket(packed(1, "refund-timing", 1, "2026-11-23", {"situation": "x"}, "b" * 32, 0))
    assert ticket.told == ticket.case == Case("b" * 32)


def test_the_same_inputs_alone_are_the_same_matter() -> None:
    assert alone(RECEIPT) == alone(dict(RECEIPT, today="2026-12-01"))
    assert alone(RECEIPT) != alone(dict(RECEIPT, inputs={"situation": "y"}))


def test_the_moment_asked_about_makes_no_other_matter() -> None:
    """Asked again a week later, the dispute opened on 20 November is the same: its events are updated, not doubled."""
    asked = [dict(RECEIPT, inputs={"opened_at": "2026-11-20", "now": now}) for now in ("2026-11-21", "2026-11-28")]
    assert alone(asked[0]) == alone(asked[1])
    assert alone(asked[0]) != alone(dict(RECEIPT, inputs={"opened_at": "2026-11-21", "now": "2026-11-21"}))


def test_a_matter_is_that_of_the_conversation_the_rule_and_the_case_and_tells_none_of_them() -> None:
    one = Case.of_conversation("secret", "refund-timing", 1, 0)
    assert one.matter == Case.of_conversation("secret", "refund-timing", 1, 5).matter
    others = {Case.of_conversation(*key, 0).matter for key in (("other", "refund-timing", 1), ("secret", "epr-plan", 1), ("secret", "refund-timing", 2))}
    assert one.matter not in others
    assert len(others) == 3
    assert "secret" not in one.matter


def test_a_receipt_too_large_for_an_address_has_none() -> None:
    noise = {f"key{number}": number * 7919 % 10_007 for number in range(2_000)}
    assert identify(dict(RECEIPT, inputs=noise)) is None


@pytest.mark.parametrize(
    "identity",
    [
        "",
        "x",
        "äöü",
        "A" * 5_000,
        base64.urlsafe_b64encode(zlib.compress(b"[" * 40_000)).decode(),
        base64.urlsafe_b64encode(zlib.compress(b"0" * 10_000_000)).decode(),  # swells to 200 times what may come out
        packed(),
        packed(2, "r", 1, "2026-11-23", {}, "m", 0),
        packed(1, 5, 1, "2026-11-23", {}, "m", 0),
        packed(1, "r", "1", "2026-11-23", {}, "m", 0),
        packed(1, "r", 1, "2026-11-23", [], "m", 0),
        packed(1, "r", 1, "2026-11-23", {}, "m", -1),
        packed(1, "r", 1, "2026-11-23", {}, "m", 1 << 40),
        packed(1, "r", 1, "2026-11-23", {}, "m", 0, 5),
        packed(1, "r", 1, "2026-11-23", {}, "m", 0, "fr", "fr"),
    ],
    ids=range(15),
)
def test_anything_else_is_no_id(identity: str) -> None:
    with pytest.raises(UnknownReceipt):
        open_ticket(identity)


@given(st.text(max_size=200))
def test_no_text_does_harm(identity: str) -> None:
    try:
        open_ticket(identity)
    except UnknownReceipt:
        return


@given(
    st.dictionaries(
        st.text(st.characters(codec="utf-8"), max_size=12), st.text(st.characters(codec="utf-8"), max_size=40) | st.integers() | st.booleans(), max_size=30
    )
)
def test_an_id_gives_back_what_it_was_made_of(inputs: dict[str, Any]) -> None:
    found = identify({"rule": "toy", "version": 1, "today": "2026-11-25", "inputs": inputs}, Case("f" * 32, 3))
    assert found is not None
    assert open_ticket(found) == Ticket("toy", 1, inputs, "2026-11-25", Case("f" * 32, 3))


def test_only_a_long_id_is_compressed() -> None:
    def length(notes: int) -> int:
        found = identify({"rule": "toy", "version": 1, "today": "2026-11-25", "inputs": {"notes": "again and " * notes}})
        assert found is not None
        return len(found)

    assert length(30) > 300 * 4 / 3  # as it is, in base 64
    assert length(300) < 300  # what repeats itself packs well
