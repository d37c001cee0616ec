"""Examines what the machine gives: Python, calendars, ports, disk, database, a browser for the tests.

Refuses to leave a trace: a table or file that it tries to write is taken back.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays
import httpx
import sqlalchemy as sa
from rapidfuzz import fuzz, process

from bot.doctor.line import Line, bad, good, notable
from bot.install.supported import NEWEST, OLDEST
from bot.server import CannotServe, take_port
from bot.store.database import address
from bot.store.errors import UnusableDatabase
from bot.store.migration import version

_LEAST_GIGABYTES, _COMFORTABLE_GIGABYTES = 0.2, 1.0  # what is built takes 0.1; conversations and their write-ahead logs grow
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
_ALIKE = 70


def python(version: tuple[int, int]) -> Line:
    """Whether this Python is one that the assistant runs on."""
    found, span = ".".join(map(str, version)), f"{OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}"
    if not OLDEST <= version <= NEWEST:
        return bad(f"Python {found}: {span} is needed. Name one: make setup PYTHON=/path/to/python")
    return good(f"Python {found}")


def country(code: str, subdivision: str | None) -> Line:
    """Whether the public holidays of the configured place are known."""
    known = holidays.list_supported_countries()
    try:
        holidays.country_holidays(code)
    except NotImplementedError:
        near = process.extractOne(code.upper(), list(known), scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return bad(f"Calendar: no country {code!r} is known. Set SELLER_ASSISTANT_COUNTRY to a two-letter code such as {near[0] if near else 'FR'}.")
    try:
        holidays.country_holidays(code, subdiv=subdivision)
    except NotImplementedError:
        return bad(f"Calendar: {code} has no subdivision {subdivision!r}. SELLER_ASSISTANT_SUBDIVISION may be {', '.join(known.get(code, ())) or 'left out'}.")
    return good(f"Calendar: public holidays of {f'{code}-{subdivision}' if subdivision else code}")


def time_zone(name: str) -> Line:
    """Whether time zone data is there and puts summer and winter where they are in Paris."""
    advice = "Install your system's tzdata, or the package tzdata with `make setup`."
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return bad(f"Time zones: there is no data for {name}. {advice}")
    offsets = [datetime(2026, month, 15, tzinfo=UTC).astimezone(zone).strftime("%z") for month in (1, 7)]
    if offsets != ["+0100", "+0200"]:
        return bad(f"Time zones: the data for {name} is wrong (winter {offsets[0]}, summer {offsets[1]}). {advice}")
    return good(f"Time zones: {name}")


def ports(host: str, port: int, dialogue_port: int) -> Iterator[Line]:
    """Whether both ports are free, or served by this program already."""
    ours = False
    if port:
        line = free("Port", host, port, "SELLER_ASSISTANT_PORT")
        ours = line.stops and is_ours(host, port)
        yield good(f"Port {port}: an assistant is already running there") if ours else line
    else:
        yield good("Port: a free one is taken at each start")
    if not dialogue_port:
        yield good("Port of the dialogue process: a free one is taken at each start")
    elif dialogue_port == port:
        yield bad(f"Port of the dialogue process: {port} is the assistant's own. Set SELLER_ASSISTANT_DIALOGUE_PORT to another one, or to 0.")
    else:
        line = free("Port of the dialogue process", "127.0.0.1", dialogue_port, "SELLER_ASSISTANT_DIALOGUE_PORT")
        yield good(f"Port of the dialogue process: {dialogue_port}, of the running assistant") if line.stops and ours else line


def free(what: str, host: str, port: int, setting: str) -> Line:
    """Whether a port can be listened on."""
    try:
        take_port(host, port).close()
    except (CannotServe, OSError) as error:  # OSError: a host name that does not resolve
        reason = error.__cause__ if isinstance(error, CannotServe) else error
        return bad(f"{what}: {host} port {port} cannot be used ({getattr(reason, 'strerror', None) or reason}). Stop what holds it, or set {setting}.")
    return good(f"{what}: {port} is free")


def is_ours(host: str, port: int) -> bool:
    """Whether an assistant answers there."""
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    with contextlib.suppress(httpx.HTTPError, ValueError):
        reply = httpx.get(f"http://{f'[{reached}]' if ':' in reached else reached}:{port}/health/ready", timeout=3, trust_env=False).json()
        return isinstance(reply, dict) and {"status", "dialogue", "index"} <= reply.keys()
    return False


def folder(var: Path) -> Line:
    """Whether the var folder, or the one it will be made in, can be written and has room."""
    there = _nearest(var)
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        return bad(f"Disk: {there} cannot be written ({error.strerror}). Correct its permissions, or set SELLER_ASSISTANT_VAR.")
    return room(there, shutil.disk_usage(there).free / 1e9)


def room(there: Path, free_gigabytes: float) -> Line:
    """Whether so much is enough."""
    text = f"Disk: {free_gigabytes:.1f} GB free for {there}"
    if free_gigabytes < _LEAST_GIGABYTES:
        return bad(f"{text}; {_LEAST_GIGABYTES} GB are needed. Free some, or set SELLER_ASSISTANT_VAR to a folder on a larger disk.")
    return notable(f"{text}; conversations grow, so free some soon") if free_gigabytes < _COMFORTABLE_GIGABYTES else good(text)


def database(url: str) -> Line:
    """Whether it can be written, and no newer program has changed it."""
    try:
        parsed = address(url)
        engine = sa.create_engine(parsed)
    except (sa.exc.SQLAlchemyError, ImportError, ValueError) as error:
        return bad(f"Database: the URL cannot be used ({_short(error)}). Correct SELLER_ASSISTANT_DATABASE; the driver it names must be installed.")
    shown = parsed.render_as_string(hide_password=True)
    is_sqlite, name = parsed.get_backend_name() == "sqlite", parsed.database or ":memory:"
    try:
        if is_sqlite and not name.startswith((":memory:", "file:")) and not Path(name).exists():  # connecting would leave an empty one behind
            with tempfile.TemporaryFile(dir=_nearest(Path(name).parent)):
                return good(f"Database: {shown}, made at the first start")
        with engine.connect() as connection:
            version(connection)
            connection.rollback()
            if is_sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")  # Python's driver would not begin one before CREATE
            connection.exec_driver_sql("CREATE TABLE seller_assistant_doctor (number INTEGER)")
            connection.rollback()
    except UnusableDatabase as error:
        return bad(f"Database: {shown}: {error}")
    except (sa.exc.SQLAlchemyError, OSError) as error:
        return bad(f"Database: {shown} cannot be reached or written ({_short(error)}). Correct SELLER_ASSISTANT_DATABASE, or mend the database.")
    finally:
        engine.dispose()
    return good(f"Database: {shown}, writable")


def chromium(names: Sequence[str] = _BROWSERS) -> Line:
    """Whether the browser tests can run."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    return good(f"Chromium: {found}") if found else notable("Chromium: not found; only the browser tests need it, and say that they are skipped")


def _nearest(wanted: Path) -> Path:
    """The folder itself, or the nearest one above it that exists."""
    return next(there for there in (wanted.absolute(), *wanted.absolute().parents) if there.exists())


def _short(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0][:200]
