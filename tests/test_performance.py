"""The module that speeds Rasa up, examined by Rasa's own Python: every stock function it replaces must be where it was."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

FOLDER = ROOT / "bot" / "rasa"
PYTHON = FOLDER / ".venv" / "bin" / "python"
pytestmark = pytest.mark.dialogue


def run(code: str) -> str:
    """What Rasa's Python prints, with the module on its path."""
    done = subprocess.run([str(PYTHON), "-W", "ignore", "-c", code], cwd=FOLDER, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.splitlines()[-1]


def test_a_renamed_stock_function_is_noticed() -> None:
    code = """
from rasa.core.lock_store import LockStore
from rasa.shared.core.events import Event
del LockStore.lock, Event.resolve_by_type
try:
    import performance
except RuntimeError as error:
    print(error)
"""
    told = run(code)
    assert "LockStore.lock" in told
    assert "Event.resolve_by_type" in told
    assert "RemoteAction" not in told


def test_errors_are_logged_without_what_sellers_write() -> None:
    """As the engine logs: with structlog and with Python's own logging, configured before our module comes."""
    code = """
import io, json, logging, sys
printed, sys.stdout = sys.stdout, io.StringIO()
from rasa.utils.log_utils import configure_structlog
configure_structlog(logging.INFO)
import structlog
used_before = structlog.get_logger()
used_before.info("first")
import performance
def fail():
    text = "a secret in a local variable"
    try:
        raise ValueError("a secret in words")
    except ValueError as error:
        raise KeyError("a secret as a key") from error
for logger in (used_before, structlog.get_logger("other")):
    logger.error("http.parse.text.failure", text="a secret text", response_text="a secret reply")
    try:
        fail()
    except KeyError:
        logger.exception("rest.message.received.failure", text="a secret text")
try:
    fail()
except KeyError:
    logging.getLogger("rasa.core.processor").exception("an action failed")
print(json.dumps(sys.stdout.getvalue()), file=printed)
"""
    logged: str = json.loads(run(code))
    assert "secret" not in logged
    assert logged.count("http.parse.text.failure") == logged.count("rest.message.received.failure") == 2
    assert "an action failed" in logged
    assert logged.count("KeyError at ") == logged.count("ValueError at ") == 3  # and where it was
    assert " fail" in logged


def test_the_fast_code_does_what_the_stock_code_does(tmp_path: Path) -> None:
    """No stock function is missing; valid results of actions pass, invalid ones fail; events are found; the store keeps what it is given, in WAL mode."""
    code = f"""
import asyncio, json, sqlite3
import performance
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

action = RemoteAction("action_x", None)
def valid(result):
    try:
        return bool(action._validate_action_result(result))
    except ValidationError:
        return False
def unknown():
    try:
        return Event.resolve_by_type("no such event")
    except ValueError:
        return "refused"
found = {{
    "missing": performance.missing_targets(),
    "good": valid({{"events": [{{"event": "slot", "name": "a", "value": 1}}], "responses": []}}),
    "bad": valid({{"events": "no list", "responses": []}}),
    "slot": Event.resolve_by_type("slot") is SlotSet,
    "again": Event.resolve_by_type("slot") is SlotSet,
    "user": Event.resolve_by_type("user") is UserUttered,
    "unknown": unknown(),
    "default": Event.resolve_by_type("no such event", SlotSet) is SlotSet,
    "poll": performance.LOCK_POLL_SECONDS,
}}
async def store():
    kept = performance.PooledSQLTrackerStore(Domain.empty(), dialect="sqlite", db={str(tmp_path / "dialogue.db")!r})
    tracker = DialogueStateTracker.from_events("someone", [UserUttered("hi", intent={{"name": "greet"}})])
    await kept.save(tracker)
    again = await kept.retrieve("someone")
    return [event.text for event in again.events if isinstance(event, UserUttered)], type(kept.engine.pool).__name__
found["kept"], found["pool"] = asyncio.run(store())
found["mode"] = sqlite3.connect({str(tmp_path / "dialogue.db")!r}).execute("PRAGMA journal_mode").fetchone()[0]
print(json.dumps(found))
"""
    assert json.loads(run(code)) == {
        "missing": [],
        "good": True,
        "bad": False,
        "slot": True,
        "again": True,
        "user": True,
        "unknown": "refused",
        "default": True,
        "poll": 0.02,
        "kept": ["hi"],
        "pool": "QueuePool",
        "mode": "wal",
    }
