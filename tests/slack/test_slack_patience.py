"""What somebody has set off while Slack asks for patience: it is done when Slack allows, and told in words where that takes too long."""

from __future__ import annotations

import json

import pytest

from bot.tables import VOTES
from tests.slack.test_slack_presses import ASKING, DISPUTE, UPLOAD, option_of, rows
from tests.slack.workspace import Workspace

pytestmark = pytest.mark.model
SORRY = "went wrong on our side"
TOO_LONG = "100"  # seconds: more than anybody is kept waiting


def asked(workspace: Workspace) -> list[str]:
    """What reached the dialogue engine."""
    return [str(sent["message"]) for sent in workspace.engine.asked]


def test_a_follow_up_is_said_and_shown_when_slack_allows(workspace: Workspace) -> None:
    workspace.write("UANA", DISPUTE, "DW1")
    answer = workspace.last("DW1")
    workspace.slack.limited["chat.postMessage"] = 1
    workspace.press("UANA", answer, answer.button("Why?"))
    workspace.last("DW1", beyond=2)
    assert workspace.slack.in_("DW1")[1].said == "Why?"
    assert asked(workspace) == [DISPUTE, "Why?"]


def test_a_follow_up_that_cannot_be_shown_is_said_all_the_same(workspace: Workspace) -> None:
    workspace.write("UANA", DISPUTE, "DW2")
    answer = workspace.last("DW2")
    workspace.slack.retry_after, workspace.slack.limited["chat.postMessage"] = TOO_LONG, 1
    workspace.press("UANA", answer, answer.button("Why?"))
    workspace.last("DW2", beyond=1)
    assert asked(workspace) == [DISPUTE, "Why?"]


def test_what_is_picked_is_said(workspace: Workspace) -> None:
    workspace.write("UANA", ASKING, "DW3")
    question = workspace.last("DW3")
    day = question.element("pick:day")
    state = {day["block_id"]: {"pick:day": {"selected_date": "2026-11-22"}, "pick:hour": {"selected_time": "14:30"}}}
    workspace.slack.limited["chat.postMessage"] = 1
    workspace.press("UANA", question, question.element("pick:send"), state)
    workspace.last("DW3", beyond=2)
    assert asked(workspace) == [ASKING, "2026-11-22T14:30"]


def test_a_form_that_was_sent_off_is_answered(workspace: Workspace) -> None:
    workspace.write("UANA", ASKING, "DW4")
    question = workspace.last("DW4")
    workspace.press("UANA", question, question.button("Fill in a form"))
    view = workspace.view("Calculate")
    workspace.slack.limited["chat.postMessage"] = 1
    good = {"opened_at": {"value": {"selected_date": "2026-11-22"}}, "opened_at.time": {"value": {"type": "timepicker", "selected_time": "14:30"}}}
    assert workspace.submit("UANA", view, good) == {}
    assert "25 November 2026" in workspace.last("DW4", beyond=2).said


def test_a_reason_is_told_when_slack_allows(workspace: Workspace) -> None:
    workspace.slack.limited["chat.postMessage"] = 1
    workspace.write("UANA", "a" * 2001, "DW5")
    assert "2000 characters" in workspace.last("DW5").said


@pytest.mark.parametrize("channel", ["CW6", ""])
def test_a_form_opens_within_the_time_that_slack_gives_for_it(workspace: Workspace, channel: str) -> None:
    workspace.slack.limited["views.open"] = 1
    if channel:
        workspace.command("UANA", "calculate", channel)
    else:
        workspace.press_in_view("UANA", {"id": "V0", "type": "home"}, {"type": "button", "action_id": "home:calculate"})
    assert workspace.view("Calculate")


@pytest.mark.parametrize("channel", ["CW7", ""])
def test_who_asked_for_a_form_that_cannot_open_is_told(workspace: Workspace, channel: str) -> None:
    workspace.slack.retry_after, workspace.slack.limited["views.open"] = "3", 1  # by then Slack opens no window for this press
    if channel:
        workspace.command("UANA", "calculate", channel)
        assert SORRY in workspace.last(channel, alone="UANA").said
    else:
        workspace.press_in_view("UANA", {"id": "V0", "type": "home"}, {"type": "button", "action_id": "home:calculate"})
        assert SORRY in workspace.last("DANA").said
    assert workspace.slack.views == {}


def test_who_pressed_too_long_ago_to_open_a_form_is_told(workspace: Workspace) -> None:
    workspace.slack.retry_after, workspace.slack.limited["conversations.open"] = "4", 1  # the press is valid for three
    workspace.press_in_view("URUI", {"id": "V0", "type": "home"}, {"type": "button", "action_id": "home:calculate"})
    assert "quelque chose a échoué" in workspace.last("DRUI").said
    assert workspace.slack.views == {}


