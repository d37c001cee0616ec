"""What a message probably tells: likely values, the one day or number left over, and readings that sentences like it contradict.

It is Tuesday 17 November 2026, noon.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from knowledge.base import KnowledgeBase
from knowledge.search.slots import Heard, Value
from knowledge.understanding.reading import Reading

NOW = datetime.fromisoformat("2026-11-17T12:00")


def read(base: KnowledgeBase, rule: str, text: str, *heard: Any) -> Reading:
    """The reading where this much is heard: what is likely, what is certain, and what is unlikely."""
    return base.reader.read(base.rules.rule(rule), text, NOW, lambda rule_id, said: Heard(*heard))


def test_a_likely_value_is_supposed_and_to_be_confirmed(base: KnowledgeBase) -> None:
    found = read(base, "cancel-possible", "The cat knocked the last vase over. Can I call it off myself?", {"who": "seller"})
    assert found.inputs["who"] == "seller"
    assert found.supposed == ("who",)
    assert found.is_uncertain


def test_what_words_tell_is_not_supposed_anew(base: KnowledgeBase) -> None:
    found = read(base, "cancel-possible", "The buyer asks to cancel, he has paid.", {"who": "buyer", "paid": True})
    assert found.inputs["who"] == "buyer"
    assert found.supposed == ()
    assert not found.is_uncertain


def test_a_value_that_sentences_like_it_contradict_is_to_be_confirmed_as_it_was_read(base: KnowledgeBase) -> None:
    found = read(base, "cancel-possible", "The buyer asks to cancel, he has paid.", {"paid": False})
    assert found.inputs["paid"] is True
    assert found.supposed == ("paid",)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("a lady pulled out of the purchase on 12 November", "2026-11-12"),
        ("a lady pulled out of the purchase", None),
        ("a lady writes me today about an old matter", None),  # today may be the day of the question
        ("one thing was on 9 November, another on 12 November", None),
    ],
)
def test_the_one_day_that_is_left_over_is_supposed_to_be_the_one_that_is_told(base: KnowledgeBase, text: str, day: str | None) -> None:
    found = read(base, "refund-timing", text, {"event_date": None})
    assert found.inputs.get("event_date") == day
    assert ("event_date" in found.supposed) == (day is not None)


def test_a_day_is_nobodys_where_two_inputs_want_it(base: KnowledgeBase) -> None:
    found = read(base, "dispute-window", "she had it in her hands on 12 November", {"confirmed_on": None, "delivered_on": None})
    assert not {"confirmed_on", "delivered_on"} & set(found.supposed)


def test_the_one_number_that_one_input_could_have_is_supposed(base: KnowledgeBase) -> None:
    found = read(base, "commission-after-refund", "the lady has all her money again, 150 €", {"price": None})
    assert found.inputs["price"] == 150
    assert "price" in found.supposed
    both = read(base, "commission-after-refund", "the lady has 150 € again, her sister 20 €", {"price": None})
    assert "price" not in both.supposed


def test_what_is_certainly_told_without_a_value_is_asked_for(base: KnowledgeBase) -> None:
    told: dict[str, Value] = {"confirmed_on": None}
    found = read(base, "dispute-window", "I shipped on 2 November and she pressed the button", told, told)
    assert "confirmed_on" in found.doubtful
    assert "confirmed_on" in found.unsettled
    assert "confirmed_on" not in read(base, "dispute-window", "I shipped on 2 November", told).doubtful  # likely is not certain


def test_a_day_read_for_another_input_than_sentences_like_it_tell_is_to_be_confirmed(base: KnowledgeBase) -> None:
    text = "the parcel was delivered on 12 November"
    assert read(base, "dispute-window", text, {}).inputs["delivered_on"] == "2026-11-12"
    assert "delivered_on" in read(base, "dispute-window", text, {"confirmed_on": None}, {}, frozenset({"delivered_on"})).supposed
    assert read(base, "dispute-window", text, {"delivered_on": None}, {}, frozenset({"confirmed_on"})).supposed == ()


def test_of_several_days_one_that_sentences_like_it_do_not_tell_is_to_be_confirmed(base: KnowledgeBase) -> None:
    text = "She got our return address on the 6th and typed in her number on the 12th"
    found = read(base, "return-tracking", text, {"address_given_on": None}, {}, frozenset({"tracking_added_on"}))
    assert found.inputs["tracking_added_on"] == "2026-11-12"
    assert found.supposed == ("tracking_added_on",)


def test_nothing_is_supposed_where_nothing_was_learnt(base: KnowledgeBase) -> None:
    assert base.reader.read(base.rules.rule("cancel-possible"), "The cat knocked the last vase over.", NOW).supposed == ()


def test_things_with_names_of_their_own_are_always_to_be_confirmed(base: KnowledgeBase) -> None:
    found = read(base, "promo-sku", "red included with 5 units, blue not included", {})
    assert [sku["name"] for sku in found.inputs["skus"]] == ["red", "blue"]
    assert found.supposed == ("skus",)


@pytest.mark.parametrize(
    ("rule", "text", "name"),
    [
        ("net-payout", "My bank is in France. Two sales: 120 € confirmed on 3 November and 80 € confirmed on 7 November", "sales"),
        ("free-shipping-repricing", "my prices are 12, 18.50 and 27 and shipping is 4.30", "prices"),
    ],
)
def test_several_figures_of_one_kind_are_always_to_be_confirmed(base: KnowledgeBase, rule: str, text: str, name: str) -> None:
    """ "in rounds of 50" has been taken for a price, and "both at 6 %" is said of two sales at once."""
    found = read(base, rule, text)
    assert len(found.inputs[name]) > 1
    assert name in found.supposed


@pytest.mark.parametrize(
    ("rule", "text", "doubted", "name"),
    [
        ("cancel-possible", "The buyer asks to cancel, he has paid.", {"paid": True}, "paid"),
        ("dispute-window", "the parcel was delivered on 12 November", {"delivered_on": None}, "delivered_on"),
        ("epr-waste-class", "A camera with a leaflet", {"contains": None}, "contains"),
    ],
)
def test_what_hardly_any_sentence_like_it_tells_is_to_be_confirmed(base: KnowledgeBase, rule: str, text: str, doubted: dict[str, Any], name: str) -> None:
    told = Heard(doubted={each: frozenset({value}) for each, value in doubted.items()})
    assert name in base.reader.read(base.rules.rule(rule), text, NOW, lambda rule_id, said: told).supposed
    assert name not in base.reader.read(base.rules.rule(rule), text, NOW, lambda rule_id, said: Heard(doubted={name: frozenset({"another"})})).supposed


@pytest.mark.parametrize(
    ("text", "supposed"),
    [
        ("18 pcs, stock goes down only when they pay. 5 ordered unpaid + 15 paid not sent", ("unpaid_units", "paid_units")),  # either may be either
        ("20 mugs, 9 paid, 6 more ordered but not paid", ()),
    ],
)
def test_numbers_that_may_as_well_be_exchanged_are_to_be_confirmed(base: KnowledgeBase, text: str, supposed: tuple[str, ...]) -> None:
    assert read(base, "stock-deduction", text, {}).supposed == supposed
    assert base.reader.read(base.rules.rule("stock-deduction"), text, NOW).supposed == supposed  # where nothing was learnt
