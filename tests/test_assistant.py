"""One message and its answer. What follows from an understanding is tested with understandings made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.lookup import Lookup
from knowledge.assistant import Assistant, Reply, shown
from knowledge.search.candidates import Candidate
from knowledge.understanding.message import STEERING
from knowledge.understanding.phrasings import Phrasings
from knowledge.understanding.reading import Reading
from tests.conftest import ROOT
from tests.understood import CLOCK, answered, clock, found, ruled, talk, unanswered, unclear

pytestmark = pytest.mark.model

TALK = Phrasings.load(ROOT / "data" / "phrasings").talk


@pytest.fixture(scope="module")
def assistant(lookup: Lookup) -> Assistant:
    return lookup.assistant


def sources(reply: Reply) -> list[str]:
    """The sources of a reply."""
    return [source.id for source in reply.answer.sources]


# Articles


def test_an_article_answers_with_its_short_answer_its_source_and_whose_word_counts(assistant: Assistant) -> None:
    reply = assistant.reply(answered("How do I block a buyer?", "q020", "q069"), CLOCK)
    assert reply.decision == "answer"
    assert reply.answer.text.startswith(assistant.base.library.article("q020").passages[0].text)
    assert sources(reply) == ["q020"]
    assert reply.answer.caveats[-1] == assistant.wording.notice("independent")
    assert [candidate.article for candidate in reply.articles] == ["q020", "q069"]
    assert reply.rule is None


def test_the_passage_that_fits_best_stands_under_the_short_answer(assistant: Assistant) -> None:
    passages = assistant.base.library.article("q020").passages
    understood = replace(answered("blacklist", "q020"), candidates=(Candidate("q020", 0.9, 1),))
    reply = assistant.reply(understood, CLOCK)
    assert [block.text for block in reply.answer.blocks] == [passages[0].text, passages[1].text]
    assert passages[1].heading not in [button.title for button in reply.answer.follow_ups]


def test_two_questions_are_both_answered(assistant: Assistant) -> None:
    understood = replace(answered("both", "q018", "q020"), parts=found("q020", "q018"))
    reply = assistant.reply(understood, CLOCK)
    assert sources(reply) == ["q020", "q018"]
    assert [block.heading for block in reply.answer.blocks] == assistant.titles(["q020", "q018"])
    assert reply.answer.caveats.count(assistant.wording.notice("independent")) == 1
    assert {candidate.article for candidate in reply.articles[:3]} >= {"q020", "q018"}


def test_did_you_mean_shows_three_titles_at_most_and_a_way_out(assistant: Assistant) -> None:
    reply = assistant.reply(unclear("coupon", "q039", "q041", "q040", "q038"), CLOCK)
    titles = assistant.titles(["q039", "q041", "q040"])
    assert reply.decision == "clarify"
    assert [button.payload for button in reply.answer.follow_ups] == [*titles, "None of these"]
    assert all(title in reply.answer.text for title in titles)
    assert sources(reply) == []


def test_a_refusal_guesses_nothing(assistant: Assistant) -> None:
    reply = assistant.reply(unanswered("How do I win the Buy Box?", "q024", "q058", "q001"), CLOCK)
    assert reply.decision == "no_answer"
    assert sources(reply) == []
    assert [button.title for button in reply.answer.follow_ups] == [*assistant.titles(["q024", "q058"]), "Talk to a person"]
    assert all(candidate.score <= 0.1 for candidate in reply.articles)  # weak ones only: nothing here is an answer


def test_of_another_marketplace_it_says_that_it_knows_one_guide_alone(assistant: Assistant) -> None:
    elsewhere = assistant.reply(unanswered("Does Vinted take a commission on toys?", "q024", "q058"), CLOCK)
    assert elsewhere.answer.blocks[0].text.startswith("“Vinted” is another marketplace")
    assert "AliExpress alone" in elsewhere.answer.blocks[0].text
    assert "AliExpress alone" not in assistant.reply(unanswered("Do you sponsor football clubs?", "q024"), CLOCK).answer.text


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("Can I sell used phones?", True),
        ("can i sell second-hand phones", True),
        ("I used to sell phones, can I sell phones?", False),
        ("Can I sell phones?", False),
    ],
)
def test_what_the_guide_says_nothing_of_is_told_beside_the_answer(assistant: Assistant, text: str, is_told: bool) -> None:
    """The list of open categories names phones; of used ones the guide has no word."""
    reading = Reading({"product": "phones"})
    reply = assistant.rule_reply("can-i-sell", reading, CLOCK, ruled(text, "can-i-sell", reading=reading))
    assert reply.rule
    assert reply.rule.computation
    assert any("used or refurbished" in caveat for caveat in reply.answer.caveats) == is_told


def test_at_most_five_candidates_are_shown_and_one_of_each_guide_number() -> None:
    understood = answered("much", *(f"q0{number}" for number in range(10, 20)))
    assert len(shown(understood)) == 5
    assert len(shown(unanswered("much", *(f"q0{number}" for number in range(10, 20))))) == 3
    assert shown(talk("hello", "greet")) == ()


# Rules


def test_a_rule_is_computed(assistant: Assistant) -> None:
    reading = Reading({"situation": "cancelled_before_shipping", "event_date": "2026-11-20"})
    reply = assistant.reply(ruled("…", "refund-timing", reading=reading), CLOCK)
    assert reply.decision == "rule"
    assert reply.rule is not None
    assert reply.rule.to_json() == {
        "id": "refund-timing",
        "inputs": {"situation": "cancelled_before_shipping", "event_date": "2026-11-20"},
        "missing": [],
        # Question 58, as in tests/cases/refund-timing.yaml: 7 and 14 days, 14 working days.
        "outcome": {
            "quantified": True,
            "earliest": "2026-11-27",
            "latest": "2026-12-04",
            "latest_working": "2026-12-10",
            "not_before": None,
            "basis": "q058_7_to_14_days",
        },
    }
    assert sources(reply)[0] == "q058"


def test_what_is_missing_is_asked_for(assistant: Assistant) -> None:
    reply = assistant.reply(ruled("…", "refund-timing"), CLOCK)
    assert reply.rule is not None
    assert reply.rule.to_json() == {"id": "refund-timing", "inputs": {}, "missing": ["situation"], "outcome": None}
    general, asked = reply.answer.blocks
    assert "7 to 14 days" in general.text  # what the guide gives in any case (question 58)
    assert asked.text == assistant.wording.rules["refund-timing"].inputs["situation"].ask
    assert len(reply.answer.follow_ups) == 5


def test_a_day_that_cannot_be_is_missing_and_named(assistant: Assistant) -> None:
    reading = Reading({"situation": "cancelled_before_shipping"}, {"event_date": "30 February"})
    reply = assistant.reply(ruled("…", "refund-timing", reading=reading), CLOCK)
    assert reply.rule is not None
    assert reply.rule.missing == ("event_date",)
    assert reply.rule.to_json()["outcome"] is None
    assert "30 February" in reply.answer.text


def test_a_wrong_order_is_missing_and_named(assistant: Assistant) -> None:
    reading = Reading({"situation": "return_after_receipt", "event_date": "2026-11-18", "goods_checked_on": "2026-11-16"})
    reply = assistant.reply(ruled("…", "refund-timing", reading=reading), CLOCK)
    assert reply.rule is not None
    assert reply.rule.missing == ("goods_checked_on",)
    assert "cannot lie before" in reply.answer.text


def test_an_input_that_is_spoken_of_is_missing_and_nothing_is_computed(assistant: Assistant) -> None:
    """One unit is what is usual, but the seller speaks of several."""
    reading = Reading({"opens_on": "2026-12-02", "unit_cost": 8}, doubtful=("units",))
    reply = assistant.reply(ruled("…", "free-product", reading=reading), CLOCK)
    assert reply.rule is not None
    assert reply.rule.to_json() == {"id": "free-product", "inputs": reading.inputs, "missing": ["units"], "outcome": None}
    assert assistant.wording.notice("spoken_of", label=assistant.base.speaker.label("free-product", "units")) in reply.answer.text
    told = assistant.reply(ruled("…", "free-product", reading=replace(reading, doubtful=())), CLOCK)
    assert told.rule is not None
    assert told.rule.missing == ()


def test_a_clock_before_all_figures_is_told(assistant: Assistant) -> None:
    """The guide's undated figures hold from 2015 on."""
    reply = assistant.reply(ruled("…", "epr-plan", reading=Reading({"categories": ["furniture"]})), clock("2014-06-01"))
    assert reply.decision == "rule"
    assert reply.rule is not None
    assert reply.rule.computation is None
    assert reply.answer.text.strip()


