"""The app as it is handed to Teams: a zip file with the manifest, what it says in other languages, and two icons.

Refuses to be made for an installation that Teams could not reach. The same installation gives the same bytes.
"""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.channels.teams import icons
from bot.channels.teams.search import COMMAND
from bot.channels.teams.words import CommandName, TeamsWords, WordsOfTeams
from bot.settings import Settings
from knowledge.errors import KnowledgeError
from knowledge.wording import ORIGINAL

_SCHEMA = "1.30"
_VERSION = "1.0.0"
_EVERYWHERE: tuple[CommandName, ...] = ("help", "calculate", "reminders", "person", "restart", "forget")
_ALONE: tuple[CommandName, ...] = (*_EVERYWHERE, "elsewhere")
_SAME_DAY = (2026, 1, 1, 0, 0, 0)  # of every file in the package, whenever it is made


class NoPackage(KnowledgeError):
    """The app cannot be packed with these settings; the message says what to set."""


def package(settings: Settings, words: WordsOfTeams, organisation: str, privacy: str = "", terms: str = "") -> bytes:
    """The zip file. `privacy` and `terms` are addresses of pages; without them, the assistant's own. Raises NoPackage."""
    address = settings.public_url.rstrip("/")
    if not settings.teams_bot:
        raise NoPackage("Set SELLER_ASSISTANT_TEAMS_BOT to the application (client) id of the bot first: docs/teams.md.")
    if urlsplit(address).scheme != "https":
        raise NoPackage("Set SELLER_ASSISTANT_PUBLIC_URL to the assistant's public address, with https, first: Teams wants it in the app.")
    others = [language for language in words.languages if language != ORIGINAL]
    made = manifest(settings.teams_bot, address, words.of(ORIGINAL), organisation, others, privacy=privacy, terms=terms)
    files: dict[str, str | bytes] = {"manifest.json": _json(made), "color.png": icons.colour(), "outline.png": icons.outline()}
    files |= {f"{language}.json": _json(localised(words.of(language))) for language in others}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _SAME_DAY), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def manifest(bot: str, address: str, words: TeamsWords, organisation: str, others: list[str], *, privacy: str = "", terms: str = "") -> dict[str, Any]:
    """The manifest, in English."""
    app = words.app
    parameter = {"name": "question", "title": app.search_field, "description": app.search_hint, "inputType": "text"}
    search = {"id": COMMAND, "type": "query", "title": app.search_title, "description": app.search_about, "context": ["compose", "commandBox"]}
    return {
        "$schema": f"https://developer.microsoft.com/json-schemas/teams/v{_SCHEMA}/MicrosoftTeams.schema.json",
        "manifestVersion": _SCHEMA,
        "version": _VERSION,
        "id": str(uuid.uuid5(uuid.UUID(bot), "seller-assistant")),
        "localizationInfo": {
            "defaultLanguageTag": ORIGINAL,
            "additionalLanguages": [{"languageTag": language, "file": f"{language}.json"} for language in others],
        },
        "developer": {"name": organisation[:32], "websiteUrl": address, "privacyUrl": privacy or address, "termsOfUseUrl": terms or address},
        "name": {"short": app.short_name, "full": app.full_name},
        "description": {"short": app.short_description, "full": app.full_description},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": icons.ACCENT,
        "bots": [
            {
                "botId": bot,
                "scopes": ["personal", "team", "groupChat"],
                "isNotificationOnly": False,
                "supportsFiles": False,
                "commandLists": [{"scopes": list(scopes), "commands": _commands(words, names)} for scopes, names in _LISTS],
            }
        ],
        "composeExtensions": [{"botId": bot, "commands": [search | {"parameters": [parameter]}]}],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [urlsplit(address).netloc],
    }


_LISTS: tuple[tuple[tuple[str, ...], tuple[CommandName, ...]], ...] = ((("personal",), _ALONE), (("team", "groupChat"), _EVERYWHERE))


def localised(words: TeamsWords) -> dict[str, str]:
    """What the manifest says, in another language."""
    return dict(_localised(words))


def _localised(words: TeamsWords) -> Iterator[tuple[str, str]]:
    app = words.app
    yield "$schema", f"https://developer.microsoft.com/json-schemas/teams/v{_SCHEMA}/MicrosoftTeams.Localization.schema.json"
    yield from (("name.short", app.short_name), ("name.full", app.full_name))
    yield from (("description.short", app.short_description), ("description.full", app.full_description))
    for at, (_, names) in enumerate(_LISTS):
        for place, command in enumerate(_commands(words, names)):
            yield from ((f"bots[0].commandLists[{at}].commands[{place}].{key}", text) for key, text in command.items())
    search = "composeExtensions[0].commands[0]"
    yield from ((f"{search}.title", app.search_title), (f"{search}.description", app.search_about))
    yield from ((f"{search}.parameters[0].title", app.search_field), (f"{search}.parameters[0].description", app.search_hint))


def _commands(words: TeamsWords, names: tuple[CommandName, ...]) -> list[dict[str, str]]:
    return [{"title": words.commands[name].title, "description": words.commands[name].about} for name in names]


def _json(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
