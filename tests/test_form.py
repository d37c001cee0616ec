"""Turns inside a form. Messages are understood by hand, so only what follows from them is tested here."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.lookup import Lookup
from knowledge.conversation import Conversation
from knowledge.form import Form, Stage
from knowledge.memory import Memory
from knowledge.understanding import filled
from knowledge.understanding.message import Understanding
from tests.understood import CLOCK, answered, found, ruled, talk, unanswered, unclear

pytestmark = pytest.mark.model

SITUATION = Memory(rule="refund-timing", asks_for="situation")
DAY = Memory(rule="refund-timing", inputs={"situation": "cancelled_before_shipping"}, asks_for="event_date")
NOTICE = Memory(rule="appeal-deadlines", inputs={"origin": "ip_rights_holder"}, asks_for="notified_at")
PLACES = Memory(rule="epr-scope", asks_for="destinations")
GOODS = Memory(rule="epr-scope", inputs={"destinations": ["FR"]}, asks_for="categories")
FIRST = Memory(rule="epr-scope", inputs={"destinations": ["FR"], "categories": ["furniture"]}, asks_for="first_on_french_market")
CHECKED = Memory(
    rule="refund-timing",
    inputs={"situation": "return_after_receipt", "event_date": "2026-11-18", "goods_checked_on": "2026-11-16"},
    asks_for="goods_checked_on",
)


@pytest.fixture(scope="module")
def form(lookup: Lookup) -> Form:
    return Form(Conversation(lookup.assistant))


def replied(form: Form, memory: Memory, text: str) -> Memory:
    """What is remembered after a reply that nothing else could mean."""
    heard = form.listen(unanswered(text), memory, CLOCK)
    assert heard.heard == "reply"
    return heard.memory


def test_a_day_that_corrects_is_not_the_day_asked_for(form: Form) -> None:
    """The order's day is asked for, and "no, it was Thursday" takes back the day of the payment."""
    told = Memory(rule="ship-countdown", inputs={"paid_on": "2026-11-20", "handling_days": 3}, asks_for="ordered_on")
    assert replied(form, told, "no, it was Thursday").inputs == {"paid_on": "2026-11-19", "handling_days": 3}
    assert replied(form, told, "no, I ordered on Thursday").inputs == {"ordered_on": "2026-11-19", "paid_on": "2026-11-20", "handling_days": 3}
    assert replied(form, told, "Thursday").inputs == {"ordered_on": "2026-11-19", "paid_on": "2026-11-20", "handling_days": 3}


@pytest.mark.parametrize(("text", "day"), [("the same day", "2026-11-20"), ("same day at 9:30", "2026-11-20T09:30"), ("that day", "2026-11-20")])
def test_the_same_day_is_the_one_told_before(form: Form, text: str, day: str) -> None:
    told = Memory(rule="ship-countdown", inputs={"paid_on": "2026-11-20", "handling_days": 3}, asks_for="ordered_on")
    assert replied(form, told, text).inputs["ordered_on"] == day


def test_a_reply_does_not_overwrite_what_it_only_repeats(form: Form) -> None:
    told = Memory(rule="brand-proof", inputs={"proof": "invoice", "invoice_date": "2026-06-12", "invoice_units": 25}, asks_for="submitted_at")
    assert replied(form, told, "yesterday at 14:30").inputs["invoice_date"] == "2026-06-12"
    prices = Memory(rule="free-shipping-repricing", inputs={"prices": [10, 19.9]}, asks_for="shipping_cost")
    assert replied(form, prices, "4.50 euros").inputs == {"prices": [10, 19.9], "shipping_cost": 4.5}


def test_a_button_that_begins_like_a_question_is_a_reply(form: Form) -> None:
    told = Memory(rule="stock-deduction", inputs={"stock": 20}, asks_for="deduct_on")
    assert replied(form, told, "When somebody pays").inputs["deduct_on"] == "payment"
    assert replied(form, told, "when somebody pays").inputs["deduct_on"] == "payment"


@pytest.mark.parametrize(("text", "count"), [("never", 0), ("once", 1), ("twice", 2), ("not yet", 0)])
def test_a_number_may_be_told_in_words(form: Form, text: str, count: int) -> None:
    told = Memory(rule="store-name-change", asks_for="changes_already_made")
    assert replied(form, told, text).inputs["changes_already_made"] == count


