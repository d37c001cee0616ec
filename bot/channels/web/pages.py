"""The pages of the web channel and the script that puts the chat on any page.

Refuses nothing; which other pages may use it is decided by bot/origins.py.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from bot.channels.web.bundle import Script, scripts, words

_STATIC = Path(__file__).parent / "static"
_FRESH = {"Cache-Control": "no-cache"}
_UNLISTED = {"X-Robots-Tag": "noindex"}
# Pages that embed it name it without a version: a new one arrives within minutes, and until then no page waits for it.
_SCRIPT = {"Cache-Control": "public, max-age=300, stale-while-revalidate=86400", "Cross-Origin-Resource-Policy": "cross-origin", "Vary": "Accept-Encoding"}


def install(app: FastAPI) -> None:
    """Adds them to the application."""
    for path in sorted((_STATIC / "words").glob("*.js")):
        app.add_api_route(f"/static/words/{path.name}", _serving(words(path)), include_in_schema=False)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")

    for name, script in scripts().items():
        app.add_api_route(f"/{name}", _serving(script), include_in_schema=False)

    @app.get("/", include_in_schema=False)
    async def page() -> FileResponse:
        """The chat page."""
        return FileResponse(_STATIC / "index.html", headers=_FRESH)

    @app.get("/demo", include_in_schema=False)
    async def demo() -> FileResponse:
        """A shop's page with the chat on it."""
        return FileResponse(_STATIC / "demo.html", headers=_FRESH | _UNLISTED)

    @app.get("/docs", include_in_schema=False)
    async def documentation() -> FileResponse:
        """The page to try the interface out."""
        return FileResponse(_STATIC / "docs.html", headers=_FRESH)

    @app.get("/favicon.ico", include_in_schema=False)
    async def icon() -> FileResponse:
        """The page's icon."""
        return FileResponse(_STATIC / "icon.svg", media_type="image/svg+xml")


def _serving(script: Script) -> Callable[[Request], Awaitable[Response]]:
    """Serves a script, compressed for whoever takes that; nothing to whoever has it already."""
    headers = _SCRIPT | {"ETag": script.tag}

    async def serve(request: Request) -> Response:
        if script.tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(script.compressed, media_type="text/javascript", headers=headers | {"Content-Encoding": "gzip"})
        return Response(script.content, media_type="text/javascript", headers=headers)

    return serve
