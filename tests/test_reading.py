"""What sellers' words give to the inputs of rules. It is Monday 23 November 2026, 11:00, in every sentence.

Each expected value is what the sentence says: a bare day is the nearest past one, numeric dates are day first, and
what is in doubt is left out.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from knowledge.base import KnowledgeBase
from knowledge.inputs import InputSpec
from knowledge.rulebook import RuleBook
from knowledge.understanding.hints import InputHints
from knowledge.understanding.phrasings import Phrasings
from knowledge.understanding.reader import Reader
from knowledge.understanding.reading import Reading
from knowledge.wording import Wording
from tests.conftest import ROOT
from tests.grammars import ENGLISH

NOW = datetime(2026, 11, 23, 11, 0)  # noqa: DTZ001 - Paris time of the request, without offset
HINTS = Phrasings.load(ROOT / "data" / "phrasings")


@pytest.fixture(scope="module")
def reader(wording: Wording) -> Reader:
    return Reader(wording.vocabularies, {name: phrasings.inputs for name, phrasings in HINTS.rules.items()}, HINTS.replies, ENGLISH)


REFUND: list[tuple[str, dict[str, Any]]] = [
    # Which situation.
    ("customer cancelled yesterday before I shipped, refund date?", {"situation": "cancelled_before_shipping", "event_date": "2026-11-22"}),
    ("he called it off on Saturday, the parcel is still in our warehouse", {"situation": "cancelled_before_shipping", "event_date": "2026-11-21"}),
    ("she canceld on 12/11 and I haven't sent anything", {"situation": "cancelled_before_shipping", "event_date": "2026-11-12"}),
    ("order cancled 3 days ago, unshipped", {"situation": "cancelled_before_shipping", "event_date": "2026-11-20"}),
    ("cancellation of the 5th, the vase never left my shop", {"situation": "cancelled_before_shipping", "event_date": "2026-11-05"}),
    ("The buyer withdrew on 12 nov., not posted.", {"situation": "cancelled_before_shipping", "event_date": "2026-11-12"}),
    ("I accepted his cancellation last night", {"situation": "cancelled_before_shipping", "event_date": "2026-11-22"}),
    ("the order cancelled itself automatically because the timer ran out on Friday", {"situation": "countdown_expired", "event_date": "2026-11-20"}),
    ("Auto-cancelled on Nov 12, I never shipped in time", {"situation": "countdown_expired", "event_date": "2026-11-12"}),
    ("payment not yet processed, he cancelled an hour ago", {"situation": "payment_not_processed", "event_date": "2026-11-23"}),
    ("She cancelled before the payment went through", {"situation": "payment_not_processed"}),
    ("already on its way with tracking and he asks to cancel today", {"situation": "tracking_added_not_received", "event_date": "2026-11-23"}),
    ("the return was accepted the day before yesterday", {"situation": "return_after_receipt", "event_date": "2026-11-21"}),
    ("return requested on Monday 16 November", {"situation": "return_after_receipt", "event_date": "2026-11-16"}),
    ("When does the buyer get his refund after he received the goods?", {"situation": "return_after_receipt"}),
    ("refund date after she got the money back?", {}),
    # What is not said stays open: a cancellation alone does not tell whether the parcel had left.
    ("he cancelled on the 10th", {"event_date": "2026-11-10"}),
    ("when is my buyer refunded?", {}),
    ("cancelled", {}),
    ("not a return, just tell me the rule", {}),
    ("the shipping time is 5 days", {}),
    # Which day.
    ("cancelled before dispatch on 12.11.", {"situation": "cancelled_before_shipping", "event_date": "2026-11-12"}),
    ("cancelled before dispatch on 12-11-2026", {"situation": "cancelled_before_shipping", "event_date": "2026-11-12"}),
    ("cancelled his order of 45 euros yesterday before I shipped it", {"situation": "cancelled_before_shipping", "event_date": "2026-11-22"}),
    ("he cancelled an order of two lamps yesterday before I had it posted", {"situation": "cancelled_before_shipping", "event_date": "2026-11-22"}),
    ("he called off a 45 € order of 3 November yesterday, before I shipped", {"situation": "cancelled_before_shipping", "event_date": "2026-11-22"}),
    ("cancelled before dispatch, a week ago", {"situation": "cancelled_before_shipping", "event_date": "2026-11-16"}),
    ("cancelled before dispatch 36 hours ago", {"situation": "cancelled_before_shipping", "event_date": "2026-11-21"}),  # Saturday 23:00
    ("cancelled before dispatch on Monday last week", {"situation": "cancelled_before_shipping", "event_date": "2026-11-16"}),
    ("cancelled before dispatch on the 28th", {"situation": "cancelled_before_shipping", "event_date": "2026-10-28"}),  # 28 November is to come
    ("cancelled before dispatch on 24 December", {"situation": "cancelled_before_shipping", "event_date": "2025-12-24"}),
    ("cancelled before dispatch on 24 October 10 am", {"situation": "cancelled_before_shipping", "event_date": "2026-10-24"}),
    ("cancelled before dispatch on 29 February 2024", {"situation": "cancelled_before_shipping", "event_date": "2024-02-29"}),
    # A later acceptance is the day that counts; other days are nobody's.
    ("cancel request of 2 Nov, accepted on 6 Nov, still in my shop", {"situation": "cancelled_before_shipping", "event_date": "2026-11-06"}),
    ("on 6 Nov I accepted what he'd asked for on 2 Nov", {"event_date": "2026-11-06"}),
    ("asked to cancel on 9 Nov, I agreed two days later, not shipped", {"situation": "cancelled_before_shipping", "event_date": "2026-11-11"}),
    ("ordered on 1 Nov, cancelled on 4 Nov before shipping", {"situation": "cancelled_before_shipping", "event_date": "2026-11-04"}),
    ("It's the 23rd today. He cancelled on the 9th before I sent it.", {"situation": "cancelled_before_shipping", "event_date": "2026-11-09"}),
    ("cancelled before shipping on 9 Nov, will the money be there by 24 Nov?", {"situation": "cancelled_before_shipping", "event_date": "2026-11-09"}),
    ("unshipped, cancelled on 3 Nov; can I tell him something today?", {"situation": "cancelled_before_shipping", "event_date": "2026-11-03"}),
    ("unsent orders cancelled on 3 Nov and on 4 Nov", {"situation": "cancelled_before_shipping"}),  # two cases: which is meant?
    # Checking the goods.
    (
        "She asked for the return on 10 November and I checked the goods on 19 November",
        {"situation": "return_after_receipt", "event_date": "2026-11-10", "goods_checked_on": "2026-11-19"},
    ),
    (
        "got the coat back on the 18th in good condition, return requested on the 9th",
        {"situation": "return_after_receipt", "event_date": "2026-11-09", "goods_checked_on": "2026-11-18"},
    ),
    ("he sent the lamp back, I inspected it this morning", {"situation": "return_after_receipt", "goods_checked_on": "2026-11-23"}),
    ("Return agreed on 4 Nov, requested on 2 Nov. Nothing checked so far.", {"situation": "return_after_receipt", "event_date": "2026-11-04"}),
    # Dates that belong to something else.
    ("buyer cancelled. Payment on 12 Nov. Not shipped.", {"situation": "cancelled_before_shipping"}),
    ("he cancelled after I shipped on 12 Nov", {"situation": "tracking_added_not_received"}),
    ("paid on 3 Nov, cancelled on 5 Nov, accepted on 7 Nov, prior to shipment", {"situation": "cancelled_before_shipping", "event_date": "2026-11-07"}),
    ("cancelled before shipping, sometime between 3 and 5 November", {"situation": "cancelled_before_shipping"}),
    ("If the buyer cancels tomorrow before I ship, when is he paid?", {"situation": "cancelled_before_shipping", "event_date": "2026-11-24"}),
    ("She will send the dress back tomorrow", {"situation": "return_after_receipt"}),
]

APPEAL: list[tuple[str, dict[str, Any]]] = [
    # Where the sanction comes from.
    ("banned product, notified yesterday at 10", {"origin": "prohibited_goods", "notified_at": "2026-11-22T10:00"}),
    ("strike for a prohibited item on 20/11 at 10h30", {"origin": "prohibited_goods", "notified_at": "2026-11-20T10:30"}),
    ("keyword stuffing sanction, Friday at noon", {"origin": "search_quality", "notified_at": "2026-11-20T12:00"}),
    ("sanctioned for title spam two days ago", {"origin": "search_quality", "notified_at": "2026-11-21"}),
    ("the rights holder complained on the 18th", {"origin": "ip_rights_holder", "notified_at": "2026-11-18"}),
    ("copyright complaint by a photographer received on Thursday at 22:00", {"origin": "ip_rights_holder", "notified_at": "2026-11-19T22:00"}),
    ("Nike reported me? No: IP case opened by AliExpress on 20 Nov", {"origin": "ip_platform", "notified_at": "2026-11-20"}),
    ("AliExpress itself, not a rights holder, flagged my counterfeit bag on 19/11", {"origin": "ip_platform", "notified_at": "2026-11-19"}),
    ("fake tracking sanction of last Tuesday", {"origin": "transaction", "notified_at": "2026-11-17"}),
    ("punished for a transaction offence on 15 November", {"origin": "transaction", "notified_at": "2026-11-15"}),
    # Copyright alone does not tell who complained; two origins leave the question open.
    ("I have a copyright problem since Wednesday", {"notified_at": "2026-11-18"}),
    ("is it prohibited goods or a wrong category?", {}),
    ("not a prohibited product", {}),
    # Hours.
    ("penalty this morning at 9 for a forbidden product", {"origin": "prohibited_goods", "notified_at": "2026-11-23T09:00"}),
    ("penalty yesterday at 3 in the afternoon, banned product", {"origin": "prohibited_goods", "notified_at": "2026-11-22T15:00"}),
    ("Notified Friday afternoon at 3 of a banned product", {"origin": "prohibited_goods", "notified_at": "2026-11-20T15:00"}),
    ("Notified at 23:50 last night, banned product", {"origin": "prohibited_goods", "notified_at": "2026-11-22T23:50"}),
    ("Notified at midnight on Sunday, banned product", {"origin": "prohibited_goods", "notified_at": "2026-11-22T00:00"}),
    ("Notified on 20 November 10h, banned product", {"origin": "prohibited_goods", "notified_at": "2026-11-20T10:00"}),
    ("Notified 36 hours ago, banned product", {"origin": "prohibited_goods", "notified_at": "2026-11-21T23:00"}),
    ("Notified on 24 October 10 am, banned product", {"origin": "prohibited_goods", "notified_at": "2026-10-24T10:00"}),
    ("I've just been notified: banned product", {"origin": "prohibited_goods"}),
    # The present and plans are no events.
    ("my notice is from the 18th, it's the 23rd now", {"notified_at": "2026-11-18"}),
    ("notified 18/11, now is 20/11 5pm", {"notified_at": "2026-11-18", "now": "2026-11-20T17:00"}),
    ("notified on the 20th, can I still appeal today?", {"notified_at": "2026-11-20"}),
    ("notified on the 20th, my lawyer is free next Tuesday", {"notified_at": "2026-11-20"}),
    ("can I still appeal tomorrow?", {}),
    ("is the deadline on Friday?", {}),
    ("must I appeal by Wednesday?", {}),
    # Several events.
    (
        "notified on 16/11 at 9:00, I started the appeal on 17/11 at 18:00",
        {"notified_at": "2026-11-16T09:00", "appeal_started_at": "2026-11-17T18:00"},
    ),
    ("I appealed on 17/11 at 18:00 against a strike of 16/11", {"notified_at": "2026-11-16", "appeal_started_at": "2026-11-17T18:00"}),
    ("clicked on appeal at 8 pm yesterday", {"appeal_started_at": "2026-11-22T20:00"}),
    ("The owner rejected my appeal on 5 November", {"origin": "ip_rights_holder", "rejected_1_at": "2026-11-05"}),
    (
        "First appeal refused on 3 October, second appeal sent on 20 October at 10:00, rejected again on the 12th",
        {"rejected_1_at": "2026-10-03", "appeal_2_filed_at": "2026-10-20T10:00", "rejected_2_at": "2026-11-12"},
    ),
    ("my 2nd appeal was turned down on 10/11", {"rejected_2_at": "2026-11-10"}),
    ("third appeal filed on 12/11 at 9am", {"appeal_3_filed_at": "2026-11-12T09:00"}),
    (
        "notified on 1 Nov, appealed the next day, refused on the 9th",
        {"notified_at": "2026-11-01", "appeal_started_at": "2026-11-02", "rejected_1_at": "2026-11-09"},
    ),
    ("they said no on Friday the 20th", {"rejected_1_at": "2026-11-20"}),
    # A date alone without a cue is the first event's; with others beside it, nobody's.
    ("It was on 19 November.", {"notified_at": "2026-11-19"}),
    ("how long do appeals take in 2026?", {}),
    (
        "Notified on 19 Nov at 10am. Appeal filed 20 Nov at 10am. Rejected 22 Nov at 3pm.",
        {"notified_at": "2026-11-19T10:00", "appeal_started_at": "2026-11-20T10:00", "rejected_1_at": "2026-11-22T15:00"},
    ),
    (
        "round 1 lost on 2 Nov, round 2 filed on 5 Nov 10:00, lost on 18 Nov",
        {"rejected_1_at": "2026-11-02", "appeal_2_filed_at": "2026-11-05T10:00", "rejected_2_at": "2026-11-18"},
    ),
    ("they turned my second appeal down on the 12th", {"rejected_2_at": "2026-11-12"}),
    ("I listed it on 5 Nov and got notified on 19 Nov", {"notified_at": "2026-11-19"}),
    ("my strike expires on 19 Nov 2027", {}),
]

SCOPE: list[tuple[str, dict[str, Any]]] = [
    # Destinations.
    ("I sell lamps in France", {"destinations": ["FR"], "categories": ["electrical_electronic"]}),
    ("we ship chairs to Italy and Spain but not to France", {"destinations": ["IT", "ES"], "categories": ["furniture"], "first_on_french_market": False}),
    ("We stopped shipping to France; only Belgium is left", {"destinations": ["BE"], "first_on_french_market": False}),
    ("to Germany, except France", {"destinations": ["DE"], "first_on_french_market": False}),
    ("sofas for French customers", {"destinations": ["FR"], "categories": ["furniture"]}),
    ("German buyers order my sneakers", {"destinations": ["DE"], "categories": ["textiles"]}),
    ("I deliver car tyres into France", {"destinations": ["FR"], "categories": ["tyres"], "first_on_french_market": True}),
    ("jackets to the UK and to Holland", {"destinations": ["GB", "NL"], "categories": ["textiles"]}),
    ("posters everywhere in France", {"destinations": ["FR"], "categories": ["printed_paper"]}),
    ("orders from Belgium for my desks", {"destinations": ["BE"], "categories": ["furniture"]}),
    ("Saint Martin, Saint Pierre and Miquelon and Saint Barthélemy", {"destinations": ["MF", "PM", "BL"]}),
    ("shoes to La Réunion, Guadeloupe and Guyane", {"destinations": ["RE", "GP", "GF"], "categories": ["textiles"]}),
    # A region is no list of countries: it must be asked.
    ("I ship socks to the whole EU", {"categories": ["textiles"]}),
    ("socks to all of Europe and France", {"categories": ["textiles"]}),
    ("lamps to the overseas territories", {"categories": ["electrical_electronic"]}),
    ("socks to DOM-TOM", {"categories": ["textiles"]}),
    # Where goods come from or the seller is, is no destination.
    ("our warehouse is in Lyon", {}),
    ("I live in France", {}),
    ("the chairs are made in Portugal", {"categories": ["furniture"]}),
    ("Dutch company selling boots", {"categories": ["textiles"]}),
    # First on the French market.
    ("I import toasters and sell them in France", {"destinations": ["FR"], "categories": ["electrical_electronic"], "first_on_french_market": True}),
    ("I'm based in Germany and ship tyres to France", {"destinations": ["FR"], "categories": ["tyres"], "first_on_french_market": True}),
    ("Polish shop, hats, customers in France", {"destinations": ["FR"], "categories": ["textiles"], "first_on_french_market": True}),
    ("my clients are in France, stock in Belgium", {"destinations": ["FR"], "first_on_french_market": True}),
    ("I only resell tyres bought in France, to France", {"destinations": ["FR"], "categories": ["tyres"], "first_on_french_market": False}),
    (
        "I buy kettles from a French importer and sell them in France",
        {"destinations": ["FR"], "categories": ["electrical_electronic"], "first_on_french_market": False},
    ),
    ("not the importer, I just resell dresses in France", {"destinations": ["FR"], "categories": ["textiles"], "first_on_french_market": False}),
    ("nothing on the French market, socks to Spain", {"destinations": ["ES"], "categories": ["textiles"], "first_on_french_market": False}),
    # A reseller who also imports, and goods made abroad but bought from someone unknown: unclear.
    ("I import lamps but I only resell chairs in France", {"destinations": ["FR"], "categories": ["electrical_electronic", "furniture"]}),
    ("towels made in India, sold in France", {"destinations": ["FR"], "categories": ["textiles"]}),
    # Numbers: only what is held, and nothing behind it.
    ("own number for textiles, none for packaging", {"categories": ["textiles"], "own_number_for": ["textiles"]}),
    ("I have numbers for textiles, and I'm adding lamps", {"categories": ["textiles", "electrical_electronic"], "own_number_for": ["textiles"]}),
    ("I have numbers for textiles, lamps are missing", {"categories": ["textiles", "electrical_electronic"], "own_number_for": ["textiles"]}),
    ("I have numbers for textiles and lamps need one", {"categories": ["textiles", "electrical_electronic"]}),
    ("I have a textiles number but not one for tyres", {"categories": ["textiles", "tyres"], "own_number_for": ["textiles"]}),
    ("I need a number for textiles", {"categories": ["textiles"]}),
    ("I don't have a number for textiles", {"categories": ["textiles"]}),
    ("Do I have to get my own number for furniture?", {"categories": ["furniture"]}),
    ("I applied for a number for furniture", {"categories": ["furniture"]}),
    ("my own number for furniture expired", {"categories": ["furniture"]}),
    ("how many numbers for furniture and tyres?", {"categories": ["furniture", "tyres"]}),
    ("we sell tyres and sofas and have our own numbers for both", {"categories": ["tyres", "furniture"], "own_number_for": ["tyres", "furniture"]}),
    (
        "tyres, sofas, boots: I have EPR numbers for all of them",
        {"categories": ["tyres", "furniture", "textiles"], "own_number_for": ["tyres", "furniture", "textiles"]},
    ),
    ("I have no EPR number yet, I sell boots", {"categories": ["textiles"], "own_number_for": []}),
    ("My supplier has a number for tyres", {"categories": ["tyres"], "supplier_number_for": ["tyres"]}),
    ("my supplier has no number for tyres", {"categories": ["tyres"]}),
    ("My supplier gave me none. I sell tyres.", {"categories": ["tyres"], "supplier_number_for": []}),
    (
        "I own the number for tyres, the wholesaler's number covers sofas",
        {"categories": ["tyres", "furniture"], "own_number_for": ["tyres"], "supplier_number_for": ["furniture"]},
    ),
    ("we run our own take-back scheme for tyres", {"categories": ["tyres"], "individual_system_for": ["tyres"]}),
    # Parcels and their packaging.
    ("I send boots in my own cartons to France", {"destinations": ["FR"], "categories": ["textiles"], "ships_parcels": True}),
    ("boots, shipped with Cainiao to France", {"destinations": ["FR"], "categories": ["textiles"], "ships_parcels": True}),
    ("customers collect the sofas in person, no parcels", {"categories": ["furniture"], "ships_parcels": False}),
    ("I sell shipping cartons in France", {"destinations": ["FR"], "categories": ["packaging"]}),
    ("none of the categories fits my mugs sent to France", {"destinations": ["FR"], "categories": []}),
    ("I hold a number for textiles in Germany and sell boots in France", {"destinations": ["FR"], "categories": ["textiles"]}),
    ("we have numbers for tyres but they expired", {"categories": ["tyres"]}),
    ("once I have numbers for tyres, am I done?", {"categories": ["tyres"]}),
    ("my friend has a number for tyres", {"categories": ["tyres"]}),
    ("can I use my supplier's number for tyres?", {"categories": ["tyres"]}),
    ("I don't ship to Réunion but I ship to metropolitan France", {"destinations": ["FR"]}),
    ("tyres to France and the rest of the world", {"categories": ["tyres"]}),
    ("customers: FR, ES", {"destinations": ["FR", "ES"]}),
    ("jersey dresses shipped to France", {"destinations": ["FR"], "categories": ["textiles"]}),
]

PLAN: list[tuple[str, dict[str, Any]]] = [
    ("plan for batterys and a matress", {"categories": ["batteries", "furniture"]}),
    ("cloths, sportswear and a box", {"categories": ["textiles", "packaging"]}),
    ("bed linen and towels", {"categories": ["textiles"]}),
    ("power banks", {"categories": ["electrical_electronic", "batteries"]}),
    ("battery-powered toys", {"categories": ["electrical_electronic", "batteries"]}),
    ("electric scooters", {"categories": ["electrical_electronic", "batteries"]}),
    ("table lamps", {"categories": ["electrical_electronic"]}),
    ("lamps without batteries", {"categories": ["electrical_electronic"]}),
    ("no batteries or tyres, only sofas", {"categories": ["furniture"]}),
    # Goods of no category, and words of two meanings.
    ("wooden toys and mugs", {}),
    ("phone cases", {}),
    ("notebooks and lamps", {}),
    ("cushions and chairs", {}),
    ("lights brown furniture polish", {"categories": ["furniture"]}),
    # Numbers held.
    ("I hold none, I sell shoes", {"categories": ["textiles"], "numbers_held": []}),
    ("already registered for packaging, what about boots?", {"categories": ["packaging", "textiles"], "numbers_held": ["packaging"]}),
    ("not registered for packaging, boots neither", {"categories": ["packaging", "textiles"]}),
    (
        "I joined Citeo for packaging and paper, next come lamps",
        {"categories": ["packaging", "printed_paper", "electrical_electronic"], "numbers_held": ["packaging", "printed_paper"]},
    ),
    ("I have shoes and lamps. How many numbers?", {"categories": ["textiles", "electrical_electronic"]}),
    ("I want to hold numbers for shoes and lamps", {"categories": ["textiles", "electrical_electronic"]}),
    ("we already have the battery number, tyres come next", {"categories": ["batteries", "tyres"], "numbers_held": ["batteries"]}),
    ("what if I had a number for shoes?", {"categories": ["textiles"]}),
    ("I have numbers for shoes, lamps and tyres are still open", {"categories": ["textiles", "electrical_electronic", "tyres"], "numbers_held": ["textiles"]}),
    ("I've got 2 numbers: shoes and tyres", {"categories": ["textiles", "tyres"], "numbers_held": ["textiles", "tyres"]}),
    ("We hold chairs and sofas in our shop", {"categories": ["furniture"]}),
    (
        "I have two numbers (packaging and tyres) and sell lamps",
        {"categories": ["packaging", "tyres", "electrical_electronic"], "numbers_held": ["packaging", "tyres"]},
    ),
    ("I have a number for lamps from a friend", {"categories": ["electrical_electronic"]}),
    ("count my numbers: sofas, socks", {"categories": ["furniture", "textiles"]}),
]

SENTENCES = [
    pytest.param(rule, text, expected, id=f"{rule}: {text}")
    for rule, cases in {"refund-timing": REFUND, "appeal-deadlines": APPEAL, "epr-scope": SCOPE, "epr-plan": PLAN}.items()
    for text, expected in cases
]


@pytest.mark.parametrize(("rule", "text", "expected"), SENTENCES)
def test_inputs_stated(reader: Reader, rulebook: RuleBook, rule: str, text: str, expected: dict[str, Any]) -> None:
    found = reader.read(rulebook.rule(rule), text, NOW)
    assert (found.inputs, found.unusable) == (expected, {})


UNUSABLE = [
    ("refund-timing", "cancelled before shipping on 31 November", {"event_date": "31 November"}),
    ("refund-timing", "cancelled before shipping on 11/20", {"event_date": "11/20"}),  # day first: there is no month 20
    ("refund-timing", "return asked on 2 Nov, goods checked on 30 February", {"goods_checked_on": "30 February"}),
    ("appeal-deadlines", "notified on 2026-02-30", {"notified_at": "2026-02-30"}),
    ("appeal-deadlines", "appealed on 32/10/2026", {"appeal_started_at": "32/10/2026"}),
]


@pytest.mark.parametrize(("rule", "text", "expected"), UNUSABLE)
def test_a_day_that_cannot_be_is_reported(reader: Reader, rulebook: RuleBook, rule: str, text: str, expected: dict[str, str]) -> None:
    found = reader.read(rulebook.rule(rule), text, NOW)
    assert found.unusable == expected
    assert not expected.keys() & found.inputs.keys()


def test_what_was_filled_in_is_kept_to_be_read_back(reader: Reader, rulebook: RuleBook) -> None:
    refund = rulebook.rule("refund-timing")
    assert reader.read(refund, "cancelled on 12/11", NOW).assumed == {"12/11": "2026-11-12"}
    assert reader.read(refund, "cancelled on 12/11/2026", NOW).assumed == {}


def test_typographic_apostrophes_are_read(reader: Reader, rulebook: RuleBook) -> None:
    found = reader.read(rulebook.rule("refund-timing"), "cancelled, I hadn’t shipped", NOW)
    assert found.inputs == {"situation": "cancelled_before_shipping"}


REPLIES: list[tuple[str, str, str, Any]] = [
    # Rule, input asked for, reply, value; None: not readable as a reply to this.
    ("refund-timing", "event_date", "yesterday", "2026-11-22"),
    ("refund-timing", "event_date", "12/11", "2026-11-12"),
    ("refund-timing", "event_date", "the 3rd of november", "2026-11-03"),
    ("refund-timing", "event_date", "I think on Friday", "2026-11-20"),
    ("refund-timing", "event_date", "today", "2026-11-23"),
    ("refund-timing", "event_date", "asked on 2 Nov and accepted on 5 Nov", "2026-11-05"),
    ("refund-timing", "event_date", "no idea", None),
    ("refund-timing", "situation", "2", "cancelled_before_shipping"),
    ("refund-timing", "situation", "I had not sent it when he cancelled", "cancelled_before_shipping"),
    ("refund-timing", "situation", "Return after the buyer received the goods", "return_after_receipt"),
    ("refund-timing", "situation", "something else", None),
    ("appeal-deadlines", "notified_at", "yesterday at 10", "2026-11-22T10:00"),
    ("appeal-deadlines", "notified_at", "last night at 11 pm", "2026-11-22T23:00"),
    ("appeal-deadlines", "notified_at", "I appealed yesterday", None),
    ("appeal-deadlines", "origin", "the brand complained", "ip_rights_holder"),
    ("appeal-deadlines", "origin", "copyright", None),
    ("epr-scope", "first_on_french_market", "yes", True),
    ("epr-scope", "first_on_french_market", "nope", False),
    ("epr-scope", "first_on_french_market", "we import them", True),
    ("epr-scope", "first_on_french_market", "I only resell", False),
    ("epr-scope", "first_on_french_market", "No, I import them", None),
    ("epr-scope", "destinations", "France and Belgium", ["FR", "BE"]),
    ("epr-scope", "destinations", "not to France, just to Spain", ["ES"]),
    ("epr-scope", "destinations", "the whole EU", None),
    ("epr-scope", "categories", "none", []),
    ("epr-scope", "categories", "tyres and sofas", ["tyres", "furniture"]),
    ("epr-plan", "categories", "all of them", ["packaging", "electrical_electronic", "batteries", "furniture", "tyres", "printed_paper", "textiles"]),
    ("epr-plan", "numbers_held", "packaging", ["packaging"]),
    ("epr-plan", "numbers_held", "none yet", []),
    ("epr-plan", "numbers_held", "no batteries, only tyres", ["tyres"]),
]


@pytest.mark.parametrize("case", REPLIES, ids=[f"{name}: {text}" for _, name, text, _ in REPLIES])
def test_replies(reader: Reader, rulebook: RuleBook, case: tuple[str, str, str, Any]) -> None:
    rule, name, text, expected = case
    asked = rulebook.rule(rule)
    found = reader.answer(asked, asked.input(name), text, NOW)
    assert found.inputs.get(name) == expected


SALE = {
    InputSpec("price", "money", required=True): InputHints(cues=("price", "sold (?:at|for)", "for")),
    InputSpec("commission_percent", "number", required=True): InputHints(cues=("commission",)),
    InputSpec("pieces", "int", required=False): InputHints(cues=("pieces", "items")),
    InputSpec("note_count", "int", required=False): InputHints(),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sold for €45,50, 5 % commission, 3 pieces", {"price": 45.5, "commission_percent": 5, "pieces": 3}),
        ("3 items for 20 euros", {"pieces": 3, "price": 20}),
        ("commission of 7.5 percent", {"commission_percent": 7.5}),
        ("price -5 €", {"price": -5}),  # for the rule to refuse
        ("commission of 5 €", {}),  # no share
        ("price 5 %", {}),  # no amount
        ("2.5 pieces", {"pieces": 2.5}),  # for the rule to refuse
        ("12 of them", {}),  # no cue
    ],
)
def test_numbers_by_cue_and_unit(text: str, expected: dict[str, Any]) -> None:
    assert ENGLISH.figures.assign(text, SALE, [])[0] == expected


def test_a_number_inside_a_date_is_none() -> None:
    assert ENGLISH.figures.assign("price on 12/11", SALE, [(9, 14)]) == ({}, ())


DOUBTFUL = [
    # An input that may be left out is named, and what is said of it is not understood.
    ("free-product", "Opens 2 December, 8 euros each, several units", ("units",)),
    ("free-product", "Opens 2 December, 8 euros each, some samples plus postage", ("units", "shipping_cost")),
    ("sell-to-country", "Can I sell to Malta? I am changing the shipping model of my product", ("product_model_covers",)),
    ("dispute-response", "Dispute opened on 20/11, I answered right away", ("answered_at",)),
    # What means yes and what means no stand in one message.
    # Its value is read, whatever else is said of it.
    ("free-product", "Opens 2 December, 8 euros each, 3 units", ()),
    ("sell-to-country", "Can I sell to Malta? The shipping model does not include it", ()),
    ("sell-to-country", "Can I sell to Malta? The old model covers it, the new model does not cover it", ("product_model_covers",)),
    # What has not happened has no day.
    ("return-tracking", "He got my return address on 4 July, and he has never put a tracking number for the return", ()),
    ("return-tracking", "He got my return address on 4 July, and he has put a tracking number for the return", ("tracking_added_on",)),
    # The seller says that it is not known.
    ("sell-to-country", "Can I sell to Malta? I don't know if the shipping model covers it", ()),
    # Nobody can do without these: they are asked for anyhow.
    ("sell-to-country", "In which countries can I sell?", ()),
    ("free-product", "Free product at 8 euros, when is the draw?", ()),
    # A number that nothing took may be the count that is not read; days, hours, prices of several and what was read are taken.
    ("promo-eligibility", "14 sales in the last 90 days, rated 4.6 from 11 folks, uploaded 12 October, may it join?", ("ratings_count",)),
    ("promo-stock", "100", ()),
    ("promo-eligibility", "14 sales in the last 90 days, rated 4.6 by 11 people, uploaded on the 12th at 9:00, may it join?", ()),
]


@pytest.mark.parametrize(("rule", "text", "doubtful"), DOUBTFUL)
def test_an_input_that_is_spoken_of_without_a_value_is_doubtful(reader: Reader, rulebook: RuleBook, rule: str, text: str, doubtful: tuple[str, ...]) -> None:
    assert reader.read(rulebook.rule(rule), text, NOW).doubtful == doubtful


def test_what_cannot_be_used_is_no_doubt_as_well(reader: Reader, rulebook: RuleBook) -> None:
    found = reader.read(rulebook.rule("dispute-response"), "Dispute opened on 2 Nov, we answered on 31 November", NOW)
    assert (found.unusable, found.doubtful) == ({"answered_at": "31 November"}, ())
    assert found.unsettled == {"answered_at"}


def test_a_value_that_cannot_be_used_removes_the_earlier_one() -> None:
    reading = Reading({"a": 1}, unusable={"b": "31 November"})
    assert reading.over({"b": 2, "c": 3}) == {"a": 1, "c": 3}


def test_every_pattern_of_the_hints_compiles() -> None:
    for phrasings in HINTS.rules.values():
        for hints in phrasings.inputs.values():
            assert isinstance(hints, InputHints)
            assert [hints.cue, hints.deciding, hints.decoy, hints.agreed, hints.denied, hints.empty, hints.open, hints.ignored, hints.lists, hints.mentioned]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        # A date without a cue answers the question that was asked, whichever date input that is.
        ("appeal_started_at", "21/11 at 9:30", "2026-11-21T09:30"),
        ("rejected_1_at", "yesterday", "2026-11-22"),
        ("notified_at", "21/11 at 9:30", "2026-11-21T09:30"),
    ],
)
def test_a_bare_date_answers_the_question_that_was_asked(base: KnowledgeBase, name: str, text: str, expected: str) -> None:
    rule = base.rules.rule("appeal-deadlines")
    assert base.reader.answer(rule, rule.input(name), text, NOW).inputs == {name: expected}


@pytest.mark.parametrize(
    ("rule", "text", "unread"),
    [
        # A span names no day on which something happened, nor does a plan; an order number is no date, and who denies France alone
        # has not said who brings the goods there.
        ("refund-timing", "Is the refund paid in 7 days if it was cancelled before shipping?", "event_date"),
        ("refund-timing", "Buyer cancelled order 3/10 before shipping, refund when?", "event_date"),
        ("epr-scope", "I do not ship to France. Do I need EPR for chairs?", "first_on_french_market"),
        ("brand-proof", "the letter is signed, I will hand it in on Monday at 9", "submitted_at"),  # not last Monday
        ("payout-date", "My buyer will confirm on 24 December. When do I get paid?", "confirmed_on"),  # not last year's
        ("payout-date", "the customer is going to confirm receipt on Friday, when is the money there", "confirmed_on"),
    ],
)
def test_what_only_looks_like_an_input_is_left_out(base: KnowledgeBase, rule: str, text: str, unread: str) -> None:
    assert unread not in base.reader.read(base.rules.rule(rule), text, NOW).inputs


@pytest.mark.parametrize(
    ("rule", "text", "name", "expected"),
    [
        # What will be asks about a day that was.
        ("payout-date", "When will the money arrive? The buyer confirmed on 12 November", "confirmed_on", "2026-11-12"),
        ("payout-date", "When will I be paid for the order confirmed on 12 November?", "confirmed_on", "2026-11-12"),
        # "prohibited item" stands nearer to the day, but it is the appeal that was started then.
        ("appeal-deadlines", "I started my appeal for a prohibited item yesterday at 10:30", "appeal_started_at", "2026-11-22T10:30"),
        ("promo-discount-change", "Registration for the promotion closes on 31 December. May I raise it?", "registration_ends_on", "2026-12-31"),
    ],
)
def test_a_day_belongs_to_what_happens_on_it(base: KnowledgeBase, rule: str, text: str, name: str, expected: str) -> None:
    assert {key: value for key, value in base.reader.read(base.rules.rule(rule), text, NOW).inputs.items() if value == expected} == {name: expected}


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("I did not get notified on 20 Nov but on 21 Nov of a prohibited goods sanction", "notified_at", "2026-11-21"),
        ("They rejected my first appeal today, rights holder complaint", "rejected_1_at", "2026-11-23"),
    ],
)
def test_the_day_that_is_meant_is_taken(base: KnowledgeBase, text: str, name: str, expected: str) -> None:
    found = base.reader.read(base.rules.rule("appeal-deadlines"), text, NOW).inputs
    assert found.get(name) == expected
    assert "appeal_started_at" not in found


@pytest.mark.parametrize("text", ["ordered and paid on 18/11", "he ordered, paid on 18 November"])
def test_one_day_is_that_of_two_events_told_together(rulebook: RuleBook, reader: Reader, text: str) -> None:
    found = reader.read(rulebook.rule("ship-countdown"), text, NOW).inputs
    assert (found.get("ordered_on"), found.get("paid_on")) == ("2026-11-18", "2026-11-18")


@pytest.mark.parametrize(
    ("rule", "text", "inputs"),
    [
        (
            "appeal-deadlines",
            "I appealed a prohibited product sanction yesterday at 10:00, how long to send the evidence?",
            {"origin": "prohibited_goods", "appeal_started_at": "2026-11-22T10:00"},
        ),
        ("dispute-response", "Dispute opened on the 20th at 14:00: until when to answer?", {"opened_at": "2026-11-20T14:00"}),
        ("support-chat-hours", "Is the chat open on Saturday?", {"now": "2026-11-28T12:00"}),  # noon stands for the day, and is read back
        ("support-chat-hours", "open at 7pm?", {"now": "2026-11-23T19:00"}),
        ("penalty-state", "12 points on 3 March 2026, when deleted?", {"violations": [{"date": "2026-03-03", "points": 12}]}),
        ("withdrawal-fee", "3 withdrawals of 150 euros each to my bank in Spain", {"amounts": [150, 150, 150], "bank_country": "ES"}),
        ("promo-calendar", "When does Black Friday start next year?", {"campaign": "black_friday", "year": 2027}),
        ("affiliate-rate", "I can't remember if we joined the affiliate programme, the shop is at 5%", {"shop_percent": 5}),
        # What a pattern from the message's start on says is not known either, where "whether" stands before what it names.
        ("blacklist-effect", "Blocked the chat. Whether he's blacklisted, with the same account, I can't recall", {"chat_blocked": True, "same_account": True}),
        # The currency may stand before the amount, which then stands right behind its words.
        ("commission-after-refund", "order total EUR 90.00, refund EUR 45.00", {"price": 90, "refund": 45}),
        # One day, and whose it is stands nearest to it.
        ("dispute-escalation", "I answered his dispute on 3 October", {"answered_on": "2026-10-03"}),
        # Others bring the goods to France: no word of where ours go.
        ("epr-scope", "My wholesaler puts the sofas on the French market", {"categories": ["furniture"], "first_on_french_market": False}),
        # A number held is no category sold.
        ("epr-plan", "the packaging number I have already", {"numbers_held": ["packaging"]}),
        ("delivery-deadline", "not delivered so far, and 4 messages of the customer", {}),
        ("free-product", "opens 25 Feb 2027, 3 units", {"opens_on": "2027-02-25", "units": 3}),
    ],
)
def test_what_is_told_is_read_as_it_is_meant(rulebook: RuleBook, reader: Reader, rule: str, text: str, inputs: dict[str, Any]) -> None:
    assert reader.read(rulebook.rule(rule), text, NOW).inputs == inputs


@pytest.mark.parametrize(
    ("rule", "text", "inputs"),
    [
        # When the answer was given says nothing of when the question came.
        ("chat-reply", "A buyer asked me something, I replied yesterday at 14:00, late?", {"replied_at": "2026-11-22T14:00"}),
        ("chat-reply", "answerd a costumer's chat question at 3 pm today, was I in time?", {"replied_at": "2026-11-23T15:00"}),
        # "Registered in the promotion" leaves open whether it has begun.
        ("promo-edit-lock", "product already registered in the promotion, can i change the pictures", {"field": "images"}),
        ("promo-edit-lock", "it's in the promo now, can I change the pictures", {"field": "images", "phase": "running"}),
        # "By" and "until" tell the day wanted.
        ("holiday-mode", "everything offline by 20 December at 8:00, when do I turn it on?", {"offline_wanted_by": "2026-12-20T08:00"}),
        (
            "promo-discount-change",
            "promotion begins 1 december, registration until 28 november",
            {"promotion_starts_on": "2026-12-01", "registration_ends_on": "2026-11-28"},
        ),
        (
            "promo-sku",
            "S: 5 units, M: 40 units, L: not included",
            {
                "skus": [
                    {"name": "S", "included": True, "units": 5},
                    {"name": "M", "included": True, "units": 40},
                    {"name": "L", "included": False},
                ]
            },
        ),
        (
            "promo-sku",
            "mug: red is included with 10 units, blue is not included",
            {"skus": [{"name": "red", "included": True, "units": 10}, {"name": "blue", "included": False}]},
        ),
        ("promo-sku", "variants: S 5 units, M 40 units, L not in the promo", {}),  # no names that are told apart: better ask
        ("xday-eligibility", "mondial relay 40 parcels 38 on time, chronopost twenty parcels all on time", {}),  # half a list is none
        ("epr-waste-class", "a toy with a battery", {}),  # of which kind?
        ("penalty-state", "no points so far, am I safe?", {"violations": []}),
        ("funds-freeze", "closed on 3/6, they froze €800", {"closed_on": "2026-06-03", "balance": 800}),
        ("promo-calendar", "when is 11,11 next year", {"campaign": "11.11", "year": 2027}),
        (
            "ship-countdown",
            "paid 24 November 2026 at 10:00, order placed same time, 3 days handling",
            {"paid_on": "2026-11-24T10:00", "ordered_on": "2026-11-24T10:00", "handling_days": 3},
        ),
        ("promo-calendar", "I bought 2000 flyers; when is the back to school promo next year?", {"campaign": "back_to_school", "year": 2027}),
        ("promo-calendar", "I have 2030 flyers, when does black friday start?", {"campaign": "black_friday"}),
        # A weekday is no minute at which something was uploaded, unless that is said.
        ("promo-eligibility", "Is 11.11 on a Wednesday this year? And can I join with 4.4 stars?", {"promotion": "major", "rating": 4.4}),
        ("promo-eligibility", "11.11: uploaded on Wednesday", {"promotion": "major", "uploaded_at": "2026-11-18"}),
        ("affiliate-rate", "shop rate about 6 percent, this product is excluded", {"shop_percent": 6, "exclude_this_product": True}),
        ("affiliate-rate", "shop 2, hero product 2,9, both in the scheme", {"shop_percent": 2, "featured_percent": 2.9}),  # shares without a sign
        ("blacklist-effect", "he is on my blacklist, no idea if it is the same account", {"blacklisted": True}),
        # A cue that begins the next clause is farther from a number than the one before it.
        ("commission-after-refund", "your share is 8 %, affiliate took 3 %", {"commission_percent": 8, "affiliate_percent": 3}),
        ("return-window", "she says it's not like on my photos", {"reason": "not_as_described"}),
        ("violation-status", "the violation is current but no time left to appeal is displayed", {"status": "current", "time_to_appeal_left": False}),
        ("registration-eligibility", "used this mail already for a buyer account", {"email_used_before": True}),
        ("support-chat-hours", "on Friday 27/11, if I write at 17h00 sharp, is someone there?", {"now": "2026-11-27T17:00"}),
        ("support-chat-hours", "monday 30 nov, quarter to nine, chat alive?", {"now": "2026-11-30T08:45"}),
        ("support-chat-hours", "open at half past four in the afternoon on 1 December?", {"now": "2026-12-01T16:30"}),
        ("withdrawal-fee", "two goes of 600 € to a bank that is Swiss: my bank is Swiss", {"amounts": [600, 600], "bank_country": "CH"}),
        ("withdrawal-fee", "4 payouts, 300 each, into a Belgian account", {"amounts": [300, 300, 300, 300], "bank_country": "BE"}),
        ("service-metrics", "communication marks: 5 twice, then 4 and 1", {"metric": "rating_communication", "ratings": [5, 5, 4, 1]}),
        ("return-window", "He picked the box up on 9 November and today he complains", {"received_on": "2026-11-09", "request_on": "2026-11-23"}),
        ("return-window", "handed over to her on 2 November, on 18 November she writes", {"received_on": "2026-11-02", "request_on": "2026-11-18"}),
        ("visibility-diagnosis", "published 26 hours ago", {"hours_since_upload": 26}),
        ("xday-label", "no idea if I respect the criteria", {}),
        ("vat-destination", "Lyon shop, dutch lady", {"seller_country": "FR", "destination": "NL", "buyer": "individual"}),
        ("vat-destination", "it is for a company", {"buyer": "business"}),  # "it" is no country
    ],
)
def test_what_new_sellers_say_is_read_as_it_is_meant(rulebook: RuleBook, reader: Reader, rule: str, text: str, inputs: dict[str, Any]) -> None:
    assert reader.read(rulebook.rule(rule), text, NOW).inputs == inputs


def test_the_two_amounts_of_a_dispute_are_told_apart(rulebook: RuleBook, reader: Reader) -> None:
    found = reader.read(rulebook.rule("dispute-options"), "buyer wants 20€ back out of €35,50", NOW).inputs
    assert (found.get("asked_amount"), found.get("order_amount")) == (20, 35.5)


def test_the_example_of_every_day_can_be_read(rulebook: RuleBook, reader: Reader, wording: Wording) -> None:
    for rule in rulebook:
        for spec in rule.inputs:
            example = wording.rules[rule.id].inputs[spec.name].example
            if spec.kind in ("date", "datetime", "date_or_datetime") and not spec.is_clock:  # the clock is never asked for
                for told in example.split(", "):
                    assert spec.name in reader.answer(rule, spec, told, NOW).inputs, (rule.id, spec.name, told)


@pytest.mark.parametrize(("text", "inputs"), [("yes", {}), ("No!", {}), ("Yes to flowers vase", {"title": "Yes to flowers vase"})])
def test_a_mere_yes_is_no_title(reader: Reader, rulebook: RuleBook, text: str, inputs: dict[str, Any]) -> None:
    rule = rulebook.rule("title-check")
    assert reader.answer(rule, rule.input("title"), text, NOW).inputs == inputs