def test_what_a_reply_was_read_as_is_said_before_the_next_question(form: Form) -> None:
    told = Memory(rule="epr-scope", inputs={"categories": ["textiles"]}, asks_for="destinations")
    said = form.ask(told, CLOCK, stage="goes on", understood=unanswered("shoes"))
    noted, question = said.replies[0].answer.blocks
    assert noted.kind == "note"
    assert noted.text.startswith("Noted: EPR categories you sell: textiles")
    assert (question.kind, question.text) == ("lead", form._base.speaker.prompt(form._base.rules.rule("epr-scope"), "destinations"))
    asked = Memory(rule="ship-countdown", inputs={"ordered_on": "2026-11-03"}, assumed={"3": "2026-11-03"}, asks_for="paid_on")
    assert "“3” as Tuesday 3 November 2026" in form.ask(asked, CLOCK, stage="goes on", understood=unanswered("3")).replies[0].answer.text


# What is asked for next


def test_the_form_asks_in_the_order_of_the_rule(form: Form) -> None:
    assert form.missing(Memory(rule="epr-scope"), CLOCK) == "destinations"
    assert form.missing(GOODS, CLOCK) == "categories"
    assert form.missing(FIRST, CLOCK) == "first_on_french_market"
    assert form.missing(replace(FIRST, inputs={**FIRST.inputs, "first_on_french_market": True}), CLOCK) == ""


def test_the_form_asks_for_what_the_logic_needs(form: Form) -> None:
    """Only a cancellation before shipping needs its day (question 58); a rejection needs the start of the appeal."""
    assert form.missing(DAY, CLOCK) == "event_date"
    assert form.missing(Memory(rule="refund-timing", inputs={"situation": "countdown_expired"}), CLOCK) == ""
    rejected = {"origin": "ip_rights_holder", "notified_at": "2026-11-01", "rejected_1_at": "2026-11-10"}
    assert form.missing(Memory(rule="appeal-deadlines", inputs=rejected), CLOCK) == "appeal_started_at"


def test_the_moment_asked_about_is_never_asked_for(form: Form) -> None:
    complete = Memory(rule="appeal-deadlines", inputs={"origin": "ip_rights_holder", "notified_at": "2026-11-20"})
    assert form.missing(complete, CLOCK) == ""


def test_a_value_that_cannot_be_is_asked_for_again(form: Form) -> None:
    assert form.missing(replace(DAY, unusable={"event_date": "30 February"}), CLOCK) == "event_date"
    assert form.missing(CHECKED, CLOCK) == "goods_checked_on"  # before the return was asked for


def test_what_is_spoken_of_is_asked_for_in_the_order_of_the_rule(form: Form) -> None:
    """Units and shipping cost may be left out (one unit, no cost told); the cost of one unit may not, and stands between them."""
    opened = Memory(rule="free-product", inputs={"opens_on": "2026-12-02", "unit_cost": 8})
    assert form.missing(opened, CLOCK) == ""
    assert form.missing(replace(opened, doubtful=("shipping_cost",)), CLOCK) == "shipping_cost"
    assert form.missing(replace(opened, inputs={"opens_on": "2026-12-02"}, doubtful=("shipping_cost",)), CLOCK) == "unit_cost"


# Replies


@pytest.mark.parametrize(
    ("memory", "text", "value"),
    [
        (SITUATION, "Cancelled before shipping", "cancelled_before_shipping"),
        (SITUATION, "2", "cancelled_before_shipping"),
        (SITUATION, "canceled befor shiping", "cancelled_before_shipping"),
        (SITUATION, "the countdown ran out", "countdown_expired"),
        (DAY, "yesterday", "2026-11-22"),
        (DAY, "last Friday", "2026-11-20"),
        (DAY, "12/11", "2026-11-12"),
        (DAY, "3 days ago", "2026-11-20"),
        (DAY, "May 3rd", "2026-05-03"),
        (DAY, "2026-11-01", "2026-11-01"),
        (NOTICE, "yesterday at 9:30", "2026-11-22T09:30"),
        (NOTICE, "20 November", "2026-11-20"),
        (PLACES, "France and Germany", ["FR", "DE"]),
        (GOODS, "furniture, batteries", ["furniture", "batteries"]),
        (GOODS, "none", []),
        (GOODS, "None", []),
        (FIRST, "yes", True),
        (FIRST, "Yes", True),
        (FIRST, "no", False),
        (FIRST, "No.", False),
        (FIRST, "yes, I import them from China", True),
    ],
)
def test_a_reply_is_read(form: Form, memory: Memory, text: str, value: object) -> None:
    assert replied(form, memory, text).inputs[memory.asks_for] == value


