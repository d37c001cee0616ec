from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from knowledge.articles import Article, Conflict, FrontMatter, Library, Passage
from knowledge.calendars import PARIS
from knowledge.errors import InputProblem, InvalidFacts
from knowledge.inputs import InputSpec
from knowledge.rule import LATER, Rule
from knowledge.rulebook import RuleBook
from knowledge.speech import Speaker
from knowledge.wording import Wording
from tests.casebook import ANSWERED, REFUSED, TODAY, Case
from tests.grammars import ENGLISH

INDEPENDENT = "Independent of AliExpress; no legal advice. The countdown on your own screen wins."

# Nothing of the machinery may show: templates, Python's None and booleans, codes, broken spacing.
_BROKEN = re.compile(r"\{\{|\{%|(?<=[ (])None\b|\bTrue\b|\bFalse\b|\b[a-z]+_[a-z_]+\b|\S {2,}\S| [.,;:!?]|\.\.|,,|\(\)|\*\*\*\*")


def sound(text: str) -> bool:
    return bool(text) and not _BROKEN.search(text)


@pytest.mark.parametrize("case", ANSWERED, ids=lambda case: case.name)
def test_every_answer_reads_well(rulebook: RuleBook, speaker: Speaker, case: Case) -> None:
    computation = rulebook.compute(case.rule, case.facts, case.today)
    answer = speaker.rule_answer(computation)
    assert answer.blocks[0].kind == "lead"
    assert all(sound(block.text) for block in answer.blocks), answer.text
    assert all(sound(speaker.step(case.rule, step)) for step in computation.finding.steps)
    assert answer.caveats[-1] == INDEPENDENT
    assert answer.sources
    assert {key_date.value for key_date in answer.dates} <= {value for value in computation.outcome.values() if isinstance(value, str)}
    assert answer.receipt is not None
    assert answer.receipt["outcome"] == case.expect


def test_days_of_money_are_no_days_to_note_while_a_dispute_is_open(rulebook: RuleBook, speaker: Speaker) -> None:
    confirmed = {"confirmed_on": "2024-12-20"}
    answers = [speaker.rule_answer(rulebook.compute("payout-date", confirmed | {"dispute_open": is_open}, TODAY)) for is_open in (False, True)]
    assert [[found.event for found in answer.dates] for answer in answers] == [["earliest", "plan_on", "dispute_until"], ["dispute_until"]]


def test_what_is_withheld_is_named_as_nodes_and_dates_are(rulebook: RuleBook, wording: Wording) -> None:
    for rule in rulebook:
        assert set(rule.withheld) <= set(rule.nodes)
        assert {key for keys in rule.withheld.values() for key in keys} <= set(wording.rules[rule.id].dates)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_every_refusal_reads_well(rulebook: RuleBook, speaker: Speaker, case: Case) -> None:
    with pytest.raises(InvalidFacts) as refused:
        rulebook.compute(case.rule, case.facts, case.today)
    for problem in refused.value.problems:
        sentence = speaker.problem(rulebook.rule(case.rule), problem)
        assert sentence.endswith((".", "!"))
        assert "{{" not in sentence
        assert "  " not in sentence


def test_every_step_key_has_words_and_is_reached(rulebook: RuleBook, wording: Wording) -> None:
    reached = {(case.rule, step.key) for case in ANSWERED for step in rulebook.compute(case.rule, case.facts, case.today).finding.steps}
    assert reached == {(rule.id, key) for rule in rulebook for key in wording.rules[rule.id].steps}


def test_every_prompt_asks(rulebook: RuleBook, speaker: Speaker) -> None:
    for rule in rulebook:
        for spec in rule.inputs:
            prompt = speaker.prompt(rule, spec.name)
            assert "?" in prompt, (rule.id, spec.name)
            assert "{{" not in prompt
            assert sound(speaker.label(rule.id, spec.name))


