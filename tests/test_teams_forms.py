"""Forms in Teams: a question's card goes on in place, everything can be filled in at once, and what is wrong stands at its field."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.teams import cards
from bot.channels.teams.forms import Forms
from bot.channels.teams.words import WordsOfTeams
from bot.computation import Computing
from knowledge.base import KnowledgeBase
from tests.casebook import ANSWERED
from tests.conftest import NOW
from tests.desks import computed
from tests.teams import Chats, Person, actions, inputs
from tests.validation import card_complaints

WHEN: dict[str, Any] = {
    "answer": {"text": "On which day?", "blocks": [{"kind": "lead", "heading": "", "text": "On which day?"}], "follow_ups": [], "sources": []},
    "case": {"number": 1, "changes": 0},
    "input": {"kind": "date"},
    "grounds": {"articles": [], "rule": "refund-timing", "inputs": {"situation": "cancelled_before_shipping"}, "missing": ["event_date"]},
    "turn": {"decision": "rule", "rule": "refund-timing", "asks_for": "event_date", "articles": ["q058"], "language": "en"},
}
WHAT: dict[str, Any] = WHEN | {
    "answer": {
        "text": "What happened?",
        "blocks": [{"kind": "lead", "heading": "", "text": "What happened?"}],
        "follow_ups": [{"title": "Cancelled before shipping", "payload": "Cancelled before shipping"}],
        "sources": [],
    },
    "input": None,
    "grounds": {"articles": [], "rule": "refund-timing", "inputs": {}, "missing": ["situation"]},
    "turn": WHEN["turn"] | {"asks_for": "situation"},
}
DONE = computed("refund-timing", {"situation": "cancelled_before_shipping", "event_date": "2026-11-20"}, {"latest_working": "2026-12-10"})


_SPELT = ("destinations",)  # whose names are read as the console's calculators read them


def _says(chats: Chats, *script: Any) -> None:
    rest = iter(script)
    chats.engine.while_asked = lambda sent: chats.engine.says(next(rest))


@pytest.mark.model
def test_a_form_goes_on_in_the_same_card(anna: Person, chats: Chats) -> None:
    _says(chats, [{"custom": WHAT}], [{"custom": WHEN}], DONE)
    anna.write("Refund?")
    card = anna.hears("What happened?")
    anna.press(card, "Cancelled before shipping")
    chats.microsoft.wait(lambda found: "On which day?" in card.text)
    field = inputs(card.card)["in.event_date"]
    assert (field["type"], field["isRequired"]) == ("Input.Date", True)
    anna.press(card, "Answer", **{"in.event_date": "2026-11-20"})
    anna.hears("Answer of refund-timing")
    # Nothing is left to press in the old card, and the engine got the input as the rule wants it.
    assert list(actions(card.card)) == []
    assert "Friday 20 November 2026" in card.text
    assert chats.heard == ["Refund?", "Cancelled before shipping", '/refund-timing {"event_date": "2026-11-20"}']


@pytest.mark.model
def test_a_form_goes_on_in_the_same_card_for_somebody_very_quick(anna: Person, chats: Chats, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who presses before the writing of the card has been confirmed."""
    _says(chats, [{"custom": WHAT}], [{"custom": WHEN}])
    monkeypatch.setattr(chats.microsoft, "seconds_ahead", 0.3)
    anna.write("Refund?")
    card = anna.hears("What happened?")
    anna.press(card, "Cancelled before shipping")
    chats.microsoft.wait(lambda found: "On which day?" in card.text)
    assert [one.id for one in chats.microsoft.written if one.conversation == card.conversation] == [card.id]


@pytest.mark.model
def test_an_answer_that_cannot_be_used_is_complained_about_at_its_field(anna: Person, chats: Chats) -> None:
    chats.engine.says([{"custom": WHEN}])
    anna.write("Refund?")
    card = anna.hears("On which day?")
    anna.press(card, "Answer", **{"in.event_date": "1999-01-01"})
    assert "The guide gives no figures for" in card.text
    assert inputs(card.card)["in.event_date"]["value"] == "1999-01-01"
    assert chats.heard == ["Refund?"]


@pytest.mark.model
def test_a_question_that_is_answered_by_hand_closes_its_card(anna: Person, chats: Chats) -> None:
    _says(chats, [{"custom": WHEN}], DONE)
    anna.write("Refund?")
    card = anna.hears("On which day?")
    anna.write("20 November")
    anna.hears("Answer of refund-timing")
    assert inputs(card.card) == {}
    assert list(actions(card.card)) == []


@pytest.mark.model
def test_everything_can_be_filled_in_at_once_with_what_is_known(anna: Person, chats: Chats) -> None:
    chats.engine.says([{"custom": WHEN}])
    anna.write("Refund?")
    card = anna.hears("On which day?")
    anna.press(card, "Fill in everything at once")
    situation = inputs(card.card)["in.situation"]
    assert situation["value"] == "cancelled_before_shipping"
    assert "Cancelled before shipping" in [choice["title"] for choice in situation["choices"]]
    # Not every situation needs the day, so only the rule can say that this one does.
    anna.press(card, "Calculate", **{"in.situation": "cancelled_before_shipping"})
    assert "Please give day of the cancellation or return request." in card.text
    chats.engine.says(DONE)
    anna.press(card, "Calculate", **{"in.situation": "cancelled_before_shipping", "in.event_date": "2026-11-20"})
    anna.hears("Answer of refund-timing")
    assert chats.heard[-1] == '/refund-timing {"situation": "cancelled_before_shipping", "event_date": "2026-11-20"}'