def test_the_home_tab_is_drawn_when_slack_allows(workspace: Workspace) -> None:
    workspace.slack.limited["views.publish"] = 1
    workspace.event({"type": "app_home_opened", "user": "UANA", "channel": "DANA", "tab": "home", "event_ts": "1"})
    assert "Search the guide" in json.dumps(workspace.wait(lambda: workspace.slack.homes.get("UANA")))


def test_who_looks_at_a_home_tab_that_cannot_be_drawn_is_told(workspace: Workspace) -> None:
    workspace.slack.retry_after, workspace.slack.limited["views.publish"] = TOO_LONG, 1
    workspace.event({"type": "app_home_opened", "user": "URUI", "channel": "DRUI", "tab": "home", "event_ts": "1"})
    assert "quelque chose a échoué" in workspace.last("DRUI").said


@pytest.mark.parametrize("method", ["conversations.open", "respond"])
def test_a_reminder_is_set_and_told(workspace: Workspace, method: str) -> None:
    user, channel = f"UW8{method[0].upper()}", f"DW8{method[0].upper()}"
    workspace.slack.person(user, "Wim")
    workspace.write(user, DISPUTE, channel)
    answer = workspace.last(channel)
    workspace.slack.limited[method] = 1
    workspace.press(user, answer, answer.element("remind"), selected_option=option_of(answer.element("remind")))
    told = workspace.last(channel, alone=user)
    assert ("I will remind you" in told.said, told.by) == (True, "respond")


def test_who_wants_a_reminder_that_cannot_be_set_is_told(workspace: Workspace) -> None:
    workspace.write("UANA", DISPUTE, "DW9")
    answer = workspace.last("DW9")
    workspace.slack.retry_after, workspace.slack.limited["conversations.open"] = TOO_LONG, 1
    workspace.press("UANA", answer, answer.element("remind"), selected_option=option_of(answer.element("remind")))
    assert SORRY in workspace.last("DW9", beyond=1).said


def test_a_reminder_is_taken_back_when_slack_allows(workspace: Workspace) -> None:
    workspace.slack.scheduled.clear()
    workspace.slack.person("UTIM", "Tim")
    workspace.write("UTIM", DISPUTE, "DTIM")
    answer = workspace.last("DTIM")
    workspace.press("UTIM", answer, answer.element("remind"), selected_option=option_of(answer.element("remind")))
    assert "I will remind you" in workspace.last("DTIM", alone="UTIM").said
    workspace.command("UTIM", "deadlines", "DTIM")
    listed = workspace.wait(lambda: [one for one in workspace.slack.in_("DTIM", alone="UTIM") if "Reminder:" in one.said])[-1]
    workspace.slack.limited["chat.deleteScheduledMessage"] = 1
    workspace.press("UTIM", listed, listed.button("Cancel"))
    workspace.wait(lambda: "cancelled" in workspace.slack.in_("DTIM", alone="UTIM")[-1].said)
    assert workspace.slack.scheduled == {}


def test_a_vote_counts_also_where_the_window_for_its_reason_cannot_open(workspace: Workspace) -> None:
    workspace.write("UANA", UPLOAD, "DW10")
    answer = workspace.last("DW10")
    workspace.slack.retry_after, workspace.slack.limited["views.open"] = TOO_LONG, 1
    pair = answer.element("vote")
    workspace.press("UANA", answer, pair, value=pair["negative_button"]["value"])
    assert "Thank you" in workspace.last("DW10", alone="UANA").said
    number = int(pair["negative_button"]["value"].partition("|")[2])
    assert [row.helpful for row in rows(workspace, VOTES.select().where(VOTES.c.message == number))] == [False]


def test_what_one_person_sees_is_whispered_when_slack_allows(workspace: Workspace) -> None:
    workspace.slack.limited["chat.postEphemeral"] = 1
    given = {"command": "/seller", "text": "help", "user_id": "UANA", "channel_id": "CW11", "trigger_id": workspace.slack.trigger()}
    workspace._form(given | {"response_url": workspace._responds("CW11", "UANA", left=0)})
    assert workspace.last("CW11", alone="UANA").by == "whisper"


def test_the_sign_that_an_answer_takes_longer_does_not_stay(workspace: Workspace) -> None:
    workspace.engine.delay = 2.6
    workspace.slack.limited["reactions.remove"] = 1
    ts = workspace.write("UANA", UPLOAD, "DW12")
    workspace.last("DW12")
    workspace.wait(lambda: ("remove", ts) in workspace.slack.reactions)
