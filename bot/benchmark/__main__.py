"""`python -m bot.benchmark`: the same as `seller-assistant bench`."""

from __future__ import annotations

import sys

from bot.cli import main

if __name__ == "__main__":
    sys.argv.insert(1, "bench")
    main()
