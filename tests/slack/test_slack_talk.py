"""Direct messages, mentions and threads: answered in their place and order, once, and followed without a new mention."""

from __future__ import annotations

import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from tests.slack.fake import BOT, BOT_ID
from tests.slack.workspace import Workspace

pytestmark = pytest.mark.model
UPLOAD, MONEY = "how do I upload my products in bulk?", "when is the money from a sale released to me?"
APPEAL = "how long do I have to appeal a sanction?"


def asked(workspace: Workspace) -> list[str]:
    """What reached the dialogue engine."""
    return [str(sent["message"]) for sent in workspace.engine.asked]


def test_a_direct_message_is_answered_there(workspace: Workspace) -> None:
    workspace.write("UANA", UPLOAD, "DTALK1")
    found = workspace.last("DTALK1")
    assert "checked on" in found.said
    assert found.button("Read")["value"].endswith("|en")
    assert found.thread == ""


def test_a_mention_is_answered_in_its_thread_and_the_thread_is_followed(workspace: Workspace) -> None:
    root = workspace.mention("UANA", UPLOAD, "C1")
    workspace.last("C1", root)
    workspace.write("URUI", MONEY, "C1", root)
    workspace.last("C1", root, beyond=1)
    assert asked(workspace) == [UPLOAD, MONEY]  # the mention came twice, and without the name
    assert workspace.slack.in_("C1") == []


def test_a_thread_that_does_not_concern_the_bot_is_left_alone(workspace: Workspace) -> None:
    workspace.write("UANA", UPLOAD, "C1", "1.1")
    workspace.write("UANA", UPLOAD, "C1")
    workspace.mention("UANA", MONEY, "C1", "1.1")  # now it does, with the question that mentions it
    workspace.last("C1", "1.1")
    assert asked(workspace) == [MONEY]


def test_what_is_delivered_again_is_answered_once(workspace: Workspace) -> None:
    told = workspace.message("UANA", UPLOAD, "DTALK2")
    for count in range(3):
        workspace.event(told, "EvSAME", extra={"X-Slack-Retry-Num": str(count), "X-Slack-Retry-Reason": "http_timeout"} if count else {})
    workspace.write("UANA", MONEY, "DTALK2")
    workspace.last("DTALK2", beyond=1)
    assert asked(workspace) == [UPLOAD, MONEY]


def test_a_code_and_a_file_that_are_delivered_again_are_answered_once(workspace: Workspace) -> None:
    again = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
    conversation = workspace.client.post(f"{workspace.url}/api/chat", json={"text": MONEY}).json()["conversation_id"]
    code = workspace.client.post(f"{workspace.url}/api/chat/{conversation}/pass").json()["code"]
    for told in (
        workspace.message("UANA", f"continue {code}", "DTALK8"),
        workspace.message("UANA", "", "DTALK8", subtype="file_share", files=[{"id": "F1"}]),
    ):
        workspace.event(told, f"Ev{told['ts']}")
        workspace.event(told, f"Ev{told['ts']}", extra=again)
    workspace.write("UANA", UPLOAD, "DTALK8")
    workspace.last("DTALK8", beyond=3)
    seen = [one.said for one in workspace.slack.in_("DTALK8")]
    assert seen[0].startswith("We go on here.")
    assert "I can read text only" in seen[2]
    assert len(seen) == 4  # where it goes on, its last answer, the reason, the answer to the question
    assert asked(workspace) == [MONEY, UPLOAD]


@pytest.mark.parametrize("first", ["message", "app_mention"])
def test_a_mention_in_a_followed_thread_is_heard_once_of_its_two_events(workspace: Workspace, first: str) -> None:
    channel = f"C5{first[0].upper()}"
    root = workspace.mention("UANA", UPLOAD, channel)
    workspace.last(channel, root)
    conversation = workspace.client.post(f"{workspace.url}/api/chat", json={"text": MONEY}).json()["conversation_id"]
    code = workspace.client.post(f"{workspace.url}/api/chat/{conversation}/pass").json()["code"]
    for text, files in ((f"continue {code}", []), ("", [{"id": "F1"}])):
        told = workspace.message("UANA", f"<@{BOT}> {text}", channel, root, files=files)
        for kind in (first, "app_mention" if first == "message" else "message"):
            workspace.event(told | {"type": kind})
    workspace.write("UANA", UPLOAD, channel, root)
    workspace.last(channel, root, beyond=4)
    seen = [one.said for one in workspace.slack.in_(channel, root)]
    assert seen[1].startswith("We go on here.")
    assert "I can read text only" in seen[3]
    assert len(seen) == 5


