"""What is read back before it is counted with: a message that tells more days or amounts than the answer would use.

Expected dates: a cancellation before shipping is refunded within 7 to 14 days (guide, question 58); of an amount above the
threshold of 10,000 € a year the buyer's country takes the VAT (guide, question 9).
"""

from __future__ import annotations

import pytest

from bot.lookup import Lookup
from knowledge.base import KnowledgeBase
from knowledge.conversation import Conversation
from knowledge.memory import Memory
from tests.understood import CLOCK, answered, clock, ruled, talk, unanswered

pytestmark = pytest.mark.model

TWO_TOTALS = (
    "I sell from France. This year I made 20 000 € in France itself and 5 000 € net to private people in other EU countries. "
    "Now a sale of 145 € net to a private lady in Italy. Which VAT do I charge?"
)
ONE_TOTAL = "I sell from France. This year I made 5 000 € net to private people in other EU countries. Now a sale of 145 € net to a private lady in Italy."


@pytest.fixture(scope="module")
def conversation(lookup: Lookup) -> Conversation:
    return Conversation(lookup.assistant)


def spare(base: KnowledgeBase, rule: str, text: str, today: str = "2026-11-23T10:00") -> tuple[str, ...]:
    """What is left over of a message."""
    return base.reader.read(base.rules.rule(rule), text, clock(today).reference).spare


@pytest.mark.parametrize(
    ("when", "left"),
    [
        ("on 20 November at quarter past nine", ("quarter past nine",)),  # 09:15 or 21:15
        ("on 20 November at quarter past nine in the evening", ()),
        ("in the evening of 20 November at quarter past nine", ()),
        ("on 20 November at 9:15", ()),
    ],
)
def test_an_hour_in_words_without_its_half_of_the_day_is_left_over(lookup: Lookup, when: str, left: tuple[str, ...]) -> None:
    assert spare(lookup.base, "ship-countdown", f"The lamp was ordered {when}, 3 days of handling") == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Three transfers out of Alipay of 250 euros each, to my account in Switzerland", ()),  # three amounts, read back as a list
        ("I do it thrice or so, always with 250 euros each time, to my account in Switzerland", ("250 euros",)),
        ("I withdraw 250 euros to my account in Switzerland", ()),
    ],
)
def test_an_amount_of_each_of_an_unknown_number_is_left_over(lookup: Lookup, text: str, left: tuple[str, ...]) -> None:
    assert spare(lookup.base, "withdrawal-fee", text) == left


def test_an_amount_that_no_input_takes_is_left_over(lookup: Lookup) -> None:
    left = spare(lookup.base, "vat-destination", TWO_TOTALS)
    assert len(left) == 1
    assert left[0] in ("20 000 €", "5 000 €")
    assert spare(lookup.base, "vat-destination", ONE_TOTAL) == ()


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("refund-timing", "The buyer cancelled on 20 November, before I shipped. He paid 30 €. When is the refund due?"),  # the rule takes no money
        ("refund-timing", "The buyer cancelled on 20 November before I shipped, and today, 23 November, he asks for his money."),
        ("refund-timing", "Cancelled before shipping on 20 November. When is the refund due?"),
        ("sale-net", "3 mugs at 14.90 € each, commission 8 %. What do I keep?"),  # 14.90 € is the price of each, and 3 of them are counted
        ("net-payout", "I sold 3 for 20 € each through an affiliate at 8 %, what lands in my bank in Germany?"),  # 20 € has gone into the sum of 60 €
    ],
)
def test_nothing_is_left_over_where_everything_told_is_used_or_is_of_no_kind_that_counts(lookup: Lookup, rule: str, text: str) -> None:
    assert spare(lookup.base, rule, text) == ()


def test_a_day_of_an_event_that_no_input_takes_is_left_over(lookup: Lookup) -> None:
    text = (
        "I shipped on 1 October, the buyer confirmed reception on 12 October with a 4 star comment, and on the 24th he wrote that it broke. Still time for him?"
    )
    assert spare(lookup.base, "dispute-window", text, "2026-10-28T10:00") == ("on the 24th",)


