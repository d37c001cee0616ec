"""The bot's own tokens, by which it may write into Teams: got from Microsoft's log-in with the client secret, and kept while they last.

Refuses to say the secret anywhere, in errors as well.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

import httpx
from microsoft_agents.hosting.core.authorization import AuthenticationConstants

MICROSOFTS_LOGIN = "https://login.microsoftonline.com"
_SCOPE = f"{AuthenticationConstants.AGENTS_SDK_SCOPE}/.default"
_SECONDS = 10.0
_EARLY_SECONDS = 300.0  # before a token ends another one is got


class LogInFailed(Exception):
    """No token is to be had. `codes` are Microsoft's numbers for what is wrong; none where the log-in could not be reached."""

    def __init__(self, codes: tuple[int, ...] = (), detail: str = "") -> None:
        self.codes = codes
        super().__init__(detail)


class LogIn:
    """The log-in of one bot."""

    def __init__(self, bot: str, secret: str, tenant: str, address: str = "") -> None:
        self.address = f"{(address or MICROSOFTS_LOGIN).rstrip('/')}/{tenant}/oauth2/v2.0/token"
        self._form = {"grant_type": "client_credentials", "client_id": bot, "client_secret": secret, "scope": _SCOPE}
        self._token, self._ends = "", 0.0
        self._lock = asyncio.Lock()

    async def token(self) -> str:
        """A token that is good for some minutes at least. Raises LogInFailed."""
        async with self._lock:
            if time.monotonic() >= self._ends:
                self._token, seconds = await self._get()
                self._ends = time.monotonic() + max(seconds - _EARLY_SECONDS, 0.0)
            return self._token

    def spoil(self) -> None:
        """Takes the token for no good: the next one is got anew."""
        self._ends = 0.0

    async def _get(self) -> tuple[str, float]:
        try:
            async with httpx.AsyncClient(timeout=_SECONDS) as client:
                reply = await client.post(self.address, data=self._form)
            said: dict[str, Any] = reply.json()
            if reply.is_success:
                return str(said["access_token"]), float(said.get("expires_in", 0))
        except (httpx.HTTPError, ValueError, KeyError) as error:
            raise LogInFailed((), type(error).__name__) from error
        codes = tuple(code for code in said.get("error_codes", ()) if isinstance(code, int))
        raise LogInFailed(codes, str(said.get("error", reply.status_code)))
