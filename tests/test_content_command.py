"""The commands that move articles between files and database: a round trip of all of them, imports, and what is refused."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from typer.testing import CliRunner

from bot.accounts.audit import Audit
from bot.cli import app
from bot.content.files import Files
from bot.content.version import Author, ContentError, Key, UnknownVersion
from bot.content.versions import Versions
from bot.store.database import Database
from tests.conftest import NOW, ROOT
from tests.newsroom import copied

KEY = Key("en", "q047")
ANNA = Author(1, "anna@example.org")
Run = Callable[..., Any]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("command"))


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'content.db'}"


@pytest.fixture
def versions(url: str) -> Iterator[Versions]:
    database = Database(url)
    yield Versions(database)
    database.close()


@pytest.fixture
def run(data: Path, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs a command of this installation."""
    for name, value in (("DATA", str(data)), ("DATABASE", url), ("VAR", str(tmp_path / "var"))):
        monkeypatch.setenv(f"SELLER_ASSISTANT_{name}", value)
    yield lambda *words, code=0: ran(words, code)
    structlog.reset_defaults()


def ran(words: tuple[str, ...], code: int) -> str:
    """What a command prints; foreseen errors end it as `main` does."""
    found = CliRunner().invoke(app, ["content", *words])
    if isinstance(found.exception, ContentError):
        assert code == 2
        return str(found.exception)
    assert found.exit_code == code, found.output
    return found.stdout


def contents(folder: Path) -> dict[str, bytes]:
    """Every article of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.md")}


def test_all_articles_go_out_as_they_came_in(run: Run, versions: Versions, data: Path, tmp_path: Path) -> None:
    files = Files(data)
    for key in files.all():
        text = files.text(key)
        assert text
        versions.heed_file(key, text, NOW)
        versions.save(key, text + "\n", ANNA, NOW, seen=0)
        versions.save(key, text, ANNA, NOW, seen=1)
        versions.publish([(key, 2)], ANNA, NOW)
    assert run("export").strip() == "0 files written"
    out = tmp_path / "out"
    assert run("export", "--to", str(out)).strip().endswith("200 files written")
    assert contents(out) == contents(ROOT / "data" / "articles") == contents(data / "articles")
    assert len(contents(out)) == 200
    assert json.loads(run("export", "--to", str(out), "--json")) == []


def test_what_is_published_is_written_and_nothing_else(run: Run, versions: Versions, data: Path) -> None:
    path = data / "articles" / "q047.md"
    before = path.read_bytes()
    text = before.decode().replace("6 months", "6 whole months") + "\u00a0é🙂\r\n"
    versions.heed_file(KEY, before.decode(), NOW)
    versions.save(KEY, text, ANNA, NOW, seen=0)
    assert run("export").strip() == "0 files written"
    assert "draft 1 by anna@example.org" in run("list")
    versions.publish([(KEY, 1)], ANNA, NOW)
    assert json.loads(run("list", "--json"))[0] == {"article": "en/q047", "live": 1, "is_ahead": True, "draft": None, "draft_by": None, "versions": 2}
    assert run("export").split() == [str(path), "1", "file", "written"]
    assert path.read_bytes() == text.encode()
    assert "not exported" not in run("list")
    path.write_bytes(before)


def test_a_file_that_was_changed_by_hand_is_not_written_over(run: Run, versions: Versions, data: Path) -> None:
    path = data / "articles" / "q047.md"
    before = path.read_bytes()
    versions.heed_file(KEY, before.decode(), NOW)
    versions.save(KEY, "mine", ANNA, NOW, seen=0)
    versions.publish([(KEY, 1)], ANNA, NOW)
    by_hand = before + b"\nBy hand.\n"
    path.write_bytes(by_hand)
    assert run("export").strip() == "0 files written"
    assert path.read_bytes() == by_hand
    assert [one.text for one in versions.history(KEY).versions] == [before.decode(), "mine", by_hand.decode()]
    path.write_bytes(before)


def test_files_come_in_as_drafts_of_their_language(run: Run, versions: Versions, data: Path, tmp_path: Path, url: str) -> None:
    folder = tmp_path / "in"
    (folder / "fr").mkdir(parents=True)
    english, french = folder / "q047.md", folder / "fr" / "q047.md"
    english.write_text("mine", encoding="utf-8")
    french.write_text("le mien", encoding="utf-8")
    new = folder / "q047-more.md"
    new.write_text("new", encoding="utf-8")
    out = run("import", str(english), str(french), str(new), "--comment", "why")
    assert out.split("\n")[:3] == ["en/q047: draft, version 1", "fr/q047: draft, version 1", "en/q047-more: draft, version 0"]
    draft = versions.history(Key("fr", "q047")).draft
    assert draft
    assert (draft.text, draft.comment, draft.author.email) == ("le mien", "why", "command line")
    assert "the same as version 1" in run("import", str(english))
    english.write_text("mine again", encoding="utf-8")
    assert "is working on a draft" in run("import", str(english), code=2)
    assert contents(data / "articles")["q047.md"] == (ROOT / "data" / "articles" / "q047.md").read_bytes()
    database = Database(url)
    entries = asyncio.run(Audit(database, lambda: NOW).entries(object="article "))
    assert sorted(entry.object for entry in entries) == ["article en/q047", "article en/q047-more", "article fr/q047"]
    database.close()


@pytest.mark.parametrize("name", ["q999.md", "notes.md", "q047.txt", "q047-X.md", "q047-.md"])
def test_files_of_no_article_are_refused_and_nothing_is_kept(run: Run, versions: Versions, tmp_path: Path, name: str) -> None:
    good, bad = tmp_path / "q047.md", tmp_path / name
    good.write_text("mine", encoding="utf-8")
    bad.write_text("x", encoding="utf-8")
    run("import", str(good), str(bad), code=2)
    assert versions.histories() == {}


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a\0b", b"x" * 50_001, b"x" * 300_000])
def test_files_that_are_no_text_or_too_large_are_refused(run: Run, versions: Versions, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "q047.md"
    path.write_bytes(content)
    run("import", str(path), code=2)
    run("import", str(tmp_path / "nothing.md"), code=2)
    assert versions.histories() == {}


@pytest.mark.parametrize("key", [Key("en", "../x"), Key("..", "q047"), Key("en", "q047/../../x"), Key("xx", "q047"), Key("en", ""), Key("en", "q047\0")])
def test_no_key_leads_out_of_the_folder(data: Path, key: Key, tmp_path: Path) -> None:
    files = Files(data)
    with pytest.raises(UnknownVersion):
        files.text(key)
    with pytest.raises(UnknownVersion):
        files.write({key: "x"}, tmp_path)
    with pytest.raises(UnknownVersion):
        files.require(key.language, key.article, may_be_new=True)
    assert list(tmp_path.iterdir()) == []