def test_an_example_follows_the_question(rulebook: RuleBook, speaker: Speaker) -> None:
    assert speaker.prompt(rulebook.rule("epr-scope"), "destinations").endswith(" For example: France, Réunion, Germany.")
    assert speaker.prompt(rulebook.rule("refund-timing"), "situation").endswith("?")


@pytest.mark.parametrize(
    "code", ["missing_input", "bad_type", "bad_date", "not_in_list", "out_of_range", "bad_order", "inconsistent", "not_in_force", "not_covered"]
)
def test_every_error_of_every_input_renders(rulebook: RuleBook, speaker: Speaker, code: str) -> None:
    for rule in rulebook:
        for spec in rule.inputs:
            sentence = speaker.problem(rule, InputProblem(spec.name, code, "soon", related=rule.inputs[0].name))
            label = speaker.label(rule.id, spec.name)
            assert label.lower() in sentence.lower(), (rule.id, spec.name)


def refund(rulebook: RuleBook) -> Rule[object, object]:
    return rulebook.rule("refund-timing")


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (InputProblem("order", "unknown_input", 5), "order is not an input of this calculation; leave it out."),
        (InputProblem("event_date", "missing_input"), "Please give day of the cancellation or return request."),
        (
            InputProblem("event_date", "bad_date", "2023-02-29"),
            "“2023-02-29” is not a usable date for day of the cancellation or return request; write an existing day as YYYY-MM-DD.",
        ),
        (
            InputProblem("goods_checked_on", "bad_order", date(2024, 4, 29), related="event_date"),
            "Day you checked the returned goods cannot lie before day of the cancellation or return request; check both dates.",
        ),
        (
            InputProblem("event_date", "not_in_force", date(2014, 12, 31), related="refunds.cancelled_shortest"),
            "The guide gives no figures for Wednesday 31 December 2014; choose a later day for day of the cancellation or return request.",
        ),
    ],
)
def test_what_is_wrong_and_what_is_wanted(rulebook: RuleBook, speaker: Speaker, problem: InputProblem, sentence: str) -> None:
    assert speaker.problem(refund(rulebook), problem) == sentence


def test_choices_are_named(rulebook: RuleBook, speaker: Speaker) -> None:
    sentence = speaker.problem(rulebook.rule("epr-plan"), InputProblem("categories", "not_in_list", "toys"))
    assert sentence.startswith("“toys” is not one of the choices")
    assert sentence.endswith("give a list of: packaging, electrical_electronic, batteries, furniture, tyres, printed_paper or textiles.")


def test_what_was_given_is_repeated_short_and_on_one_line(rulebook: RuleBook, speaker: Speaker) -> None:
    sentence = speaker.problem(refund(rulebook), InputProblem("event_date", "bad_date", "no\n\ndate " + "x" * 5000))
    assert "“no date xxx" in sentence
    assert "…”" in sentence
    assert len(sentence) < 250


def test_an_impossible_day_of_the_users_own_words(rulebook: RuleBook, speaker: Speaker) -> None:
    assert speaker.unreal_date(refund(rulebook), "event_date", "31 February").startswith("“31 February” is not a day that exists")


