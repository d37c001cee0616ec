"""Who may deliver activities of Teams: whoever bears a token of Microsoft's connector that is meant for our bot.

Refuses before anything is read, in the same words whatever is wrong with a token.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any, Protocol

import httpx
import structlog
from jwt import PyJWK, PyJWKSet, PyJWTError
from microsoft_agents.hosting.core.authorization import AgentAuthConfiguration, AuthenticationConstants, ClaimsIdentity
from microsoft_agents.hosting.core.authorization.jwt import JwtTokenValidator

from bot.channels.teams.place import CHANNEL

_LOG = structlog.get_logger("teams")
MICROSOFTS_KEYS = AuthenticationConstants.PUBLIC_ABS_JWKS_URL
_SOONEST_SECONDS = 10.0  # between two looks at the keys: whoever makes up a key's id must not make us ask for it each time
_LONGEST_SECONDS = 24 * 3600.0
_FETCH_SECONDS = 5.0
_LONGEST_TOKEN = 16_000


class Refused(Exception):
    """The request bears no token that is good for us."""


class Unverifiable(Exception):
    """Nobody can tell now whether the token is good: the keys cannot be reached."""


class Keys:
    """The keys at one address that may sign what Teams delivers.

    Each key of Microsoft's says in its `endorsements` for which channels it signs; whoever has one of another channel speaks not for Teams.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._keys: Mapping[str, PyJWK] = {}
        self._looked = float("-inf")
        self._lock = asyncio.Lock()

    async def get_signing_key(self, address: str, header: Mapping[str, Any]) -> PyJWK:
        """The key that a token's header names; the address is always ours, whatever the token's issuer suggests. Raises Refused and Unverifiable."""
        name = header.get(AuthenticationConstants.KEY_ID_HEADER)
        async with self._lock:
            since = time.monotonic() - self._looked
            if since > _LONGEST_SECONDS or (name not in self._keys and since > _SOONEST_SECONDS):
                self._keys = await self.fetch()
                self._looked = time.monotonic()
        if not isinstance(name, str) or name not in self._keys:
            raise Refused
        return self._keys[name]

    async def fetch(self) -> Mapping[str, PyJWK]:
        """The keys as they are now, by their ids. Raises Unverifiable."""
        try:
            async with httpx.AsyncClient(timeout=_FETCH_SECONDS) as client:
                reply = await client.get(self._address)
                reply.raise_for_status()
                listed = reply.json()
            found = PyJWKSet.from_dict(listed)
            endorsed = {key["kid"] for key in listed["keys"] if "kid" in key and CHANNEL in key.get("endorsements", ())}
        except (httpx.HTTPError, ValueError, TypeError, PyJWTError, AttributeError) as error:
            raise Unverifiable(type(error).__name__) from error
        return {key.key_id: key for key in found.keys if key.key_id and key.key_id in endorsed}


class _Validator(JwtTokenValidator):
    """Microsoft's own check of tokens, with keys of one address."""

    def __init__(self, configuration: AgentAuthConfiguration, keys: Keys) -> None:
        super().__init__(configuration)
        self._jwk_client_manager = keys  # type: ignore[assignment]


class Guard(Protocol):
    """Who decides whether a request may be read."""

    async def admit(self, bearer: str, client: str, forwarded: bool) -> ClaimsIdentity:
        """Who sends it, from its Authorization header and the address that it comes from. Raises Refused and Unverifiable."""
        ...


class Tokens:
    """Asks for a token of Microsoft's connector."""

    def __init__(self, bot: str, tenant: str, keys: str) -> None:
        configuration = AgentAuthConfiguration(client_id=bot, tenant_id=tenant, validate_issuer=True)
        self._validator = _Validator(configuration, Keys(keys or MICROSOFTS_KEYS))

    async def admit(self, bearer: str, client: str, forwarded: bool) -> ClaimsIdentity:
        """As Guard says."""
        kind, _, token = bearer.partition(" ")
        if kind.lower() != "bearer" or not token or len(token) > _LONGEST_TOKEN:
            raise Refused
        try:
            found = await self._validator.validate_token(token)
        except (PyJWTError, ValueError) as error:
            _LOG.warning("a token was refused", reason=type(error).__name__)
            raise Refused from error
        except Unverifiable as error:
            _LOG.error("the keys of Teams cannot be read", reason=str(error))
            raise
        if "exp" not in found.claims or not found.claims.get(AuthenticationConstants.SERVICE_URL_CLAIM):
            raise Refused
        return found


class Playground:
    """Believes whoever is on this machine, for development alone."""

    async def admit(self, bearer: str, client: str, forwarded: bool) -> ClaimsIdentity:
        """As Guard says."""
        if client not in ("127.0.0.1", "::1") or forwarded:
            raise Refused
        return ClaimsIdentity()
