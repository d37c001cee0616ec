"""What is pressed under an answer: follow-ups, pickers, votes with their reason, reminders, sharing, the menu, an article."""

from __future__ import annotations

import json
import re
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.store.database import Database
from bot.tables import CONVERSATIONS, EVENTS, VOTES
from tests.slack.fake import Json, Written
from tests.slack.workspace import Workspace

pytestmark = pytest.mark.model
UPLOAD, DISPUTE = "how do I upload my products in bulk?", "A dispute was opened on 22/11/2026 at 14:30. Until when must I answer it?"
_CODE = re.compile(r"[A-Z2-9]{5}-[A-Z2-9]{5}")
ASKING = "until when must I answer a dispute?"


def rows(workspace: Workspace, query: Any) -> list[Any]:
    """What stands in the database."""
    database = Database(workspace.settings.database_url)
    with database.transaction() as connection:
        found = connection.execute(query).all()
    database.close()
    return list(found)


def option_of(element: Json, place: int = 0) -> Json:
    """One of the options of a menu."""
    options: list[Json] = element.get("options") or [one for group in element["option_groups"] for one in group["options"]]
    return options[place]


def test_a_follow_up_says_what_it_says_and_shows_it(workspace: Workspace) -> None:
    root = workspace.mention("UANA", DISPUTE, "CP1")
    answer = workspace.last("CP1", root)
    workspace.press("URUI", answer, answer.button("Why?"))
    workspace.last("CP1", root, beyond=2)
    assert workspace.slack.in_("CP1", root)[1].said == "Why?"
    assert [sent["message"] for sent in workspace.engine.asked] == [DISPUTE, "Why?"]


def test_a_minute_that_is_asked_for_is_picked(workspace: Workspace) -> None:
    workspace.write("UANA", ASKING, "DP2")
    question = workspace.last("DP2")
    assert {"pick:day", "pick:hour", "pick:send"} <= {element["action_id"] for element in question.pressable()}
    day = question.element("pick:day")
    workspace.press("UANA", question, day, {day["block_id"]: {"pick:day": {"selected_date": "2026-11-22"}}}, selected_date="2026-11-22")
    state = {day["block_id"]: {"pick:day": {"selected_date": "2026-11-22"}, "pick:hour": {"selected_time": "14:30"}}}
    workspace.press("UANA", question, question.element("pick:send"), state)
    workspace.last("DP2", beyond=2)
    assert [sent["message"] for sent in workspace.engine.asked] == [ASKING, "2026-11-22T14:30"]


@pytest.mark.parametrize("reason", ["outdated", ""])
def test_a_vote_against_an_answer_asks_why(workspace: Workspace, reason: str) -> None:
    channel = f"DVOTE{len(reason)}"
    workspace.write("UANA", UPLOAD, channel)
    answer = workspace.last(channel)
    pair = answer.element("vote")
    workspace.press("UANA", answer, pair, value=pair["negative_button"]["value"])
    view = workspace.view("What is wrong?")
    number = int(pair["negative_button"]["value"].partition("|")[2])

    def votes() -> list[tuple[bool, str]]:
        return [(row.helpful, row.complaint) for row in rows(workspace, VOTES.select().where(VOTES.c.message == number))]

    workspace.wait(lambda: votes() == [(False, "")])
    if reason:
        workspace.submit("UANA", view, {"reason": {"reason": {"type": "static_select", "selected_option": {"value": reason}}}})
        workspace.wait(lambda: votes() == [(False, reason)])
        assert "Thank you" in workspace.last(channel, alone="UANA").said


def test_a_vote_for_an_answer_is_kept_and_thanked_for_alone(workspace: Workspace) -> None:
    workspace.write("UANA", UPLOAD, "DP3")
    answer = workspace.last("DP3")
    pair = answer.element("vote")
    workspace.press("UANA", answer, pair, value=pair["positive_button"]["value"])
    assert "Thank you" in workspace.last("DP3", alone="UANA").said
    assert rows(workspace, VOTES.select())[-1].helpful is True


