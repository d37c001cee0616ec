"""Talks to the dialogue process: one message in, the messages of its turn out.

Takes an empty or malformed reply for the failure it is; the engine reports its own failures as success. Says of a reply
what it is made of, never what is written in it.
"""

from __future__ import annotations

import hashlib
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
        self._languages: dict[str, str] = {}
        self._client = httpx.AsyncClient(timeout=httpx.Timeout(seconds, connect=2.0), trust_env=False)

    async def send(self, conversation: str, text: str, today: str | None, language: str = "auto") -> list[dict[str, Any]]:
        """The messages of one turn, in order, as actions.messages wrote them. Raises DialogueFailed.

        The engine hands what goes with a message to its actions, but not to whoever understands it: that one asks `language_of`.
        """
        self._languages[conversation] = language
        try:
            reply = await self._post({"sender": conversation, "message": text, "metadata": {"today": today, "language": language}})
        finally:
            self._languages.pop(conversation, None)
        messages = [item["custom"] for item in reply if isinstance(item, dict) and isinstance(item.get("custom"), dict)]
        if not messages or not all(_is_whole(message) for message in messages):
            raise DialogueFailed("silent", f"the dialogue process returned {_shape(reply)}")
        return messages

    def language_of(self, conversation: str) -> str:
        """The language that was named for the message which the engine has of this conversation; else auto."""
        return self._languages.get(conversation, "auto")

    async def start_session(self, conversation: str) -> None:
        """Begins a new session with the same slots, which keeps long conversations fast. Raises DialogueFailed."""
        await self._post({"sender": conversation, "message": self._session_command})

    async def _post(self, body: dict[str, Any]) -> list[Any]:
        try:
            response = await self._client.post(self._url, json=body)
            response.raise_for_status()
            found = response.json()
        except httpx.TimeoutException as error:
            raise DialogueFailed("slow" if not isinstance(error, httpx.ConnectTimeout) else "down", type(error).__name__) from error
        except httpx.HTTPStatusError as error:
            raise DialogueFailed("down", f"the dialogue process answered with status {error.response.status_code}") from error
        except (httpx.HTTPError, ValueError) as error:
            raise DialogueFailed("down", type(error).__name__) from error
        if not isinstance(found, list):
            raise DialogueFailed("silent", "the reply of the dialogue process is no list")
        return found

    async def close(self) -> None:
        """Closes its connections."""
        await self._client.aclose()


def _shape(reply: list[Any]) -> str:
    """What a reply is made of, without its content."""
    items = (f"an object of {', '.join(sorted(map(str, item)))}" if isinstance(item, dict) else type(item).__name__ for item in reply[:3])
    return f"a list of {len(reply)}" + (f": {'; '.join(items)}" if reply else "")


def _is_whole(message: dict[str, Any]) -> bool:
    """Whether a message has the form that actions.messages gives it."""
    answer, turn = message.get("answer"), message.get("turn")
    if not (isinstance(answer, dict) and isinstance(turn, dict)):
        return False
    is_answer = isinstance(answer.get("text"), str) and isinstance(answer.get("follow_ups"), list)
    return is_answer and {"decision", "rule", "asks_for", "articles", "language"} <= turn.keys()
