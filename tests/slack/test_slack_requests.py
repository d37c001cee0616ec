"""Requests that do not come from Slack, or come again, are refused before anything is read."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest

from tests.slack.workspace import Workspace, signed

pytestmark = pytest.mark.model
DAY = 86400


def test_slack_may_verify_the_address(workspace: Workspace) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1a", "token": "x"})
    found = workspace.post(body)
    assert (found.status_code, found.json()) == (200, {"challenge": "3eZbrw1a"})


@pytest.mark.parametrize("case", ["wrong secret", "old", "of tomorrow", "none", "of another body", "no time"])
def test_what_slack_has_not_signed_just_now_is_refused(workspace: Workspace, case: str) -> None:
    told = workspace.message("UANA", "how do I upload my products?", "DFORGED")
    body = json.dumps({"type": "event_callback", "team_id": "T1", "event_id": "EvF", "event": told})
    made: dict[str, Callable[[], dict[str, str]]] = {
        "wrong secret": lambda: signed(body, secret="another"),
        "old": lambda: signed(body, at=time.time() - 301),
        "of tomorrow": lambda: signed(body, at=time.time() + DAY),
        "none": lambda: {},
        "of another body": lambda: signed(body + " "),
        "no time": lambda: {"X-Slack-Signature": signed(body)["X-Slack-Signature"]},
    }
    found = workspace.post(body, headers=made[case]())
    assert found.status_code == 401
    assert workspace.engine.asked == []


def test_a_request_that_is_played_again_is_answered_once_and_later_refused(workspace: Workspace) -> None:
    told = workspace.message("UANA", "how do I upload my products in bulk?", "DREPLAY")
    body = json.dumps({"type": "event_callback", "team_id": "T1", "event_id": "EvR", "event": told})
    headers = signed(body)
    assert [workspace.post(body, headers=headers).status_code for _ in range(3)] == [200, 200, 200]
    workspace.last("DREPLAY")
    late = signed(body, at=time.time() - 600)
    assert workspace.post(body, headers=late).status_code == 401
    workspace.write("UANA", "how do I upload pictures?", "DREPLAY")
    workspace.last("DREPLAY", beyond=1)
    assert len(workspace.engine.asked) == 2


def test_a_page_of_another_site_and_a_get_are_refused(workspace: Workspace) -> None:
    assert workspace.client.get(f"{workspace.url}/slack/events").status_code in (404, 405)
    body = "{}"
    assert workspace.post(body, headers=signed(body) | {"Origin": "https://evil.example"}).status_code == 403
    large = json.dumps({"type": "event_callback", "event": {"text": "x" * 1_000_000}})
    assert workspace.post(large).status_code == 413