@pytest.mark.parametrize(
    ("spec", "wanted"),
    [
        (InputSpec("n", "int", True, low=1, high=9), "write a whole number from 1 to 9"),
        (InputSpec("n", "int", True, low=1), "write a whole number of at least 1"),
        (InputSpec("n", "int", True, high=9), "write a whole number of at most 9"),
        (InputSpec("n", "int", True, numbers=(3, 5, 7)), "write one of: 3, 5 or 7"),
        (InputSpec("n", "number", True), "write a number"),
        (InputSpec("n", "money", True, low=0), "write an amount in euros with at most two decimals of at least 0"),
        (InputSpec("n", "bool", True), "say yes or no (true or false)"),
        (InputSpec("n", "date_or_code", True, choices=("never",)), "write an existing day as YYYY-MM-DD, or never"),
        (InputSpec("n", "list", True, item=InputSpec("n", "place", True)), "give a list of two-letter country codes or names of French territories"),
        (InputSpec("n", "list", True, item=InputSpec("n", "string", True)), "give a list, and for each entry write a text"),
        (InputSpec("n", "list", True, item=InputSpec("n", "number", True, low=1, high=5)), "give a list, and for each entry write a number from 1 to 5"),
        (
            InputSpec("n", "list", True, item=InputSpec("n", "object", True, fields=(InputSpec("a", "int", True), InputSpec("b", "int", True)))),
            "give a list, and for each entry give its named values: a and b",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_an_input_wants(speaker: Speaker, spec: InputSpec, wanted: str) -> None:
    assert speaker._wanted(spec, InputProblem("n", "bad_type")) == wanted


def test_the_bounds_of_the_problem_come_before_those_of_the_input(speaker: Speaker) -> None:
    money = InputSpec("n", "money", True, low=0)
    assert speaker._wanted(money, InputProblem("n", "out_of_range", 60, high=50)).endswith(" from 0 to 50")
    window = InputSpec("n", "int", True)
    assert speaker._wanted(window, InputProblem("n", "not_in_list", 60, choices=("30", "90"))) == "write one of: 30 or 90"


def test_a_key_inside_an_entry_wants_its_own_kind(rulebook: RuleBook, speaker: Speaker) -> None:
    entry = InputSpec("sales", "object", True, fields=(InputSpec("amount", "money", True, low=0),))
    sales = InputSpec("sales", "list", True, item=entry)
    assert speaker._wanted(sales.at("sales.amount"), InputProblem("sales.amount", "out_of_range", -1)).startswith("write an amount in euros")
    assert sales.at("sales") is sales


def test_what_lies_too_late_is_said_to(rulebook: RuleBook, speaker: Speaker) -> None:
    problem = InputProblem("goods_checked_on", "bad_order", date(2024, 4, 29), related="event_date", detail=LATER)
    sentence = speaker.problem(refund(rulebook), problem)
    assert sentence == "Day you checked the returned goods cannot lie after day of the cancellation or return request; check both dates."


def test_a_moment_is_given_back_in_words(rulebook: RuleBook, speaker: Speaker) -> None:
    problem = InputProblem("notified_at", "not_covered", datetime(2100, 12, 31, 9, 5, tzinfo=PARIS))
    assert speaker.problem(rulebook.rule("appeal-deadlines"), problem).startswith("With Friday 31 December 2100 at 09:05 as when you were notified")


def test_a_fault_inside_a_list_item_names_the_key(rulebook: RuleBook, speaker: Speaker) -> None:
    sentence = speaker.problem(rulebook.rule("epr-plan"), InputProblem("categories.size", "missing_input"))
    assert sentence == "Please give EPR categories you sell (categories.size)."


def test_sources_are_those_of_the_figures_read_then_of_the_rule(rulebook: RuleBook, speaker: Speaker) -> None:
    dated = rulebook.compute("refund-timing", {"situation": "cancelled_before_shipping", "event_date": "2024-06-03"}, TODAY)
    assert [source.id for source in speaker.rule_sources(dated.rule, dated)] == ["q058", "q050", "q051"]
    undated = rulebook.compute("refund-timing", {"situation": "countdown_expired"}, TODAY)
    assert undated.readings == ()
    assert [source.id for source in speaker.rule_sources(undated.rule, undated)] == ["q058", "q050", "q051"]
    assert [source.id for source in speaker.rule_sources(undated.rule)] == ["q058", "q050", "q051"]
    plan = rulebook.compute("epr-plan", {"categories": ["tyres"]}, TODAY)
    assert [source.id for source in speaker.rule_sources(plan.rule, plan)] == ["q011-organisations", "q011-costs", "q011-reporting", "q011-compliance"]


def test_notes_come_before_the_other_caveats(rulebook: RuleBook, speaker: Speaker) -> None:
    computation = rulebook.compute("refund-timing", {"situation": "countdown_expired"}, TODAY)
    assert speaker.rule_answer(computation, ["I counted to midnight."]).caveats[0] == "I counted to midnight."


def test_key_dates_are_labelled_and_only_those_there_are(rulebook: RuleBook, speaker: Speaker) -> None:
    facts = {"situation": "cancelled_before_shipping", "event_date": "2023-02-20"}
    found = speaker.rule_answer(rulebook.compute("refund-timing", facts, TODAY)).dates
    assert [(key_date.key, key_date.value, key_date.label) for key_date in found] == [
        ("earliest", "2023-02-27", "Refund possible from"),
        ("latest_working", "2023-03-10", "Date to promise"),
        ("latest", "2023-03-06", "Latest in calendar days"),
    ]
    assert speaker.rule_answer(rulebook.compute("refund-timing", {"situation": "countdown_expired"}, TODAY)).dates == ()


def test_an_overdue_figure_is_told(rulebook: RuleBook, speaker: Speaker) -> None:
    def caveats(today: date) -> tuple[str, ...]:
        facts = {"situation": "cancelled_before_shipping", "event_date": "2023-02-20"}
        return speaker.rule_answer(rulebook.compute("refund-timing", facts, today)).caveats

    overdue = "This answer was due for a new check on Monday 24 May 2027; look at the Seller Center before you rely on it."
    assert overdue not in caveats(date(2027, 5, 24))
    assert overdue in caveats(date(2027, 5, 25))


def article(*passages: Passage) -> Article:
    front = FrontMatter(
        id="q001",
        section="I",
        title="What is it?",
        questions=(),
        not_answered=(),
        facts=(),
        related=(),
        rules=(),
        checked_on=date(2026, 11, 24),
        review_by=date(2027, 5, 24),
    )
    return Article(front, "I. About", passages)


def small_speaker(wording: Wording, found: Article) -> Speaker:
    told = {f"c-{number}": Conflict(id=f"c-{number}", articles=("q001",), says=f"Reading {number}.", skipped=None) for number in range(1, 6)}
    slip = Conflict(id="c-slip", articles=("q001",), says=None, skipped="a slip of the translation")
    return Speaker(wording, Library({found.id: found}, told | {"c-slip": slip}), "a calendar", ENGLISH.hours)


PASSAGES = (
    Passage("", "It is a shop.", ("c-1", "c-slip")),
    Passage("Opening", "At nine.", ("c-2", "c-1")),
    Passage("Closing", "At six.", ("c-3",)),
    Passage("Place", "In Paris.", ()),
    Passage("Owner", "Unknown.", ()),
)


def test_an_article_answers_with_its_short_answer(wording: Wording) -> None:
    found = article(*PASSAGES)
    answer = small_speaker(wording, found).article_answer(found, 0, TODAY)
    assert [(block.kind, block.heading, block.text) for block in answer.blocks] == [("lead", "", "It is a shop.")]
    assert answer.sources == (found.source,)
    assert answer.caveats == ("Reading 1.", INDEPENDENT)
    assert [button.title for button in answer.follow_ups] == ["Opening", "Closing", "Place"]  # at most three


def test_the_passage_that_fits_best_stands_under_it(wording: Wording) -> None:
    found = article(*PASSAGES)
    answer = small_speaker(wording, found).article_answer(found, 1, TODAY)
    assert [(block.kind, block.heading) for block in answer.blocks] == [("lead", ""), ("body", "Opening")]
    # Those of the fitting passage come first: where there are too many, the others give way.
    assert answer.caveats == ("Reading 2.", "Reading 1.", INDEPENDENT)
    assert [button.title for button in answer.follow_ups] == ["Closing", "Place", "Owner"]


def test_at_most_three_contradictions_are_told(wording: Wording) -> None:
    found = article(Passage("", "It is a shop.", ("c-1", "c-2", "c-3", "c-4", "c-5")))
    answer = small_speaker(wording, found).article_answer(found, 0, TODAY)
    assert answer.caveats == ("Reading 1.", "Reading 2.", "Reading 3.", INDEPENDENT)


def test_an_overdue_article_says_so(wording: Wording) -> None:
    found = article(*PASSAGES)
    assert any(
        "due for a new check on Monday 24 May 2027" in caveat for caveat in small_speaker(wording, found).article_answer(found, 0, date(2027, 5, 25)).caveats
    )


def test_every_article_can_be_answered_with_each_of_its_passages(library: Library, speaker: Speaker) -> None:
    for found in library:
        for place, passage in enumerate(found.passages):
            answer = speaker.article_answer(found, place, TODAY)
            assert answer.blocks[0].text == found.passages[0].text
            assert answer.blocks[-1].text == passage.text


@pytest.mark.parametrize(
    ("rule", "problem", "said"),
    [
        (
            "funds-freeze",
            InputProblem("today", "bad_order", date(2026, 11, 25), related="closed_on"),
            "Day of the closure: that is after Wednesday 25 November 2026 (day asked about)",
        ),
        (
            "chat-reply",
            InputProblem("now", "bad_order", date(2026, 11, 25), related="asked_at"),
            "When the buyer asked: that is after Wednesday 25 November 2026",
        ),
    ],
)
def test_a_day_still_to_come_is_named_and_not_the_clock(rulebook: RuleBook, speaker: Speaker, rule: str, problem: InputProblem, said: str) -> None:
    sentence = speaker.problem(rulebook.rule(rule), problem)
    assert sentence.startswith(said)
    assert "ask again once it has come" in sentence


def test_an_event_later_than_the_clock_is_still_to_come(rulebook: RuleBook, speaker: Speaker) -> None:
    problem = InputProblem("tracking_added_on", "bad_order", date(2026, 12, 1), related="today", detail=LATER)
    sentence = speaker.problem(rulebook.rule("return-tracking"), problem)
    assert "Tuesday 1 December 2026, is still to come" in sentence


@pytest.mark.parametrize(("text", "what"), [("yesterday at 25:00", "an hour that no day has"), ("31 November at 10:00", "not a day that exists")])
def test_what_does_not_exist_is_called_by_its_name(rulebook: RuleBook, speaker: Speaker, text: str, what: str) -> None:
    assert what in speaker.unreal_date(rulebook.rule("chat-reply"), "asked_at", text)


@pytest.mark.parametrize(
    ("told", "lead", "why"),
    [
        ({}, "as long as it has no ratings", "You did not tell me of any rating"),
        ({"rating": 4.8}, "too few ratings", "You did not tell me how many ratings it has"),
        ({"ratings_count": 20}, "no rating yet", "You did not tell me its average rating"),
    ],
)
def test_ratings_that_were_not_told_are_asked_for(rulebook: RuleBook, speaker: Speaker, told: dict[str, object], lead: str, why: str) -> None:
    sold = {"promotion": "major", "sales_window_days": 90, "sales_in_window": 22}
    moments = {"uploaded_at": "2026-11-01T09:00", "register_at": "2026-11-25T14:00"}
    answer = speaker.rule_answer(rulebook.compute("promo-eligibility", sold | moments | told, TODAY))
    texts = {block.kind: block.text for block in answer.blocks}
    assert lead in texts["lead"]
    assert why in texts["why"]
    assert "tell me their average and how many there are" in texts["next"]


def test_a_source_is_cited_as_it_stands_now(rulebook: RuleBook, wording: Wording, data: Path) -> None:
    """An article may be published anew while the program runs."""
    library = Library.load(data)
    speaker = Speaker(wording, library, "", ENGLISH.hours)
    rule = rulebook.rule("refund-timing")
    (first, *_) = speaker.rule_sources(rule)
    article = library.article(first.id)
    library.put(replace(article, front=article.front.model_copy(update={"title": "Another title"})))
    assert speaker.rule_sources(rule)[0].title == "Another title" != first.title
