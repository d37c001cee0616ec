"""Notices that sellers paste. The texts are written for these tests; the platform's own wording is not known.

The dates follow from the guide: 4 days to appeal for prohibited goods, 3 days against a rights holder (question 67), 5 days to
answer a dispute and 3 until AliExpress may step in (61 and 62), normally 3 days for evidence (62), raising a discount until
the day before registration ends (81). CLOCK is Monday 23 November 2026, 10:00 in Paris.
"""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from bot.lookup import Lookup, UnusableText
from knowledge.conversation import Conversation
from knowledge.form import Form
from knowledge.memory import Memory, Said
from knowledge.understanding.message import Understanding
from knowledge.understanding.windows import End
from tests.grammars import ENGLISH
from tests.understood import CLOCK

SANCTION = """Dear seller,
Your product 1005008 has been removed because it is a prohibited item. Penalty points have been deducted.
Violation number: 7755-A
Violation date: 20/11/2026 10:00
If you disagree, you may appeal within 4 days under View Details.
AliExpress Team"""

BY_THE_PLATFORM = """Violation notification

Dear seller,
Our platform has found that your product 1005008 infringes an intellectual property right: infringement detected by AliExpress during a routine check.
Violation ID: 88120-C
Violation time: 2026-11-18 08:00:00
Notification time: 2026-11-20 02:30:15 (PST)
Penalty: 6 points deducted
You may appeal within 3 days through View Details.
AliExpress Governance"""

BY_THE_HOLDER = """From: AliExpress Seller Support <no-reply@example.com>
Sent: Friday, November 20, 2026 3:12 PM
To: shop@example.com
Subject: Your listing has been removed

> Dear merchant,
> Your listing was removed following a complaint from the trademark owner (complaint number 5512). Penalty: 2 points.
> You can file a counter-notification within 5 working days on the IPP platform.
> AliExpress team"""

WITHOUT_HOUR = """Dear Seller,
This is a violation notification. Penalty date: Nov 20, 2026 PST
Reason for violation: prohibited item. Your product has been deleted.
Appeal deadline: 23/11/2026 18:00
AliExpress Rules team"""

TABLE = """Violation type: prohibited goods
Punishment reason: restricted product sold
Penalty points deducted: 2
Notification date
2026-11-20 10:00
Remaining time to appeal: 0 days 20 hours
View details"""

DISPUTE = """Dear seller,
The buyer has opened a dispute on order no. 8190001112223334.
Dispute ID: 7001
Dispute opened on 21/11/2026 14:30
Reason: item not as described. Refund requested: EUR 23.50
Please respond within 5 days, or the refund will be considered accepted automatically.
AliExpress Team"""

ESCALATED = """Dear seller,
The dispute no. 7001 on order no. 819000111 has been escalated and AliExpress has stepped in.
Please provide evidence: photographs and the tracking sheet. You have 5 days.
Request date: 2026-11-21 09:15
AliExpress Dispute team"""

REGISTERED = """Dear seller,
Your products have been registered for the Black Friday campaign.
Registered discount: 20%
Registration period: 26 October 2026 - 26 November 2026
Campaign period: 27 November 2026 to 30 November 2026
Discounts may be raised until 24 November 2026; after that prices are locked.
AliExpress Campaign team"""

EMPTY = """Dear seller, we have found a violation of the platform rules in your shop and penalty points were deducted.
Please read the rules and take care in future. AliExpress team"""

FRENCH = """Cher vendeur,
Votre produit 1005008 a été supprimé car il s'agit d'un produit interdit. Des points de pénalité ont été ajoutés.
Numéro de l'infraction : 7755
Date de la notification : 20/11/2026 10:00
Vous pouvez faire appel dans un délai de 4 jours sous Voir les détails.
L'équipe AliExpress"""

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def conversation(lookup: Lookup) -> Conversation:
    return Conversation(lookup.assistant)


def understood(conversation: Conversation, text: str) -> Understanding:
    return conversation.assistant.understander.understand(text, CLOCK)