def test_a_reminder_is_left_to_slack_listed_and_cancelled(workspace: Workspace) -> None:
    workspace.slack.scheduled.clear()
    workspace.slack.person("UKIM", "Kim")
    root = workspace.mention("UKIM", DISPUTE, "CP4")
    answer = workspace.last("CP4", root)
    menu = answer.element("remind")
    chosen = next(one for one in menu["options"] if one["text"]["text"].startswith("1 day before: Answer by"))
    workspace.press("UKIM", answer, menu, selected_option=chosen)
    assert "I will remind you on Tuesday 24 November 2026 at 09:00" in workspace.last("CP4", alone="UKIM").said
    (kept,) = workspace.wait(lambda: list(workspace.slack.scheduled.values()))
    assert kept["channel"] == "DKIM"  # theirs alone, wherever the deadline was computed
    assert datetime.fromtimestamp(kept["post_at"], UTC) == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # nine in Paris
    assert "Wednesday 25 November 2026 at 14:30 (Paris time)" in kept["text"]  # three days after it was opened
    workspace.press("UKIM", answer, menu, selected_option=chosen)
    workspace.wait(lambda: "already" in workspace.slack.in_("CP4", alone="UKIM")[-1].said)
    workspace.command("UKIM", "deadlines", "CP4")
    listed = workspace.wait(lambda: [one for one in workspace.slack.in_("CP4", alone="UKIM") if "Reminder:" in one.said])[-1]
    workspace.press("URUI", listed, listed.button("Cancel"))  # another person cannot
    workspace.wait(lambda: [one for one in workspace.slack.messages if one.alone == "URUI"])
    assert len(workspace.slack.scheduled) == 1
    workspace.press("UKIM", listed, listed.button("Cancel"))
    workspace.wait(lambda: not workspace.slack.scheduled)
    workspace.wait(lambda: "cancelled" in workspace.slack.in_("CP4", alone="UKIM")[-1].said)


def test_a_reminder_that_slack_has_sent_is_said_to_be_sent(workspace: Workspace) -> None:
    workspace.slack.person("UPOL", "Pol")
    workspace.write("UPOL", DISPUTE, "DP5")
    answer = workspace.last("DP5")
    menu = answer.element("remind")
    workspace.press("UPOL", answer, menu, selected_option=menu["options"][0])
    assert "I will remind you" in workspace.last("DP5", alone="UPOL").said
    workspace.command("UPOL", "deadlines", "DP5")
    listed = workspace.wait(lambda: [one for one in workspace.slack.in_("DP5", alone="UPOL") if "Reminder:" in one.said])[-1]
    workspace.slack.scheduled.clear()  # Slack has sent it
    workspace.press("UPOL", listed, listed.button("Cancel"))
    assert workspace.last("DP5", alone="UPOL", beyond=2).said == "This reminder has been sent already."
    workspace.command("UPOL", "deadlines", "DP5")
    assert "No reminder is set" in workspace.last("DP5", alone="UPOL", beyond=3).said


def test_an_article_opens_in_a_window(workspace: Workspace) -> None:
    workspace.write("UANA", UPLOAD, "DP6")
    answer = workspace.last("DP6")
    workspace.press("UANA", answer, answer.button("Read"))
    view = workspace.view("From the guide")
    assert "checked on" in json.dumps(view["blocks"][-1])
    workspace.press("UANA", answer, answer.button("Read") | {"value": "q999|en"})
    workspace.wait(lambda: "no longer" in json.dumps(list(workspace.slack.views.values())[-1]["blocks"]))


def _code(workspace: Workspace, answer: Written) -> str:
    """The code for a conversation, by the menu under an answer."""
    _chosen(workspace, answer, "elsewhere")
    found = _CODE.search(workspace.last(answer.channel, alone="UANA").said)
    assert found
    return found[0]