@pytest.mark.parametrize(
    ("text", "intent", "value"),
    [("y", "why", True), ("yes", "affirm", True), ("ok", "affirm", True), ("no", "deny", False), ("nope", "deny", False)],
)
def test_a_yes_or_no_is_a_reply_where_one_is_asked_for(form: Form, text: str, intent: str, value: object) -> None:
    heard = form.listen(talk(text, intent), FIRST, CLOCK)
    assert heard.heard == "reply"
    assert heard.memory.inputs["first_on_french_market"] is value


def test_a_button_is_a_reply_whatever_else_it_may_mean(form: Form) -> None:
    for button in form.conversation.assistant.choices(form._base.rules.rule("refund-timing"), "situation"):
        heard = form.listen(talk(button.payload, "cancel"), SITUATION, CLOCK)
        assert heard.heard == "reply", button.title


def test_every_input_of_a_reply_is_taken(form: Form) -> None:
    memory = replied(form, PLACES, "I import furniture and ship to France")
    assert memory.inputs.items() >= {"destinations": ["FR"], "categories": ["furniture"], "first_on_french_market": True}.items()


def test_a_reply_may_correct_an_earlier_input(form: Form) -> None:
    memory = replied(form, NOTICE, "no, it was for prohibited goods")
    assert memory.inputs == {"origin": "prohibited_goods"}
    assert replied(form, FIRST, "sorry, I sell textiles").inputs["categories"] == ["textiles"]
    assert replied(form, FIRST, "and batteries too").inputs["categories"] == ["furniture", "batteries"]


def test_a_good_reply_forgets_the_bad_one(form: Form) -> None:
    memory = replied(form, replace(DAY, unusable={"event_date": "30 February"}, misses=2), "20/11")
    assert memory.unusable == {}
    assert memory.misses == 0
    assert memory.inputs["event_date"] == "2026-11-20"


def test_a_day_that_does_not_exist_is_kept_as_unusable(form: Form) -> None:
    memory = replied(form, DAY, "31/11")
    assert memory.unusable == {"event_date": "31/11"}
    assert "event_date" not in memory.inputs


def test_a_reading_worth_repeating_lives_as_long_as_its_value(form: Form) -> None:
    memory = replied(form, DAY, "Friday")
    assert memory.assumed == {"Friday": "2026-11-20"}
    assert replied(form, memory, "2026-11-12").assumed == {}


# Side questions


@pytest.mark.parametrize(
    "understood",
    [
        answered("How do I block a buyer?", "q020"),
        answered("how long do products stay online", "q049"),
        unanswered("What's the weather in Lyon tomorrow?"),
        unclear("what about coupons for my shop?", "q039", "q041"),
        answered("I would like to know my opening hours for the chat", "q007"),
        ruled("Until when can I appeal a sanction?", "appeal-deadlines"),
        talk("hello", "greet"),
        talk("thanks", "thanks"),
        talk("why?", "why"),
        talk("source?", "source"),
        talk("cancel", "cancel"),
        talk("I want to talk to a person", "handoff"),
    ],
    ids=lambda understood: understood.text,
)
@pytest.mark.parametrize("memory", [DAY, FIRST, GOODS], ids=lambda memory: memory.asks_for)
def test_what_is_no_reply_is_left_to_others(form: Form, understood: Understanding, memory: Memory) -> None:
    heard = form.listen(understood, memory, CLOCK)
    assert heard.heard == "side"
    assert heard.memory == memory


