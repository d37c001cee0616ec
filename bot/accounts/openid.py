"""Log-in at an OpenID Connect provider: authorization code with PKCE, state and nonce, and the provider's word on who it was.

Believes nothing that is not signed by the provider for us and for this very attempt; keeps nothing of an attempt but what the browser
holds in a cookie.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx2
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bot.accounts import token as tokens
from bot.accounts.account import AccountError
from bot.clock import Now

_SCOPE = "openid email profile"
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]  # with a public key; never none, never a shared one
_SECONDS, _LEEWAY_SECONDS = 10.0, 60
_KEPT = timedelta(hours=1)
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class OpenIdFailed(AccountError):
    """The provider could not be reached, refused, or said something that cannot be believed; the message is for the log."""


class UnusableProvider(AccountError):
    """What is configured cannot be used; the message says what to correct."""


@dataclass(frozen=True, slots=True)
class Provider:
    """What is configured."""

    issuer: str
    client: str
    secret: str
    domains: frozenset[str] = frozenset()
    """Of e-mail addresses whose owners get an account when they first log in."""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is by the word of the provider; `email` is empty unless the provider has verified it."""

    issuer: str
    subject: str
    email: str
    name: str


class OpenId:
    """Logs people in at one provider. Its methods raise OpenIdFailed."""

    def __init__(self, provider: Provider, now: Now) -> None:
        self.provider, self._now = provider, now
        self._known: tuple[datetime, Mapping[str, Any]] | None = None

    async def begin(self, secret: str, after: str, back: str) -> str:
        """The address at the provider to which the browser that holds this secret goes; it comes `back` with an answer."""
        about = await self._about()
        async with self._client(about, back) as client:
            address, _ = client.create_authorization_url(
                about["authorization_endpoint"],
                state=state_of(secret, after),
                nonce=tokens.derived(secret, "nonce"),
                code_verifier=tokens.derived(secret, "verifier"),
            )
        return str(address)

    async def finish(self, secret: str, after: str, back: str, answer: Mapping[str, str]) -> Identity:
        """Who came back with this answer."""
        if not (secret and tokens.same(answer.get("state", ""), state_of(secret, after))):
            raise OpenIdFailed("the answer belongs to no attempt of this browser")
        if answer.get("iss", self.provider.issuer) != self.provider.issuer:
            raise OpenIdFailed("the answer comes from another provider")
        if "code" not in answer:
            raise OpenIdFailed(f"the provider refused: {answer.get('error', 'no code')[:100]}")
        about = await self._about()
        try:
            async with self._client(about, back) as client:
                token = await client.fetch_token(
                    about["token_endpoint"], grant_type="authorization_code", code=answer["code"], code_verifier=tokens.derived(secret, "verifier")
                )
                keys = _keys(_object(await client.request("GET", about["jwks_uri"], withhold_token=True)))
                claims = self._claims(token, keys, tokens.derived(secret, "nonce"))
                if "email" not in claims and about.get("userinfo_endpoint"):
                    more = _object(await client.get(about["userinfo_endpoint"]))
                    if more.get("sub") != claims["sub"]:
                        raise OpenIdFailed("the provider tells about somebody else")
                    claims = {**more, **claims}
        except (httpx2.HTTPError, OAuthError, JoseError, ValueError, KeyError) as error:
            raise OpenIdFailed(f"the provider's answer cannot be used: {type(error).__name__}") from error
        verified = claims.get("email_verified") in (True, "true") and isinstance(claims.get("email"), str)
        return Identity(self.provider.issuer, str(claims["sub"])[:255], claims["email"] if verified else "", str(claims.get("name") or "")[:120])

    def _claims(self, token: Mapping[str, Any], keys: KeySet, nonce: str) -> Mapping[str, Any]:
        """What the signed token says."""
        if not isinstance(token["id_token"], str):
            raise ValueError("no token")  # noqa: TRY004
        read = jwt.decode(token["id_token"], keys, algorithms=_ALGORITHMS)
        options = {
            "iss": {"essential": True, "value": self.provider.issuer},
            "aud": {"essential": True, "value": self.provider.client},
            "nonce": {"essential": True},
        }
        expected = {"nonce": nonce, "client_id": self.provider.client, "access_token": token.get("access_token")}
        claims = CodeIDToken(read.claims, read.header, options, expected)
        claims.validate(int(self._now().timestamp()), _LEEWAY_SECONDS)
        return dict(claims)

    async def _about(self) -> Mapping[str, Any]:
        """What the provider says of itself; looked up once an hour."""
        if self._known is None or self._now() - self._known[0] >= _KEPT:
            address = f"{self.provider.issuer.rstrip('/')}/.well-known/openid-configuration"
            try:
                async with httpx2.AsyncClient(timeout=_SECONDS) as client:
                    found = _object(await client.get(address))
                places = [found[key] for key in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
            except (httpx2.HTTPError, ValueError, KeyError) as error:
                raise OpenIdFailed(f"the provider cannot be asked about itself: {type(error).__name__}") from error
            if found.get("issuer") != self.provider.issuer or not all(is_guarded(place) for place in places):
                raise OpenIdFailed("the provider is another one than configured, or names places that are not https")
            self._known = self._now(), found
        return self._known[1]

    def _client(self, about: Mapping[str, Any], back: str) -> Any:
        takes = about.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        method = "none" if not self.provider.secret else "client_secret_basic" if "client_secret_basic" in takes else "client_secret_post"
        return AsyncOAuth2Client(
            self.provider.client,
            self.provider.secret or None,
            token_endpoint_auth_method=method,
            scope=_SCOPE,
            redirect_uri=back,
            code_challenge_method="S256",
            timeout=_SECONDS,
        )


def _object(response: httpx2.Response) -> dict[str, Any]:
    """The JSON object of a response. Raises ValueError and HTTPError."""
    found = response.raise_for_status().json()
    if not isinstance(found, dict):
        raise ValueError("no JSON object")  # noqa: TRY004 - like text that is no JSON at all
    return found


def _keys(found: Mapping[str, Any]) -> KeySet:
    """Public keys, of those that are keys. Raises ValueError and JoseError."""
    listed = found.get("keys")
    if not (isinstance(listed, list) and all(isinstance(key, dict) for key in listed)):
        raise ValueError("no keys")
    return KeySet.import_key_set({"keys": [key for key in listed if key.get("kty") in ("RSA", "EC", "OKP")]})


def state_of(secret: str, after: str) -> str:
    """What the provider gives back: nobody else can make it, and where to go on cannot be changed under way."""
    return tokens.derived(secret, f"state {after}")


def is_guarded(address: object) -> bool:
    """Whether nobody on the way can read or change what is sent there: https, or this very machine."""
    parts = urlsplit(address if isinstance(address, str) else "")
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