def test_a_day_that_another_one_beat_to_its_input_is_left_over(lookup: Lookup) -> None:
    """Which of the two the buyer received it on is for the seller to say."""
    text = "Sent on 2 October, received by the carrier's shop on the 7th, received by the buyer on the 12th. Can he still open a dispute?"
    assert len(spare(lookup.base, "dispute-window", text, "2026-10-28T10:00")) == 1


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Delivered 29/12, confirmed on 3 January, the dragon guards my vault. When do I get paid?", ("the dragon guards my vault",)),
        ("Delivered 29/12, confirmed on 3 January. Hello again! When do I get paid, and how do they count that?", ()),
        ("Delivered 29/12 and the buyer confirmed it on 3 January, I don't know the hour. When do I get paid?", ()),
    ],
)
def test_a_clause_of_which_nothing_was_used_is_left_over(lookup: Lookup, text: str, left: tuple[str, ...]) -> None:
    """It may tell in other words what the rule can do without and would then take as usual."""
    assert spare(lookup.base, "payout-date", text, "2027-01-05T10:00") == left


def test_nothing_is_left_over_where_everything_was_told(lookup: Lookup) -> None:
    text = "I take out 250 € to my bank in Germany, the dragon guards my vault. What does the withdrawal cost?"
    assert spare(lookup.base, "withdrawal-fee", text) == ()


def test_what_is_left_over_is_named_and_nothing_is_computed(lookup: Lookup) -> None:
    found = lookup.ask(TWO_TOTALS, "2026-11-23")
    assert found["decision"] == "rule"
    assert found["rule"]["outcome"] is None
    assert found["rule"]["missing"] == []
    assert found["rule"]["inputs"]["this_sale"] == 145
    assert any(amount in found["answer"]["text"] for amount in ("“20 000 €”", "“5 000 €”"))
    assert lookup.ask(ONE_TOTAL, "2026-11-23")["rule"]["outcome"]["vat_of"] == "home"  # 5,145 € are below the threshold


def test_a_yes_computes_what_was_read(conversation: Conversation) -> None:
    shown = conversation.begin(ruled(TWO_TOTALS, "vat-destination"), Memory(), CLOCK)
    reply = shown.replies[0]
    assert reply.rule
    assert reply.rule.computation is None
    assert [button.title for button in reply.answer.follow_ups] == ["Yes", "No"]
    said = conversation.steer(talk("yes", "affirm"), shown.memory, CLOCK)
    assert said.replies[0].rule
    assert said.replies[0].rule.computation


def test_a_word_on_it_takes_the_place_of_what_was_read(conversation: Conversation) -> None:
    shown = conversation.begin(ruled(TWO_TOTALS, "vat-destination"), Memory(), CLOCK)
    said = conversation.follow_up(ruled("no, sales to other EU countries this year: 5 000 €", "vat-destination"), shown.memory, CLOCK)
    assert said.memory.inputs["eu_cross_border_total_before"] == 5000
    assert said.memory.inputs["this_sale"] == 145


def test_a_plain_no_asks_for_everything_anew(conversation: Conversation) -> None:
    shown = conversation.begin(ruled(TWO_TOTALS, "vat-destination"), Memory(), CLOCK)
    said = conversation.steer(talk("no", "deny"), shown.memory, CLOCK)
    assert said.starts_form
    assert said.memory.inputs == {}


def test_what_the_seller_pays_for_shipping_is_no_price(lookup: Lookup) -> None:
    reading = lookup.base.reader.read(
        lookup.base.rules.rule("sale-net"), "My item costs 160 euros and I paid 12 euros for shipping. What do I keep?", CLOCK.reference
    )
    assert reading.inputs == {"price": 160, "other_costs": 12}
    assert reading.spare == ()