def test_a_question_for_the_rule_of_the_form_is_no_side_question(form: Form) -> None:
    heard = form.listen(ruled("When is the refund if it was cancelled on Friday?", "refund-timing"), DAY, CLOCK)
    assert heard.heard == "reply"
    assert heard.memory.inputs["event_date"] == "2026-11-20"


def test_a_title_offered_beside_the_form_is_no_reply(form: Form) -> None:
    title = form._base.library.article("q020").title
    assert form.listen(answered(title, "q020"), replace(GOODS, offered=("q020",)), CLOCK).heard == "side"
    assert form.listen(talk("yes", "affirm"), replace(GOODS, offered=("q020",)), CLOCK).heard == "side"
    # A yes/no question is nearer than the offer.
    assert form.listen(talk("yes", "affirm"), replace(FIRST, offered=("q020",)), CLOCK).heard == "reply"


# Not knowing


@pytest.mark.parametrize("text", ["I don't know", "i dont know", "no idea", "not sure", "I can't remember", "idk", "skip"])
@pytest.mark.parametrize("memory", [SITUATION, DAY, NOTICE, PLACES, GOODS, FIRST], ids=lambda memory: memory.asks_for)
def test_not_knowing_a_needed_value_is_no_value(form: Form, text: str, memory: Memory) -> None:
    for understood in (unanswered(text), talk(text, "why"), talk(text, "deny")):
        heard = form.listen(understood, memory, CLOCK)
        assert heard.heard == "unread", understood.talk
        assert heard.memory.inputs == memory.inputs
        assert heard.memory.misses == 2  # help and ways out at once


def test_not_knowing_with_a_value_is_a_value(form: Form) -> None:
    assert replied(form, DAY, "I'm not sure, it was on 20/11").inputs["event_date"] == "2026-11-20"
    assert replied(form, GOODS, "not sure, mostly furniture").inputs["categories"] == ["furniture"]


def test_an_optional_value_is_left_out(form: Form) -> None:
    """The day of the check is optional: without it the answer only gives no earliest day (question 58)."""
    memory = replied(form, CHECKED, "I don't know")
    assert memory.inputs == {"situation": "return_after_receipt", "event_date": "2026-11-18"}
    assert form.missing(memory, CLOCK) == ""


PAID = Memory(rule="ship-countdown", inputs={"ordered_on": "2026-11-20T10:00"}, asks_for="paid_on")


@pytest.mark.parametrize(
    ("text", "inputs"),
    [
        ("what if it was paid saturday", {"paid_on": "2026-11-21"}),
        ("and if it is 5 days", {"handling_days": 5}),
        ("3 days", {"handling_days": 3}),  # which is no day on which he paid
        ("actually it was ordered on Thursday", {"ordered_on": "2026-11-19T10:00"}),
    ],
)
def test_what_is_supposed_or_corrected_is_a_reply(form: Form, text: str, inputs: dict[str, object]) -> None:
    heard = form.listen(answered(text, "q056", follows_up=True), PAID, CLOCK)
    assert (heard.heard, heard.memory.inputs) == ("reply", {**PAID.inputs, **inputs})


def test_a_number_alone_corrects_what_was_told_in_a_form(form: Form) -> None:
    sold = Memory(rule="free-product", inputs={"unit_cost": 8, "units": 3}, asks_for="opens_on")
    heard = form.listen(answered("no, 4 lamps", "q011-several", follows_up=True), sold, CLOCK)
    assert heard.memory.inputs == {"unit_cost": 8, "units": 4}


UNITS = Memory(rule="free-product", inputs={"opens_on": "2026-12-02", "unit_cost": 8}, doubtful=("units", "shipping_cost"), asks_for="units")


def test_a_reply_ends_the_doubt_about_its_input_alone(form: Form) -> None:
    memory = replied(form, UNITS, "3")
    assert memory.inputs == {**UNITS.inputs, "units": 3}
    assert memory.doubtful == ("shipping_cost",)
    assert form.missing(memory, CLOCK) == "shipping_cost"


def test_a_doubt_that_the_seller_cannot_settle_is_dropped(form: Form) -> None:
    memory = replied(form, UNITS, "I don't know")
    assert memory.inputs == UNITS.inputs
    assert memory.doubtful == ("shipping_cost",)
    assert form.missing(replied(form, replace(memory, asks_for="shipping_cost"), "no idea"), CLOCK) == ""


