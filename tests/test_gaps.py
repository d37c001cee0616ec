"""`seller-assistant gaps`, over a database of its own and a copy of the data."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import structlog
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.conversations import Conversations
from bot.gaps.store import Question, Store
from bot.settings import Settings
from bot.store.database import Database
from knowledge.errors import KnowledgeError

pytestmark = pytest.mark.model  # the encoder of all languages

RUNNER = CliRunner()
NEAR = (("q060", 0.3), ("q047", 0.2))
COINS = ["Can I pay my commission with cryptocurrency?", "is it possible to settle fees in bitcoin", "Puis-je payer les commissions en bitcoin ?"]
LOANS = ["Can I get a business loan from AliExpress?", "AliExpress concede prestiti ai venditori?"]
PASTED = "Can I pay my commission for [number] with cryptocurrency?"


@pytest.fixture
def installation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """A var folder in which questions 1 to 3 (1 to 3 November) ask about coins, 4 and 5 about loans, and 6 (redacted) about coins again."""
    monkeypatch.setenv("SELLER_ASSISTANT_VAR", str(tmp_path / "var"))
    for name in ("DATA", "DATABASE"):
        monkeypatch.delenv(f"SELLER_ASSISTANT_{name}", raising=False)
    conversations = Conversations(Database(Settings().database_url))
    store = Store(conversations)
    languages = ["en", "en", "fr", "en", "it", "en"]
    for number, (text, language) in enumerate(zip((*COINS, *LOANS, PASTED), languages, strict=True), 1):
        conversation = conversations.start()
        conversations.hear(conversation, text)
        asked = store.last_asked(conversation)
        assert asked
        store.keep(conversation, asked, Question(text, language, "no_answer", NEAR, "unanswered", "", date(2026, 11, number)))
    conversations.database.close()
    yield tmp_path
    structlog.reset_defaults()


@pytest.fixture
def copied(installation: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data that commands may change."""
    folder = installation / "data"
    shutil.copytree(data, folder, ignore=shutil.ignore_patterns("evaluation"))
    monkeypatch.setenv("SELLER_ASSISTANT_DATA", str(folder))
    return folder


def run(*words: str, code: int = 0) -> Result:
    """What the command prints."""
    result = RUNNER.invoke(app, ["gaps", *words])
    assert result.exit_code == code, (result.output, result.exception)
    return result


def listed(*words: str) -> list[dict[str, Any]]:
    """The clusters as JSON."""
    found: list[dict[str, Any]] = json.loads(run("--json", *words).stdout)["clusters"]
    return found


def test_nothing_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SELLER_ASSISTANT_VAR", str(tmp_path))
    assert run().stdout == "No questions have been kept.\n"
    assert listed() == []


@pytest.mark.usefixtures("installation")
def test_clusters_are_listed_the_largest_first() -> None:
    first, second = listed()
    assert (first["cluster"], first["count"], first["languages"]) == (1, 4, {"en": 3, "fr": 1})
    assert (second["cluster"], second["count"], second["first"], second["last"]) == (4, 2, "2026-11-04", "2026-11-05")
    rows = run().stdout.splitlines()
    assert len(rows) == 3
    assert rows[1].split()[:4] == ["1", "4", "2026-11-01", "2026-11-06"]
    assert first["name"] in rows[1]


@pytest.mark.usefixtures("installation")
def test_clusters_are_chosen_by_day_and_size() -> None:
    assert [(cluster["cluster"], cluster["count"]) for cluster in listed("--least", "3")] == [(1, 4)]
    assert {(cluster["cluster"], cluster["count"]) for cluster in listed("--since", "2026-11-03")} == {(3, 2), (4, 2)}


@pytest.mark.usefixtures("installation")
def test_one_cluster_by_the_number_of_any_of_its_questions() -> None:
    assert json.loads(run("--cluster", "5", "--json").stdout)["cluster"] == 4
    shown = run("--cluster", "4").stdout
    assert all(text in shown for text in LOANS)
    assert not any(text in shown for text in COINS)


@pytest.mark.usefixtures("copied")
def test_examples_become_phrasings_and_the_cluster_is_settled(copied: Path) -> None:
    result = run("--cluster", "1", "--phrase", "q060", "--json")
    found = json.loads(result.stdout)
    assert {item["number"] for item in found["added"]} == {1, 2, 3}  # not the redacted one
    assert "seller-assistant index" in result.stderr
    english = (copied / "articles" / "q060.md").read_text(encoding="utf-8")
    assert all(f'  - "{text}"\n' in english for text in COINS[:2])
    assert f'"{COINS[2]}"\n' in (copied / "articles" / "fr" / "q060.md").read_text(encoding="utf-8")
    assert [cluster["cluster"] for cluster in listed()] == [4]


@pytest.mark.usefixtures("copied")
def test_chosen_examples_alone_become_phrasings(copied: Path) -> None:
    found = json.loads(run("--cluster", "1", "--phrase", "q060", "--take", "2", "--json").stdout)
    assert [item["number"] for item in found["added"]] == [2]


@pytest.mark.usefixtures("copied")
def test_refused_examples_alone_settle_nothing(copied: Path) -> None:
    (copied / "evaluation").mkdir()
    (copied / "evaluation" / "own.jsonl").write_text(json.dumps({"id": "x", "text": COINS[1]}), encoding="utf-8")
    assert "stands in an evaluation set" in run("--cluster", "1", "--phrase", "q060", "--take", "2", code=2).stderr
    assert len(listed()) == 2


@pytest.mark.usefixtures("copied")
def test_a_draft_is_begun(installation: Path) -> None:
    result = run("--cluster", "4", "--draft", "--json")
    path = Path(json.loads(result.stdout)["draft"])
    assert path.parent == installation / "var" / "drafts"
    assert LOANS[0] in path.read_text(encoding="utf-8")
    assert "TODO" in result.stderr
    assert len(listed()) == 2  # until an article answers them


@pytest.mark.usefixtures("installation")
def test_a_cluster_is_deleted() -> None:
    assert json.loads(run("--cluster", "1", "--drop", "--json").stdout) == {"cluster": 1, "dropped": 4}
    assert [cluster["cluster"] for cluster in listed()] == [4]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--phrase", "q060"), "--cluster"),
        (("--drop",), "--cluster"),
        (("--take", "1"), "--cluster"),
        (("--cluster", "1", "--draft", "--drop"), "one of"),
        (("--since", "2026-11-31"), "2026-11-31 is no day"),
    ],
)
@pytest.mark.usefixtures("installation")
def test_what_cannot_be_done_is_said(words: tuple[str, ...], said: str) -> None:
    assert said in run(*words, code=2).stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--cluster", "99"), "no cluster 99"),
        (("--cluster", "1", "--phrase", "q060", "--take", "4"), "no example 4"),
        (("--cluster", "1", "--phrase", "q999"), "q999"),
    ],
)
@pytest.mark.usefixtures("installation")
def test_what_does_not_exist_is_said(words: tuple[str, ...], said: str) -> None:
    result = RUNNER.invoke(app, ["gaps", *words])
    assert isinstance(result.exception, KnowledgeError)
    assert said in str(result.exception)