def test_a_reading_in_doubt_is_repeated(assistant: Assistant) -> None:
    reading = Reading({"situation": "cancelled_before_shipping", "event_date": "2026-11-20"}, assumed={"Friday": "2026-11-20"})
    reply = assistant.reply(ruled("…", "refund-timing", reading=reading), CLOCK)
    assert any("“Friday”" in caveat and "Friday 20 November 2026" in caveat for caveat in reply.answer.caveats)


@pytest.mark.parametrize(("today", "is_said"), [("2026-11-22", True), ("2026-11-23", False), ("2026-11-22T12:00", False), (None, False)])
def test_a_day_without_an_hour_is_told_to_count_as_its_end(assistant: Assistant, today: str | None, is_said: bool) -> None:
    reading = Reading({"origin": "prohibited_goods", "notified_at": "2026-11-20T10:00"})
    reply = assistant.reply(ruled("…", "appeal-deadlines", reading=reading), clock(today))
    assert any("23:59" in caveat for caveat in reply.answer.caveats) is is_said


def test_the_clock_fills_what_is_never_asked_for(assistant: Assistant) -> None:
    """Prohibited goods: 4 days (question 67). At 10:00 of the fourth day the appeal is open, a minute later it is over."""
    reading = Reading({"origin": "prohibited_goods", "notified_at": "2026-11-20T10:00"})
    statuses = {}
    for today in ("2026-11-24T10:00", "2026-11-24T10:01"):
        reply = assistant.reply(ruled("…", "appeal-deadlines", reading=reading), clock(today))
        assert reply.rule is not None
        state = reply.rule.to_json()
        assert "now" not in state["inputs"]
        statuses[today] = state["outcome"]["status"]
    assert statuses == {"2026-11-24T10:00": "open", "2026-11-24T10:01": "expired"}