def say(conversation: Conversation, text: str, memory: Memory | None = None) -> Said:
    """A message outside a form, on the way that the dialogue engine takes (data/dialogue/rules.yml)."""
    heard, memory = understood(conversation, text), memory or Memory()
    if heard.intent in ("smalltalk", "handoff"):
        return conversation.talk(heard, memory, CLOCK)
    if heard.intent == "cancel":
        return conversation.cancel(heard, memory)
    ways = {"rule": conversation.begin, "follow_up": conversation.follow_up, "steer": conversation.steer}
    return ways.get(heard.intent, conversation.answer)(heard, memory, CLOCK)


def words(said: Said) -> str:
    return "\n".join(reply.answer.text for reply in said.replies)


def lead(said: Said) -> str:
    return said.replies[0].answer.blocks[0].text


@pytest.fixture(scope="module")
def shown(conversation: Conversation) -> Said:
    return say(conversation, SANCTION)


# What is read


@pytest.mark.parametrize(
    ("text", "kind", "inputs", "window"),
    [
        (SANCTION, "sanction", {"origin": "prohibited_goods", "notified_at": "2026-11-20T10:00"}, "appeal within 4 days under View Details"),
        # 02:30 in Los Angeles is 11:30 in Paris; the notification counts, not the earlier violation.
        (BY_THE_PLATFORM, "sanction", {"origin": "ip_platform", "notified_at": "2026-11-20T11:30"}, "appeal within 3 days through View Details"),
        (
            BY_THE_HOLDER,
            "sanction",
            {"origin": "ip_rights_holder", "notified_at": "2026-11-20T15:12"},
            "counter-notification within 5 working days on the IPP platform",
        ),
        (WITHOUT_HOUR, "sanction", {"origin": "prohibited_goods", "notified_at": "2026-11-20"}, "Appeal deadline: 23/11/2026 18:00"),
        (TABLE, "sanction", {"origin": "prohibited_goods", "notified_at": "2026-11-20T10:00"}, "Remaining time to appeal: 0 days 20 hours"),
        (DISPUTE, "dispute", {"opened_at": "2026-11-21T14:30"}, "respond within 5 days, or the refund will be considered accepted"),
        (ESCALATED, "evidence", {"asked_at": "2026-11-21T09:15", "limit_days": 5}, "You have 5 days"),
        (
            REGISTERED,
            "promotion",
            {"registration_ends_on": "2026-11-26", "promotion_starts_on": "2026-11-27", "current_percent": 20},
            "Discounts may be raised until 24 November 2026; after that prices are locked",
        ),
        (EMPTY, "sanction", {}, ""),
        (FRENCH, "sanction", {"origin": "prohibited_goods", "notified_at": "2026-11-20T10:00"}, "dans un délai de 4 jours sous Voir les détails"),
    ],
    ids=["sanction", "platform", "holder", "no hour", "table", "dispute", "evidence", "promotion", "empty", "French"],
)
def test_date_type_and_time_of_a_notice_are_read(conversation: Conversation, text: str, kind: str, inputs: dict[str, Any], window: str) -> None:
    found = understood(conversation, text)
    assert (found.decision, found.notice) == ("rule", kind)
    assert found.reading.inputs == inputs
    assert found.window == window


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-20", "2026-11-20"),
        ("2026-11-20 14:30:00", "2026-11-20T14:30"),
        ("20/11/2026 14:30", "2026-11-20T14:30"),
        ("Nov 20, 2026 14:30", "2026-11-20T14:30"),
        ("20 November 2026, 2:30 PM", "2026-11-20T14:30"),
        ("Nov 20, 2026 PST", "2026-11-20"),
        ("Nov 20, 2026 14:30 PST", "2026-11-20T23:30"),  # 9 hours behind Paris in winter
        ("2026-11-20 06:00 UTC", "2026-11-20T07:00"),
        ("2026-11-20 18:00 UTC+8", "2026-11-20T11:00"),  # Beijing's time: 10:00 UTC, 11:00 in Paris in winter
        ("2026-11-20 20:00 Beijing time", "2026-11-20T13:00"),  # 7 hours ahead of Paris in winter
        ("Fri, 20 Nov 2026 06:31:12 -0800 (PST)", "2026-11-20T15:31"),
    ],
)
def test_dates_as_notices_write_them(conversation: Conversation, written: str, meant: str) -> None:
    found = understood(conversation, SANCTION.replace("20/11/2026 10:00", written))
    assert found.reading.inputs["notified_at"] == meant


