"""What is said in Teams, in personal chats, groups and channels, and how it comes back."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from microsoft_agents.activity import Activity, ConversationAccount

from bot.accounts.account import Role
from bot.channels.teams.place import delivery_of
from bot.lookup import Lookup
from tests.desks import PERSON
from tests.seats import Seat, admitted
from tests.teams import BOT_IN_TEAMS, Chats, Person, actions, answer
from tests.validation import card_complaints

pytestmark = pytest.mark.model
MENTION = {"type": "mention", "text": "<at>Seller Support</at>", "mentioned": {"id": BOT_IN_TEAMS, "name": "Seller Support"}}


def test_an_answer_comes_as_a_card_with_its_source_and_caveats(anna: Person, chats: Chats) -> None:
    chats.engine.says(answer("**Within 14 days.**"))
    anna.write("When is the money back?")
    card = anna.hears("Within 14 days.")
    assert "Count on it." in card.text
    assert "When does a buyer get his money back? (V. Order management), checked on Tuesday 24 November 2026" in card.text
    assert card.activity["summary"].startswith("Within 14 days.")
    assert not card.activity.get("text")
    assert chats.heard == ["When is the money back?"]


def test_several_messages_at_once_keep_their_order(anna: Person, chats: Chats) -> None:
    chats.engine.while_asked = lambda sent: chats.engine.says(answer(f"answer to {sent['message']}"))
    for number in range(5):
        anna.write(f"question {number}")
    for number in range(5):
        anna.hears(f"answer to question {number}")
    assert chats.heard == [f"question {number}" for number in range(5)]


def test_what_is_delivered_twice_is_answered_once(anna: Person, chats: Chats) -> None:
    chats.engine.while_asked = lambda sent: chats.engine.says(answer(f"answer to {sent['message']}"))
    for _ in range(3):
        anna.write("once", id="the-same")
    anna.write("then")
    anna.hears("answer to then")
    assert chats.heard == ["once", "then"]
    assert len(chats.microsoft.texts(anna.conversation)) == 2


def test_ids_are_those_of_one_chat_alone(chats: Chats) -> None:
    """Teams numbers messages within a chat: two chats in which somebody writes at the same moment may have the same id."""
    chats.engine.while_asked = lambda sent: chats.engine.says(answer(f"answer to {sent['message']}"))
    everybody = [chats.person("a:one-of-two"), chats.person("a:two-of-two")]
    for number, person in enumerate(everybody):
        for _ in range(2):
            person.write(f"question {number}", id="1764169200123")
        person.hears(f"answer to question {number}")
    for person in everybody:  # commands are no utterances, and go another way
        person.write("help", id="1764169200124")
    for person in everybody:
        person.hears("Hello!")
        assert len(chats.microsoft.texts(person.conversation)) == 2
    assert chats.heard == [f"question {number}" for number in range(2)]


def test_a_long_id_of_a_chat_hides_no_id_of_a_message() -> None:
    def named(number: str | None, chat: str) -> str:
        return delivery_of(Activity(type="message", id=number, conversation=ConversationAccount(id=chat)))

    names = {named(number, chat) for number in ("1", "2") for chat in ("x" * 300, "x" * 301)}
    assert len(names) == 4
    assert max(map(len, names)) <= 255  # as long as what is delivered may be named
    assert named(None, "x") == ""


def test_it_is_acknowledged_at_once_and_typing_shown_while_the_answer_takes_long(anna: Person, chats: Chats) -> None:
    chats.engine.says(answer("at last"))
    chats.engine.delay, typed = 4.0, chats.microsoft.typed
    began = time.monotonic()
    anna.write("Something hard")
    assert time.monotonic() - began < 3.0  # long before the answer, also on a busy machine
    chats.microsoft.wait(lambda found: found.typed > typed)
    anna.hears("at last")


def test_mentions_and_links_become_plain_words(chats: Chats) -> None:
    group = chats.person("19:mentions@thread.v2", "groupChat")
    other = {"type": "mention", "text": "<at>Bob B.</at>", "mentioned": {"id": "29:bob", "name": "Bob B."}}
    group.write("<at>Seller Support</at>&nbsp;may <at>Bob B.</at> sell [this](https://evil.example) &amp; that **_now_**?", entities=[MENTION, other])
    group.hears("Hello!")
    assert chats.heard == ["may a colleague sell this & that now?"]


def test_in_a_channel_it_answers_in_the_thread_to_whoever_mentions_it(chats: Chats) -> None:
    chats.engine.while_asked = lambda sent: chats.engine.says(answer(f"answer to {sent['message']}"))
    first, second = (chats.person(f"19:team@thread.tacv2;messageid={number}", "channel") for number in (1, 2))
    first.write("people among themselves")
    first.write("<at>Seller Support</at> one", entities=[MENTION])
    second.write("<at>Seller Support</at> two", entities=[MENTION])
    first.hears("answer to one")
    second.hears("answer to two")
    assert sorted(chats.heard) == ["one", "two"]
    assert chats.conversations == 2  # each thread is a conversation of its own


def test_what_is_written_pings_nobody(anna: Person, chats: Chats) -> None:
    chats.engine.says(answer("You wrote <at>everybody</at> and [here](https://evil.example)."))
    anna.write("x")
    card = anna.hears("You wrote")
    assert "<at>" not in str(card.activity)
    assert "](" not in str(card.card["body"])
    assert "entities" not in card.activity


def test_it_greets_once_when_it_comes(anna: Person, chats: Chats) -> None:
    anna.deliver(type="installationUpdate", action="add")
    anna.deliver(type="conversationUpdate", membersAdded=[{"id": BOT_IN_TEAMS}])
    anna.deliver(type="conversationUpdate", membersAdded=[{"id": "29:somebody-else"}])
    card = anna.hears("Hello! What would you like to know")
    assert "My reminders: List your reminders" in card.text
    anna.press(card, "How long do I have to appeal a sanction?")
    anna.hears("Hello!")
    assert chats.heard == ["How long do I have to appeal a sanction?"]
    assert sum("What would you like to know about" in text for text in chats.microsoft.texts(anna.conversation)) == 1


def test_nothing_that_every_channel_says_speaks_of_a_browser(data: Path) -> None:
    """In Teams there is none: what is said must hold wherever it is read."""
    said = {path: path.read_text(encoding="utf-8") for path in (data / "wording").glob("*/*.yaml")}
    assert len(said) > 20
    assert [str(path) for path, text in said.items() if re.search(r"\b(browser|navigateur|navegador)", text, re.IGNORECASE)] == []


def test_it_speaks_the_language_of_teams_until_the_conversation_has_one(chats: Chats) -> None:
    luc = chats.person("a:luc", locale="fr-FR")
    luc.write("aide")
    assert "Je suis un assistant automatique" in luc.hears("Bonjour !").text
    luc.write("ok ?")
    luc.hears("Hello!")
    assert [sent["metadata"]["language"] for sent in chats.engine.asked] == ["fr"]


# Votes, people, other channels


def test_a_vote_with_a_reason_is_taken(anna: Person, chats: Chats) -> None:
    chats.engine.says(answer("Within 14 days."))
    anna.write("Refund?")
    card = anna.hears("Within 14 days.")
    anna.press(card, "Send", reason="outdated")
    assert "Thank you, noted." in card.text
    assert "This helped" not in [action["title"] for action in actions(card.card)]
    assert chats.rows("SELECT helpful FROM votes JOIN seats USING (conversation) WHERE seats.key = :key", key=anna.conversation) == [(0,)]


def test_a_person_answers_under_their_name_and_gives_back(anna: Person, chats: Chats, lookup: Lookup) -> None:
    robin = Seat(chats.client, admitted(chats.settings, lookup, Role.AGENT, name="Robin Berger"))
    robin.get("/console/inbox/count")
    chats.engine.says(PERSON)
    anna.write("Talk to a person")
    anna.hears("I have passed your question on")
    ((case,),) = chats.rows("SELECT cases.number FROM cases JOIN seats USING (conversation) WHERE seats.key = :key", key=anna.conversation)
    robin.post(f"/console/cases/{case}/take", {})
    anna.hears("Robin Berger answers you now.")
    robin.post(f"/console/cases/{case}/messages", {"text": "I looked: **it is on its way**, @everybody."})
    card = anna.hears("I looked")
    assert card.text.startswith("Robin Berger, a colleague")
    anna.write("Thank you")  # goes to Robin, not to the engine
    anna.hears("Noted. Robin Berger reads it here")
    assert chats.heard == ["Talk to a person"]
    robin.post(f"/console/cases/{case}/return", {})
    anna.hears("The automated assistant answers you again.")


def test_a_conversation_goes_on_elsewhere_with_its_code(anna: Person, chats: Chats) -> None:
    chats.engine.says(answer("Within 14 days."))
    anna.write("Refund?")
    anna.hears("Within 14 days.")
    anna.write("Continue elsewhere")
    code = anna.hears("Write “continue").text.split("“continue ")[1].split("”")[0]
    other = chats.person("a:another-chat")
    other.write(f"continue {code}")
    other.hears("We continue here.")
    other.hears("Within 14 days.")
    other.write(f"continue {code}")
    other.hears("This code is unknown, used or expired.")
    other.write("And then?")
    other.hears("Within 14 days.")
    assert chats.conversations == 1


def test_a_code_is_not_told_where_others_read_it(chats: Chats) -> None:
    group = chats.person("19:codes@thread.v2", "groupChat")
    group.write("<at>Seller Support</at> hello", entities=[MENTION])
    group.hears("Hello!")
    group.write("<at>Seller Support</at> continue elsewhere", entities=[MENTION])
    assert "continue" not in group.hears("everybody here would see the code").text


def test_a_new_conversation_begins_and_an_old_one_is_deleted(anna: Person, chats: Chats) -> None:
    anna.write("One")
    anna.hears("Hello!")
    anna.write("New conversation")
    anna.hears("A new conversation begins.")
    anna.write("Two")
    anna.hears("Hello!")
    assert chats.conversations == 2
    anna.write("delete the conversation")
    card = anna.hears("Delete this conversation?")
    anna.press(card, "Delete the conversation")
    assert "has been deleted on the server" in card.text
    assert chats.rows("SELECT * FROM conversations WHERE id = :id", id=chats.engine.asked[-1]["sender"]) == []
    anna.write("Three")
    anna.hears("Hello!")
    assert chats.conversations == 3


# When Teams does not take what is written


def test_a_connector_with_too_much_to_do_is_asked_again_when_it_says_so(anna: Person, chats: Chats) -> None:
    chats.engine.says(answer("patience"))
    chats.microsoft.refuses[:] = [(429, {"Retry-After": "1"})]
    anna.write("Hello?")
    anna.hears("patience")
    chats.microsoft.refuses[:] = [(503, {"Retry-After": "0"})]
    anna.write("My reminders")  # what no event holds, too
    anna.hears("You have no reminders.")
    assert chats.microsoft.refuses == []
    assert len(chats.microsoft.texts(anna.conversation)) == 2


def test_a_token_that_is_no_good_any_more_is_got_anew(anna: Person, chats: Chats) -> None:
    chats.microsoft.refuses[:] = [(401, {})]
    anna.write("Hello?")
    anna.hears("Hello!")


def test_a_place_that_is_gone_is_left(anna: Person, chats: Chats) -> None:
    chats.microsoft.refuses[:] = [(403, {})]
    anna.write("One")
    chats.microsoft.wait(lambda found: not found.refuses)
    chats.rows("SELECT 1 WHERE NOT EXISTS (SELECT * FROM seats WHERE key = :key)", key=anna.conversation)
    anna.write("Two")
    anna.hears("Hello!")
    assert chats.conversations == 2


# The search where messages are written


def _searched(anna: Person, text: str) -> dict[str, Any]:
    value = {"commandId": "search", "parameters": [{"name": "question", "value": text}], "queryOptions": {"skip": 0, "count": 25}}
    found: dict[str, Any] = anna.deliver(200, type="invoke", name="composeExtension/query", value=value)["composeExtension"]
    return found


def test_the_guide_is_searched_and_an_answer_inserted_with_its_source(anna: Person) -> None:
    found = _searched(anna, "Can I cancel an order that I cannot deliver?")
    assert found["type"] == "result"
    drawn = [one["content"] for one in found["attachments"]]
    assert len(drawn) > 1
    for card in drawn:
        assert card_complaints(card) == []
        assert "checked on" in card["fallbackText"]
        assert list(actions(card)) == []
    assert all(one["preview"]["content"]["title"] for one in found["attachments"])


def test_a_search_for_nothing_says_what_it_is_for(anna: Person) -> None:
    assert _searched(anna, "  ") == {"type": "message", "text": "Such as: refund after a cancellation"}
    assert _searched(anna, "What does the fox say to the moon?")["type"] == "message"
