"""The chat as it is served: small, whole, and refused where it could not be put together rightly."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from bot.channels.web.bundle import UnbundledScript, scripts, style, words
from tests.conftest import ROOT

WEB = ROOT / "bot" / "channels" / "web"
MOST = 25_000
"""Bytes, compressed, of all that comes before the first answer in one language."""


def write(folder: Path, **modules: str) -> Path:
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder / "entry.js"


# Size


@pytest.mark.parametrize("language", ["en", "fr", "es", "it"])
def test_all_that_a_first_answer_needs_is_small(language: str) -> None:
    needed = (scripts()["widget.js"], words(WEB / "static" / "words" / f"{language}.js"))
    assert sum(len(script.compressed) for script in needed) <= MOST
    assert all(gzip.decompress(script.compressed) == script.content for script in needed)


def test_it_is_put_together_the_same_each_time() -> None:
    assert {name: script.tag for name, script in scripts().items()} == {name: script.tag for name, script in scripts().items()}


def test_every_module_is_in_one_of_the_scripts() -> None:
    text = "".join(script.text for script in scripts().values())
    for path in (*(WEB / "widget").iterdir(), WEB / "static" / "dom.js"):
        name = re.sub(r"\W", "_", path.name)
        assert len(re.findall(rf"const \${name} ?=", text)) == 1, path.name


def test_no_address_stands_in_the_scripts() -> None:
    """Everything is found from where the script came from; the one that is written is the name of a kind of document."""
    text = "".join(script.text for script in scripts().values())
    assert set(re.findall(r"https?://[\w./]+", text)) == {"http://www.w3.org/2000/svg"}


# Putting together


def test_a_module_stands_after_those_that_it_needs(tmp_path: Path) -> None:
    entry = write(
        tmp_path,
        entry='import { tell } from "./middle.js";\nimport * as base from "./base.js";\ntell(base.LIMIT);\n',
        middle='// Says it.\nimport { LIMIT } from "./base.js";\nexport const tell = (text) => say(text, LIMIT);\n',
        base="export const LIMIT = 3;\n",
    )
    text = scripts(entry)["widget.js"].text
    assert [text.index(f"const ${name}_js=") for name in ("base", "middle", "entry")] == sorted(
        text.index(f"const ${name}_js=") for name in ("base", "middle", "entry")
    )
    assert "Says it" not in text


def test_what_comes_later_gets_the_modules_that_both_need(tmp_path: Path) -> None:
    entry = write(
        tmp_path,
        entry='import { HOME } from "./home.js";\nconst more = () => import("./extra.js");\nmore(HOME);\n',
        home="export const HOME = 1;\n",
        extra='import { HOME } from "./home.js";\nimport { two } from "./two.js";\nexport { HOME, two };\n',
        two="export const two = 2;\n",
    )
    found = scripts(entry)
    assert set(found) == {"widget.js", "widget-extra.js"}
    assert 'import(new URL("widget-extra.js",$home_js.HOME)).then(' in found["widget.js"].text
    assert found["widget-extra.js"].text.startswith("export default({$home_js, $entry_js})=>{")
    assert "$home_js=" not in found["widget-extra.js"].text


@pytest.mark.parametrize(
    ("modules", "told"),
    [
        ({"entry": 'import { a } from "./one.js";\n', "one": 'import { b } from "./entry.js";\nexport const a = 1;\n'}, "needs itself"),
        ({"entry": 'import { a as b } from "./one.js";\n'}, "entry.js:1"),
        ({"entry": "say(1);\nexport default 1;\n"}, "entry.js:2"),
        ({"entry": 'import { a } from "https://elsewhere.example/one.js";\n'}, "entry.js:1"),
        ({"entry": 'say(import("./one.js"));\n', "one": 'say(import("./two.js"));\n', "two": "say(1);\n"}, "brings two.js"),
    ],
)
def test_what_cannot_be_put_together_is_refused(tmp_path: Path, modules: dict[str, str], told: str) -> None:
    with pytest.raises(UnbundledScript, match=re.escape(told)):
        scripts(write(tmp_path, **modules))


# Style


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("/* why */\n.a { color : red; }\n\n.b { top: 0; }", ".a{color :red}.b{top:0}"),
        (".a { padding: 0.5rem -1rem; }", ".a{padding:calc(.5*var(--rem)) calc(-1*var(--rem))}"),
        ("@container chat (max-width: 27em) { .a { top: 1px; } }", "@container chat (max-width:27em){.a{top:1px}}"),
        ('.a::after { content: "0.5rem  ; x"; }', '.a::after{content:"0.5rem  ; x"}'),
    ],
)
def test_a_style_sheet_loses_what_means_nothing(text: str, wanted: str) -> None:
    assert style(text) == wanted
