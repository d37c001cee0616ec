from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.dialogue.chat import SECONDS
from tests.pages import Request, lacking, page

pytestmark = pytest.mark.dialogue


def examples() -> Iterator[tuple[Request, dict[str, Any] | None]]:
    """The examples of a conversation, in the order of the page."""
    return (example for example in page("docs/http-interface.md").requests if example[0].path.startswith("/api/chat"))


def test_the_documented_conversation_runs_as_it_is_shown(served: str) -> None:
    conversation, message, code, seen = "", "", "", set[str]()
    with httpx.Client(base_url=served, timeout=SECONDS, trust_env=False) as client:
        for request, shown in examples():
            path = request.path.replace("$ID", conversation).replace("$MESSAGE", message)
            if path.endswith("/events"):
                with client.stream("GET", path, headers=request.headers) as stream:  # it never ends by itself
                    assert next(line for line in stream.iter_lines() if line.startswith("event:")) == "event: message"
                seen.add("events")
                continue
            body = request.body | ({"conversation_id": conversation} if "conversation_id" in request.body else {}) if request.body else None
            body = {"code": code} if body and "code" in body else body
            reply = client.request(request.method, path, json=body, headers=request.headers)
            if path.endswith("/pass"):
                assert reply.status_code == 200, reply.text
                code = code or reply.json()["code"]
                assert reply.json().get("conversation_id", conversation) == conversation
                seen.add("taken over" if body else "taken along")
                continue
            if request.method == "DELETE" or path.endswith("/feedback"):
                assert reply.status_code == 204, reply.text
                seen.add("deleted" if request.method == "DELETE" else "feedback")
                continue
            assert reply.status_code == 200, reply.text
            assert lacking(shown or {}, reply.json()) == []
            conversation = conversation or reply.json()["conversation_id"]
            message = reply.json()["messages"][-1]["id"]
            seen.add(path.rpartition("/")[2])
    assert seen == {"chat", "messages", "feedback", "events", "taken along", "taken over", "deleted"}