@pytest.mark.model
def test_a_calculation_can_be_chosen_from_the_list(anna: Person, chats: Chats) -> None:
    anna.write("calculate")
    card = anna.hears("What shall I calculate?")
    assert len(inputs(card.card)["rule"]["choices"]) == 67
    anna.press(card, "Choose", rule="refund-timing")
    assert "When does the buyer get the refund?" in card.text
    chats.engine.says(DONE)
    anna.press(card, "Calculate", **{"in.situation": "payment_not_processed"})
    anna.hears("Answer of refund-timing")


@pytest.mark.model
@pytest.mark.parametrize(
    "carried", [None, {}, {"verb": "fill", "rule": "no-such-rule"}, {"verb": "nonsense"}, {"verb": "choose", "message": "1", "say": "x"}], ids=str
)
def test_presses_that_mean_nothing_do_nothing(anna: Person, chats: Chats, carried: Any) -> None:
    value = {"action": {"data": carried}}
    reply = anna.deliver(400 if carried is None else 200, type="invoke", name="adaptiveCard/action", value=value)
    assert reply is None or reply["value"] == "This belongs to an earlier conversation. Please ask again."
    anna.deliver(501, type="invoke", name="somethingElse", value=value)
    assert chats.heard == []


@pytest.mark.model
def test_a_message_of_another_conversation_cannot_be_pressed(anna: Person, chats: Chats) -> None:
    chats.engine.says([{"custom": WHAT}])
    anna.write("Refund?")
    card = anna.hears("What happened?")
    mallory = chats.person("a:mallory", name="mallory")
    mallory.write("Hello")
    mallory.hears("What happened?")
    data = next(action["data"] for action in actions(card.card) if action["verb"] == "choose")
    look = mallory.deliver(200, type="invoke", name="adaptiveCard/action", value={"action": {"data": data}})
    assert look["value"] == "This belongs to an earlier conversation. Please ask again."
    assert chats.heard == ["Refund?", "Hello"]


# Every rule


@pytest.fixture(scope="module")
def forms(base: KnowledgeBase) -> Forms:
    return Forms(Computing(base, lambda: NOW), WordsOfTeams(base.data))


@pytest.mark.parametrize("language", ["en", "fr", "es", "it"])
def test_every_rule_has_a_form_that_teams_takes(forms: Forms, base: KnowledgeBase, language: str) -> None:
    assert len(forms.rules(language)) == len(list(base.rules)) == 67
    for rule in base.rules:
        card = forms.card(rule.id, language, {})
        assert card_complaints(card) == [], rule.id
        assert cards.size(card) < cards.MOST_BYTES, rule.id
        names = {name.removeprefix("in.").partition(".")[0] for name in inputs(card)}
        assert names == set(forms.names(rule.id))
        for name in forms.names(rule.id):  # and each question by itself
            alone = cards.card(forms.fields(rule.id, language, {}, only=name))
            assert card_complaints(alone) == [], (rule.id, name)
            assert cards.size(alone) < cards.MOST_BYTES, (rule.id, name)


@pytest.mark.parametrize(
    ("rule", "filled_in", "given"),
    [
        ("refund-timing", {"situation": "return_after_receipt", "goods_checked_on": ""}, {"situation": "return_after_receipt"}),
        (
            "epr-scope",
            {"destinations": "France, germany,RE", "categories": "furniture,toys"},
            {"destinations": ["FR", "DE", "RE"], "categories": ["furniture", "toys"]},
        ),
        ("appeal-deadlines", {"notified_at": "2026-11-20", "notified_at.time": "10:30"}, {"notified_at": "2026-11-20T10:30"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_filled_in_becomes_the_inputs_of_the_rule(forms: Forms, rule: str, filled_in: dict[str, str], given: dict[str, Any]) -> None:
    assert forms.read(rule, {f"in.{name}": value for name, value in filled_in.items()}) == given


def test_what_is_known_stands_in_the_form_and_comes_back_as_it_was(forms: Forms) -> None:
    """What every worked case of every rule gives, through the fields and back."""
    for case in ANSWERED:
        given = forms.usable(case.rule, case.facts)
        fields = inputs(forms.card(case.rule, "en", given))
        data = {name: str(field["value"]) for name, field in fields.items() if "value" in field}
        assert _settled(forms.read(case.rule, data)) == _settled(given), case.name


def _settled(given: dict[str, Any]) -> dict[str, Any]:
    """Without what says nothing, and with every list in one order: several choices have none."""
    plain = {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}
    told = {name: value for name, value in plain.items() if value not in (None, "", [])}
    return {name: sorted(map(str, value)) if isinstance(value, list) else value for name, value in told.items() if name not in _SPELT}
