"""`make setup`: sets the checkout up, or says in words what is missing and what to do.

Refuses to end with a traceback for anything that the person at the keyboard can mend.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from bot.install import steps
from bot.install.console import Console, Failure

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Runs the set-up; the exit code is for make."""
    # A polite kill ends like Ctrl-C: the running child is stopped and nothing half-made is stamped.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    console = Console(ROOT / "var" / "setup.log")
    try:
        steps.set_up(ROOT, console, os.environ)
    except Failure as failure:
        console.say(f"\nThe set-up stopped. {failure}")
        return 1
    except KeyboardInterrupt:
        console.say("\nThe set-up was interrupted. What was half done is made again next time: run `make setup`.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