def test_a_reply_may_raise_a_doubt_or_settle_another(form: Form) -> None:
    opened = Memory(rule="free-product", inputs={"opens_on": "2026-12-02"}, asks_for="unit_cost")
    assert replied(form, opened, "8 euros, plus postage").doubtful == ("shipping_cost",)
    assert replied(form, replace(opened, doubtful=("units",)), "8 euros each for 3 units").doubtful == ()
    known = replace(opened, inputs={"opens_on": "2026-12-02", "shipping_cost": 2})
    assert replied(form, known, "8 euros, plus postage").doubtful == ()


PRICE = Memory(rule="sale-net", asks_for="price")
AMOUNTS = Memory(rule="withdrawal-fee", asks_for="amounts")


@pytest.mark.parametrize("memory", [PRICE, AMOUNTS], ids=lambda memory: memory.asks_for)
@pytest.mark.parametrize("text", ["blorf 77 quux", "77 blorf", "quux 77 zanzibort, snerf 12"])
def test_a_number_in_nonsense_is_no_reply(form: Form, memory: Memory, text: str) -> None:
    heard = form.listen(unanswered(text), memory, CLOCK)
    assert (heard.heard, heard.memory.inputs, heard.memory.misses) == ("unread", {}, 1)


@pytest.mark.parametrize("text", ["77", "77 €", "it was 77 euros for a lamp", "77 blorf per piece", "price 77 quux"])
def test_a_number_beside_words_that_are_known_is_a_reply(form: Form, text: str) -> None:
    assert replied(form, PRICE, text).inputs == {"price": 77}


def test_what_cannot_be_read_is_counted(form: Form) -> None:
    once = form.listen(unanswered("purple"), DAY, CLOCK)
    twice = form.listen(unanswered("purple"), once.memory, CLOCK)
    assert (once.heard, once.memory.misses) == ("unread", 1)
    assert (twice.heard, twice.memory.misses) == ("unread", 2)
    assert replied(form, twice.memory, "20/11").misses == 0


# Asking


def asked(form: Form, memory: Memory, stage: Stage = "goes on", understood: Understanding | None = None) -> str:
    """The question as it is shown."""
    (reply,) = form.ask(memory, CLOCK, stage=stage, understood=understood or unanswered("hm")).replies
    assert reply.decision == "rule"
    return reply.answer.text


def test_a_question_has_an_example_or_choices(form: Form) -> None:
    words = form._base.wording.rules
    assert words["refund-timing"].inputs["event_date"].example in asked(form, DAY)
    (reply,) = form.ask(SITUATION, CLOCK, stage="goes on", understood=unanswered("hm")).replies
    labels = [term.label for term in form._base.wording.vocabularies["refund_situation"].terms.values()]
    assert [button.payload for button in reply.answer.follow_ups] == labels
    assert len(labels) == 5  # the catalogue's five situations


def test_yes_no_and_none_have_buttons(form: Form) -> None:
    (yes_no,) = form.ask(FIRST, CLOCK, stage="goes on", understood=unanswered("hm")).replies
    assert [button.title for button in yes_no.answer.follow_ups] == ["Yes", "No"]
    (goods,) = form.ask(GOODS, CLOCK, stage="goes on", understood=unanswered("hm")).replies
    assert [button.title for button in goods.answer.follow_ups][-1] == "None"
    assert len(goods.answer.follow_ups) == 8  # seven categories
    (needed,) = form.ask(Memory(rule="epr-plan", asks_for="categories"), CLOCK, stage="goes on", understood=unanswered("hm")).replies
    assert "None" not in [button.title for button in needed.answer.follow_ups]  # at least one is needed


def test_a_question_names_its_rules_articles(form: Form) -> None:
    (reply,) = form.ask(DAY, CLOCK, stage="goes on", understood=unanswered("hm")).replies
    assert reply.answer.sources[0].id == "q058"


def test_what_cannot_be_used_is_said_first(form: Form) -> None:
    shown = asked(form, replace(DAY, unusable={"event_date": "30 February"}))
    assert "30 February" in shown
    assert shown.index("30 February") < shown.index("On which day")
    assert "cannot lie before" in asked(form, CHECKED)