def test_of_several_dates_under_one_label_the_earliest_counts(conversation: Conversation) -> None:
    """A notice that was sent on: the first header is that of the sending on."""
    found = understood(conversation, "Sent: Sunday, November 22, 2026 8:00 AM\n\n" + BY_THE_HOLDER)
    assert found.reading.inputs["notified_at"] == "2026-11-20T15:12"


@pytest.mark.parametrize(
    "text",
    [
        "Dear seller support, how do I change my password for the Seller Center please, I am lost here",
        "My product was removed for a violation, can I appeal?",
        "What does the guide say about violations, penalties and appeals? I have never had one and hope that it stays like this.",
    ],
)
def test_what_a_seller_writes_himself_is_no_notice(conversation: Conversation, text: str) -> None:
    assert understood(conversation, text).notice == ""


def test_a_long_paste_is_read_in_good_time(conversation: Conversation) -> None:
    """An installation may allow long messages; a chain of quoted mails is full of dates."""
    chain = "> On 12/11 at 9:00 the buyer wrote: the parcel was opened on Friday, I asked 3 days ago and sent it on 1 November. " * 100
    text = (DISPUTE + "\n" + chain)[:10_000]
    started = time.monotonic()
    found = understood(conversation, text)
    assert time.monotonic() - started < 20  # 67 seconds, when every date was weighed against every cue
    assert (found.notice, found.reading.inputs) == ("dispute", {"opened_at": "2026-11-21T14:30"})


def test_a_paste_that_is_too_long_is_refused_in_words(lookup: Lookup) -> None:
    with pytest.raises(UnusableText, match="too long"):
        lookup.ask(DISPUTE + "x" * 10_000, "2026-11-23T10:00")


# What is shown


def test_what_was_read_is_shown_before_anything_is_computed(shown: Said) -> None:
    text = words(shown)
    assert "Friday 20 November 2026 at 10:00" in text
    assert "within 4 days" in text
    assert "24 November" not in text
    assert [button.title for button in shown.replies[0].answer.follow_ups] == ["Yes", "No"]
    assert shown.replies[0].rule is not None
    assert shown.replies[0].rule.computation is None


def test_a_moment_in_another_time_zone_is_read_back(conversation: Conversation) -> None:
    assert "I read “2026-11-20 02:30:15 (PST)” as Friday 20 November 2026 at 11:30" in words(say(conversation, BY_THE_PLATFORM))


def test_what_is_not_in_the_notice_is_named(conversation: Conversation) -> None:
    said = say(conversation, EMPTY)
    assert "I do not find in it: kind of sanction and when you were notified" in words(said)
    begun = say(conversation, "Yes", said.memory)
    assert begun.starts_form
    assert begun.memory.inputs == {}


def test_a_date_that_does_not_exist_is_told_and_asked_for(conversation: Conversation) -> None:
    """Numeric dates are day first (DESIGN): there is no 20th month."""
    said = say(conversation, SANCTION.replace("20/11/2026 10:00", "11/20/2026"))
    assert "“11/20/2026” is not a day that exists" in words(said)
    begun = say(conversation, "Yes", said.memory)
    assert begun.starts_form
    assert begun.memory.unusable == {"notified_at": "11/20/2026"}


