"""The examination of the bot in Teams: each setting against Microsoft's own servers, and what to do about each that is wrong.

Refuses to show a secret, and changes nothing.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

import httpx

from bot.channels.teams.guard import MICROSOFTS_KEYS, Keys, Unverifiable
from bot.channels.teams.login import LogIn, LogInFailed
from bot.doctor.line import Line, bad, good, notable
from bot.settings import Settings, UnreadableSecret

CONNECTOR = "https://smba.trafficmanager.net/"
"""Where messages of Teams are written; each delivery names an address there."""
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_SECONDS = 10.0
_WRONG_SECRET, _EXPIRED_SECRET, _UNKNOWN_BOT, _UNKNOWN_TENANTS = 7000215, 7000222, 700016, (90002, 900023, 900021)
_BOT, _TENANT, _SECRET = "SELLER_ASSISTANT_TEAMS_BOT", "SELLER_ASSISTANT_TEAMS_TENANT", "SELLER_ASSISTANT_TEAMS_SECRET"
_OVERVIEW = "Azure portal > App registrations > your bot > Overview"
_SECRETS = "Azure portal > App registrations > your bot > Certificates & secrets"


async def examine(settings: Settings, connector: str = CONNECTOR) -> list[Line]:
    """A line for each thing that the bot in Teams needs; at `connector` messages are written."""
    if settings.teams_playground:
        return [notable("SELLER_ASSISTANT_TEAMS_PLAYGROUND is on: whoever is on this machine is believed without a token. For development alone.")]
    if not settings.teams_bot:
        return [bad(f"{_BOT} is not set, so there is no bot in Teams: give the Application (client) ID, from {_OVERVIEW}.")]
    lines = [good(f"{_BOT} is an id"), *_tenants(settings)]
    secret, about = _secret(settings)
    lines.append(about)
    if secret and settings.teams_tenant:
        lines.append(await _log_in(settings, secret))
    lines += [await _keys(settings.teams_keys or MICROSOFTS_KEYS), await _connector(connector)]
    return [*lines, *await _endpoint(settings.public_url)]


def _tenants(settings: Settings) -> list[Line]:
    if not settings.teams_tenant:
        return [bad(f"{_TENANT} is not set: give the Directory (tenant) ID, from {_OVERVIEW}.")]
    if settings.teams_tenant.lower() == settings.teams_bot.lower():
        return [bad(f"{_TENANT} and {_BOT} are the same id: one is the Directory (tenant) ID, the other the Application (client) ID, both on {_OVERVIEW}.")]
    lines = [good(f"{_TENANT} is an id")]
    if settings.teams_tenant.lower() not in settings.listed_tenants:
        lines.append(notable("SELLER_ASSISTANT_TEAMS_TENANTS does not name the bot's own tenant, so its people cannot use the bot. Add it if they should."))
    return lines


def _secret(settings: Settings) -> tuple[str, Line]:
    """The secret where it can be used, and what is to be said of it."""
    try:
        secret = settings.secret("teams_secret")
    except UnreadableSecret as error:
        return "", bad(str(error))
    if not secret:
        return "", bad(f"{_SECRET} is not set: make one under {_SECRETS} > New client secret, and copy its Value at once; it is shown only then.")
    if _GUID.fullmatch(secret):
        return "", bad(f"{_SECRET} looks like the Secret ID. The other column is wanted, Value: if it is hidden by now, make a new secret under {_SECRETS}.")
    return secret, good(f"{_SECRET} is there")


async def _log_in(settings: Settings, secret: str) -> Line:
    login = LogIn(settings.teams_bot, secret, settings.teams_tenant, settings.teams_login)
    try:
        await login.token()
    except LogInFailed as error:
        return _why(error)
    return good("Microsoft's log-in knows the bot, its tenant and its secret")


def _why(error: LogInFailed) -> Line:
    if not error.codes:
        return bad(f"Microsoft's log-in cannot be reached ({error}): let this machine connect to login.microsoftonline.com, port 443.")
    if _WRONG_SECRET in error.codes:
        return bad(f"Microsoft's log-in refuses the secret: {_SECRET} must be the Value of a secret of this bot, not its Secret ID; see {_SECRETS}.")
    if _EXPIRED_SECRET in error.codes:
        return bad(f"The secret has expired: make a new one under {_SECRETS}, and put its Value into {_SECRET}.")
    if _UNKNOWN_BOT in error.codes:
        return bad(f"The tenant knows no bot of this id: compare {_BOT} and {_TENANT} with {_OVERVIEW}; both ids must come from the same page.")
    if set(error.codes) & set(_UNKNOWN_TENANTS):
        return bad(f"There is no tenant of this id: {_TENANT} must be the Directory (tenant) ID on {_OVERVIEW}.")
    listed = ", ".join(f"AADSTS{code}" for code in error.codes)
    return bad(f"Microsoft's log-in lets the bot not in ({listed}): look that number up in Microsoft's list of AADSTS error codes.")


async def _keys(address: str) -> Line:
    try:
        found = await Keys(address).fetch()
    except Unverifiable:
        host = urlsplit(address).hostname
        return bad(f"The keys that sign what Teams sends cannot be read: let this machine connect to {host}, port 443, or correct SELLER_ASSISTANT_TEAMS_KEYS.")
    if not found:
        return bad(f"At {address} no key is endorsed for Teams: correct SELLER_ASSISTANT_TEAMS_KEYS, or leave it unset.")
    return good(f"The keys that sign what Teams sends can be read ({len(found)})")


async def _connector(address: str) -> Line:
    """Whether it can be reached; what it answers to a request about nothing does not matter."""
    host = urlsplit(address).hostname
    try:
        async with httpx.AsyncClient(timeout=_SECONDS) as client:
            await client.get(address)
    except httpx.HTTPError as error:
        return bad(f"{host}, where messages are written into Teams, cannot be reached ({type(error).__name__}): let this machine connect to it, port 443.")
    return good(f"{host}, where messages are written into Teams, can be reached")


async def _endpoint(address: str) -> list[Line]:
    """Whether Teams can reach us, as far as that can be told from here."""
    if not address:
        return [bad("SELLER_ASSISTANT_PUBLIC_URL is not set: Teams must reach this assistant under an address with https, such as https://seller.example.")]
    parts, lines = urlsplit(address), []
    if parts.scheme != "https":
        lines.append(bad("SELLER_ASSISTANT_PUBLIC_URL must begin with https: Teams delivers nowhere else. Put a reverse proxy with a certificate in front."))
    if _is_private(parts.hostname or ""):
        lines.append(bad(f"{parts.hostname} can be reached from this machine or network alone: Teams needs a name that the whole internet knows."))
    endpoint = f"{address.rstrip('/')}/api/messages"
    try:
        async with httpx.AsyncClient(timeout=_SECONDS) as client:
            reply = await client.post(endpoint, content=b"{}")
    except httpx.HTTPError as error:
        return [*lines, bad(f"{endpoint} does not answer ({type(error).__name__}): start the assistant, and let its proxy pass this address on.")]
    if reply.status_code != 401:
        wanted = f"it must lead to this assistant, started with {_BOT}, and refuse who has no token (401)"
        return [*lines, bad(f"{endpoint} answers with {reply.status_code}: {wanted}.")]
    return [*lines, good(f"{endpoint} refuses who has no token, as it should. Write it under Azure portal > Azure Bot > Configuration > Messaging endpoint")]


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or "." not in host or host.endswith((".local", ".internal", ".lan"))
