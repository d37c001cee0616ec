"""Turns outside a form. Messages are understood by hand, so only what follows from them is tested here.

Dates: a cancellation before shipping is refunded within 7 to 14 days (guide, question 58). From Friday 20 November 2026
that is Friday 27 November to Friday 4 December, from Sunday 22 November it is Sunday 29 November to Sunday 6 December;
the 14th working day is Thursday 10 December for both.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.lookup import Lookup
from knowledge.conversation import Conversation
from knowledge.memory import Memory, Said
from knowledge.understanding.message import Understanding
from tests.understood import CLOCK, answered, clock, ruled, talk, unanswered, unclear

pytestmark = pytest.mark.model

REFUNDED = Memory(rule="refund-timing", inputs={"situation": "cancelled_before_shipping", "event_date": "2026-11-22"})
PLANNED = Memory(rule="epr-plan", inputs={"categories": ["furniture"]})
APPEALED = Memory(rule="appeal-deadlines", inputs={"origin": "prohibited_goods", "notified_at": "2026-11-20T10:00"})
BLOCKED = Memory(question="How do I block a buyer?", articles=("q020",))
ASKED = Memory(rule="epr-scope", inputs={"destinations": ["FR"], "categories": ["furniture"]}, asks_for="first_on_french_market")


@pytest.fixture(scope="module")
def conversation(lookup: Lookup) -> Conversation:
    return Conversation(lookup.assistant)


def text(said: Said) -> str:
    """Everything that is said."""
    return "\n".join(reply.answer.text for reply in said.replies)


def decision(said: Said) -> str:
    """What the turn decided."""
    return said.replies[0].decision


def sources(said: Said) -> list[str]:
    """The sources of the first reply."""
    return [source.id for source in said.replies[0].answer.sources]


# Answers from articles


def test_an_answer_is_remembered_with_its_question(conversation: Conversation) -> None:
    said = conversation.answer(answered("How do I block a buyer?", "q020"), REFUNDED, CLOCK)
    assert decision(said) == "answer"
    assert sources(said) == ["q020"]
    assert said.memory == BLOCKED  # and the computation before it is over


def test_a_refusal_offers_what_is_nearest_and_keeps_the_last_answer(conversation: Conversation) -> None:
    said = conversation.answer(unanswered("Do you sponsor football clubs?", "q041", "q020"), BLOCKED, CLOCK)
    assert decision(said) == "no_answer"
    assert said.memory.offered[:2] == ("q041", "q020")
    assert said.memory.articles == ("q020",)


def test_did_you_mean_offers_every_title_it_shows(conversation: Conversation) -> None:
    said = conversation.answer(unclear("coupon", "q039", "q041", "q040", "q038"), Memory(), CLOCK)
    assert decision(said) == "clarify"
    shown = [button.payload for button in said.replies[0].answer.follow_ups][:-1]  # the last one is "None of these"
    assert len(shown) == 3
    for place, title in enumerate(shown):
        chosen = conversation.taken(unanswered(title, "q001"), said.memory)
        taken = conversation.answer(chosen, said.memory, CLOCK)
        assert decision(taken) == "answer"
        assert sources(taken) == [("q039", "q041", "q040")[place]]
        assert taken.memory.offered == ()


def test_yes_takes_the_first_title_offered(conversation: Conversation) -> None:
    offered = Memory(offered=("q041", "q020"))
    said = conversation.steer(talk("yes", "affirm"), offered, CLOCK)
    assert decision(said) == "answer"
    assert sources(said) == ["q041"]
    assert said.memory.articles == ("q041",)


def test_no_declines_what_was_offered(conversation: Conversation) -> None:
    said = conversation.steer(talk("no", "deny"), Memory(offered=("q041", "q020")), CLOCK)
    assert decision(said) == "smalltalk"
    assert said.memory.offered == ()
    assert conversation.steer(talk("yes", "affirm"), said.memory, CLOCK).replies[0].decision == "smalltalk"


def test_a_heading_that_was_offered_shows_that_passage(conversation: Conversation) -> None:
    passages = conversation.base.library.article("q020").passages
    place, passage = next((place, passage) for place, passage in enumerate(passages) if passage.heading)
    chosen = conversation.taken(unanswered(passage.heading, "q001"), BLOCKED)
    said = conversation.answer(chosen, BLOCKED, CLOCK)
    assert chosen.candidates[0].place == place
    assert sources(said) == ["q020"]
    assert passage.text in text(said)


@pytest.mark.parametrize("memory", [Memory(), REFUNDED])
def test_what_was_not_offered_is_understood_as_it_was(conversation: Conversation, memory: Memory) -> None:
    title = conversation.base.library.article("q020").title
    understood = unanswered(title, "q001")
    assert conversation.taken(understood, memory) is understood


def test_a_title_taken_for_a_computation_is_answered_as_the_title(conversation: Conversation) -> None:
    title = conversation.base.library.article("q067").title
    memory = Memory(offered=("q067", "q065"))
    said = conversation.begin(conversation.taken(ruled(title, "appeal-deadlines"), memory), memory, CLOCK)
    assert decision(said) == "answer"
    assert sources(said) == ["q067"]


# Beginning a rule


def test_a_rule_with_all_it_needs_is_computed_at_once(conversation: Conversation) -> None:
    said = conversation.begin(ruled("The buyer cancelled yesterday before shipping, when is the refund due?", "refund-timing"), Memory(), CLOCK)
    assert decision(said) == "rule"
    assert not said.starts_form
    assert "Thursday 10 December 2026" in text(said)
    assert said.memory.rule == REFUNDED.rule
    assert said.memory.inputs == REFUNDED.inputs
    assert said.memory.question == "The buyer cancelled yesterday before shipping, when is the refund due?"


def test_a_matter_stays_the_same_while_its_dates_change(conversation: Conversation) -> None:
    """What calendars need: the number of the case tells one matter from another, `changes` rises with each new date."""
    message = "The buyer cancelled yesterday before shipping, when is the refund due?"
    first = conversation.begin(ruled(message, "refund-timing"), Memory(), CLOCK).memory
    same = conversation.follow_up(unanswered("and if it was yesterday?", follows_up=True), first, CLOCK).memory
    other = conversation.follow_up(unanswered("and if it was on Friday?", follows_up=True), same, CLOCK).memory
    again = conversation.begin(ruled(message, "refund-timing"), other, CLOCK).memory
    assert [(memory.case, memory.changes) for memory in (first, same, other, again)] == [(1, 0), (1, 0), (1, 1), (2, 0)]


def test_relative_days_count_from_the_request(conversation: Conversation) -> None:
    message = "The buyer cancelled yesterday before shipping, when is the refund due?"
    said = conversation.begin(ruled(message, "refund-timing"), Memory(), clock("2026-11-21"))
    assert said.memory.inputs["event_date"] == "2026-11-20"


def test_a_rule_that_misses_something_starts_the_form(conversation: Conversation) -> None:
    said = conversation.begin(ruled("When is the refund due?", "refund-timing"), BLOCKED, CLOCK)
    assert said.starts_form
    assert said.replies == ()
    assert (said.memory.rule, said.memory.inputs, said.memory.asks_for) == ("refund-timing", {}, "")


def test_a_new_question_for_the_same_rule_forgets_the_old_inputs(conversation: Conversation) -> None:
    said = conversation.begin(ruled("When is the refund due?", "refund-timing"), REFUNDED, CLOCK)
    assert said.starts_form
    assert said.memory.inputs == {}


def test_a_statement_about_the_last_rule_adds_to_it(conversation: Conversation) -> None:
    """48 hours for evidence from the start of the appeal (question 67): 21 November 09:30 to 23 November 09:30."""
    said = conversation.begin(ruled("I started the appeal on 21/11 at 09:30", "appeal-deadlines"), APPEALED, CLOCK)
    assert not said.starts_form
    assert said.memory.inputs == {**APPEALED.inputs, "appeal_started_at": "2026-11-21T09:30"}
    assert "Monday 23 November 2026 at 09:30" in text(said)


def test_a_statement_that_stands_for_itself_begins_anew(conversation: Conversation) -> None:
    started = Memory(rule="appeal-deadlines", inputs={**APPEALED.inputs, "appeal_started_at": "2026-11-21T09:30"})
    said = conversation.begin(ruled("I got another sanction for prohibited goods on 22/11 at 08:00", "appeal-deadlines"), started, CLOCK)
    assert said.memory.inputs == {"origin": "prohibited_goods", "notified_at": "2026-11-22T08:00"}
    assert "Thursday 26 November 2026 at 08:00" in text(said)  # 4 days


def test_numbers_held_are_not_taken_for_goods_sold(conversation: Conversation) -> None:
    memory = Memory(rule="epr-plan", inputs={"categories": ["packaging", "furniture"]})
    said = conversation.begin(ruled("I already have the number for packaging", "epr-plan"), memory, CLOCK)
    assert said.memory.inputs == {"categories": ["packaging", "furniture"], "numbers_held": ["packaging"]}
    assert "1 EPR number" in text(said)


def test_a_computation_beside_a_form_leaves_the_form_alone(conversation: Conversation) -> None:
    said = conversation.begin(ruled("The buyer cancelled yesterday before shipping, when is the refund due?", "refund-timing"), ASKED, CLOCK)
    assert decision(said) == "rule"
    assert "Thursday 10 December 2026" in text(said)
    assert said.memory == ASKED
    assert not said.starts_form


def test_a_computation_that_needs_more_puts_the_form_aside(conversation: Conversation) -> None:
    said = conversation.begin(ruled("When is the refund due?", "refund-timing"), ASKED, CLOCK)
    assert said.starts_form
    assert said.memory.rule == "refund-timing"
    assert conversation.base.wording.rules["epr-scope"].title in text(said)


# Going on


@pytest.mark.parametrize(
    "understood",
    [
        unanswered("and if it was Friday?", follows_up=True),
        unclear("Friday", "q007", "q056"),
        ruled("and if it was Friday?", "refund-timing", follows_up=True),
        answered("and if it was Friday?", "q056", follows_up=True),
        unanswered("on Friday"),
    ],
    ids=lambda understood: f"{understood.decision}: {understood.text}",
)
def test_another_day_computes_anew(conversation: Conversation, understood: Understanding) -> None:
    turn = conversation.follow_up if understood.follows_up else conversation.answer
    said = turn(understood, REFUNDED, CLOCK)
    assert decision(said) == "rule"
    assert said.memory.inputs == {"situation": "cancelled_before_shipping", "event_date": "2026-11-20"}
    assert "Friday 4 December 2026" in text(said)


@pytest.mark.parametrize(
    ("message", "product"),
    [("and knives?", "knives"), ("what about my kitchen knives", "kitchen knives"), ("and perfume?", "perfumes")],
)
def test_another_thing_is_asked_the_same_about_whatever_it_is_called(conversation: Conversation, message: str, product: str) -> None:
    """Perfume is banned by name; what the guide does not name gets no yes (question 4). What was granted for the vitamins is not."""
    memory = Memory(rule="can-i-sell", inputs={"product": "vitamins_supplements", "special_category_granted": True}, question="Can I sell vitamins?")
    understood = conversation.assistant.understander.understand(message, CLOCK)
    said = conversation.follow_up(understood, memory, CLOCK)
    assert said.memory.rule == "can-i-sell"
    assert product in text(said)
    assert "toys" not in text(said)


@pytest.mark.parametrize(("message", "article"), [("and VAT?", "q009"), ("and the commission?", "q003"), ("and if the brand is mine?", "q014")])
def test_another_matter_is_no_thing_to_sell(conversation: Conversation, message: str, article: str) -> None:
    memory = Memory(rule="can-i-sell", inputs={"product": "toys_leisure"}, question="Can I sell toys?")
    said = conversation.follow_up(conversation.assistant.understander.understand(message, CLOCK), memory, CLOCK)
    assert sources(said) == [article]


def test_a_follow_up_replaces_and_too_adds(conversation: Conversation) -> None:
    replaced = conversation.follow_up(unanswered("and for textiles?", follows_up=True), PLANNED, CLOCK)
    assert replaced.memory.inputs == {"categories": ["textiles"]}
    for message in (unanswered("textiles too"), answered("textiles too", "q011-organisations"), unanswered("and also textiles", follows_up=True)):
        turn = conversation.follow_up if message.follows_up else conversation.answer
        added = turn(message, PLANNED, CLOCK)
        assert added.memory.inputs == {"categories": ["furniture", "textiles"]}
        assert "2 EPR numbers" in text(added)


def test_an_impossible_day_in_a_follow_up_is_asked_again(conversation: Conversation) -> None:
    said = conversation.follow_up(unanswered("and if it was 30 February?", follows_up=True), REFUNDED, CLOCK)
    assert said.starts_form
    assert said.memory.unusable == {"event_date": "30 February"}
    assert "event_date" not in said.memory.inputs


def test_a_doubt_begins_the_form_unless_the_value_is_known_already(conversation: Conversation) -> None:
    message = ruled("and for several units?", "free-product", follows_up=True)
    known = {"opens_on": "2026-12-02", "unit_cost": 8}
    begun = conversation.begin(message, Memory(), CLOCK, known)
    assert begun.starts_form
    assert begun.memory.doubtful == ("units",)
    told = conversation.begin(message, Memory(), CLOCK, {**known, "units": 3})
    assert not told.starts_form
    assert (told.memory.doubtful, told.memory.inputs) == ((), {**known, "units": 3})


def test_a_follow_up_to_another_rule_keeps_what_both_ask_for(conversation: Conversation) -> None:
    message = ruled("and which organisations do I have to join?", "epr-plan", follows_up=True)
    memory = Memory(rule="epr-scope", inputs={"destinations": ["FR"], "categories": ["furniture"], "first_on_french_market": True})
    said = conversation.follow_up(message, memory, CLOCK)
    assert said.memory.rule == "epr-plan"
    assert said.memory.inputs == {"categories": ["furniture"]}
    assert "1 EPR number" in text(said)


@pytest.mark.parametrize(
    "understood",
    [
        unanswered("What is the weather tomorrow?"),  # asks something of its own
        unanswered("and the moon?", follows_up=True),  # changes nothing
        unanswered("tell me something about the football match of yesterday evening"),  # long, and stands for itself
    ],
    ids=lambda understood: understood.text,
)
def test_what_does_not_go_on_is_refused(conversation: Conversation, understood: Understanding) -> None:
    said = conversation.follow_up(understood, REFUNDED, CLOCK) if understood.follows_up else conversation.answer(understood, REFUNDED, CLOCK)
    assert decision(said) == "no_answer"
    assert (said.memory.rule, said.memory.inputs) == (REFUNDED.rule, REFUNDED.inputs)


@pytest.mark.parametrize("message", ["blorf quux zanzibar 77 marmalade engine", "what blorf quux zanzibar", "and snerf the klaxon too", "no blorf quux 77"])
@pytest.mark.parametrize("memory", [BLOCKED, REFUNDED])
def test_nonsense_goes_on_from_nothing(conversation: Conversation, memory: Memory, message: str) -> None:
    understood = conversation.assistant.understander.understand(message, CLOCK)
    said = conversation.follow_up(understood, memory, CLOCK) if understood.follows_up else conversation.answer(understood, memory, CLOCK)
    assert "did not understand" in text(said)
    assert (said.memory.rule, said.memory.inputs, said.memory.articles) == (memory.rule, memory.inputs, memory.articles)


@pytest.mark.parametrize("message", ["wait, 8pm", "no, at 20:00"])
def test_an_hour_alone_corrects_the_hour_of_the_last_computation(conversation: Conversation, message: str) -> None:
    """4 days for prohibited products (guide, question 67): from 20 November at 20:00 to 24 November at 20:00."""
    understood = conversation.assistant.understander.understand(message, CLOCK)
    said = conversation.follow_up(understood, APPEALED, CLOCK)
    assert said.memory.inputs["notified_at"] == "2026-11-20T20:00"
    assert "24 November 2026" in text(said)
    assert "20:00" in text(said)


@pytest.mark.parametrize("message", ["how long?", "how long do I have", "when?"])
def test_a_mere_question_word_goes_on_from_what_was_said(conversation: Conversation, message: str) -> None:
    understood = conversation.assistant.understander.understand(message, CLOCK)
    assert (understood.decision, understood.intent) == ("no_answer", "follow_up")
    assert "24 November 2026" in text(conversation.follow_up(understood, APPEALED, CLOCK))  # 4 days after the 20th (question 67)
    ruled_against = Memory(question="What if AliExpress decided against me in a dispute?", articles=("q063",))
    assert sources(conversation.follow_up(understood, ruled_against, CLOCK)) == ["q063"]
    assert "did not understand" in text(conversation.follow_up(understood, Memory(), CLOCK))


@pytest.mark.parametrize("message", ["are you sure?", "really?", "is that right?"])
def test_a_doubt_is_met_with_the_source(conversation: Conversation, message: str) -> None:
    understood = conversation.assistant.understander.understand(message, CLOCK)
    assert sources(conversation.steer(understood, BLOCKED, CLOCK)) == ["q020"]


@pytest.mark.parametrize(
    ("message", "figure"),
    [("and when do I have to send the evidence", "48 hours"), ("and the proofs?", "48 hours"), ("what if it's rejected", "30 days")],
)
def test_what_is_asked_beside_a_rule_is_of_its_matter(conversation: Conversation, message: str, figure: str) -> None:
    """48 hours for the evidence once the appeal is started, later rounds of at most 30 days (guide, question 67)."""
    understood = conversation.assistant.understander.understand(message, CLOCK)
    turn = conversation.steer if understood.intent == "steer" else conversation.follow_up
    for memory in (APPEALED, Memory(rule="appeal-deadlines", inputs={"notified_at": "2026-11-20T10:00"}, asks_for="origin")):
        said = turn(understood, memory, CLOCK)
        assert figure in text(said)
        assert said.memory == memory


SOLD = Memory(rule="sale-net", inputs={"price": 40, "units": 3})
CARRIED = Memory(rule="xday-eligibility", inputs={"carriers": [{"name": "Colissimo", "shipped": 40, "on_time": 30}]})


@pytest.mark.parametrize(
    ("memory", "message", "changed"),
    [
        (SOLD, "no, 4 lamps", {"price": 40, "units": 4}),
        (SOLD, "no, 50 euros", {"price": 50, "units": 3}),
        (SOLD, "no, 4 of them", {"price": 40, "units": 4}),
        (Memory(rule="sale-net", inputs={"price": 40, "commission_percent": 8}), "what if 35", {"price": 35, "commission_percent": 8}),
        (Memory(rule="sale-net", inputs={"price": 40, "commission_percent": 8}), "and at 5%?", {"price": 40, "commission_percent": 5}),
        (CARRIED, "what if 35 on time", {"carriers": [{"name": "Colissimo", "shipped": 40, "on_time": 35}]}),
    ],
)
def test_a_number_alone_changes_the_one_input_that_it_can_be(conversation: Conversation, memory: Memory, message: str, changed: dict[str, object]) -> None:
    said = conversation.follow_up(conversation.assistant.understander.understand(message, CLOCK), memory, CLOCK)
    assert (said.memory.rule, said.memory.inputs) == (memory.rule, changed)


@pytest.mark.parametrize(("memory", "message"), [(CARRIED, "what if 35"), (SOLD, "no, 2")])
def test_a_number_that_several_could_have_is_asked_about(conversation: Conversation, memory: Memory, message: str) -> None:
    said = conversation.follow_up(conversation.assistant.understander.understand(message, CLOCK), memory, CLOCK)
    assert "Which of these" in text(said)
    assert said.memory.inputs == memory.inputs


@pytest.mark.parametrize("message", ["and after 30 days?", "and for 2 shops?", "and 3 lamps of another kind in Spain?"])
def test_a_number_of_something_else_changes_nothing(conversation: Conversation, message: str) -> None:
    memory = Memory(rule="refund-timing", inputs={"situation": "cancelled_before_shipping", "event_date": "2026-11-22"})
    said = conversation.follow_up(conversation.assistant.understander.understand(message, CLOCK), memory, CLOCK)
    assert said.memory.inputs in ({}, memory.inputs)


@pytest.mark.parametrize("message", ["actually it was 19 November", "what if it was the 19th", "no, the 19th"])
def test_a_corrected_day_keeps_its_hour(conversation: Conversation, message: str) -> None:
    """4 days for prohibited products (guide, question 67)."""
    said = conversation.follow_up(conversation.assistant.understander.understand(message, CLOCK), APPEALED, CLOCK)
    assert said.memory.inputs["notified_at"] == "2026-11-19T10:00"
    assert "23 November 2026 at 10:00" in text(said)


SHIPPING = Memory(rule="ship-countdown", inputs={"ordered_on": "2026-11-19", "paid_on": "2026-11-19", "handling_days": 3})


def test_a_day_alone_corrects_the_one_day_told(conversation: Conversation) -> None:
    """Without a word for payment or order both keep the one day that was told for both: now Friday 20 November."""
    understood = conversation.assistant.understander.understand("no, it was Friday", CLOCK)
    inputs = conversation.follow_up(understood, SHIPPING, CLOCK).memory.inputs
    assert (inputs["ordered_on"], inputs["paid_on"]) == ("2026-11-20", "2026-11-20")


@pytest.mark.parametrize("message", ["until when?", "so when", "by when?"])
def test_the_date_is_told_again_when_it_is_asked_for_again(conversation: Conversation, message: str) -> None:
    """Paid on Thursday 19 November, 3 working days: Tuesday 24 November 2026; in a form only its question stands."""
    understood = conversation.assistant.understander.understand(message, CLOCK)
    assert understood.decision != "smalltalk"
    assert "24 November 2026" in text(conversation.follow_up(understood, SHIPPING, CLOCK))
    assert conversation.follow_up(understood, replace(SHIPPING, asks_for="ordered_on"), CLOCK).replies == ()


@pytest.mark.parametrize("message", ["no", "no, it was Thursday", "wrong"])
def test_a_correction_that_changes_nothing_is_asked_about(conversation: Conversation, message: str) -> None:
    understood = conversation.assistant.understander.understand(message, CLOCK)
    answer = conversation.steer if understood.intent == "steer" else conversation.follow_up
    said = answer(understood, SHIPPING, CLOCK)
    assert "Thursday 19 November 2026" in text(said)
    assert "Which of these is wrong" in text(said)
    assert said.memory.inputs == SHIPPING.inputs


@pytest.mark.parametrize("message", ["no: 20/11", "no, 20/11"])
def test_a_correction_is_of_the_last_answer_whatever_it_sounds_like(conversation: Conversation, message: str) -> None:
    corrected = replace(ruled(message, "support-chat-hours", follows_up=True))
    assert set(conversation.follow_up(corrected, SHIPPING, CLOCK).memory.inputs.values()) == {"2026-11-20", 3}


@pytest.mark.parametrize("message", ["what happens if I miss it?", "and if I don't?", "if not?", "what do I risk?", "what if the deadline has passed?"])
def test_what_follows_when_the_date_is_missed_is_told_of_the_rule_at_hand(conversation: Conversation, message: str) -> None:
    """An order that is not shipped in time is cancelled and refunded (questions 51 and 56); before the date was told and after."""
    understood = conversation.assistant.understander.understand(message, CLOCK)
    for memory in (SHIPPING, replace(SHIPPING, asks_for="ordered_on")):
        said = conversation.follow_up(understood, memory, CLOCK)
        assert "refund" in text(said)
        assert {"q051", "q056"} <= set(sources(said))
        assert said.memory.asks_for == memory.asks_for


@pytest.mark.parametrize(
    ("message", "decision"), [("thanks, and when do I have to ship?", "rule"), ("thanks, and bye", "smalltalk"), ("hello, how are you?", "smalltalk")]
)
def test_a_courtesy_before_a_question_is_no_answer_to_it(conversation: Conversation, message: str, decision: str) -> None:
    assert conversation.assistant.understander.understand(message, CLOCK).decision == decision


RETURNED = Memory(question="A buyer wants to return a vase. How does it work?", articles=("q057",))


@pytest.mark.parametrize(
    ("message", "article"),
    [("and who pays the postage?", "q057"), ("what does he have to do?", "q057"), ("when does he get his money?", "q058")],
)
def test_a_message_that_names_its_matter_by_a_pronoun_goes_on_from_the_answer(conversation: Conversation, message: str, article: str) -> None:
    """Alone, the postage belongs to shipping models (question 21); after a return it is the return's (57), and the money the refund's (58)."""
    understood = conversation.assistant.understander.understand(message, CLOCK)
    assert sources(conversation.answer(understood, RETURNED, CLOCK))[0] == article


def test_a_question_that_stands_for_itself_changes_the_matter(conversation: Conversation) -> None:
    understood = conversation.assistant.understander.understand("And how do I set a new password?", CLOCK)
    said = conversation.follow_up(understood, RETURNED, CLOCK)
    assert sources(said) == ["q018"]
    assert said.memory.question == "And how do I set a new password?"


def test_what_goes_on_keeps_the_question_that_it_goes_on_from(conversation: Conversation) -> None:
    understood = conversation.assistant.understander.understand("and who pays the postage?", CLOCK)
    assert conversation.answer(understood, RETURNED, CLOCK).memory.question == RETURNED.question


def test_nothing_goes_on_without_an_answer_before(conversation: Conversation) -> None:
    said = conversation.follow_up(unanswered("and if it was Friday?", follows_up=True), Memory(), CLOCK)
    assert decision(said) == "no_answer"


def test_a_follow_up_in_a_form_is_a_side_question(conversation: Conversation) -> None:
    said = conversation.follow_up(answered("and how do I block a buyer?", "q020", follows_up=True), ASKED, CLOCK)
    assert decision(said) == "answer"
    assert (said.memory.rule, said.memory.inputs, said.memory.asks_for) == (ASKED.rule, ASKED.inputs, ASKED.asks_for)


# Why and source


def test_why_shows_how_it_was_computed(conversation: Conversation) -> None:
    said = conversation.steer(talk("why?", "why"), REFUNDED, CLOCK)
    assert decision(said) == "rule"
    assert said.memory == REFUNDED
    for figure in ("22 November 2026", "14", "10 December 2026"):
        assert figure in text(said)


def test_why_in_a_form_tells_what_it_is_for(conversation: Conversation) -> None:
    said = conversation.steer(talk("why?", "why"), ASKED, CLOCK)
    assert conversation.base.wording.rules["epr-scope"].purpose in text(said)
    assert said.memory == ASKED


def test_why_of_an_article_names_it(conversation: Conversation) -> None:
    said = conversation.steer(talk("why?", "why"), BLOCKED, CLOCK)
    assert decision(said) == "answer"
    assert conversation.base.library.article("q020").title in text(said)
    assert sources(said) == ["q020"]


@pytest.mark.parametrize(("memory", "first"), [(REFUNDED, "q058"), (BLOCKED, "q020"), (APPEALED, "q067")])
def test_the_source_is_named_with_its_section(conversation: Conversation, memory: Memory, first: str) -> None:
    said = conversation.steer(talk("source?", "source"), memory, CLOCK)
    assert sources(said)[0] == first
    article = conversation.base.library.article(first)
    assert article.title in text(said)
    assert article.section in text(said)


@pytest.mark.parametrize("intent", ["why", "source", "affirm", "deny"])
def test_nothing_is_made_up_where_nothing_was_said(conversation: Conversation, intent: str) -> None:
    said = conversation.steer(talk(intent, intent), Memory(), CLOCK)
    assert decision(said) == "smalltalk"
    assert sources(said) == []
    assert text(said).strip()


# Small talk, a person, cancelling


@pytest.mark.parametrize("intent", ["greet", "thanks", "goodbye", "capabilities", "complaint", "bot"])
@pytest.mark.parametrize("memory", [Memory(), ASKED, REFUNDED])
def test_small_talk_changes_nothing(conversation: Conversation, intent: str, memory: Memory) -> None:
    said = conversation.talk(talk("hello", intent), memory, CLOCK)
    assert decision(said) == "smalltalk"
    assert said.memory == memory
    assert text(said).strip()


def test_a_person_is_told_in_words_what_it_was_about(conversation: Conversation) -> None:
    memory = Memory(
        rule="epr-scope",
        inputs={"ships_parcels": False, "own_number_for": [], "first_on_french_market": True, "categories": ["furniture"], "destinations": ["FR"]},
    )
    said = conversation.talk(talk("a person please", "handoff"), memory, CLOCK)
    summary = said.replies[0].answer.blocks[-1].text
    labels = [words.label for words in conversation.base.wording.rules["epr-scope"].inputs.values()]
    places = [summary.index(label) for label in labels if label in summary]
    assert places == sorted(places)  # in the order of the rule's inputs, whatever the order of memory
    assert len(places) == 5
    assert "whether you ship parcels: no" in summary
    assert "market first: yes" in summary
    assert "own EPR number: none" in summary
    assert "furniture" in summary
    assert "[" not in summary


def test_dates_and_codes_are_told_in_words(conversation: Conversation) -> None:
    summary = conversation.explanations.summary(REFUNDED)
    assert "Sunday 22 November 2026" in summary
    assert "Cancelled before shipping" in summary
    assert "Friday 20 November 2026 at 10:00" in conversation.explanations.summary(APPEALED)


def test_a_person_after_an_article_is_told_the_question(conversation: Conversation) -> None:
    assert "How do I block a buyer?" in conversation.explanations.summary(BLOCKED)


@pytest.mark.parametrize(("today", "hours"), [("2026-11-23T10:00", "open now, until 17:00"), ("2026-11-28T10:00", "opens on Monday 30 November 2026 at 09:00")])
def test_the_way_to_a_person_is_told_with_its_hours_even_when_nothing_was_said(conversation: Conversation, today: str, hours: str) -> None:
    said = conversation.talk(talk("a person please", "handoff"), Memory(), clock(today))
    told, way_out = said.replies[0].answer.blocks
    assert told.text == conversation.base.wording.notice("handoff")
    assert hours in way_out.text
    assert conversation.explanations.summary(Memory()) == ""


@pytest.mark.parametrize(
    ("message", "article"),
    [("you froze my money for 3 weeks and nobody answers!!!", "q066"), ("you are useless, give me a person", ""), ("I want to talk to a human", "")],
)
def test_who_wants_a_person_is_told_what_the_guide_says_of_the_matter(conversation: Conversation, message: str, article: str) -> None:
    """A closed account's money is frozen for 180 days (question 66)."""
    said = conversation.talk(conversation.assistant.understander.understand(message, CLOCK), Memory(), CLOCK)
    assert decision(said) == "handoff"
    assert sources(said) == ([article] if article else [])
    assert "seller support chat" in text(said)


def test_cancelling_a_form_forgets_it(conversation: Conversation) -> None:
    said = conversation.cancel(talk("cancel", "cancel"), ASKED)
    assert said.memory == Memory()
    assert text(said) == conversation.base.wording.notice("cancelled")


def test_cancelling_nothing_forgets_nothing(conversation: Conversation) -> None:
    said = conversation.cancel(talk("cancel", "cancel"), REFUNDED)
    assert said.memory == REFUNDED
    assert text(said) == conversation.base.wording.notice("nothing_to_cancel")
