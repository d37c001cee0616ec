"""The Markdown of articles as HTML: what each mark becomes, and that nothing else gets through."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.console.highlighting import Highlighter
from bot.console.markdown import inline, render

_ALLOWED = re.compile(r"</?(?:p|ul|ol|li|strong|em|code|br|h3|a|mark)(?: start=\"\d+\"| href=\"https?://[^\"<>]*\" target=\"_blank\" rel=\"[a-z ]+\")?>")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one\ntwo\n\nthree", "<p>one<br>two</p><p>three</p>"),
        ("**bold** and *slanted* and `code`", "<p><strong>bold</strong> and <em>slanted</em> and <code>code</code></p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("1. a\n   - x\n   - y\n2. b", "<ol><li>a<ul><li>x</li><li>y</li></ul></li><li>b</li></ol>"),
        ("- a\n\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("## Head", "<h3>Head</h3>"),
        ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
        ("\\*not\\*", "<p>*not*</p>"),
        (
            "see https://example.org/a.",
            '<p>see <a href="https://example.org/a" target="_blank" rel="noopener noreferrer nofollow">https://example.org/a</a>.</p>',
        ),
        ("[x](https://example.org)", '<p><a href="https://example.org" target="_blank" rel="noopener noreferrer nofollow">x</a></p>'),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](javascript:y)", "<p>x</p>"),
        ("<b>&amp;</b>", "<p>&lt;b&gt;&amp;amp;&lt;/b&gt;</p>"),
        ("", ""),
    ],
)
def test_what_each_mark_becomes(text: str, html: str) -> None:
    assert str(render(text)) == html


@given(st.text(alphabet="ab <>&\"'*`[]()-1.#\\\n:/htps", max_size=200))
def test_nothing_but_its_own_elements_comes_out(text: str) -> None:
    html = str(render(text))
    assert re.search(r"[<>]", _ALLOWED.sub("", html)) is None, html


@pytest.mark.parametrize("text", ["*" * 20_000, "**a" * 5_000, "[a" * 5_000, "- " * 5_000, "\n".join(" " * n + "- a" for n in range(400)), "`a" * 5_000])
def test_no_text_takes_long(text: str) -> None:
    began = time.process_time()
    render(text)
    assert time.process_time() - began < 2


def test_words_are_marked_in_text_and_never_in_marks() -> None:
    mark = Highlighter(["refund the buyer", "the order", "the price", "the shop", "the end"]).marking("Refunded <the> CANCELLÉ")
    assert str(inline("A **refund** of `refund`, the cancelle <refund>", mark)) == (
        "A <strong><mark>refund</mark></strong> of <code>refund</code>, the <mark>cancelle</mark> &lt;<mark>refund</mark>&gt;"
    )
