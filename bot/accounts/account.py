"""An account of the console and what its role may do.

Knows no secret of an account: passwords and sessions stand elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knowledge.errors import KnowledgeError


class Role(StrEnum):
    """What an account may do; each role may do what those before it may."""

    VIEWER = "viewer"
    AGENT = "agent"
    EDITOR = "editor"
    ADMIN = "admin"

    def may(self, least: Role) -> bool:
        """Whether this role may do what `least` may."""
        order = list(Role)
        return order.index(self) >= order.index(least)


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may log in, while the account is active."""

    number: int
    email: str
    name: str
    role: Role
    active: bool = True

    @property
    def called(self) -> str:
        """What to call the person."""
        return self.name or self.email


class AccountError(KnowledgeError):
    """Something that cannot be done with an account; the message says what to do."""
