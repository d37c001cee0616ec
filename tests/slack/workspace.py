"""Everything that somebody does in a workspace with the bot, as the signed requests by which Slack tells the bot of it."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

import httpx

from bot.settings import Settings
from tests.engine import Engine
from tests.slack.fake import BOT, SECRET, TEAM, Json, Slack, Written

R = TypeVar("R")
_PATIENCE = 36


def signed(body: str, *, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    """The headers by which Slack vouches for a request."""
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


@dataclass
class Workspace:
    """A workspace, the bot that is in it, and the people who use it."""

    url: str
    slack: Slack
    engine: Engine
    settings: Settings
    client: httpx.Client

    def post(self, body: str, kind: str = "application/json", **more: Any) -> httpx.Response:
        """A request of Slack's."""
        headers = {"Content-Type": kind, **more.pop("headers", signed(body)), **more.pop("extra", {})}
        return self.client.post(f"{self.url}/slack/events", content=body.encode(), headers=headers, **more)

    def event(self, event: Json, identity: str = "", **more: Any) -> httpx.Response:
        """Something has happened."""
        identity = identity or f"Ev{next(self.slack.numbers)}"
        envelope = {"type": "event_callback", "team_id": TEAM, "api_app_id": "A1", "event_id": identity, "event_time": 1, "event": event}
        found = self.post(json.dumps(envelope), **more)
        assert found.status_code == 200, found.text
        return found

    def message(self, user: str, text: str, channel: str, thread: str = "", ts: str = "", **more: Any) -> Json:
        """A message as Slack tells of it."""
        kind = "im" if channel.startswith("D") else "channel"
        found = {"type": "message", "user": user, "text": text, "channel": channel, "channel_type": kind, "ts": ts or self.slack.stamp(), **more}
        return found | ({"thread_ts": thread} if thread else {})

    def write(self, user: str, text: str, channel: str, thread: str = "", **more: Any) -> str:
        """Somebody writes; the timestamp of it."""
        told = self.message(user, text, channel, thread, **more)
        self.event(told)
        return str(told["ts"])

    def mention(self, user: str, text: str, channel: str, thread: str = "") -> str:
        """Somebody mentions the bot, which Slack tells twice."""
        told = self.message(user, f"<@{BOT}> {text}", channel, thread)
        self.event(told)
        self.event(told | {"type": "app_mention"})
        return str(told["ts"])

    def command(self, user: str, text: str, channel: str) -> httpx.Response:
        """`/seller …`."""
        given = {"command": "/seller", "text": text, "user_id": user, "channel_id": channel, "team_id": TEAM, "trigger_id": self.slack.trigger()}
        return self._form(given | {"response_url": self._responds(channel, user), "user_name": user.lower()})

    def press(self, user: str, message: Written, element: Json, state: Json | None = None, **chosen: Any) -> httpx.Response:
        """Somebody presses something under a message."""
        container = {"type": "message", "message_ts": message.ts, "channel_id": message.channel, "is_ephemeral": bool(message.alone)}
        container |= {"thread_ts": message.thread} if message.thread else {}
        told = {"ts": message.ts, "blocks": message.blocks} | ({"thread_ts": message.thread} if message.thread else {})
        body = {"container": container, "channel": {"id": message.channel}, "message": told, "state": {"values": state or {}}}
        return self._interact(user, body | {"response_url": self._responds(message.channel, user)}, element, chosen)

    def press_in_view(self, user: str, view: Json, element: Json, **chosen: Any) -> httpx.Response:
        """Somebody presses something in a window or on the Home tab."""
        return self._interact(user, {"container": {"type": "view"}, "view": view}, element, chosen)

    def submit(self, user: str, view: Json, values: Json) -> Json:
        """Somebody sends a window off; what is answered."""
        payload = {"type": "view_submission", "user": {"id": user, "name": user.lower()}, "team": {"id": TEAM}, "view": view | {"state": {"values": values}}}
        found = self._form({"payload": json.dumps(payload)})
        return found.json() if found.content else {}

    def wait(self, found: Callable[[], R | None], patience: float = _PATIENCE) -> R:
        """What is found as soon as there is something."""
        ends = time.monotonic() + patience
        while not (got := found()):
            assert time.monotonic() < ends, self.told()
            with self.slack.changed:
                self.slack.changed.wait(0.05)
        return got

    def last(self, channel: str, thread: str = "", alone: str = "", beyond: int = 0) -> Written:
        """The last message of a place, once there are more than so many."""
        return self.wait(lambda: self.slack.in_(channel, thread, alone)[beyond:])[-1]

    def view(self, title: str = "") -> Json:
        """The window that was opened last, once there is one of this title."""
        return self.wait(lambda: [one for one in self.slack.views.values() if not title or one["title"]["text"] == title])[-1]

    def told(self) -> str:
        """What stands in the workspace, for a test that waits in vain."""
        lines = [f"{one.channel}/{one.thread}/{one.alone}: {one.text[:120]}" for one in self.slack.messages]
        return "\n".join([*lines, *self.slack.complaints, *(f"{method} {str(given)[:100]}" for method, given in self.slack.calls[-8:])])

    def _interact(self, user: str, body: Json, element: Json, chosen: Json) -> httpx.Response:
        action = {"type": element["type"], "action_id": element["action_id"], "block_id": element.get("block_id", "b"), "action_ts": self.slack.stamp()}
        action |= {"value": element["value"]} if "value" in element else {}
        payload = {"type": "block_actions", "user": {"id": user, "name": user.lower()}, "team": {"id": TEAM}, "trigger_id": self.slack.trigger(), **body}
        return self._form({"payload": json.dumps(payload | {"actions": [action | chosen]})})

    def _form(self, given: Json) -> httpx.Response:
        found = self.post(urlencode(given), "application/x-www-form-urlencoded")
        assert found.status_code == 200, found.text
        return found

    def _responds(self, channel: str, user: str, left: int = 5) -> str:
        return f"{self.slack.url}/respond/{channel}/{user}/{left}/r{next(self.slack.numbers)}"