def test_of_two_notices_the_first_is_read_and_that_is_said(conversation: Conversation) -> None:
    said = say(conversation, SANCTION + "\n\n" + DISPUTE)
    assert "the notice of a sanction" in words(said)
    assert "more than one notice" in words(said)
    assert "21 November" not in words(said)
    assert "more than one notice" not in words(say(conversation, SANCTION))


def test_two_cases_in_one_list_are_told_apart_by_their_numbers(conversation: Conversation) -> None:
    second = TABLE.replace("2026-11-20", "2026-11-22")
    found = understood(conversation, f"Violation number: 11-A\n{TABLE}\nViolation number: 22-B\n{second}")
    assert found.other_notices
    assert found.reading.inputs["notified_at"] == "2026-11-20T10:00"


def test_a_french_notice_is_read_as_far_as_is_said(conversation: Conversation) -> None:
    said = say(conversation, FRENCH)
    assert "It is not in English: I read only what I name here" in words(said)
    assert "Tuesday 24 November 2026 at 10:00" in words(say(conversation, "Yes", said.memory))
    assert "not in English" not in words(say(conversation, SANCTION))


# Yes, no, and corrections


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        (SANCTION, "Tuesday 24 November 2026 at 10:00"),  # 4 days
        (BY_THE_PLATFORM, "Monday 23 November 2026 at 11:30"),  # 3 days, the shorter of the two readings
        (BY_THE_HOLDER, "Monday 23 November 2026 at 15:12"),  # 3 days
        (DISPUTE, "Tuesday 24 November 2026 at 14:30"),  # 3 days
        (ESCALATED, "Thursday 26 November 2026 at 09:15"),  # the 5 days of the mail
    ],
    ids=["sanction", "platform", "holder", "dispute", "evidence"],
)
def test_yes_computes_with_what_was_read(conversation: Conversation, text: str, safe: str) -> None:
    said = say(conversation, "Yes", say(conversation, text).memory)
    assert safe in lead(said)


def test_yes_asks_for_what_the_notice_cannot_tell(conversation: Conversation) -> None:
    """Which discount the seller wants stands in no notice."""
    said = say(conversation, "Yes", say(conversation, REGISTERED).memory)
    assert said.starts_form
    assert said.memory.inputs == {"registration_ends_on": "2026-11-26", "promotion_starts_on": "2026-11-27", "current_percent": 20}


@pytest.mark.parametrize("text", [SANCTION, DISPUTE, ESCALATED, REGISTERED], ids=["sanction", "dispute", "evidence", "promotion"])
def test_no_asks_for_everything_anew(conversation: Conversation, text: str) -> None:
    before = say(conversation, text).memory
    said = say(conversation, "No", before)
    assert said.starts_form
    assert said.memory.rule == before.notice["rule"]
    assert said.memory.inputs == {}
    assert said.memory.notice == {}


@pytest.mark.parametrize("correction", ["no, it was the 19th", "No, it was on 19 November", "the 19th", "wrong date, 19/11", "no, the date is 19/11"])
def test_another_day_corrects_the_day_of_the_notice(conversation: Conversation, correction: str) -> None:
    """Without an hour the safe end of 4 days is the evening of the third (catalogue): 22 November, 23:59."""
    said = say(conversation, correction, say(conversation, SANCTION).memory)
    assert said.memory.inputs == {"origin": "prohibited_goods", "notified_at": "2026-11-19"}
    assert "Sunday 22 November 2026 at 23:59" in words(said)


@pytest.mark.parametrize(
    ("text", "correction", "corrected"),
    [
        (SANCTION, "no, I was notified on 21 November at 9:00", {"origin": "prohibited_goods", "notified_at": "2026-11-21T09:00"}),
        (SANCTION, "No, at 9:00", {"origin": "prohibited_goods", "notified_at": "2026-11-20T09:00"}),
        (SANCTION, "no, the rights holder complained", {"origin": "ip_rights_holder", "notified_at": "2026-11-20T10:00"}),
        (DISPUTE, "no, it was opened on 22 November at 8:00", {"opened_at": "2026-11-22T08:00"}),
        (ESCALATED, "no, it was yesterday", {"asked_at": "2026-11-22", "limit_days": 5}),
    ],
)
def test_a_correction_computes_with_what_was_corrected(conversation: Conversation, text: str, correction: str, corrected: dict[str, Any]) -> None:
    said = say(conversation, correction, say(conversation, text).memory)
    assert said.memory.inputs == corrected
    assert not said.starts_form