# Talk


@pytest.mark.parametrize("intent", sorted(TALK))
def test_talk_has_an_answer_without_a_source(assistant: Assistant, intent: str) -> None:
    reply = assistant.reply(talk("…", intent), CLOCK)
    assert reply.answer.text.strip()
    assert sources(reply) == []
    assert reply.articles == ()


@pytest.mark.parametrize("intent", sorted(TALK))
def test_a_taught_phrase_is_recognised_however_it_is_written(assistant: Assistant, intent: str) -> None:
    for phrase in TALK[intent][:3]:
        for written in (phrase, phrase.capitalize(), f"{phrase}?", f" {phrase}! ", f"{phrase}..."):
            understood = assistant.understander.understand(written, CLOCK)
            assert understood.talk == intent, written
            assert understood.decision == ("handoff" if intent == "handoff" else "smalltalk")


@pytest.mark.parametrize("text", ["leaving on 1 December", "I have to go on 12/12", "today", "until next Tuesday"])
def test_a_message_with_a_day_is_no_farewell(assistant: Assistant, text: str) -> None:
    assert assistant.understander.understand(text, CLOCK).decision != "smalltalk"


def test_no_taught_phrase_means_two_things() -> None:
    assert len({phrase for phrases in TALK.values() for phrase in phrases}) == sum(len(phrases) for phrases in TALK.values())


def test_words_that_steer_have_intents_of_their_own() -> None:
    assert {talk("…", intent).intent for intent in STEERING} == {"steer", "cancel"}
    assert talk("…", "greet").intent == "smalltalk"
    assert talk("…", "handoff").intent == "handoff"
    assert ruled("…", "epr-plan", follows_up=True).intent == "follow_up"
    assert replace(talk("…", "thanks"), follows_up=True).intent == "smalltalk"


# The real search


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("How do I set a new password for my seller account?", "q018"),
        ("How do I change my password?", "q018"),
        ("How do I block a troublesome buyer?", "q020"),
        ("When is my money released?", "q070"),
    ],
)
def test_a_plain_question_finds_its_article(assistant: Assistant, question: str, article: str) -> None:
    reply = assistant.ask(question, CLOCK)
    assert reply.decision == "answer"
    assert reply.articles[0].article == article
    assert sources(reply) == [article]


def test_a_taught_question_for_a_rule_finds_it(assistant: Assistant) -> None:
    for rule, phrasings in assistant.base.phrasings.rules.items():
        for question in phrasings.questions[:12]:
            reply = assistant.ask(question, CLOCK)
            assert reply.decision == "rule", question
            assert reply.rule is not None
            assert reply.rule.id == rule, question


@pytest.mark.parametrize("text", ["How do I win the Buy Box on Amazon?", "What's the weather in Lyon tomorrow?", "How do I hire my first employee?"])
def test_what_is_known_to_lie_outside_is_refused(assistant: Assistant, text: str) -> None:
    reply = assistant.ask(text, CLOCK)
    assert reply.decision == "no_answer"
    assert sources(reply) == []


def test_an_understanding_survives_the_way_through_the_engine(assistant: Assistant) -> None:
    import json

    from knowledge.understanding.message import Understanding

    for text in (
        "hello",
        "How do I block a buyer? And how do I change my password?",
        "The buyer cancelled on 30 February before shipping, refund when?",
        "Free product opening on 2 December, several units at 8 euros each plus postage: draw date and total cost?",
    ):
        understood = assistant.understander.understand(text, CLOCK)
        assert Understanding.from_json(json.loads(json.dumps(understood.to_json()))) == understood


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        ("who pays the return shipping?", "Who pays the return"),
        ("how do I make the transfer", "Make the transfer"),
        ("what does a withdrawal cost", "Taking the money out: minimum and fees"),
    ],
)
def test_the_passage_shown_is_the_one_whose_heading_is_asked_for(assistant: Assistant, question: str, heading: str) -> None:
    assert assistant.ask(question, CLOCK).answer.blocks[1].heading == heading


@pytest.mark.parametrize(("today", "is_late"), [("2026-11-24", False), ("2026-11-25", True)])
def test_a_return_that_was_not_asked_for_in_time_is_too_late(lookup: Lookup, today: str, is_late: bool) -> None:
    """14 days from 10 November end on Tuesday 24 November 2026 (guide, question 57)."""
    reply = lookup.assistant.ask("The buyer received the parcel on 10 November, is he too late to return it?", clock(today))
    assert "24 November 2026" in reply.answer.text
    assert ("Too late" in reply.answer.text) is is_late
