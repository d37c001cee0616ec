"""What is built once at a start, by one process at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

from bot.services import _alone
from bot.settings import Settings


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
