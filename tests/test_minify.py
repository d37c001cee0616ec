"""Scripts made smaller: what goes, what gets a short name, and what must keep its own."""

from __future__ import annotations

import pytest

from bot.channels.web.minify import minified
from bot.channels.web.tokens import UnreadableScript, tokens


def small(script: str) -> str:
    return minified([script])[0]


@pytest.mark.parametrize(
    ("script", "wanted"),
    [
        ("// a word\nalpha(1); /* two\nlines */ beta(2);", "alpha(1);beta(2);"),
        ('say("// no  comment");', 'say("// no  comment");'),
        ('say("a \\" b");', 'say("a \\" b");'),
        ("say(`two  spaces ${ 1 + 2 } and ${`inner ${ 3 }`}`);", "say(`two  spaces ${1+2} and ${`inner ${3}`}`);"),
        ("say(/[/\"'] \\/ x/g);", "say(/[/\"'] \\/ x/g);"),
        ("say(one / two / three);", "say(one/two/three);"),
        ("return typeof thing;", "return typeof thing;"),
        ("say(a + +b, c - -d, e++ + f);", "say(a+ +b,c- -d,e++ +f);"),
    ],
)
def test_only_what_means_nothing_goes(script: str, wanted: str) -> None:
    assert small(script) == wanted


@pytest.mark.parametrize(
    ("script", "wanted"),
    [
        ("const longer = 1; use(longer);", "const a=1;use(a);"),
        ("const { title, body: inner } = found; use(title, inner);", "const{title:a,body:b}=found;use(a,b);"),
        ("const [first, ...others] = found; use(first, others);", "const[a,...b]=found;use(a,b);"),
        ("const use = (message, { fresh, kind = 1 }) => message + fresh + kind;", "const d=(a,{fresh:b,kind:c=1})=>a+b+c;"),
        ("function work(count) { return count; }", "function b(a){return a;}"),
        ("for (const [key, value] of all) use({ key, value, other: key });", "for(const[a,b]of all)use({key:a,value:b,other:a});"),
        ("try { go(); } catch (error) { tell(error); }", "try{go();}catch(a){tell(a);}"),
        ("const text = 1; use(`is ${text}`);", "const a=1;use(`is ${a}`);"),
        ("const asked = yes ? { asked: 1 } : other;", "const a=yes?{asked:1}:other;"),
        ("const one = 1; use(yes ? one : two);", "const a=1;use(yes?a:two);"),
    ],
)
def test_what_a_module_declares_gets_a_short_name(script: str, wanted: str) -> None:
    assert small(script) == wanted


@pytest.mark.parametrize(
    ("script", "wanted"),
    [
        ("const text = 1; use(thing.text, thing?.text, { text: 2 });", "const a=1;use(thing.text,thing?.text,{text:2});"),
        ("const name = 1; class Box { name = 2; get open() { return this.name; } static add(name) { return name; } }", None),
        ("use(document, window.document);", "use(document,window.document);"),
        ("const make = 1; return { make };", "const a=1;return{make:a};"),
    ],
)
def test_a_property_an_export_and_what_is_not_declared_keep_their_names(script: str, wanted: str | None) -> None:
    found = small(script)
    if wanted:
        assert found == wanted
    else:
        assert "{name=2;get open(){return this.name;}static add(a){return a;}}" in found


def test_a_private_name_is_shortened_wherever_it_stands() -> None:
    assert small("class Box { #inside = 1; read(other) { return this.#inside + other.#inside; } }") == "class b{#a=1;read(a){return this.#a+a.#a;}}"


def test_a_short_name_is_none_that_is_used_already() -> None:
    assert small("const longer = a + b;") == "const c=a+b;"


def test_the_same_name_is_the_same_in_every_module() -> None:
    first, second = minified(["const words = 1; use(words, words);", "const more = 1; const words = 2; use(words);"])
    assert (first, second) == ("const a=1;use(a,a);", "const b=1;const a=2;use(a);")


@pytest.mark.parametrize("script", ["use(`never ends", "use((1);", "use(1));", 'use("never ends'])
def test_a_script_that_cannot_be_read_is_refused(script: str) -> None:
    with pytest.raises(UnreadableScript):
        tokens(script)
