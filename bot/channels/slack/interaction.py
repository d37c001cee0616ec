"""What Slack tells of something that was pressed, chosen or filled in: by whom, where, and how to answer it.

Refuses nothing: what is missing is empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.slack.limits import RESPONSE_LASTS
from bot.channels.slack.places import Place, is_direct

_LASTS = RESPONSE_LASTS.total_seconds() - 60


@dataclass(frozen=True, slots=True)
class Pressed:
    """One press. `at` is when it came, by our clock; `message` is the timestamp of the message on which it was."""

    user: str
    name: str
    channel: str
    thread: str
    message: str
    is_alone: bool
    responds: str
    trigger: str
    action: str
    value: str
    action_ts: str
    state: Mapping[str, Mapping[str, Any]]
    view: Mapping[str, Any]
    block: str
    at: float

    @classmethod
    def read(cls, body: Mapping[str, Any], at: float) -> Pressed:
        """The press that a payload tells of."""
        container, message, view = body.get("container") or {}, body.get("message") or {}, body.get("view") or {}
        action = (body.get("actions") or [{}])[0]
        user = body.get("user") or {}
        ts = str(container.get("message_ts") or message.get("ts") or "")
        return cls(
            user=str(user.get("id", "")),
            name=str(user.get("name") or user.get("username") or ""),
            channel=str((body.get("channel") or {}).get("id") or container.get("channel_id") or ""),
            thread=str(container.get("thread_ts") or message.get("thread_ts") or ""),
            message=ts,
            is_alone=bool(container.get("is_ephemeral")),
            responds=str(body.get("response_url") or ""),
            trigger=str(body.get("trigger_id") or ""),
            action=str(action.get("action_id", "")),
            value=_value(action),
            action_ts=str(action.get("action_ts", "")),
            state=(body.get("state") or view.get("state") or {}).get("values") or {},
            view=view,
            block=str(action.get("block_id", "")),
            at=at,
        )

    @property
    def place(self) -> Place:
        """Where the message stands on which it was."""
        if self.is_alone:
            return Place("alone", self.channel, self.user, responds=self.responds, responds_until=self.at + _LASTS)
        if is_direct(self.channel):
            return Place("direct", self.channel, self.user, self.thread, assists=bool(self.thread))
        return Place("thread", self.channel, self.user, self.thread or self.message)


def of_command(body: Mapping[str, Any], at: float) -> Place:
    """Where a command is answered: to whoever gave it, alone."""
    return Place("alone", str(body["channel_id"]), str(body["user_id"]), responds=str(body.get("response_url") or ""), responds_until=at + _LASTS)


def _value(action: Mapping[str, Any]) -> str:
    """What was chosen, whatever it was chosen with."""
    chosen = action.get("selected_option") or {}
    return str(chosen.get("value") or action.get("value") or action.get("selected_date") or action.get("selected_time") or "")
