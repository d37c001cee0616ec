"""The two icons of the app, drawn here: a speech bubble on a coloured ground, and its outline in white on nothing.

Refuses pictures of others: no trade mark is in them.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

GROUND, WHITE, NOTHING = (31, 95, 140, 255), (255, 255, 255, 255), (255, 255, 255, 0)
ACCENT = "#1F5F8C"
_FINE = 4  # looks at each pixel, in each direction
Colour = tuple[int, int, int, int]
Drawing = Callable[[float, float], Colour]


def colour() -> bytes:
    """192 by 192 pixels, in colour."""
    return _png(192, lambda x, y: WHITE if _bubble(x, y) and not _dots(x, y) else GROUND)


def outline() -> bytes:
    """32 by 32 pixels, white on a transparent ground."""
    return _png(32, lambda x, y: WHITE if _bubble(x, y) and not _dots(x, y) else NOTHING)


def _bubble(x: float, y: float) -> bool:
    left, top, right, bottom, corner = 0.16, 0.2, 0.84, 0.66, 0.12
    across, along = max(left + corner - x, 0.0, x - (right - corner)), max(top + corner - y, 0.0, y - (bottom - corner))
    is_in_body = across * across + along * along <= corner * corner
    is_in_tail = 0.3 <= x <= 0.52 and 0.6 <= y <= 0.86 - (x - 0.3) * 1.1
    return is_in_body or is_in_tail


def _dots(x: float, y: float) -> bool:
    return any((x - centre) ** 2 + (y - 0.43) ** 2 <= 0.055**2 for centre in (0.33, 0.5, 0.67))


def _png(size: int, drawing: Drawing) -> bytes:
    lines = b"".join(b"\0" + b"".join(_pixel(drawing, column, row, size) for column in range(size)) for row in range(size))
    head = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(lines, 9)) + _chunk(b"IEND", b"")


def _pixel(drawing: Drawing, column: int, row: int, size: int) -> bytes:
    """One pixel, the mean of several looks at it, so that edges are smooth; colours count by how much covers."""
    steps = [(step + 0.5) / _FINE for step in range(_FINE)]
    looks = [drawing((column + across) / size, (row + down) / size) for down in steps for across in steps]
    covered = sum(look[3] for look in looks)
    mean = [round(sum(look[part] * look[3] for look in looks) / covered) if covered else 255 for part in range(3)]
    return bytes((*mean, round(covered / len(looks))))


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