def test_a_no_that_says_nothing_usable_asks_anew(conversation: Conversation) -> None:
    """Of two dates, the 19th may be either."""
    said = say(conversation, "no, it was the 19th", say(conversation, REGISTERED).memory)
    assert said.starts_form
    assert said.memory.inputs == {}


def test_a_look_up_says_that_it_read_a_notice(lookup: Lookup) -> None:
    reply = lookup.ask(SANCTION, "2026-11-23T10:00")
    assert reply["rule"]["outcome"]["appeal_by"] == "2026-11-24T10:00"
    assert any("Read from the notice" in caveat for caveat in reply["answer"]["caveats"])


# The time that the notice itself gives


@pytest.mark.parametrize(
    ("text", "first", "both"),
    [
        # 5 days of the notice are longer than the guide's 3: the guide's date comes first.
        (BY_THE_HOLDER, "Monday 23 November 2026 at 15:12", ["Wednesday 25 November 2026 at 15:12"]),
        # The notice's own deadline is earlier than the guide's: the evening of the 23rd, as the hour of the notice is not known.
        (WITHOUT_HOUR, "Monday 23 November 2026 at 18:00", ["Monday 23 November 2026 at 23:59"]),
        # 20 hours left at 10:00.
        (TABLE, "Tuesday 24 November 2026 at 06:00", ["Tuesday 24 November 2026 at 10:00"]),
        (DISPUTE.replace("within 5 days", "within 60 hours"), "Tuesday 24 November 2026 at 02:30", ["Tuesday 24 November 2026 at 14:30"]),
        # The mail's limit of evidence counts; the usual one is told beside it.
        (ESCALATED, "Thursday 26 November 2026 at 09:15", ["Tuesday 24 November 2026 at 09:15", "usual limit"]),
    ],
    ids=["longer", "deadline", "left", "hours", "evidence"],
)
def test_where_the_notice_and_the_guide_differ_both_are_told(conversation: Conversation, text: str, first: str, both: list[str]) -> None:
    said = say(conversation, "Yes", say(conversation, text).memory)
    assert first in lead(said)
    assert f"**{first}**" in lead(said) or f"**Keep to {first}**" in lead(said)
    assert all(part in words(said) for part in both)


@pytest.mark.parametrize("text", [SANCTION, BY_THE_PLATFORM, DISPUTE, FRENCH], ids=["sanction", "platform", "dispute", "French"])
def test_where_they_agree_nothing_is_added(conversation: Conversation, text: str) -> None:
    """4 days, 3 days, and the 5 days that are the limit of a dispute."""
    assert "notice itself" not in words(say(conversation, "Yes", say(conversation, text).memory))


def test_a_time_that_is_over_by_the_notice_alone_is_told(conversation: Conversation) -> None:
    """2 days from 20 November, 10:00, ended yesterday; the guide's 4 days go on until tomorrow."""
    said = say(conversation, "Yes", say(conversation, SANCTION.replace("within 4 days", "within 2 days")).memory)
    assert lead(said).startswith("**Act now, if your screen still shows time left**")
    assert "Sunday 22 November 2026 at 10:00" in lead(said)


def test_a_look_up_tells_the_difference_as_well(lookup: Lookup) -> None:
    assert "The notice itself says" in lookup.ask(BY_THE_HOLDER, "2026-11-23T10:00")["answer"]["text"]


