"""A form in Slack with the real dialogue engine: asked in a message, picked there, filled in a window, and gone on with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import httpx
import pytest

from bot.settings import Settings
from knowledge.calendars import PARIS
from tests.engine import Engine
from tests.slack.fake import Slack
from tests.slack.workspace import Workspace

pytestmark = pytest.mark.dialogue
ASKING = "until when must I answer a dispute?"


@pytest.fixture
def workspace(served: str, slack: Slack) -> Iterator[Workspace]:
    with httpx.Client(trust_env=False, timeout=15) as client:
        yield Workspace(served, slack, Engine(), Settings(), client)
    assert slack.complaints == []


def test_a_form_is_answered_by_picking_and_then_corrected_in_a_window(workspace: Workspace) -> None:
    opened = datetime.now(PARIS).date() - timedelta(days=1)
    workspace.write("UANA", ASKING, "DREAL")
    question = workspace.last("DREAL")
    day = question.element("pick:day")
    state = {day["block_id"]: {"pick:day": {"selected_date": opened.isoformat()}, "pick:hour": {"selected_time": "14:30"}}}
    workspace.press("UANA", question, question.element("pick:send"), state)
    answer = workspace.last("DREAL", beyond=2)
    assert "Answer by" in answer.said
    assert " at 14:30 (Paris time)" in answer.said
    assert answer.element("remind")
    workspace.write("UANA", "in how many days must I answer a dispute?", "DREAL", "9.9")  # in another thread: another conversation
    asked = workspace.last("DREAL", "9.9")
    workspace.press("UANA", asked, asked.button("Fill in a form"))
    view = workspace.view("Calculate")
    values = {"opened_at": {"value": {"type": "datepicker", "selected_date": opened.isoformat()}}}
    values["opened_at.time"] = {"value": {"type": "timepicker", "selected_time": "09:15"}}
    assert workspace.submit("UANA", view, values) == {}
    computed = workspace.last("DREAL", "9.9", beyond=2)
    assert " at 09:15 (Paris time)" in computed.said
    workspace.write("UANA", "no, it was at 11:45", "DREAL", "9.9")
    assert " at 11:45 (Paris time)" in workspace.last("DREAL", "9.9", beyond=3).said
