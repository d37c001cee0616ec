"""A seller at the chat: writes, presses buttons, and keeps what came back.

Refuses to press a button that is not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

SECONDS = 40.0


@dataclass(frozen=True, slots=True)
class Heard:
    """The reply to one message, as the HTTP contract has it."""

    messages: list[dict[str, Any]]
    turn: dict[str, Any]

    @property
    def text(self) -> str:
        """All that is shown: the text of every message with its caveats and dates."""
        return "\n".join(part for message in self.messages for part in (message["text"], *self._beside(message)))

    @staticmethod
    def _beside(message: dict[str, Any]) -> list[str]:
        answer = message.get("answer") or {"caveats": [], "dates": []}  # an apology has none
        return [*answer["caveats"], *(date["value"] for date in answer["dates"])]

    @property
    def buttons(self) -> dict[str, str]:
        """What each button of the last message sends, by its title."""
        return {button["title"]: button["payload"] for button in self.messages[-1]["buttons"]}

    @property
    def sources(self) -> list[str]:
        """The sources of the first message: the answer itself, not the question that may follow."""
        return [source["id"] for source in self.messages[0]["answer"]["sources"]]

    @property
    def asks(self) -> str | None:
        """The input that the assistant waits for."""
        found: str | None = self.turn["asks_for"]
        return found


class Chat:
    """One conversation over HTTP."""

    def __init__(self, url: str, today: str | None, conversation: str | None = None) -> None:
        self.url, self.today, self.id = url, today, conversation
        self.last: Heard | None = None

    def post(self, text: str, **more: str) -> httpx.Response:
        """Sends a message and returns the raw response."""
        body = {"text": text, "today": self.today} | more | ({"conversation_id": self.id} if self.id else {})
        return httpx.post(f"{self.url}/api/chat", json=body, timeout=SECONDS, trust_env=False)

    def say(self, text: str, **more: str) -> Heard:
        """One turn; `more` is what else the request says."""
        response = self.post(text, **more)
        assert response.status_code == 200, response.text
        body = response.json()
        assert self.id in (None, body["conversation_id"])
        self.id = body["conversation_id"]
        self.last = Heard(body["messages"], body["turn"])
        return self.last

    def press(self, title: str) -> Heard:
        """Presses a button of the last message."""
        assert self.last is not None, "nothing has been said yet"
        assert title in self.last.buttons, f"no button “{title}” among {list(self.last.buttons)}"
        return self.say(self.last.buttons[title])