def test_the_lock_date_of_a_promotion_is_compared(conversation: Conversation) -> None:
    """Registration ends on the 26th, so by the guide the 25th is the last day to raise; the notice says the 24th."""
    said = say(conversation, "Yes", say(conversation, REGISTERED).memory)
    memory = replace(said.memory, inputs={**said.memory.inputs, "new_percent": 25})
    computed = conversation.compute(memory, understood(conversation, "25"), CLOCK)
    assert "Tuesday 24 November 2026" in lead(computed)
    assert "Wednesday 25 November 2026" in words(computed)


def test_a_time_is_counted_from_the_corrected_day(conversation: Conversation) -> None:
    """5 days from 21 November, 9:00."""
    said = say(conversation, "no, I was notified on 21 November at 9:00", say(conversation, BY_THE_HOLDER).memory)
    assert "Tuesday 24 November 2026 at 09:00" in lead(said)
    assert "Thursday 26 November 2026 at 09:00" in words(said)


AT = datetime(2026, 11, 23, 10, 0)  # noqa: DTZ001 - the wall clock of Paris, as the readers take it


@pytest.mark.parametrize(
    ("window", "start", "safe", "last"),
    [
        ("within 5 days", "2026-11-20T10:00", "2026-11-25T10:00", "2026-11-25T10:00"),
        ("within five days", "2026-11-20", "2026-11-24T23:59", "2026-11-25"),
        ("within 3 business days", "2026-11-20T10:00", "2026-11-23T10:00", "2026-11-23T10:00"),  # as days: the earlier reading
        ("within 36 hours", "2026-11-20T10:00", "2026-11-21T22:00", "2026-11-21T22:00"),
        ("dans un délai de cinq jours", "2026-11-20T10:00", "2026-11-25T10:00", "2026-11-25T10:00"),
        ("2 days 5 hours left", "2026-11-20T10:00", "2026-11-25T15:00", "2026-11-25T15:00"),  # from the paste on
        ("before 25 November 2026", "", "2026-11-24T23:59", "2026-11-24T23:59"),
        ("by 25 November 2026", "", "2026-11-25T23:59", "2026-11-25"),
        ("by 25/11/2026 18:00", "", "2026-11-25T18:00", "2026-11-25T18:00"),
        ("until 25/11/2026 18:00 UTC", "", "2026-11-25T19:00", "2026-11-25T19:00"),
        ("locked from 25 November 2026", "", "2026-11-24T23:59", "2026-11-24T23:59"),
    ],
)
def test_the_end_of_a_time(window: str, start: str, safe: str, last: str) -> None:
    assert ENGLISH.windows.end_of(window, start, AT) == End(safe, last)


@pytest.mark.parametrize(("window", "start"), [("", "2026-11-20"), ("as soon as possible", "2026-11-20"), ("within 5 days", "")])
def test_a_time_without_an_end(window: str, start: str) -> None:
    assert ENGLISH.windows.end_of(window, start, AT) is None


@pytest.mark.parametrize(("window", "count"), [("within 5 days", 5), ("within 48 hours", 2), ("within 36 hours", None), ("2 days left", None), ("soon", None)])
def test_whole_days(window: str, count: int | None) -> None:
    assert ENGLISH.windows.whole_days(window) == count


# What is asked afterwards


QUESTIONS = [
    (SANCTION, "until when can I appeal?", "Tuesday 24 November 2026 at 10:00"),
    (SANCTION, "how long do I have to appeal?", "Tuesday 24 November 2026 at 10:00"),
    (DISPUTE, "by when do I have to answer the dispute?", "Tuesday 24 November 2026 at 14:30"),
    (ESCALATED, "when do I have to send the evidence?", "Thursday 26 November 2026 at 09:15"),
]


@pytest.mark.parametrize(("text", "question", "safe"), QUESTIONS)
def test_a_question_after_the_notice_was_shown_uses_it(conversation: Conversation, text: str, question: str, safe: str) -> None:
    assert safe in lead(say(conversation, question, say(conversation, text).memory))