def test_a_day_without_its_hour_is_no_mistake(form: Form) -> None:
    """It is asked for in its turn, after what is asked for before it."""
    inputs = {"promotion": "major", "uploaded_at": "2026-11-18", "sales_window_days": 90}
    assert "2026-11-18" not in asked(form, Memory(rule="promo-eligibility", inputs=inputs, asks_for="sales_in_window"))
    shown = asked(form, Memory(rule="promo-eligibility", inputs={**inputs, "sales_in_window": 3}, asks_for="uploaded_at"))
    assert "18 November 2026" in shown


def test_the_question_for_what_is_spoken_of_says_why(form: Form) -> None:
    why = form._base.wording.notice("spoken_of", label=form._base.speaker.label("free-product", "units"))
    shown = asked(form, UNITS)
    assert shown.index(why) < shown.index(form._base.wording.rules["free-product"].inputs["units"].ask)
    assert why not in asked(form, replace(UNITS, doubtful=()))


def test_a_return_to_the_form_is_said(form: Form) -> None:
    notice = form._base.wording.notice("still_open")
    assert asked(form, DAY, "comes back").startswith(notice)
    assert notice not in asked(form, DAY)


def test_the_first_question_follows_what_the_guide_says_in_general(form: Form) -> None:
    """The span of 7 to 14 days (question 58) needs no input; it is said once, when the form begins."""
    general = form._base.library.article("q058").passages[0].text
    understood = ruled("When is the refund due?", "refund-timing")
    assert asked(form, DAY, "begins", understood).startswith(general)
    assert general not in asked(form, DAY, "goes on", understood)  # a reply may sound like a question for the same rule
    assert general not in asked(form, DAY, "comes back", understood)


def test_the_first_question_keeps_the_other_question_of_the_message(form: Form) -> None:
    both = replace(ruled("Until when do I ship? And how do I set a new password?", "ship-countdown"), parts=found("q018"))
    said = asked(form, Memory(rule="ship-countdown", asks_for="ordered_on"), "begins", both)
    assert said.index("password") < said.index("When did the buyer place the order?")
    half = replace(ruled("Until when do I ship? And who won the cup?", "ship-countdown"), unanswered="who won the cup?")
    (reply,) = form.ask(Memory(rule="ship-countdown", asks_for="ordered_on"), CLOCK, stage="begins", understood=half).replies
    kinds = [block.kind for block in reply.answer.blocks]
    said = reply.answer.text
    assert kinds[:2] == ["note", "lead"]  # that something is not answered is no headline
    assert said.index("“who won the cup?”") < said.index("When did the buyer place the order?")


def test_a_question_that_needs_a_refund_is_of_the_form_about_the_refund(form: Form) -> None:
    """Alone it is no question about a refund; here one has been told."""
    told = Memory(rule="commission-after-refund", inputs={"refund": 20}, asks_for="price")
    heard = form.listen(answered("how much commission do I owe on 80 euros?", "q003"), told, CLOCK)
    assert (heard.heard, heard.memory.inputs) == ("reply", {"refund": 20, "price": 80})


def test_a_name_without_an_article_stands_in_no_sentence(form: Form) -> None:
    """English inputs are called "kind of promotion": such a name follows a colon, as "without kind of promotion" is no English."""
    for misses in (1, 2):
        (reply,) = form.ask(replace(DAY, misses=misses), CLOCK, stage="goes on", understood=unanswered("hm")).replies
        label = form._base.speaker.label(DAY.rule, DAY.asks_for)
        assert f": {label}." in reply.answer.blocks[0].text


def test_the_second_miss_shows_ways_out(form: Form) -> None:
    def buttons(misses: int) -> list[str]:
        (reply,) = form.ask(replace(DAY, misses=misses), CLOCK, stage="goes on", understood=unanswered("hm")).replies
        return [button.title for button in reply.answer.follow_ups]

    assert buttons(0) == buttons(1) == []
    assert buttons(2) == ["Talk to a person", "Cancel"]
    assert "could not read" in asked(form, replace(DAY, misses=1))
    assert "cannot compute" in asked(form, replace(DAY, misses=2))


