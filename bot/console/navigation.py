"""The entries of the console's navigation: where they lead, and the role that may go there.

Shows no entry whose page is not there, and none that the account may not open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.routing import BaseRoute

from bot.accounts.account import Role

PREFIX = "/console"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `icon` is the name of a symbol in static/icons.svg, `below` are other paths whose pages belong to it."""

    title: str
    path: str
    icon: str
    least: Role = Role.VIEWER
    below: str = ""

    def holds(self, path: str) -> bool:
        """Whether the page at that path belongs to this entry."""
        return path == self.path or path.startswith(f"{self.below or self.path}/")


ENTRIES = (
    Entry("Look up", PREFIX, "search", below=f"{PREFIX}/articles"),
    Entry("Calculators", f"{PREFIX}/rules", "calculator"),
    Entry("Inbox", f"{PREFIX}/inbox", "inbox", below=f"{PREFIX}/cases"),
    Entry("Conversations", f"{PREFIX}/conversations", "talk"),
    Entry("Quality", f"{PREFIX}/quality", "chart"),
    Entry("Content", f"{PREFIX}/content", "page"),
    Entry("People", f"{PREFIX}/people", "people", Role.ADMIN),
)


def entries(routes: Iterable[BaseRoute], role: Role) -> tuple[Entry, ...]:
    """The entries for an account of that role."""
    paths = {getattr(route, "path", "") for route in routes}
    return tuple(entry for entry in ENTRIES if entry.path in paths and role.may(entry.least))