def test_bots_edits_and_notices_are_ignored(workspace: Workspace) -> None:
    root = workspace.mention("UANA", UPLOAD, "C2")
    workspace.last("C2", root)
    told = workspace.message("UANA", MONEY, "C2", root)
    workspace.event(told | {"bot_id": "BOTHER"})
    workspace.event(told | {"bot_id": BOT_ID, "user": BOT})
    workspace.event(told | {"subtype": "message_changed", "message": told, "hidden": True})
    workspace.event(told | {"subtype": "channel_join"})
    workspace.event(told | {"user": BOT})
    workspace.event({"type": "reaction_added", "user": "UANA", "item": {}, "reaction": "eyes"})
    workspace.write("UANA", APPEAL, "C2", root)
    workspace.last("C2", root, beyond=1)
    assert asked(workspace) == [UPLOAD, APPEAL]


def test_several_messages_at_once_keep_their_order(workspace: Workspace) -> None:
    texts = [f"how do I upload product number {number}?" for number in range(6)]
    for text in texts:
        workspace.write("UANA", text, "DTALK3")
    workspace.last("DTALK3", beyond=5)
    assert asked(workspace) == texts


@pytest.mark.parametrize(
    ("user", "text", "reason"),
    [("UANA", "", "Please write a question."), ("URUI", "…", "Veuillez écrire une question."), ("UANA", "a" * 2001, "2000 characters")],
)
def test_who_addresses_the_bot_gets_a_reason_in_their_own_language(workspace: Workspace, user: str, text: str, reason: str) -> None:
    root = workspace.mention(user, text, "C3")
    assert reason in workspace.last("C3", root).said
    assert asked(workspace) == []


def test_a_database_that_cannot_be_used_is_told(workspace: Workspace) -> None:
    with closing(sqlite3.connect(workspace.settings.database_url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        workspace.write("UANA", UPLOAD, "DLOCKED")
        found = workspace.last("DLOCKED")
        other.execute("ROLLBACK")
    assert "your message was not taken. Please send it again" in found.said


def test_a_file_without_words_gets_a_reason(workspace: Workspace) -> None:
    workspace.write("URUI", "", "DTALK4", subtype="file_share", files=[{"id": "F1"}])
    assert "que du texte" in workspace.last("DTALK4").said


def test_names_links_and_markup_become_plain_words(workspace: Workspace) -> None:
    root = workspace.mention("UANA", "*how* do I upload <@U77> products &amp; <!channel> <https://a.example|pictures> in bulk?", "C4")
    workspace.last("C4", root)
    assert asked(workspace) == ["how do I upload a colleague products & colleagues pictures (https://a.example) in bulk?"]


def test_slacks_patience_is_asked_for_and_nothing_is_said_twice(workspace: Workspace) -> None:
    workspace.slack.limited["chat.postMessage"] = 2
    workspace.write("UANA", UPLOAD, "DTALK5")
    workspace.last("DTALK5")
    posts = [given for method, given in workspace.slack.calls if method == "chat.postMessage"]
    assert len(posts) == 3  # two refused, one taken
    assert len(workspace.slack.in_("DTALK5")) == 1


def test_a_channel_that_is_gone_holds_up_nobody_else(workspace: Workspace) -> None:
    workspace.slack.foreign.add("CGONE")
    workspace.mention("UANA", UPLOAD, "CGONE")
    workspace.write("UANA", MONEY, "DTALK6")
    workspace.last("DTALK6")


def test_slow_answers_show_that_they_are_looked_for(workspace: Workspace) -> None:
    workspace.engine.delay = 2.6
    ts = workspace.write("UANA", UPLOAD, "DTALK7")
    workspace.last("DTALK7")
    workspace.wait(lambda: ("remove", ts) in workspace.slack.reactions)
    assert ("add", ts) in workspace.slack.reactions


def test_fifty_messages_at_once_are_acknowledged_in_time_while_the_engine_is_slow(workspace: Workspace) -> None:
    workspace.engine.delay = 8.0
    taken: list[float] = []
    gathered = threading.Barrier(25)

    def write(number: int) -> None:
        gathered.wait(20)
        began = time.monotonic()
        workspace.write("UANA", UPLOAD, f"DMANY{number}")
        taken.append(time.monotonic() - began)

    with ThreadPoolExecutor(25) as pool:
        list(pool.map(write, range(50)))
    assert max(taken) < 3.0
    assert [one for one in workspace.slack.messages if one.channel.startswith("DMANY")] == []
    workspace.engine.released.set()
    workspace.wait(lambda: len([one for one in workspace.slack.messages if one.channel.startswith("DMANY")]) == 50, 40)
    signs = workspace.slack.reactions
    workspace.wait(lambda: [sign for sign, _ in signs].count("add") == [sign for sign, _ in signs].count("remove"))