def test_what_a_surface_had_filled_in_is_taken_as_it_is(form: Form) -> None:
    memory = Memory(rule="ship-countdown", asks_for="paid_on")
    text = filled.write("ship-countdown", {"paid_on": "2026-11-20", "handling_days": 3})
    assert replied(form, memory, text).inputs == {"paid_on": "2026-11-20", "handling_days": 3}


def test_a_form_of_another_rule_is_a_side_question(form: Form) -> None:
    memory = Memory(rule="ship-countdown", asks_for="paid_on")
    understood = form.conversation.assistant.understander.understand(filled.write("refund-timing", {"event_date": "2026-11-20"}), CLOCK)
    assert (understood.decision, understood.rule, understood.reading.inputs) == ("rule", "refund-timing", {"event_date": "2026-11-20"})
    assert form.listen(understood, memory, CLOCK).heard == "side"


def test_a_day_that_cannot_be_is_told_once_and_while_it_is_asked_for(form: Form) -> None:
    told = Memory(rule="appeal-deadlines", unusable={"notified_at": "31/11/2026"}, asks_for="origin")

    def said(memory: Memory, text: str) -> str:
        (reply,) = form.ask(memory, CLOCK, stage="goes on", understood=unanswered(text)).replies
        return reply.answer.text

    assert "31/11/2026" in said(told, "31/11/2026")
    assert "31/11/2026" not in said(replace(told, misses=1), "hm")
    assert "31/11/2026" in said(replace(told, inputs={"origin": "prohibited_goods"}, asks_for="notified_at"), "prohibited goods")


ASKED_THEN = Memory(rule="chat-reply", inputs={"asked_at": "2026-11-20"}, asks_for="asked_at")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("8", "T08:00"),
        ("around 8", "T08:00"),
        ("in the morning at 8", "T08:00"),
        ("morning, 8 o'clock", "T08:00"),
        ("8.30", "T08:30"),
        ("I think at 8 in the evening", "T20:00"),
        ("in the afternoon at 3", "T15:00"),
        ("20", "T20:00"),
    ],
)
def test_a_number_is_an_hour_where_only_the_hour_is_wanted(form: Form, text: str, moment: str) -> None:
    """And never the 8th of the month, which would be another day than the one told."""
    assert replied(form, ASKED_THEN, text).inputs == {"asked_at": f"2026-11-20{moment}"}


@pytest.mark.parametrize("text", ["25", "8.75"])
def test_what_is_no_hour_leaves_the_day(form: Form, text: str) -> None:
    heard = form.listen(unanswered(text), ASKED_THEN, CLOCK)
    assert heard.memory.inputs == ASKED_THEN.inputs


@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", "le matin à 8h"), ("fr", "8h"), ("es", "a las 8"), ("es", "por la mañana a las 8"), ("it", "alle 8"), ("it", "la mattina alle 8")],
)
def test_the_hour_alone_is_read_in_every_language_that_is_spoken(lookup: Lookup, language: str, text: str) -> None:
    heard = lookup.languages.form(language).listen(unanswered(text), ASKED_THEN, CLOCK)
    assert heard.memory.inputs == {"asked_at": "2026-11-20T08:00"}


def test_the_same_day_may_be_told_with_what_happened_then(form: Form) -> None:
    told = Memory(rule="ship-countdown", inputs={"paid_on": "2026-11-20", "handling_days": 3}, asks_for="ordered_on")
    assert replied(form, told, "same day, right when he paid").inputs == {**told.inputs, "ordered_on": "2026-11-20"}


PAYOUT = Memory(rule="net-payout", inputs={"sales": [{"amount": 60, "affiliate_percent": 8}], "bank_country": "DE"}, asks_for="withdrawals")


def test_a_bare_number_gives_the_input_asked_for_alone(form: Form) -> None:
    """It could be a sale of €1 as well, and would take the place of the sales told."""
    assert replied(form, PAYOUT, "1").inputs == {**PAYOUT.inputs, "withdrawals": 1}


@pytest.mark.parametrize("text", ["8 %", "no, you forgot the 8 %", "8 €"])
def test_a_share_or_an_amount_is_no_count(form: Form, text: str) -> None:
    assert "withdrawals" not in form.listen(unanswered(text), PAYOUT, CLOCK).memory.inputs
