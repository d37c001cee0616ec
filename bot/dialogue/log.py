"""The file into which the dialogue process logs.

Refuses to grow without end: what is older than one full file and the one before it is gone.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path
from typing import BinaryIO

_MOST_BYTES = 1_000_000
_LOOK_SECONDS = 10.0


class DialogueLog:
    """The log of one installation, with the one before it beside it."""

    def __init__(self, path: Path, most_bytes: int = _MOST_BYTES, look_seconds: float = _LOOK_SECONDS) -> None:
        self.path, self._most_bytes, self._look_seconds = path, most_bytes, look_seconds

    def open(self) -> BinaryIO:
        """The file, for a process to append to."""
        self.trim()
        return self.path.open("ab")

    def trim(self) -> None:
        """Puts a full file aside. It is emptied in place: whoever appends to it goes on at its new end."""
        if self.path.exists() and self.path.stat().st_size > self._most_bytes:
            shutil.copyfile(self.path, self.path.with_name(f"{self.path.name}.1"))
            os.truncate(self.path, 0)

    async def keep_short(self) -> None:
        """Looks after the file until it is cancelled."""
        while True:
            await asyncio.sleep(self._look_seconds)
            await asyncio.to_thread(self.trim)
