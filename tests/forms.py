"""The forms of a page as a browser reads them: which names and values it would send.

Refuses a page with a form inside a form, or two elements of one id.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

Attributes = dict[str, str | None]
_NOT_SENT = ("submit", "button", "reset", "image", "file")


@dataclass
class Form:
    """A form with the values that it would send now, in order."""

    action: str
    method: str
    id: str
    pairs: list[tuple[str, str]] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    """What the selects, radios and boxes of a name offer."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.ids: set[str] = set()
        self._inside: Form | None = None
        self._select, self._options = "", list[tuple[str, bool]]()
        self._templates = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: Attributes = dict(attrs)
        if tag == "template":
            self._templates += 1
        if self._templates:
            return
        if identity := given.get("id"):
            assert identity not in self.ids, f"two elements have the id {identity}"
            self.ids.add(identity)
        if tag == "form":
            assert self._inside is None, "a form inside a form"
            self._inside = Form(given.get("action") or "", given.get("method") or "get", given.get("id") or "")
            self.forms.append(self._inside)
        elif self._inside and tag == "input":
            self._input(self._inside, given)
        elif self._inside and tag == "select":
            self._select, self._options = given.get("name") or "", []
        elif self._select and tag == "option":
            self._options.append((given.get("value") or "", "selected" in given))

    def _input(self, form: Form, given: Attributes) -> None:
        name, kind, value = given.get("name"), given.get("type") or "text", given.get("value") or ""
        if not name or kind in _NOT_SENT:
            return
        if kind in ("checkbox", "radio"):
            form.choices.setdefault(name, []).append(value)
            if "checked" not in given:
                return
        form.pairs.append((name, value))

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._templates -= 1
        elif self._templates:
            return
        elif tag == "form":
            self._inside = None
        elif tag == "select" and self._select and self._inside:
            chosen = [value for value, selected in self._options if selected] or [value for value, _ in self._options[:1]]
            self._inside.pairs += [(self._select, value) for value in chosen]
            self._inside.choices[self._select] = [value for value, _ in self._options]
            self._select = ""


def forms_of(page: str) -> list[Form]:
    """All forms of a page."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def form_of(page: str, action: str) -> Form:
    """The form that leads to a path."""
    return next(form for form in forms_of(page) if form.action == action)
