"""What is left of a conversation after its end, in the databases as the real processes keep them."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.dialogue.chat import SECONDS, Chat
from tests.dialogue.server import Served

pytestmark = pytest.mark.dialogue

TODAY = "2026-11-23T10:00"
NOTICE = """Dear seller,
Your product {number} has been removed because it is a prohibited item. Penalty points have been deducted.
Violation number: {number}
Notification date: 20/11/2026 10:00
If you disagree, you may appeal within 4 days under View Details.
AliExpress Team"""


def traces(folder: Path, text: str) -> list[str]:
    """The files below a folder in which a text stands, byte by byte."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes())


def test_nothing_of_a_notice_outlives_its_conversation(server: Served, served: str, var: Path) -> None:
    """The texts and ids are looked for in every file that the installation keeps, logs and write-ahead logs included."""
    mine, other = Chat(served, TODAY), Chat(served, TODAY)
    assert "20 November 2026 at 10:00" in mine.say(NOTICE.format(number="MINE-771155")).text
    assert "24 November 2026 at 10:00" in mine.say("Yes").text
    other.say(NOTICE.format(number="OTHER-771155"))
    assert {"conversations.db", "dialogue.db"} <= {name.removesuffix("-wal") for name in traces(var, "MINE-771155")}
    with httpx.Client(base_url=served, timeout=SECONDS, trust_env=False) as client:
        assert client.delete(f"/api/chat/{mine.id}").status_code == 204
        assert client.get(f"/api/chat/{mine.id}/messages").status_code == 404
    assert traces(var, "MINE-771155") == []
    assert traces(var, str(mine.id)) == []
    assert "24 November 2026 at 10:00" in other.say("Yes").text  # whose notice is still remembered


def test_a_conversation_silent_for_too_long_is_gone_after_a_start(server: Served, served: str, var: Path) -> None:
    old, young = Chat(served, TODAY), Chat(served, TODAY)
    old.say(NOTICE.format(number="OLD-771155"))
    young.say(NOTICE.format(number="YOUNG-771155"))
    server.stop()
    with closing(sqlite3.connect(var / "state" / "conversations.db")) as database, database:
        database.execute("UPDATE conversations SET started_at = '2020-01-01T00:00:00+00:00' WHERE id = ?", (old.id,))
        database.execute("UPDATE events SET at = '2020-01-01T00:00:00+00:00' WHERE conversation = ?", (old.id,))
    server.start()
    ends = time.monotonic() + 20
    while traces(var, str(old.id)):
        assert time.monotonic() < ends, traces(var, str(old.id))
        time.sleep(0.2)
    assert traces(var, "OLD-771155") == []
    assert "24 November 2026 at 10:00" in young.say("Yes").text


def test_a_notice_is_used_by_what_is_asked_after_it(served: str) -> None:
    """Through the engine: shown, corrected, asked about again beside an article; 2 days of the notice, 4 of the guide (question 67)."""
    chat = Chat(served, TODAY)
    assert "20 November 2026 at 10:00" in chat.say(NOTICE.format(number="7755").replace("within 4 days", "within 2 days")).text
    corrected = chat.say("no, I was notified on 22 November at 9:00")
    assert "Keep to Tuesday 24 November 2026 at 09:00" in corrected.text
    assert "Thursday 26 November 2026 at 09:00" in corrected.text
    assert chat.say("How much is the commission?").turn["decision"] == "answer"
    assert "Keep to Tuesday 24 November 2026 at 09:00" in chat.say("until when can I appeal?").text
