"""Talks to the dialogue process: one message in, the messages of its turn out.

Takes an empty or malformed reply for the failure it is; the engine reports its own failures as success.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import httpx


class DialogueFailed(Exception):
    """The dialogue process gave no usable reply; `reason` is "down", "slow" or "silent"."""

    def __init__(self, reason: str, detail: str) -> None:
        self.reason = reason
        super().__init__(detail)


def session_command(secret: str) -> str:
    """The message that begins a new session. It follows from the secret of this start, so that no user can type it."""
    return f"new session {hashlib.sha256(secret.encode()).hexdigest()}"


class DialogueClient:
    """One HTTP client for all conversations."""

    def __init__(self, url: str, seconds: float, secret: str) -> None:
        self._url = f"{url}/webhooks/rest/webhook"
        self._session_command = session_command(secret)
        self._client = httpx.AsyncClient(timeout=httpx.Timeout(seconds, connect=2.0), trust_env=False)

    async def send(self, conversation: str, text: str, today: str | None) -> list[dict[str, Any]]:
        """The messages of one turn, in order, as actions.messages wrote them. Raises DialogueFailed."""
        reply = await self._post({"sender": conversation, "message": text, "metadata": {"today": today}})
        messages = [item["custom"] for item in reply if isinstance(item, dict) and isinstance(item.get("custom"), dict)]
        if not messages or not all(_is_whole(message) for message in messages):
            raise DialogueFailed("silent", f"the dialogue process returned {json.dumps(reply)[:200]}")
        return messages

    async def start_session(self, conversation: str) -> None:
        """Begins a new session with the same slots, which keeps long conversations fast. Raises DialogueFailed."""
        await self._post({"sender": conversation, "message": self._session_command})

    async def _post(self, body: dict[str, Any]) -> list[Any]:
        try:
            response = await self._client.post(self._url, json=body)
            response.raise_for_status()
            found = response.json()
        except httpx.TimeoutException as error:
            raise DialogueFailed("slow" if not isinstance(error, httpx.ConnectTimeout) else "down", repr(error)) from error
        except (httpx.HTTPError, ValueError) as error:
            raise DialogueFailed("down", repr(error)) from error
        if not isinstance(found, list):
            raise DialogueFailed("silent", "the reply of the dialogue process is no list")
        return found

    async def close(self) -> None:
        """Closes its connections."""
        await self._client.aclose()


def _is_whole(message: dict[str, Any]) -> bool:
    """Whether a message has the form that actions.messages gives it."""
    answer, turn = message.get("answer"), message.get("turn")
    if not (isinstance(answer, dict) and isinstance(turn, dict)):
        return False
    is_answer = isinstance(answer.get("text"), str) and isinstance(answer.get("follow_ups"), list)
    return is_answer and {"decision", "rule", "asks_for", "articles"} <= turn.keys()
