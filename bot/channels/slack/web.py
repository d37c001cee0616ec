"""Slack's Web API as the bot uses it: every call through one client, its refusals told apart by what can be done about them.

Where Slack asks for patience, Later says how long, unless these calls were given patience of their own; where a place is gone, Gone.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.channels.patience import patiently
from bot.channels.seat import Gone, Later
from bot.channels.slack.post import Post

_SECONDS = 10
_GONE = frozenset(
    {
        "channel_not_found", "is_archived", "not_in_channel", "user_not_found", "user_disabled", "cannot_dm_bot", "messages_tab_disabled",
        "user_not_in_channel", "team_access_not_granted", "thread_not_found", "restricted_action_thread_locked", "channel_is_archived",
    }
)  # fmt: skip
_WINDOWS, _WINDOW_SECONDS = ("views.open", "views.push"), 2.0  # what opens a window is valid for three seconds
_QUIET = logging.getLogger("bot.channels.slack")  # whatever the libraries log may hold what people wrote


class Refused(Exception):
    """Slack does not do what was asked; `code` is its word for why."""

    def __init__(self, method: str, code: str) -> None:
        self.code = code
        super().__init__(f"Slack refuses {method}: {code}")


def quiet() -> logging.Logger:
    """A logger for Slack's libraries that keeps what they would tell."""
    _QUIET.setLevel(logging.CRITICAL + 1)
    return _QUIET


def client_of(token: str, address: str) -> AsyncWebClient:
    """The client of a bot, at Slack's own address unless another one is given; it does not try again by itself."""
    return AsyncWebClient(token=token, base_url=address or AsyncWebClient.BASE_URL, timeout=_SECONDS, logger=quiet(), retry_handlers=[])


class Web:
    """The calls of one bot."""

    def __init__(self, client: AsyncWebClient, patience: float = 0.0) -> None:
        """`patience` is how many seconds a call may wait where Slack asks for it, before it raises Later."""
        self.client, self._patience = client, patience

    def patient(self, seconds: float) -> Web:
        """The same calls with so much patience."""
        return Web(self.client, seconds)

    async def call(self, method: str, given: Mapping[str, Any], headers: dict[str, str] | None = None) -> dict[str, Any]:
        """What Slack answers. Raises Later, Gone and Refused."""
        return await self._patiently(method, json=dict(given), headers=headers)

    async def ask(self, method: str, **given: Any) -> dict[str, Any]:
        """The same for a method that only reads, which takes no JSON."""
        return await self._patiently(method, data=given)

    async def _patiently(self, method: str, **sent: Any) -> dict[str, Any]:
        patience = min(self._patience, _WINDOW_SECONDS) if method in _WINDOWS else self._patience
        return await patiently(lambda: self._once(method, sent), patience)

    async def _once(self, method: str, sent: Mapping[str, Any]) -> dict[str, Any]:
        try:
            found = await self.client.api_call(method, **sent)
        except SlackApiError as error:
            raise _told(method, error) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Refused(method, "not_reached") from error
        return dict(found.data) if isinstance(found.data, dict) else {}

    async def write(self, channel: str, post: Post, thread: str = "") -> str:
        """Writes a message; its timestamp, by which Slack names it. Raises Later, Gone and Refused."""
        found = await self.call("chat.postMessage", {"channel": channel, **_content(post), **({"thread_ts": thread} if thread else {})})
        return str(found.get("ts", ""))

    async def whisper(self, channel: str, user: str, post: Post, thread: str = "") -> None:
        """Writes a message that one person sees. Raises Later, Gone and Refused."""
        given = {"channel": channel, "user": user, **_content(post), **({"thread_ts": thread} if thread else {})}
        await self.call("chat.postEphemeral", given)

    async def change(self, channel: str, ts: str, post: Post) -> None:
        """Writes a message anew. Raises Later, Gone and Refused."""
        await self.call("chat.update", {"channel": channel, "ts": ts, "text": post.text, "blocks": list(post.blocks)})

    async def respond(self, url: str, post: Post, *, to_all: bool = False) -> None:
        """Answers an interaction at the address that came with it, also where the bot is no member. Raises Later and Refused."""
        await patiently(lambda: self._respond(url, post, to_all=to_all), self._patience)

    async def _respond(self, url: str, post: Post, *, to_all: bool) -> None:
        client = AsyncWebhookClient(url, timeout=_SECONDS, logger=quiet(), retry_handlers=[])
        kind = "in_channel" if to_all else "ephemeral"
        content: dict[str, Any] = {**_content(post), "response_type": kind, "replace_original": False}
        try:
            done = await client.send_dict(content)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Refused("response_url", "not_reached") from error
        if done.status_code == 429:
            raise _later(done.headers)
        if done.status_code != 200:
            raise Refused("response_url", done.body[:40] or str(done.status_code))

    async def direct(self, user: str) -> str:
        """The channel of direct messages with somebody. Raises Later, Gone and Refused."""
        found = await self.call("conversations.open", {"users": user})
        return str(found["channel"]["id"])


def _content(post: Post) -> dict[str, Any]:
    return {"text": post.text, "blocks": list(post.blocks), "unfurl_links": False, "unfurl_media": False}


def _told(method: str, error: SlackApiError) -> Exception:
    response: Any = error.response
    if getattr(response, "status_code", 0) == 429:
        return _later(response.headers)
    code = str(response.get("error", "")) if hasattr(response, "get") else ""
    if code in ("ratelimited", "rate_limited"):
        return Later(1.0)
    return Gone(f"{method}: {code}") if code in _GONE else Refused(method, code or "unknown")


def _later(headers: Mapping[str, Any]) -> Later:
    wait = {name.lower(): value for name, value in dict(headers).items()}.get("retry-after", "1")
    return Later(float(wait) if str(wait).isdigit() else 1.0)
