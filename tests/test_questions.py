"""Messages of two questions: each is answered, or named as not answered."""

from __future__ import annotations

import pytest

from bot.lookup import Lookup
from knowledge.assistant import Reply
from knowledge.base import KnowledgeBase
from knowledge.search.candidates import guide_number
from tests.understood import CLOCK

pytestmark = pytest.mark.model


def asked(lookup: Lookup, text: str) -> Reply:
    return lookup.assistant.ask(text, CLOCK)


def numbers(reply: Reply) -> set[str]:
    return {guide_number(source.id) for source in reply.answer.sources}


@pytest.mark.parametrize(
    ("text", "articles"),
    [
        ("What is EPR? And what is the KYC check?", {"q011", "q072"}),
        ("how do i change my password and where do i enter the tracking code", {"q018", "q051"}),
        ("I forgot my password and also how do I change my shop name?", {"q018", "q012"}),
    ],
)
def test_two_questions_of_articles_are_both_answered(lookup: Lookup, text: str, articles: set[str]) -> None:
    reply = asked(lookup, text)
    assert reply.decision == "answer"
    assert articles <= numbers(reply)


@pytest.mark.parametrize(
    ("text", "rule", "article"),
    [
        ("A buyer opened a dispute on Monday. Until when can I answer it? And how do I set a new password?", "dispute-response", "q018"),
        ("How do I set a new password? And can I sell vitamins?", "can-i-sell", "q018"),
        ("Can I sell alcohol and how do I set a new password?", "can-i-sell", "q018"),
    ],
)
def test_a_question_beside_a_computed_one_is_answered_as_well(lookup: Lookup, text: str, rule: str, article: str) -> None:
    reply = asked(lookup, text)
    assert reply.rule is not None
    assert reply.rule.id == rule
    assert reply.rule.computation is not None
    assert article in numbers(reply)
    assert "password" in " ".join(block.text for block in reply.answer.blocks)


def test_what_is_still_asked_for_comes_last(lookup: Lookup) -> None:
    reply = asked(lookup, "Until when do I have to ship my order? And how do I set a new password?")
    assert reply.rule is not None
    assert reply.rule.id == "ship-countdown"
    assert "password" in reply.answer.blocks[0].text
    assert reply.answer.blocks[-1].text.count("?") == 1


def test_what_only_tells_more_of_one_question_is_no_second_one(lookup: Lookup) -> None:
    assert numbers(asked(lookup, "I have a shop in France and also when is Black Friday 2027?")) <= {"q076", "q077"}


@pytest.mark.parametrize("other", ["Which football club won the cup last year?", "How do blorfs quux the zanzibar?"])
def test_the_one_of_two_questions_that_finds_nothing_is_named(lookup: Lookup, other: str) -> None:
    reply = asked(lookup, f"How do I set a new password? {other}")
    assert reply.decision == "answer"
    assert "q018" in numbers(reply)
    assert f"“{other}”" in reply.answer.blocks[-1].text


@pytest.mark.parametrize(
    "text",
    [
        "My item costs 160 euros and I paid 12 euros for shipping. Does IOSS apply?",
        "The parcel cost me 12 euros of shipping and the item is worth 160 euros, do I have to get a signature or is IOSS possible?",
        "My item costs 160 euros and shipping costs 12 euros. Do I have to pay customs duties?",
    ],
)
def test_amounts_that_are_told_do_not_make_another_question_a_computation(lookup: Lookup, text: str) -> None:
    """New prices with the shipping cost in them are nothing that these ask for."""
    reply = asked(lookup, text)
    assert (reply.decision, reply.rule) == ("no_answer", None)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Product at 15 €, postage 4 €, 60 articles to link: what do I have to do for free shipping?", "free-shipping-repricing"),
        ("Is VAT taken on a 120 euro parcel and on a 160 euro one?", "vat-destination"),
        ("My item is sold at 160 euros, the order came on Monday. What do I keep of it?", "sale-net"),
    ],
)
def test_what_is_told_before_a_question_belongs_to_it(lookup: Lookup, text: str, rule: str) -> None:
    reply = asked(lookup, text)
    assert reply.rule is not None
    assert reply.rule.id == rule


def test_a_question_beside_an_amount_is_not_dropped(lookup: Lookup) -> None:
    """The commission of 5 to 8 % leaves 46 euros of 50 at worst; whether alcohol may be sold is told by the article about categories or that about bans."""
    reply = asked(lookup, "Can I sell alcohol and how much is the commission on a 50 euro bottle?")
    assert reply.rule is not None
    assert (reply.rule.id, reply.rule.inputs) == ("sale-net", {"price": 50})
    assert "€46.00" in reply.answer.text
    assert numbers(reply) & {"q004", "bans"}


