from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from typer.testing import CliRunner

from bot.channels.teams import icons
from bot.channels.teams.package import NoPackage, package
from bot.channels.teams.words import WordsOfTeams
from bot.cli import app
from bot.settings import Settings
from tests.microsoft import BOT
from tests.validation import complaints

ADDRESS = "https://seller.example"


@pytest.fixture(autouse=True)
def own_log() -> Iterator[None]:
    """What a command logs to ends with it."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="module")
def files(data: Path) -> dict[str, bytes]:
    made = package(Settings(teams_bot=BOT, public_url=f"{ADDRESS}/"), WordsOfTeams(data), "A shop")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_manifest_is_what_microsofts_schema_wants(files: dict[str, bytes]) -> None:
    manifest = json.loads(files["manifest.json"])
    assert complaints("teams-manifest-1.30.json", manifest) == []
    assert manifest["bots"][0]["botId"] == manifest["composeExtensions"][0]["botId"] == BOT
    assert manifest["bots"][0]["scopes"] == ["personal", "team", "groupChat"]
    assert manifest["developer"]["websiteUrl"] == ADDRESS
    assert manifest["validDomains"] == ["seller.example"]


@pytest.mark.parametrize("language", ["fr", "es", "it"])
def test_the_other_languages_say_all_that_the_manifest_says(files: dict[str, bytes], language: str) -> None:
    manifest, said = json.loads(files["manifest.json"]), json.loads(files[f"{language}.json"])
    assert complaints("teams-localisation-1.30.json", said) == []
    assert {"languageTag": language, "file": f"{language}.json"} in manifest["localizationInfo"]["additionalLanguages"]
    lists = manifest["bots"][0]["commandLists"]
    wanted = {f"bots[0].commandLists[{at}].commands[{place}].title" for at, one in enumerate(lists) for place in range(len(one["commands"]))}
    assert wanted <= said.keys()
    assert len({said[key] for key in wanted}) == max(len(one["commands"]) for one in lists)  # none is said twice in one list


def test_every_command_of_the_list_is_one(files: dict[str, bytes], data: Path) -> None:
    words = WordsOfTeams(data)
    for one in json.loads(files["manifest.json"])["bots"][0]["commandLists"]:
        for command in one["commands"]:
            assert words.command(command["title"].lower() + " ") is not None


def test_a_command_means_one_thing_in_all_languages(data: Path) -> None:
    said: dict[str, str] = {}
    for words in WordsOfTeams(data).languages.values():
        for name, command in words.commands.items():
            for text in (command.title, *command.also):
                assert said.setdefault(text.casefold(), name) == name, text


def test_all_languages_fill_in_the_same(data: Path) -> None:
    import re

    def holes(words: Any) -> dict[str, set[str]]:
        return {key: set(re.findall(r"\{(\w+)\}", value)) for key, value in words.model_dump().items() if isinstance(value, str)}

    languages = WordsOfTeams(data).languages
    assert languages.keys() == {"en", "es", "fr", "it"}
    assert {language: holes(words) for language, words in languages.items()} == dict.fromkeys(languages, holes(languages["en"]))


@pytest.mark.parametrize(("name", "size"), [("color.png", 192), ("outline.png", 32)])
def test_the_icons_have_the_sizes_that_teams_wants(files: dict[str, bytes], name: str, size: int) -> None:
    width, height, pixels = _pixels(files[name])
    assert (width, height) == (size, size)
    if name == "outline.png":
        assert {pixel[:3] for pixel in pixels} == {(255, 255, 255)}  # white alone
        assert {pixel[3] for pixel in pixels} >= {0, 255}  # on nothing
    else:
        assert {pixel[3] for pixel in pixels} == {255}
        assert {icons.WHITE, icons.GROUND} <= set(pixels)


def _pixels(content: bytes) -> tuple[int, int, list[tuple[int, ...]]]:
    """What an RGBA picture without filters shows; every chunk's sum is checked."""
    at, chunks = 8, dict[bytes, bytes]()
    while at < len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        kind, body, told = content[at + 4 : at + 8], content[at + 8 : at + 8 + length], content[at + 8 + length : at + 12 + length]
        assert struct.unpack(">I", told)[0] == zlib.crc32(kind + body)
        chunks[kind], at = body, at + 12 + length
    width, height, *form = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert form == [8, 6, 0, 0, 0]
    raw, line = zlib.decompress(chunks[b"IDAT"]), width * 4 + 1
    assert {raw[row * line] for row in range(height)} == {0}
    found = [tuple(raw[row * line + 1 + column * 4 : row * line + 5 + column * 4]) for row in range(height) for column in range(width)]
    return width, height, found


def test_the_same_installation_gives_the_same_bytes(data: Path) -> None:
    settings = Settings(teams_bot=BOT, public_url=ADDRESS)
    assert package(settings, WordsOfTeams(data), "A shop") == package(settings, WordsOfTeams(data), "A shop")


@pytest.mark.parametrize("settings", [{"public_url": ADDRESS}, {"teams_bot": BOT}, {"teams_bot": BOT, "public_url": "http://seller.example"}], ids=str)
def test_an_installation_that_teams_cannot_reach_has_no_package(data: Path, settings: dict[str, Any]) -> None:
    with pytest.raises(NoPackage, match=r"^Set SELLER_ASSISTANT_"):
        package(Settings(**settings), WordsOfTeams(data), "A shop")


def test_the_command_writes_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SELLER_ASSISTANT_TEAMS_BOT", BOT)
    monkeypatch.setenv("SELLER_ASSISTANT_PUBLIC_URL", ADDRESS)
    out = tmp_path / "app.zip"
    done = CliRunner().invoke(app, ["teams", "package", str(out), "--organisation", "A shop", "--privacy", f"{ADDRESS}/privacy"])
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(out) as archive:
        assert json.loads(archive.read("manifest.json"))["developer"]["privacyUrl"] == f"{ADDRESS}/privacy"
    for words in (["--organisation", " "], ["--organisation", "x" * 33], ["--organisation", "A shop", "--terms", "http://seller.example"]):
        assert CliRunner().invoke(app, ["teams", "package", str(out), *words]).exit_code == 2
    assert CliRunner().invoke(app, ["teams", "package", str(tmp_path / "none" / "app.zip"), "--organisation", "A shop"]).exit_code == 2
