"""A real browser for the tests that need one, whoever serves the page; and a page of it at phone and at desktop width.

Refuses a page that complains on its console.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

SIZES = {"phone": (360, 740), "desktop": (1280, 860)}
_OFFLINE = "ERR_INTERNET_DISCONNECTED"
_PROGRAM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)


@contextmanager
def launched() -> Iterator[Browser]:
    """The browser until the block ends; skips the test where there is none."""
    if _PROGRAM is None:
        if os.environ.get("CI"):
            pytest.fail("No Chromium: .ci/run installs Debian's package chromium.")
        pytest.skip("No Chromium on this machine: install your system's package chromium to run the browser tests.")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=_PROGRAM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        yield found
        found.close()


@contextmanager
def opened(browser: Browser, url: str, size: str, expected: str = _OFFLINE, **more: Any) -> Iterator[Page]:
    """The page at that address, in a window of that size and a profile of its own; `more` is for playwright.

    A test may cut its connection, or name what else the console is `expected` to say.
    """
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce", **more)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" and expected not in message.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(url)
    yield page
    context.close()
    assert complaints == [], complaints
