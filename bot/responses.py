"""JSON responses in UTF-8, whatever a request has put into them.

Refuses NaN and infinity, which are no JSON.
"""

from __future__ import annotations

import json
from typing import Any

from fastapi.responses import JSONResponse

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


class Json(JSONResponse):
    """JSON in UTF-8; half a surrogate pair in a request comes back as a replacement character, not as an error."""

    def render(self, content: Any) -> bytes:
        """The bytes of the response."""
        return _ENCODER.encode(content).encode("utf-8", "replace")
