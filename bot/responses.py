"""JSON responses in UTF-8, whatever a request has put into them.

Refuses nothing: what JSON cannot hold (infinity, half a character) comes back as null or as a replacement character.
"""

from __future__ import annotations

import json
from typing import Any

import orjson
from fastapi.responses import JSONResponse

# A reply is a few kilobytes of text: the standard encoder takes a fifth of the whole request for it.
_PATIENT = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


class Json(JSONResponse):
    """JSON in UTF-8; half a surrogate pair in a request comes back as a replacement character, not as an error."""

    def render(self, content: Any) -> bytes:
        """The bytes of the response."""
        return encode(content)


def encode(content: Any) -> bytes:
    """Compact JSON. What the fast encoder refuses (half a surrogate pair, a number of more than 64 bits) goes the slower way."""
    try:
        return orjson.dumps(content)
    except TypeError:
        return _PATIENT.encode(content).encode("utf-8", "replace")


def encode_sorted(content: Any) -> bytes:
    """The same with the keys of every object in order, so that the same content gives the same bytes."""
    try:
        return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "replace")
