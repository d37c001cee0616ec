"""What sellers' words give to lists, shared values and values told beside other ones. It is Monday 23 November 2026, 11:00, in every sentence.

Each expected value is what the sentence says; a list of which a part is not understood, or that is shorter than announced, is left out.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from knowledge.rulebook import RuleBook
from knowledge.understanding.phrasings import Phrasings
from knowledge.understanding.reader import Reader
from knowledge.wording import Wording
from tests.conftest import ROOT
from tests.grammars import ENGLISH

NOW = datetime(2026, 11, 23, 11, 0)  # noqa: DTZ001 - Paris time of the request, without offset
HINTS = Phrasings.load(ROOT / "data" / "phrasings")


@pytest.fixture(scope="module")
def reader(wording: Wording) -> Reader:
    return Reader(wording.vocabularies, {name: phrasings.inputs for name, phrasings in HINTS.rules.items()}, HINTS.replies, ENGLISH)


RED_AND_BLUE = [{"name": "red", "included": True, "units": 5}, {"name": "blue", "included": False}]
CARRIERS = [{"name": "GLS", "shipped": 50, "on_time": 45}, {"name": "UPS", "shipped": 20, "on_time": 19}]
LISTS: list[tuple[str, str, str, Any]] = [
    # Variants in prose: named before or after what is said of them, with a verb or without.
    ("promo-sku", "skus", "In the promo: red is included with 5 units, blue I left out", RED_AND_BLUE),
    ("promo-sku", "skus", "Variants in the promotion: red included with 5 units, blue not included", RED_AND_BLUE),
    ("promo-sku", "skus", "I left blue out, red is in with 5 units", [RED_AND_BLUE[1], RED_AND_BLUE[0]]),
    ("promo-sku", "skus", "red registered with 5 units, blue excluded - which can buyers get?", RED_AND_BLUE),
    ("promo-sku", "skus", "red is included with 5 units and blue is not included, although 9 lie here", RED_AND_BLUE),
    # A part that still speaks of units is a variant that was not understood: half a list would tell a wrong story.
    ("promo-sku", "skus", "red is included with 5 units; as to the blue ones, not included", None),
    # Carriers: the count right behind the name, or with what it counts.
    ("xday-eligibility", "carriers", "GLS: 50 shipped, 45 on time; UPS: 20, 19 on time", CARRIERS),
    ("xday-eligibility", "carriers", "GLS 50 parcels of which 45 on time, UPS 20 with 19 on time", CARRIERS),
    ("xday-eligibility", "carriers", "GLS (50 parcels, 45 on time), UPS (20, 19 on time)", CARRIERS),
    ("xday-eligibility", "carriers", "GLS 50 parcels of which 45 on time, UPS 20 and nearly all on time", None),
    # What is said of all items.
    (
        "net-payout",
        "sales",
        "one at 200 € (5%) and one at 45 € (7%), both confirmed yesterday",
        [
            {"amount": 200, "commission_percent": 5, "confirmed_on": "2026-11-22"},
            {"amount": 45, "commission_percent": 7, "confirmed_on": "2026-11-22"},
        ],
    ),
    (
        "net-payout",
        "sales",
        "120 € at 6 % commission, and 80 € at 8 % but fully refunded",
        [{"amount": 120, "commission_percent": 6}, {"amount": 80, "commission_percent": 8, "refund": 80}],
    ),
    ("net-payout", "sales", "sale of 60 € at 5%, not fully refunded", [{"amount": 60, "commission_percent": 5}]),
    # The day of the rent is nobody's confirmation.
    ("net-payout", "sales", "sale of 60 € at 5%. My rent is due on the 5th", [{"amount": 60, "commission_percent": 5}]),
    (
        "penalty-state",
        "violations",
        "6 points on 3 March 2026 and 12 points on 5 May 2026, neither of them serious",
        [{"date": "2026-03-03", "points": 6, "serious": False}, {"date": "2026-05-05", "points": 12, "serious": False}],
    ),
    (
        "penalty-state",
        "violations",
        "6 points on 3 March 2026 and 12 points on 5 May 2026, both serious",
        [{"date": "2026-03-03", "points": 6, "serious": True}, {"date": "2026-05-05", "points": 12, "serious": True}],
    ),
    (
        "penalty-state",
        "violations",
        "two violations this year: 12 January and 3 April, 6 points each",
        [{"date": "2026-01-12", "points": 6}, {"date": "2026-04-03", "points": 6}],
    ),
    ("contact-cooldown", "last_contacts", "first on 1 November, second on 5 November, the third never", ["2026-11-01", "2026-11-05", "never"]),
    ("contact-cooldown", "last_contacts", "one contacted on 3 November, two others never", None),  # how many "never" are they?
    ("contact-cooldown", "last_contacts", "four users: 1 Nov, 5 Nov, the fourth never", None),  # one of the four is missing
    # A refund that is spoken of and not read is none that may be taken as nothing.
    ("net-payout", "sales", "a sale of 60 euros, I reimbursed a part of it", None),
    ("net-payout", "sales", "a sale of 60 euros at 5%, I reimbursed it in full", [{"amount": 60, "commission_percent": 5, "refund": 60}]),
    ("net-payout", "sales", "a sale of 60 euros, never reimbursed anything", [{"amount": 60}]),
    # Documents: the format however it is written.
    ("official-store", "documents", "trademark certificate as a PDF of 1.2 MB", [{"kind": "trademark_certificate", "format": "pdf", "size_mb": 1.2}]),
    ("official-store", "documents", "a 2.1 MB PNG of my trademark certificate", [{"kind": "trademark_certificate", "format": "png", "size_mb": 2.1}]),
    # Numbers held: a second clause is about something else.
    ("epr-scope", "supplier_number_for", "our wholesaler gave us his number for the paper, and for the packaging we hold our own number", ["printed_paper"]),
    ("epr-scope", "own_number_for", "our wholesaler gave us his number for the paper, and for the packaging we hold our own number", ["packaging"]),
    ("epr-scope", "supplier_number_for", "supplier gave me his EPR nr for textiles", ["textiles"]),
    ("epr-plan", "numbers_held", "EPR for packaging, electrical goods and batteries: the packaging number I already have", ["packaging"]),
    ("epr-plan", "numbers_held", "EPR for textiles and lamps, the textile nr is already there", ["textiles"]),
    ("epr-plan", "numbers_held", "packaging and textiles, i have zero now", []),
]


@pytest.mark.parametrize(("rule", "name", "text", "expected"), LISTS)
def test_lists_stated(reader: Reader, rulebook: RuleBook, *, rule: str, name: str, text: str, expected: Any) -> None:
    assert reader.read(rulebook.rule(rule), text, NOW).inputs.get(name) == expected


VALUES: list[tuple[str, str, dict[str, Any]]] = [
    # An hour without a day belongs to the day before it; what is told from now does not.
    ("ship-countdown", "ordered on Friday at 9:15, paid at 9:40", {"ordered_on": "2026-11-20T09:15", "paid_on": "2026-11-20T09:40"}),
    ("ship-countdown", "came in yesterday at 18:20 and was paid at 18:24", {"ordered_on": "2026-11-22T18:20", "paid_on": "2026-11-22T18:24"}),
    ("ship-countdown", "placed on Friday at 18:10, paid at 18:12 the same evening", {"ordered_on": "2026-11-20T18:10", "paid_on": "2026-11-20T18:12"}),
    ("ship-countdown", "ordered on Friday at 9:00, it's 21:30 now", {"ordered_on": "2026-11-20T09:00"}),
    ("ship-countdown", "ordered on Friday at 9:00, support is open until 18:00", {"ordered_on": "2026-11-20T09:00"}),
    ("ship-countdown", "order yesterday, paid right away", {"ordered_on": "2026-11-22", "paid_on": "2026-11-22"}),
    # Two days side by side, each with an event of its own.
    (
        "return-window",
        "delivered on 12 Nov, yesterday the buyer asks a return, it's not the colour of the photos",
        {"received_on": "2026-11-12", "request_on": "2026-11-22", "reason": "not_as_described"},
    ),
    ("return-window", "delivered on 10 Nov, wants them back to me as they don't please her", {"received_on": "2026-11-10", "reason": "withdrawal"}),
    # A share has no sign, and shares the unit of the next.
    ("coupon", "promo code -15%, no minimum", {"kind": "code", "percent_off": 15, "minimum": 0}),
    ("promo-discount-change", "may I raise my discount from 12 to 18%?", {"current_percent": 12, "new_percent": 18}),
    # One without its sign, behind words that only a share has.
    ("promo-discount-change", "I'm at 15 %, want to go up to 20", {"current_percent": 15, "new_percent": 20}),
    ("promo-discount-change", "30% was a mistake, can I bring it down to 25 before the sale", {"current_percent": 30, "new_percent": 25}),
    ("promo-discount-change", "my discount is 15 %, I want to add 20 units", {"current_percent": 15}),
    # An amount that is another one.
    (
        "dispute-options",
        "parcel never came, she opens a dispute for the full 60 euros of the order",
        {"received": False, "order_amount": 60, "asked_amount": 60},
    ),
    ("dispute-options", "order of 75 €, the buyer asks for a full refund", {"order_amount": 75, "asked_amount": 75}),
    ("dispute-options", "order of 75 €, she wants 30 €, no full refund", {"order_amount": 75, "asked_amount": 30}),
    ("dispute-options", "Dispute over a 45,90 € lamp, wants 20 € back", {"order_amount": 45.9, "asked_amount": 20}),
    # Numbers that are something else: ways of taking money out, a year, a price, an amount sold at home.
    ("withdrawal-fee", "withdraw 1800 eur in 1 go", {"amounts": [1800]}),
    ("withdrawal-fee", "1200 € in 2 goes", {"amounts": [1200]}),
    ("stock-deduction", "13 units are orderd but not payed. A pan costs me 6,40", {"unpaid_units": 13}),
    ("funds-freeze", "2 340 € balance, 190 € of refunds taken meanwhile", {"balance": 2340, "claims": 190}),
    (
        "vat-destination",
        "French company founded in 2021; a 150 € net order from a private customer in Italy",
        {"seller_country": "FR", "this_sale": 150, "buyer": "individual", "destination": "IT"},
    ),
    # Limits in a mail.
    ("dispute-evidence", "they want proofs, mail says 2 days", {"limit_days": 2}),
    ("dispute-evidence", "he opened it 3 days ago, the mail says nothing", {}),
    # Names and words between a thing and what is said of it.
    (
        "special-category",
        "my account says 'Les Ruchers d'Ambre SARL' and the certificate says 'Ruchers Ambre'",
        {"account_company_name": "Les Ruchers d'Ambre SARL", "certificate_company_name": "Ruchers Ambre"},
    ),
    ("withdrawal-readiness", "basic information of the Alipay account is complete", {"basic_information_complete": True}),
    ("withdrawal-readiness", "basic information in the account is not complete", {"basic_information_complete": False}),
    ("registration-eligibility", "with the mail address I have used for years to buy here", {"email_used_before": True}),
    ("registration-eligibility", "with a mailbox I have never used to buy", {"email_used_before": False}),
    ("xday-label", "all the conditions of the X-day programme are fulfilled", {"programme_conditions_met": True}),
    ("xday-label", "the criteria to enter the X-day programme are not met", {"programme_conditions_met": False}),
    ("official-store", "I sell only that one brand", {"brands_sold": 1}),
    ("official-store", "I sell only that brand and two others", {}),
    ("official-store", "the brand belongs to us, still waiting to be approved", {"relation": "owner", "brand_approved": False}),
    ("order-status", "yesterday it was pending shipment, now it says pending confirmation of receipt", {"status": "pending_confirmation"}),
    ("holiday-mode", "took the shop out of holiday mode on 20 November at 18:30", {"reactivated_at": "2026-11-20T18:30"}),
    ("may-contact-buyer", "people who put it in their cart but bought nothing", {"relation": "interacted_no_purchase"}),
]


@pytest.mark.parametrize(("rule", "text", "expected"), VALUES)
def test_values_stated(reader: Reader, rulebook: RuleBook, rule: str, text: str, expected: dict[str, Any]) -> None:
    found = reader.read(rulebook.rule(rule), text, NOW)
    assert (found.inputs, found.unusable) == (expected, {})