def _chosen(workspace: Workspace, answer: Written, what: str, user: str = "UANA") -> None:
    menu = answer.element("more")
    workspace.press(user, answer, menu, selected_option=next(one for one in menu["options"] if one["value"].startswith(what)))


def test_a_conversation_is_deleted_once_that_is_confirmed(workspace: Workspace) -> None:
    root = workspace.mention("UANA", UPLOAD, "CP7")
    answer = workspace.last("CP7", root)
    number = int(answer.element("vote")["positive_button"]["value"].partition("|")[2])
    _chosen(workspace, answer, "forget")
    sure = workspace.last("CP7", alone="UANA")
    assert rows(workspace, EVENTS.select().where(EVENTS.c.number == number))
    workspace.press("UANA", sure, sure.button("Delete the conversation"))
    workspace.wait(lambda: not rows(workspace, EVENTS.select().where(EVENTS.c.number == number)))
    workspace.wait(lambda: "Deleted." in workspace.slack.in_("CP7", alone="UANA")[-1].said)
    workspace.press("UANA", answer, answer.element("vote"), value=f"good|{number}")
    workspace.wait(lambda: "no longer have this answer" in workspace.slack.in_("CP7", alone="UANA")[-1].said)


def test_nobody_deletes_from_elsewhere(workspace: Workspace) -> None:
    root = workspace.mention("UANA", UPLOAD, "CP8")
    answer = workspace.last("CP8", root)
    sure = {"type": "button", "action_id": "forget", "value": f"CP8:{root}"}
    workspace.press("URUI", Written("CELSE", "1.1", "", []), sure)
    workspace.last("CELSE", alone="URUI")
    workspace.press("URUI", Written("CELSE", "1.1", "", []), sure | {"value": "UANA/DANA"})
    workspace.last("CELSE", alone="URUI", beyond=1)
    workspace.press("UANA", answer, answer.element("vote"), value=answer.element("vote")["positive_button"]["value"])
    workspace.wait(lambda: "Thank you" in workspace.last("CP8", alone="UANA").said)


def test_a_new_conversation_begins_in_the_same_place(workspace: Workspace) -> None:
    workspace.write("UANA", UPLOAD, "DP9")
    answer = workspace.last("DP9")
    before = len(rows(workspace, CONVERSATIONS.select()))
    _chosen(workspace, answer, "restart")
    workspace.last("DP9", alone="UANA")
    workspace.write("UANA", UPLOAD, "DP9")
    workspace.last("DP9", beyond=1)
    assert len(rows(workspace, CONVERSATIONS.select())) == before + 1


def test_a_conversation_is_taken_along_by_a_code_that_works_once(workspace: Workspace) -> None:
    workspace.write("UANA", DISPUTE, "DP15")
    answer = workspace.last("DP15")
    code = _code(workspace, answer)
    workspace.write("UANA", f"continue {code}", "DP10")
    again = workspace.last("DP10", beyond=1)
    assert again.said.split("\n")[0] == answer.said.split("\n")[0]
    workspace.write("URUI", f"Continuer {code.lower()}", "DP11")
    assert "Ce code n’existe pas" in workspace.last("DP11").said
    assert [sent["message"] for sent in workspace.engine.asked] == [DISPUTE]
    workspace.write("UANA", "thanks", "DP10")
    workspace.last("DP10", beyond=2)
    assert len({sent["sender"] for sent in workspace.engine.asked}) == 1
    _chosen(workspace, answer, "elsewhere")  # where it was before, there is nothing left to take along
    assert "There is no conversation of yours here" in workspace.last("DP15", alone="UANA", beyond=1).said
    _chosen(workspace, answer, "forget")
    sure = workspace.last("DP15", alone="UANA", beyond=2)
    workspace.press("UANA", sure, sure.button("Delete the conversation"))
    assert "There is no conversation of yours here" in workspace.last("DP15", alone="UANA", beyond=3).said
    assert workspace.slack.in_("DP15") == [answer]


