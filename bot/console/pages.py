"""The console's pages: its Jinja templates, and what every page of them is given.

Escapes whatever it is given, and refuses a template that names what it is not given.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.accounts.access import Access
from bot.accounts.account import Account, Role
from bot.console import markdown
from bot.console.navigation import entries

STATIC = Path(__file__).parent / "static"
_TEMPLATES = Path(__file__).parent / "templates"
_HEADERS = {
    "Cache-Control": "no-store",  # what an account may see stays in no cache
    "Referrer-Policy": "same-origin",  # without a referrer, browsers send forms without their origin
}


class Pages:
    """Renders the templates; every page is in English."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self._environment = Environment(
            loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, auto_reload=False
        )
        self._environment.globals |= {"icon": _icon, "counted": _counted, "Role": Role}
        self._environment.filters |= {"day": _day, "markdown": markdown.render, "inline": markdown.inline, "spaced": _spaced}

    def page(self, request: Request, template: str, account: Account | None = None, *, status: int = 200, **values: Any) -> HTMLResponse:
        """A page with the navigation of that account; without one, for whoever has not logged in, there is none."""
        return HTMLResponse(self.render(request, template, account, **values), status, _HEADERS)

    def render(self, request: Request, template: str, account: Account | None = None, **values: Any) -> str:
        """The same as text, for a part of a page that is fetched by itself."""
        given = {
            "account": account,
            "csrf": self.access.csrf(request) if account else "",
            "navigation": entries(request.app.routes, account.role) if account else (),
            "path": request.url.path,
        }
        return self._environment.get_template(template).render(given | values)


def _icon(name: str) -> Markup:
    """A symbol of static/icons.svg; the words beside it say what it means."""
    return Markup('<svg class="icon" aria-hidden="true" focusable="false"><use href="/console/static/icons.svg#{}"/></svg>').format(name)


def _counted(number: int, thing: str) -> str:
    """So many things: 1 conversation, 2 conversations."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _spaced(code: str) -> str:
    """A code as words."""
    return code.replace("_", " ")


def _day(moment: date) -> str:
    """A day as a person reads it, with the minute where there is one."""
    day = f"{moment.day} {moment:%B} {moment.year}"
    return f"{day}, {moment:%H:%M}" if isinstance(moment, datetime) else day