def test_a_day_without_a_year_that_would_be_nearly_a_year_ago_is_read_back(conversation: Conversation, lookup: Lookup) -> None:
    """On 23 November, 20 December is 27 days ahead and 338 days ago: either may be meant."""
    text = "My account gets closed on 20 December, when is my money free?"
    shown = conversation.begin(ruled(text, "funds-freeze"), Memory(), CLOCK)
    (reply,) = shown.replies
    assert reply.rule
    assert reply.rule.computation is None
    assert "Saturday 20 December 2025" in reply.answer.text
    assert "left out" not in reply.answer.text
    assert lookup.ask("My account was closed on 20 October, when is my money free?", "2026-11-23")["rule"]["outcome"]  # 34 days ago


def test_beside_a_form_such_a_day_computes_nothing(conversation: Conversation) -> None:
    form = Memory(rule="holiday-mode", inputs={"activated_at": "2026-11-23"}, asks_for="activated_at")
    said = conversation.begin(ruled("Account closed on 20 December, when is my money free?", "funds-freeze"), form, CLOCK)
    assert all(reply.rule is None or reply.rule.computation is None for reply in said.replies)


def test_one_more_is_counted_beside_the_others(conversation: Conversation) -> None:
    told = [{"date": "2026-02-01", "points": 6}, {"date": "2026-05-05", "points": 12}]
    memory = Memory(rule="penalty-state", inputs={"violations": told}, case=1)
    said = conversation.follow_up(unanswered("and one more of 24 on 1 October", follows_up=True), memory, CLOCK)
    assert said.memory.inputs["violations"] == [*told, {"date": "2026-10-01", "points": 24}]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("and if he never confirms?", {"delivered_on": "2026-11-18"}),
        ("and if he didn't confirm?", {"delivered_on": "2026-11-18"}),
        ("and if he confirms tomorrow?", {"delivered_on": "2026-11-18", "confirmed_on": "2026-11-24"}),
    ],
)
def test_what_does_not_happen_after_all_is_counted_with_no_more(conversation: Conversation, text: str, kept: dict[str, str]) -> None:
    memory = Memory(rule="payout-date", inputs={"delivered_on": "2026-11-18", "confirmed_on": "2026-11-20"}, case=1)
    said = conversation.follow_up(unanswered(text, follows_up=True), memory, CLOCK)
    assert {name: value for name, value in said.memory.inputs.items() if name in kept} == kept
    assert ("confirmed_on" in said.memory.inputs) == ("confirmed_on" in kept)


IN_DISPUTE = "Der Kunde hat am 20. November bestätigt, aber jetzt läuft ein Streitfall. Wann kommt mein Geld?"


def test_where_the_words_for_an_input_are_not_known_what_was_read_is_confirmed(lookup: Lookup) -> None:
    """The dispute, which holds the money back, is told in German words that no pattern knows: 5 December would be a false promise."""
    found = lookup.ask(IN_DISPUTE, "2026-11-23")["rule"]
    assert (found["id"], found["inputs"]["confirmed_on"], found["outcome"]) == ("payout-date", "2026-11-20", None)
    told = "The buyer confirmed on 20 November. When do I get paid?"
    assert lookup.ask(told, "2026-11-23")["rule"]["outcome"]  # in English, a dispute would have been heard


def test_where_all_inputs_have_words_nothing_needs_to_be_confirmed(base: KnowledgeBase) -> None:
    german, french = base.speaking("de"), base.speaking("fr")
    rule = base.rules.rule("dispute-response")
    assert german.phrasings.rules[rule.id].unheard == frozenset()
    assert not german.reader.read(rule, "Reklamation gestern um 15 Uhr eröffnet. Bis wann muss ich antworten?", CLOCK.reference).half_heard
    payout = base.rules.rule("payout-date")
    assert not french.reader.read(payout, "L'acheteur a confirmé le 20 novembre. Quand suis-je payé ?", CLOCK.reference).half_heard


FRIENDS = "I sold 3 lamps at 20 euros through an affiliate at 8 %, what lands in my bank in Germany? my friend sold for 40"
SOLD = [{"amount": 60, "affiliate_percent": 8}]  # 3 lamps at 20 € each