def test_nobody_takes_along_what_a_channel_has_asked(workspace: Workspace) -> None:
    root = workspace.mention("UANA", DISPUTE, "CP16")
    answer = workspace.last("CP16", root)
    for count, user in enumerate(("UANA", "URUI")):
        _chosen(workspace, answer, "elsewhere", user)
        told = workspace.last("CP16", alone=user).said
        assert ("belongs to everybody in the channel", "appartient à tout le canal")[count] in told
        assert not _CODE.search(told)


def test_a_thread_hears_nothing_of_a_conversation_that_has_left_it(workspace: Workspace) -> None:
    conversation = workspace.client.post(f"{workspace.url}/api/chat", json={"text": UPLOAD}).json()["conversation_id"]

    def code() -> str:
        return str(workspace.client.post(f"{workspace.url}/api/chat/{conversation}/pass").json()["code"])

    root = workspace.mention("UANA", f"continue {code()}", "CP17")
    workspace.last("CP17", root, beyond=1)
    workspace.write("UANA", f"continue {code()}", "DP17")
    workspace.last("DP17", beyond=1)
    workspace.write("UANA", DISPUTE, "DP17")
    workspace.last("DP17", beyond=2)
    workspace.write("UANA", UPLOAD, "CP17", root)  # nor is what is said there said in it
    workspace.client.post(f"{workspace.url}/api/chat/pass", json={"code": code()}).raise_for_status()
    workspace.client.post(f"{workspace.url}/api/chat", json={"text": "Why?", "conversation_id": conversation}).raise_for_status()
    time.sleep(4)  # longer than the courier looks away
    assert (len(workspace.slack.in_("CP17", root)), len(workspace.slack.in_("DP17"))) == (2, 3)
    assert [sent["message"] for sent in workspace.engine.asked] == [UPLOAD, DISPUTE, "Why?"]


def test_the_form_of_what_is_asked_for_is_filled_in_a_window(workspace: Workspace) -> None:
    workspace.write("UANA", ASKING, "DP12")
    question = workspace.last("DP12")
    workspace.press("UANA", question, question.button("Fill in a form"))
    view = workspace.view("Calculate")
    shown = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    assert shown == ["opened_at", "opened_at.time", "answered_at", "answered_at.time"]
    late = {"opened_at": {"value": {"type": "datepicker", "selected_date": "2026-11-22"}}, "answered_at": {"value": {"selected_date": "2026-11-20"}}}
    problems = workspace.submit("UANA", view, late)
    assert problems["response_action"] == "errors"
    assert "cannot lie before" in problems["errors"]["answered_at"]
    good = {"opened_at": {"value": {"selected_date": "2026-11-22"}}, "opened_at.time": {"value": {"type": "timepicker", "selected_time": "14:30"}}}
    assert workspace.submit("UANA", view, good) == {}
    answer = workspace.last("DP12", beyond=2)
    assert "Answer by" in answer.said
    assert "25 November 2026" in answer.said
    assert "When the dispute was opened" in workspace.slack.in_("DP12")[1].said.replace("when the", "When the")
    assert json.loads(workspace.engine.asked[-1]["message"].partition(" ")[2]) == {"opened_at": "2026-11-22T14:30"}


def test_a_form_for_which_nothing_is_asked_any_more_says_so(workspace: Workspace) -> None:
    workspace.write("UANA", ASKING, "DP13")
    question = workspace.last("DP13")
    workspace.write("UANA", UPLOAD, "DP13")
    workspace.last("DP13", beyond=1)
    workspace.press("UANA", question, question.button("Fill in a form"))
    assert "Nothing is being asked for" in workspace.last("DP13", beyond=2).said


def test_what_goes_wrong_is_told(workspace: Workspace) -> None:
    workspace.write("UANA", UPLOAD, "DP14")
    answer = workspace.last("DP14")
    workspace.slack.errors["views.open"] = "fatal_error"
    workspace.press("UANA", answer, answer.button("Read"))
    assert "went wrong on our side" in workspace.last("DP14", beyond=1).said
