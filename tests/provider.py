"""A small OpenID Connect provider that really serves: it signs its tokens, checks PKCE and secrets, and gives each code once.

A test may spoil what it says, one thing at a time.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any
from urllib.parse import urlencode

import uvicorn
from fastapi import FastAPI, Form, Header, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from bot.server import take_port

CLIENT, SECRET = "the-console", "a secret / with: signs & spaces"


class Provider:
    """One provider, and the person who is logged in there."""

    def __init__(self, issuer: str, now: float) -> None:
        self.issuer, self.now = issuer, now
        self.person: dict[str, Any] = {"sub": "42", "email": "Nora@Example.com", "email_verified": True, "name": "Nora Neu"}
        self.claims: dict[str, Any] = {}
        """What an ID token says instead."""
        self.absent: set[str] = set()
        """What an ID token leaves out."""
        self.about: dict[str, Any] = {}
        self.algorithm = "RS256"
        self.takes_secrets = ["client_secret_basic", "client_secret_post"]
        self.key, self.foreign = RSAKey.generate_key(2048, {"kid": "one"}), RSAKey.generate_key(2048, {"kid": "one"})
        self.curve = ECKey.generate_key("P-256", {"kid": "two"})
        self.signs_with: Any = self.key
        self.shared: bytes | None = None
        """What it signs with instead, by a method that no provider should use; nothing at all when it is empty."""
        self.refuses = ""
        self.asked: list[str] = []
        """The paths that were asked for."""
        self._codes: dict[str, dict[str, str]] = {}

    def token(self, nonce: str) -> str:
        """A signed ID token."""
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": int(self.now), "exp": int(self.now) + 300, "nonce": nonce, **self.person, **self.claims}
        claims = {name: value for name, value in claims.items() if name not in self.absent}
        if self.shared is None:
            return jwt.encode({"alg": self.algorithm, "kid": self.signs_with.kid}, claims, self.signs_with, algorithms=[self.algorithm])
        said = b".".join(_part(bytes(part)) for part in (JSONResponse({"alg": self.algorithm, "kid": "one"}).body, JSONResponse(claims).body))
        return b".".join((said, _part(hmac.digest(self.shared, said, "sha256")) if self.shared else b"")).decode()

    def application(self) -> FastAPI:
        """What it serves."""
        app = FastAPI()

        @app.middleware("http")
        async def remember(request: Request, call_next: Any) -> Any:
            self.asked.append(request.url.path)
            return await call_next(request)

        @app.get("/.well-known/openid-configuration")
        async def about() -> dict[str, Any]:
            places = {f"{name}_endpoint": f"{self.issuer}/{name}" for name in ("authorization", "token", "userinfo")}
            return {
                "issuer": self.issuer,
                "jwks_uri": f"{self.issuer}/keys",
                "token_endpoint_auth_methods_supported": self.takes_secrets,
                **places,
                **self.about,
            }

        @app.get("/keys")
        async def keys() -> dict[str, Any]:
            return dict(KeySet([self.key, self.curve]).as_dict(private=False))

        @app.get("/authorization")
        async def authorize(request: Request) -> Response:
            asked = dict(request.query_params)
            assert asked["client_id"] == CLIENT
            assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
            assert {"openid", "email"} <= set(asked["scope"].split())
            answer = {"state": asked["state"], "iss": self.issuer}
            if self.refuses:
                return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(answer | {'error': self.refuses})}", 302)
            code = secrets.token_urlsafe(16)
            self._codes[code] = asked
            return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(answer | {'code': code})}", 302)

        @app.post("/token")
        async def token(
            code: Annotated[str, Form()],
            redirect_uri: Annotated[str, Form()],
            code_verifier: Annotated[str, Form()],
            client_secret: Annotated[str, Form()] = "",
            authorization: Annotated[str, Header()] = "",
        ) -> Response:
            basic = base64.b64decode(authorization.removeprefix("Basic ")).decode() if authorization else ""
            shown = client_secret if self.takes_secrets == ["client_secret_post"] else basic.partition(":")[2]
            asked = self._codes.pop(code, None)
            challenge = base64.urlsafe_b64encode(hashlib.sha256(code_verifier.encode()).digest()).rstrip(b"=").decode()
            if not (shown == SECRET and asked and asked["redirect_uri"] == redirect_uri and asked["code_challenge"] == challenge):
                return JSONResponse({"error": "invalid_grant"}, 400)
            return JSONResponse({"access_token": "opens userinfo", "token_type": "Bearer", "id_token": self.token(asked["nonce"])})

        @app.get("/userinfo")
        async def userinfo(authorization: Annotated[str, Header()] = "") -> Response:
            return JSONResponse(self.person) if authorization == "Bearer opens userinfo" else Response(status_code=401)

        return app


def _part(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")


@contextmanager
def serving(now: float) -> Iterator[Provider]:
    """A provider until the block ends."""
    with take_port("127.0.0.1", 0) as taken:
        provider = Provider(f"http://127.0.0.1:{taken.getsockname()[1]}", now)
        server = uvicorn.Server(uvicorn.Config(provider.application(), log_level="warning"))
        arguments: dict[str, Any] = {"sockets": [taken]}
        thread = threading.Thread(target=server.run, kwargs=arguments)
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive()
                time.sleep(0.01)
            yield provider
        finally:
            server.should_exit = True
            thread.join(20)