@pytest.mark.parametrize("text", ["no, you forgot the 8 %", "you did not count the affiliate", "1", "that's wrong"])
def test_a_word_that_only_finds_fault_loses_nothing_and_is_asked_what_is_wrong(conversation: Conversation, text: str) -> None:
    shown = conversation.begin(ruled(FRIENDS, "net-payout"), Memory(), CLOCK)
    assert shown.memory.notice["inputs"]["sales"] == SOLD
    said = conversation.answer(unanswered(text, "q030"), shown.memory, CLOCK)
    assert said.memory == shown.memory
    assert "€60.00" in said.replies[0].answer.text
    assert "Which of it is wrong" in said.replies[0].answer.text


def test_a_number_that_corrects_leaves_the_rest_of_the_sale(conversation: Conversation) -> None:
    shown = conversation.begin(ruled(FRIENDS, "net-payout"), Memory(), CLOCK)
    said = conversation.answer(unanswered("no, it was 65 €", "q030"), shown.memory, CLOCK)
    assert said.memory.inputs["sales"] == [{"amount": 65, "affiliate_percent": 8}]


@pytest.mark.parametrize("text", ["no, you forgot the 5 €", "you have not counted what the buyer paid for the parcel", "that is not what I said"])
def test_fault_found_with_an_answer_is_asked_about(conversation: Conversation, text: str) -> None:
    """Not answered by the article that its words are near, and what was told stays."""
    memory = Memory(rule="sale-net", inputs={"price": 40, "commission_percent": 8}, case=1)
    said = conversation.answer(answered(text, "q039"), memory, CLOCK)
    assert "Which of these is wrong" in said.replies[0].answer.text
    assert said.memory.inputs == memory.inputs
    corrected = conversation.follow_up(unanswered("actually it's 5 %", follows_up=True), said.memory, CLOCK)
    assert corrected.memory.inputs == {"price": 40, "commission_percent": 5}


VASE = "The cat jumped, I slipped and the last vase was gone. The order is paid and the payment cleared. Can I call it off myself?"


def test_what_is_only_supposed_is_read_back_before_a_form_computes(conversation: Conversation) -> None:
    """Which of the two cancels, no words tell; what the form asked for beside it is known when it is confirmed."""
    inputs = {"who": "seller", "paid": True, "payment_processed": True, "tracking_added": False, "received": False}
    memory = Memory(rule="cancel-possible", inputs=inputs, supposed=("who",), case=1)
    said = conversation.compute(memory, answered("no", "q057"), CLOCK)
    assert said.replies[0].rule
    assert said.replies[0].rule.computation is None
    assert "Is that right?" in said.replies[0].answer.blocks[0].text
    assert said.memory.rule == ""
    confirmed = conversation.steer(talk("yes", "affirm"), said.memory, CLOCK)
    assert confirmed.replies[0].rule
    assert confirmed.replies[0].rule.computation
    assert confirmed.memory.inputs == inputs
    assert confirmed.memory.supposed == ()


def test_a_message_of_which_something_is_supposed_is_read_back(lookup: Lookup) -> None:
    found = lookup.ask(VASE, "2026-11-23")["rule"]
    assert (found["id"], found["inputs"]["who"], found["outcome"]) == ("cancel-possible", "seller", None)


@pytest.mark.parametrize("verb", ["dont", "don't", "doesnt"])
def test_a_denial_without_its_apostrophe_is_none_of_what_it_denies(lookup: Lookup, verb: str) -> None:
    text = f"EU rule say CE obligatory for it, drone {verb} have CE mark. can publish 1 december?"
    found = lookup.base.reader.read(lookup.base.rules.rule("ce-check"), text, clock("2026-12-01T10:00").reference)
    assert found.inputs.get("has_ce_mark") is not True


TITLE = "You wont believe this EUR 90 lamp, about 20 cm"


def test_a_title_is_taken_as_it_is_written(lookup: Lookup) -> None:
    """It is counted and checked letter by letter: amounts and denials in it are nothing to be put in order."""
    reader, rule = lookup.base.reader, lookup.base.rules.rule("title-check")
    assert reader.read(rule, f'is my title ok: "{TITLE}"', CLOCK.reference).inputs["title"] == TITLE
    assert reader.answer(rule, rule.input("title"), TITLE, CLOCK.reference).inputs["title"] == TITLE
