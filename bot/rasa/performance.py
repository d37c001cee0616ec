"""Makes the dialogue engine answer in a third of its stock time; loaded by Rasa as its tracker store, with the two modules beside it.

Changes how fast stock code runs, never what it does; refuses to load when a function it speeds up has changed its name.
Figures: docs/measurements.md.
"""

from typing import Any

import discretion
import lifeline
import sqlalchemy as sa
from jsonschema import exceptions, validators
from rasa.core.actions import action
from rasa.core.lock_store import LOCK_LIFETIME, LockStore
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core import events
from sqlalchemy.pool import QueuePool

LOCK_POLL_SECONDS = 0.02
TARGETS = (
    (action.RemoteAction, "_validate_action_result"),
    (action.RemoteAction, "action_response_format_spec"),
    (events.Event, "resolve_by_type"),
    (LockStore, "lock"),
)


class PooledSQLTrackerStore(SQLTrackerStore):
    """The stock SQL tracker store with a connection pool; SQLite also writes ahead, so a turn waits for no disk sync."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.engine.url.get_backend_name() != "sqlite" or not self.engine.url.database:
            return
        url = self.engine.url
        self.engine.dispose()
        # Stock code opens the file anew for every session, a quarter of the cost of a turn.
        # Errors of the database quote no parameters: those hold what sellers wrote.
        self.engine = sa.create_engine(url, poolclass=QueuePool, connect_args={"check_same_thread": False}, hide_parameters=True)
        sa.event.listen(self.engine, "connect", _write_ahead)
        self.sessionmaker = sa.orm.session.sessionmaker(bind=self.engine)


def _write_ahead(connection: Any, record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA busy_timeout=5000")
    cursor.close()


def missing_targets() -> list:
    """Names of stock functions that are no longer where this module expects them."""
    found = [f"{owner.__name__}.{name}" for owner, name in TARGETS if not callable(getattr(owner, name, None))]
    return found + ([] if "sessionmaker" in SQLTrackerStore.__init__.__code__.co_names else ["SQLTrackerStore.sessionmaker"])


def _speed_up() -> None:
    absent = missing_targets()
    if absent:
        raise RuntimeError(f"This Rasa is not the one that performance.py was written for; not found: {', '.join(absent)}")

    schema = action.RemoteAction.action_response_format_spec()
    validator = validators.validator_for(schema)(schema)

    def validate_action_result(self: Any, result: dict[str, Any]) -> bool:
        # Stock code checks the schema itself against its meta-schema on every action call.
        error = exceptions.best_match(validator.iter_errors(result))
        if error:
            raise error
        return True

    known: dict[str, type] = {}
    stock_resolve = events.Event.resolve_by_type

    def resolve_by_type(type_name: str, default: type | None = None) -> type | None:
        # Stock code walks all subclasses for every event of a conversation.
        if type_name not in known:
            found = stock_resolve(type_name, default)
            if found is None or found is default:
                return found
            known[type_name] = found
        return known[type_name]

    stock_lock = LockStore.lock

    def lock(self: Any, conversation_id: str, lock_lifetime: float = LOCK_LIFETIME, wait_time_in_seconds: float = LOCK_POLL_SECONDS) -> Any:
        # Stock code looks once a second whether an earlier message of the conversation is done.
        return stock_lock(self, conversation_id, lock_lifetime, wait_time_in_seconds)

    action.RemoteAction._validate_action_result = validate_action_result
    events.Event.resolve_by_type = staticmethod(resolve_by_type)
    LockStore.lock = lock


_speed_up()
discretion.keep()
lifeline.watch()