@pytest.mark.parametrize(("text", "question", "safe"), QUESTIONS)
def test_a_question_after_yes_uses_the_notice(conversation: Conversation, text: str, question: str, safe: str) -> None:
    confirmed = say(conversation, "Yes", say(conversation, text).memory)
    asked = say(conversation, question, confirmed.memory)
    assert safe in lead(asked)
    assert asked.memory.case == confirmed.memory.case  # the same matter, for calendars


def test_a_question_after_something_else_still_uses_the_notice(conversation: Conversation) -> None:
    memory = say(conversation, "Yes", say(conversation, BY_THE_HOLDER).memory).memory
    memory = say(conversation, "How much is the commission?", memory).memory
    asked = say(conversation, "until when can I appeal?", memory)
    assert "Monday 23 November 2026 at 15:12" in lead(asked)
    assert "notice itself" in words(asked)


def test_a_question_after_another_matter_is_a_new_matter_of_the_same_notice(conversation: Conversation) -> None:
    """The number of the other matter must not be given twice: calendars know a matter by it."""
    memory = say(conversation, "Yes", say(conversation, SANCTION).memory).memory
    other = say(conversation, "Until when must I answer a dispute opened on 21 November at 9:00?", memory)
    assert other.memory.rule == "dispute-response"
    asked = say(conversation, "until when can I appeal?", other.memory)
    assert "Tuesday 24 November 2026 at 10:00" in lead(asked)
    assert len({memory.case, other.memory.case, asked.memory.case}) == 3


def test_yes_after_something_else_still_means_the_notice(conversation: Conversation) -> None:
    memory = say(conversation, "How much is the commission?", say(conversation, SANCTION).memory).memory
    assert "Tuesday 24 November 2026 at 10:00" in lead(say(conversation, "Yes", memory))


def test_in_the_form_that_follows_the_notice_is_not_lost(conversation: Conversation) -> None:
    """The notice lacks its kind; asked instead of answered, the question for it comes again, and nothing is forgotten."""
    shown = say(conversation, EMPTY.replace("AliExpress team", "Notification date: 20/11/2026 10:00. You may appeal within 2 days."))
    begun = say(conversation, "Yes", shown.memory).memory
    form = Form(conversation)
    memory = replace(begun, asks_for=form.missing(begun, CLOCK))
    assert memory.asks_for == "origin"
    asked = form.listen(understood(conversation, "until when can I appeal?"), memory, CLOCK)
    assert (asked.heard, asked.memory.misses) == ("reply", 0)
    told = form.listen(understood(conversation, "Prohibited or restricted goods"), asked.memory, CLOCK)
    assert told.memory.inputs == {"notified_at": "2026-11-20T10:00", "origin": "prohibited_goods"}
    computed = conversation.compute(told.memory, understood(conversation, "Prohibited or restricted goods"), CLOCK)
    assert "Sunday 22 November 2026 at 10:00" in lead(computed)  # the 2 days of the notice
    assert "Tuesday 24 November 2026 at 10:00" in words(computed)
    again = say(conversation, "until when can I appeal?", computed.memory)
    assert lead(again) == lead(computed)


def test_another_case_of_the_same_kind_is_not_that_of_the_notice(conversation: Conversation) -> None:
    memory = say(conversation, "Yes", say(conversation, BY_THE_HOLDER).memory).memory
    other = say(conversation, "Until when can I appeal a sanction for prohibited goods, notified on 22 November at 10:00?", memory)
    assert "Thursday 26 November 2026 at 10:00" in lead(other)
    assert "notice itself" not in words(other)
    assert other.memory.notice == {}


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_notice_can_be_forgotten(conversation: Conversation, confirmed: bool) -> None:
    memory = say(conversation, SANCTION).memory
    memory = say(conversation, "Yes", memory).memory if confirmed else memory
    forgotten = say(conversation, "forget it", memory)
    assert (forgotten.memory.notice, forgotten.memory.inputs) == ({}, {})
    assert say(conversation, "until when can I appeal?", forgotten.memory).starts_form