def test_what_is_not_answered_beside_a_computation_is_named(lookup: Lookup) -> None:
    reply = asked(lookup, "Can I sell vitamins? And who won the football cup last year?")
    assert reply.rule is not None
    assert "“And who won the football cup last year?”" in reply.answer.blocks[-1].text


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("How much commission do I pay on an order of 100 euros?", "sale-net"),
        ("Do I pay commission on a 50 euro sale?", "sale-net"),
        ("Commission of 8 %, order of 50 euros. How much commission do I pay?", "sale-net"),
        ("how much commission on a refunded order of 50 euros", "commission-after-refund"),
    ],
)
def test_a_commission_is_that_of_a_refund_only_when_something_came_back(lookup: Lookup, text: str, rule: str) -> None:
    reply = asked(lookup, text)
    assert reply.rule is not None
    assert reply.rule.id == rule


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("yo my acount got frozen yesterday bcs of fake nike shoes, til when can i apeal??", "appeal-deadlines"),  # not until when the money is frozen
        ("they froze my funds yesterday, can I still appeal and until when?", "appeal-deadlines"),
        ("my money is frozen since yesterday after the closure, when do I get it?", "funds-freeze"),
        ("I gave the buyer back half of his 50 euros, how much commission do I owe?", "commission-after-refund"),
    ],
)
def test_who_asks_how_long_to_appeal_is_not_told_how_long_money_is_frozen(lookup: Lookup, text: str, rule: str) -> None:
    reply = asked(lookup, text)
    assert reply.rule is not None
    assert reply.rule.id == rule


def test_a_date_with_a_dot_is_no_end_of_a_question(lookup: Lookup) -> None:
    reply = lookup.languages.ask("Wann bekomme ich mein Geld, wenn der Käufer am 20. November bestätigt hat?", CLOCK)
    assert reply.rule is not None
    assert (reply.rule.id, reply.rule.inputs) == ("payout-date", {"confirmed_on": "2026-11-20"})
    assert numbers(reply) == {"q070", "q075", "q057"}  # those of the rule, and none of another question


@pytest.mark.parametrize("text", ["How do I lower my Vinted fees?", "Which commission does Cdiscount take on toys?"])
def test_a_matter_of_another_marketplace_is_refused(lookup: Lookup, text: str) -> None:
    assert asked(lookup, text).decision == "no_answer"


def test_a_comparison_with_another_marketplace_is_answered(lookup: Lookup) -> None:
    reply = asked(lookup, "Cdiscount takes 15 % on toys. Which commission do you take?")
    assert reply.decision in ("answer", "rule")
    assert "q003" in numbers(reply)


@pytest.mark.parametrize(
    ("language", "text", "own"),
    [
        ("en", "Does AliExpress charge fees as Vinted does?", "Does AliExpress charge fees?"),
        ("en", "Cdiscount takes 15 % on toys. Which commission do you take?", "Which commission do you take?"),
        ("en", "Do you pay out later than eBay?", "Do you pay out later?"),
        ("fr", "Prenez-vous une commission comme Vinted chez vous ?", "Prenez-vous une commission chez vous ?"),
        ("de", "Nimmt AliExpress Gebühren wie eBay?", "Nimmt AliExpress Gebühren?"),
        ("es", "¿AliExpress cobra comisión como Amazon?", "¿AliExpress cobra comisión?"),
        ("it", "AliExpress prende una commissione come fa Amazon?", "AliExpress prende una commissione?"),
        ("pl", "Czy AliExpress pobiera prowizję tak jak Allegro?", "Czy AliExpress pobiera prowizję?"),
        ("pt", "O AliExpress cobra comissão como a Worten?", "O AliExpress cobra comissão?"),
        ("en", "How do I connect my Shopify stock with you?", ""),  # it is about both
        ("en", "How do I lower my Vinted fees?", ""),  # it is not about this one
        ("en", "I sell on eBay. Here everything is fine.", ""),  # it asks nothing
        ("en", "Can you help me with my Etsy shop? How do I change its name?", ""),  # what is left says nothing of this one
        ("fr", "Est-ce que Vinted prend une commission plus basse qu'ici ?", ""),
        ("es", "¿Es verdad que Amazon cobra menos que aquí?", ""),
        ("it", "È vero che Amazon fa pagare meno di qui?", ""),
        ("pt", "É verdade que a Worten cobra menos do que aqui?", ""),
    ],
)
def test_what_a_comparison_asks_about_this_marketplace(base: KnowledgeBase, language: str, text: str, own: str) -> None:
    assert base.speaking(language).phrasings.replies.matter_here(text) == own


def test_a_short_question_with_a_pronoun_is_no_matter_of_its_own(lookup: Lookup) -> None:
    reply = asked(lookup, "how do I get my money out if my bank is in Spain and what does it cost")
    assert reply.rule is not None
    assert reply.rule.id == "withdrawal-fee"
    assert "q003" not in [source.id for source in reply.answer.sources]  # what selling costs
