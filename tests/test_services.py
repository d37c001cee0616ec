"""What is built once at a start, by one process at a time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from bot import services
from bot.services import _alone
from bot.settings import Settings
from knowledge.base import KnowledgeBase


def test_who_finds_another_building_waits_and_is_told(tmp_path: Path) -> None:
    settings, told, entered, may_end = Settings(var=tmp_path / "var"), list[str](), Event(), Event()

    def first() -> None:
        with _alone(settings, told.append):
            entered.set()
            may_end.wait(20)

    def second() -> bool:
        with _alone(settings, told.append):
            return may_end.is_set()

    with ThreadPoolExecutor() as pool:
        building = pool.submit(first)
        entered.wait(20)
        waiting = pool.submit(second)
        while not told:
            assert not waiting.done()
        may_end.set()
        assert waiting.result(timeout=20)
        building.result(timeout=20)
    assert told == ["another process is building here; waiting for it to end"]


def test_both_indexes_are_announced_once_and_told_apart(base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    def renew(folder: Path, corpus: object, encoder: object, progress: Callable[[str], None]) -> bool:
        progress("encoding 3 texts that are new")
        return True

    monkeypatch.setattr("bot.services.index.renew", renew)
    monkeypatch.setattr("bot.services.slots.renew", lambda *given: False)
    monkeypatch.setattr("bot.services.headings.keep", lambda *given: None)
    monkeypatch.setattr(services, "encoder", lambda *given: None)
    monkeypatch.setattr(services, "encoder_of_languages", lambda *given: None)
    told: list[str] = []
    assert services.build_index(base, Settings(), told.append)
    announced, english, others, _ = told
    assert "two search indexes" in announced
    assert "5 minutes" in announced
    assert english == "index 1 of 2, English: encoding 3 texts that are new"
    assert others == "index 2 of 2, the other languages: encoding 3 texts that are new"
