"""Which Pythons the assistant runs on; run as a program, its exit code says whether this Python is one of them.

Refuses nothing else: the Makefile asks any `python3` it meets, so this file keeps to what old ones understand.
"""

import sys

OLDEST = (3, 11)
NEWEST = (3, 14)  # of the newest Python, some locked packages have no wheels yet: docs/install.md says how that was found

if __name__ == "__main__":
    sys.exit(0 if OLDEST <= sys.version_info[:2] <= NEWEST else 1)
