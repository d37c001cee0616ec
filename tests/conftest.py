"""What every test may use: the knowledge, loaded once, and no network.

Only tests marked `dialogue` or `browser` may connect, and only to this machine.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
from hypothesis import settings
from pytest_socket import disable_socket, enable_socket, socket_allow_hosts

from bot.lookup import Lookup
from bot.sentences import Sentences
from bot.store.database import Database
from knowledge.articles import Library
from knowledge.base import KnowledgeBase
from knowledge.calendars import Calendar
from knowledge.languages import Languages
from knowledge.parameters import ParameterBook
from knowledge.rulebook import RuleBook
from knowledge.search import index
from knowledge.search.encoder import PACKAGED, load_encoder
from knowledge.search.multilingual import UseEncoder
from knowledge.speech import Speaker
from knowledge.wording import Wording
from tests import doors, microsoft, newsroom, postgresql, teams
from tests.doors import House
from tests.engine import GOOD, Engine, running
from tests.grammars import ENGLISH
from tests.newsroom import Newsroom
from tests.teams import Chats, Person

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""The current time of the look-ups: Monday 23 November 2026, 10:00 in Paris."""
_LOCAL_TIERS = ("dialogue", "browser")

settings.register_profile("suite", deadline=None, derandomize=True, database=None, max_examples=30)
settings.load_profile("suite")


def pytest_runtest_setup(item: pytest.Item) -> None:
    # Unix sockets stay open: an event loop wakes itself through a pair of them.
    if any(item.get_closest_marker(tier) for tier in _LOCAL_TIERS):
        enable_socket()  # the test before may have closed them
        socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
    else:
        disable_socket(allow_unix_socket=True)


def pytest_runtest_teardown() -> None:
    structlog.reset_defaults()  # a command that ran in this process has left its log behind, which is closed by now


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of the real data."""
    return ROOT / "data"


@pytest.fixture(scope="session")
def bad_data() -> Path:
    """The folder of tiny wrong files, one for each way in which a loader refuses."""
    return ROOT / "tests" / "bad_data"


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture(scope="session")
def parameters(data: Path) -> ParameterBook:
    return ParameterBook.load(data / "rules")


@pytest.fixture(scope="session")
def rulebook(parameters: ParameterBook, calendar: Calendar) -> RuleBook:
    return RuleBook.load(parameters, calendar)


@pytest.fixture(scope="session")
def library(data: Path) -> Library:
    return Library.load(data)


@pytest.fixture(scope="session")
def wording(data: Path) -> Wording:
    return Wording(data / "wording" / "en")


@pytest.fixture(scope="session")
def sentences(data: Path, wording: Wording) -> Sentences:
    return Sentences(data, wording)


@pytest.fixture(scope="session")
def speaker(wording: Wording, library: Library, calendar: Calendar) -> Speaker:
    return Speaker(wording, library, calendar.name, ENGLISH.hours)


@pytest.fixture(scope="session")
def base(data: Path) -> KnowledgeBase:
    return KnowledgeBase(data)


@pytest.fixture(scope="session")
def var(base: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var folder of the tests' own: encoder, index and dialogue model as `make setup` has built them, brought up to date."""
    folder = tmp_path_factory.mktemp("var")
    for built in ("index", "index_languages", "dialogue"):
        shutil.copytree(ROOT / "var" / built, folder / built)
    (folder / "encoder").symlink_to(ROOT / "var" / "encoder", target_is_directory=True)
    index.renew(folder / "index", base.corpus, load_encoder(PACKAGED, folder / "encoder"), lambda message: None)
    index.renew(folder / "index_languages", base.corpus_of_all, UseEncoder(), lambda message: None)
    return folder


@pytest.fixture(scope="session")
def lookup(base: KnowledgeBase, var: Path) -> Lookup:
    """Look-ups with the real search, at NOW; tests that use it are marked `model`."""
    english = base.ranker(var / "index", load_encoder(PACKAGED, var / "encoder"))
    return Lookup(Languages(base, english, base.ranker_of_others(var / "index_languages", UseEncoder())), lambda: NOW, 2000)


@pytest.fixture(scope="session")
def shared_newsroom(lookup: Lookup, var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """A console whose articles may be changed, for `room`."""
    own = newsroom.own(lookup, newsroom.copied(tmp_path_factory.mktemp("content")))
    with newsroom.opened(own, var, tmp_path_factory.mktemp("newsroom")) as found:
        yield found


@pytest.fixture
def room(shared_newsroom: Newsroom) -> Newsroom:
    """The same with nothing changed."""
    shared_newsroom.clear()
    return shared_newsroom


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgresql.Cluster]:
    """A PostgreSQL of the tests' own."""
    with postgresql.running() as found:
        yield found


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a new, empty database: whoever asks for it is tested with both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'state' / 'conversations.db'}"
    cluster: postgresql.Cluster = request.getfixturevalue("cluster")
    return cluster.fresh()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A new, empty database of either kind, opened."""
    found = Database(database_url)
    yield found
    found.close()


@pytest.fixture
def local_sockets() -> Iterator[None]:
    """Sockets for a test that talks to a server of its own on this machine, and to nothing else."""
    enable_socket()
    socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
    yield
    disable_socket(allow_unix_socket=True)


@pytest.fixture
def engine(local_sockets: None) -> Iterator[Engine]:
    """A stand-in for the dialogue engine; it says hello until it is told what to say."""
    with running() as found:
        found.says(GOOD)
        yield found


@pytest.fixture
def house(tmp_path: Path, sentences: Sentences) -> Iterator[House]:
    """The pages of accounts, with nobody in them yet."""
    with doors.opened(f"sqlite:///{tmp_path / 'house.db'}", sentences) as found:
        yield found


@pytest.fixture(scope="session")
def all_chats(lookup: Lookup, var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chats]:
    """The application with its bot in Teams, a stand-in for the dialogue engine and one for Microsoft, for `chats`."""
    enable_socket()
    with running() as found, microsoft.running() as platform:
        folder = tmp_path_factory.mktemp("teams")
        with teams.opened(lookup, var, folder, platform, found.port) as client:
            yield Chats(client, platform, found, teams.settings_of(var, folder, platform, found.port))
        enable_socket()


@pytest.fixture
def chats(all_chats: Chats, local_sockets: None) -> Chats:
    """The same, with an engine that answers as it does at first."""
    all_chats.engine.delay, all_chats.engine.while_asked = 0.0, lambda sent: None
    all_chats.engine.says(GOOD)
    all_chats.engine.asked.clear()
    return all_chats


@pytest.fixture
def anna(chats: Chats, request: pytest.FixtureRequest) -> Person:
    """Somebody in a chat of her own."""
    return chats.person(f"a:{request.node.name[:80]}")
