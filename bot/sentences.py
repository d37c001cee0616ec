"""What the HTTP interface says when it cannot do what a request asks for: sentences of data/wording, by their key.

Refuses to start when one is missing or left over.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal, get_args

from knowledge import yamlfile
from knowledge.errors import DataError
from knowledge.wording import Wording

Key = Literal[
    "too_large",
    "not_found",
    "no_such_method",
    "foreign_origin",
    "failed",
    "unusable",
    "cannot_compute",
    "only_dialogue",
    "unknown_receipt",
    "outdated_receipt",
    "no_dates",
    "unknown_conversation",
    "unknown_message",
    "unknown_pass",
    "still_answering",
    "many_conversations",
    "many_streams",
    "not_kept",
    "not_read",
    "not_deleted",
    "vote_not_kept",
    "log_in_first",
    "not_allowed",
    "foreign_form",
    "not_reached",
    "unknown_case",
    "not_your_case",
    "long_answer",
    "from_a_note",
    "unknown_reason",
    "missing",
    "unknown",
    "no_json",
    "no_text",
    "unreadable",
    "empty",
    "no_object",
    "body_no_object",
    "unknown_language",
    "not_listed",
    "no_bool",
    "other",
]


class Sentences:
    """The sentences of one language, and by `speaking` those of the others."""

    def __init__(self, data: Path, wording: Wording, others: Iterable[Wording] = ()) -> None:
        """Reads them. Raises DataError."""
        path = data / "wording" / wording.language / "http.yaml"
        self._templates: dict[Key, str] = yamlfile.load(path, dict[Key, str])
        for key in get_args(Key):
            if key not in self._templates:
                raise DataError(path, key, "has no words; write them")
        self._wording = wording
        self._others = {other.language: Sentences(data, other) for other in others if other.language != wording.language}

    def speaking(self, language: str) -> Sentences:
        """The same in that language; these where it is none of the others."""
        return self._others.get(language, self)

    def say(self, key: Key, **values: object) -> str:
        """One of them, with its values filled in."""
        return self._wording.say(self._templates[key], values)
