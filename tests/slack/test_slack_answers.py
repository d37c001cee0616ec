"""Messages of a conversation as Slack's blocks: within Slack's limits, with all that they say, and harmless whatever they hold."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.channels.slack.answer import ALONE, Renderer
from bot.channels.slack.blocks import parts
from bot.channels.slack.mrkdwn import mrkdwn, plain, words_of
from bot.channels.slack.picks import picked
from bot.channels.slack.words import MentionedWords, Tongues
from bot.computation import Computing
from knowledge.base import KnowledgeBase
from knowledge.pick import pick_of
from tests.conftest import NOW, ROOT
from tests.slack import rules

HOSTILE = "<!channel> <@U1> <#C1> & <https://evil.example|click> *bold* _em_ `code` :fire: \u202e **"


@pytest.fixture(scope="module")
def renderer(base: KnowledgeBase) -> Renderer:
    return Renderer(Tongues(ROOT / "data", base), "https://seller.example/", lambda due: {3: NOW, 0: NOW + timedelta(days=1)})


def of_rule(base: KnowledgeBase, language: str = "en") -> dict[str, Any]:
    """A computed answer as a conversation keeps it."""
    reply = Computing(base, lambda: NOW).compute("dispute-response", {"opened_at": "2026-11-22T14:30"}, None, language)
    answer = reply["answer"] | {"receipt": reply["receipt"]}
    return {"id": "17", "text": answer["text"], "buttons": answer["follow_ups"], "answer": answer, "language": language}


def message(**more: Any) -> dict[str, Any]:
    """An answer that is not computed."""
    answer = {
        "text": more.get("text", "Text"),
        "blocks": more.pop("blocks", [{"kind": "lead", "heading": "", "text": more.get("text", "Text")}]),
        "sources": more.pop("sources", [{"id": "q001", "title": "A title", "section": "I. A section", "checked_on": "2026-11-01", "language": "en"}]),
        "caveats": more.pop("caveats", []),
        "dates": more.pop("dates", []),
        "table": more.pop("table", None),
        "follow_ups": more.get("buttons", []),
    }
    return {"id": "9", "text": "Text", "buttons": [], "language": "en", "answer": answer} | more


@pytest.mark.parametrize("language", ["en", "es", "fr", "it"])
@pytest.mark.parametrize("look", ["", ALONE])
def test_a_computed_answer_says_everything(base: KnowledgeBase, renderer: Renderer, language: str, look: str) -> None:
    given = of_rule(base, language)
    (post,) = renderer.posts(given, {"decision": "rule", "asks_for": None}, look)
    assert rules.of_message(list(post.blocks), post.text) == []
    shown, spoken = renderer.shown(given), base.speaking(language).wording
    wanted = [plain(block["text"]) for block in given["answer"]["blocks"]] + [plain(caveat) for caveat in given["answer"]["caveats"]]
    wanted += [date["label"] for date in given["answer"]["dates"]] + [source["title"] for source in given["answer"]["sources"]]
    assert [text for text in wanted if " ".join(text.split()) not in " ".join(shown.split())] == []
    assert spoken.phrases.buttons["person"] in shown
    assert all(button["title"] in shown for button in given["buttons"])
    pressed = {element["action_id"] for block in post.blocks for element in block.get("elements", ()) if "action_id" in element}
    assert {"calendar", "remind", "more"} <= pressed
    assert ("share" in pressed) == (look == ALONE)
    assert ("vote" in pressed) == (look != ALONE)


def test_a_note_stands_small_before_what_it_is_about(renderer: Renderer) -> None:
    blocks = [{"kind": "note", "heading": "", "text": "In English only."}, {"kind": "lead", "heading": "", "text": "Promise it."}]
    (post,) = renderer.posts(message(blocks=blocks))
    note, lead = list(post.blocks)[:2]
    assert (note["type"], note["elements"][0]["text"]) == ("context", "In English only.")
    assert (lead["type"], lead["text"]["text"]) == ("section", "Promise it.")


def test_the_calendar_is_offered_only_where_it_can_be_reached(base: KnowledgeBase) -> None:
    bare = Renderer(Tongues(ROOT / "data", base))
    (post,) = bare.posts(of_rule(base))
    assert "ics" not in str(post.blocks)


@pytest.mark.parametrize(
    "given",
    [
        message(text="word " * 3000),
        message(text="x" * 9000),
        message(text="&" * 9000),
        message(text=HOSTILE * 100, caveats=[HOSTILE] * 30),
        message(text="<" * 3001),
        message(blocks=[{"kind": "body", "heading": HOSTILE, "text": "- item\n" * 900}] * 8),
        message(buttons=[{"title": HOSTILE + "t" * 90, "payload": HOSTILE + "p" * 3000}] * 60),
        message(table={"columns": [HOSTILE, "b"], "rows": [[HOSTILE, "2"]] * 400}),
        message(sources=[{"id": "q001", "title": HOSTILE, "section": "s" * 3000, "checked_on": "2026-11-01", "language": "en"}] * 60),
        message(dates=[{"key": f"k{n}", "value": "2026-12-01T10:00", "label": HOSTILE} for n in range(70)]),
        {"text": HOSTILE, "author": "agent", "name": "<!here> *Anna*", "buttons": []},
        {"text": HOSTILE * 300, "author": "agent", "name": "Anna", "buttons": []},
        {"text": "y" * 40, "buttons": [], "language": "xx"},
    ],
    ids=range(13),
)
@pytest.mark.parametrize("look", ["", ALONE])
def test_whatever_is_said_slack_takes_it_and_nobody_is_called(renderer: Renderer, given: dict[str, Any], look: str) -> None:
    some = renderer.posts(given, {}, look)
    assert [complaint for post in some for complaint in rules.of_message(list(post.blocks), post.text)] == []


def test_a_long_answer_is_split_and_nothing_of_it_is_cut(renderer: Renderer) -> None:
    words = [f"word{number}" for number in range(4000)]
    caveats = [f"caveat {number} " + "c" * 100 for number in range(40)]
    some = renderer.posts(message(text=" ".join(words), caveats=caveats))
    assert len(some) > 5
    shown = "\n".join(text for post in some for block in post.blocks for text in rules._texts(block))
    assert [word for word in words if word not in shown.split()] == []
    assert [caveat for caveat in caveats if caveat not in shown] == []
    assert all(len(post.text) <= 4000 for post in some)


@pytest.mark.parametrize("kind", ["date", "moment", "month", "choice", "choices"])
def test_what_is_asked_for_can_be_picked(renderer: Renderer, base: KnowledgeBase, kind: str) -> None:
    names = tuple(base.wording.countries)
    several: dict[str, Any] = {"options": names[:40], "none": "None"}
    more: dict[str, Any] = {"moment": {"time": "required", "day": "2026-11-20"}, "choice": {"options": names}, "choices": several}
    pick: dict[str, Any] = {"kind": kind, **more.get(kind, {})}
    (post,) = renderer.posts(message(input=pick, sources=[]), {"asks_for": "x"})
    assert rules.of_message(list(post.blocks), post.text) == []
    action = {"date": "pick:day", "moment": "pick:hour", "month": "pick:month", "choice": "pick:choice", "choices": "pick:choices"}[kind]
    picks: dict[str, dict[str, Any]] = {
        "date": {"selected_date": "2026-11-25"},
        "moment": {"selected_time": "14:30"},
        "month": {"selected_date": "2026-11-25"},
        "choice": {"selected_option": {"value": "7"}},
        "choices": {"selected_options": [{"value": "3"}, {"value": "5"}]},
    }
    wanted = {"date": "2026-11-25", "moment": "2026-11-20T14:30", "month": "2026-11", "choice": names[7], "choices": f"{names[3]}; {names[5]}"}[kind]
    assert picked({"pick|9": {action: picks[kind]}}, pick) == wanted
    assert picked({}, pick) == ""
    assert "form" in {element.get("action_id") for block in post.blocks for element in block.get("elements", ())}


def test_every_list_of_options_of_the_rules_fits(renderer: Renderer, base: KnowledgeBase) -> None:
    complaints = []
    for spoken in (base, *base.others.values()):
        for rule in spoken.rules:
            for spec in rule.inputs:
                if found := pick_of(spec, spoken.wording):
                    given = message(input=found.to_json(), buttons=[{"title": option, "payload": option} for option in found.options], sources=[])
                    complaints += [one for post in renderer.posts(given) for one in rules.of_message(list(post.blocks), post.text)]
    assert complaints == []


@pytest.mark.parametrize(
    ("markdown", "slack", "bare"),
    [
        ("**Answer by** it", "*Answer by* it", "Answer by it"),
        ("l’**appel**", "l’*appel*", "l’appel"),
        ("un**til**ed", "un\u200b*til*\u200bed", "untiled"),
        ("- one\n  - *two*", "• one\n  • _two_", "• one\n  • two"),
        ("## Head\ntext", "*Head*\ntext", "Head\ntext"),
        ("[a|b](https://x.example/?a=1&b=2)", "<https://x.example/?a=1&amp;b=2|a¦b>", "a|b (https://x.example/?a=1&b=2)"),
        ("`a<b` 2*3*4 \\*", "`a&lt;b` 2*3*4 *", "a<b 2*3*4 *"),
        ("<!channel> & [x](javascript:alert)", "&lt;!channel&gt; &amp; [x](javascript:alert)", "<!channel> & [x](javascript:alert)"),
        ("**a `b` <@U1>**", "*a b &lt;@U1&gt;*", "a b <@U1>"),
    ],
)
def test_markdown_becomes_slacks_markup(markdown: str, slack: str, bare: str) -> None:
    assert (mrkdwn(markdown), plain(markdown)) == (slack, bare)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("<@UBOT> hello", "hello"),
        ("<@UBOT|seller> <@U1|ana> <@U2>", "SOMEBODY SOMEBODY"),
        ("<#C1|general> <#C2>", "CHANNEL CHANNEL"),
        ("<!here> <!subteam^S1|@team> <!date^1392734382^{date}|18 Feb>", "EVERYBODY EVERYBODY 18 Feb"),
        (":smile: yes :+1::skin-tone-3: :our-own-logo: at 10:30:45, a:b:c, :9:", "😄 yes 👍 at 10:30:45, a:b:c, :9:"),
        ("*_~all~_* `*one*`", "all one"),
        ("<https://a.example> <https://a.example|a.example> <mailto:a@b.example|a@b.example>", "https://a.example a.example (https://a.example) a@b.example"),
        ("*bold* _em_ ~gone~ `code` snake_case_name 2*3*4", "bold em gone code snake_case_name 2*3*4"),
        ("&lt;b&gt; &amp;amp;", "<b> &amp;"),
        ("&gt; quoted\nmine &gt; yours", "quoted\nmine > yours"),
        ("```a *b*```", "a b"),
        ("<", "<"),
    ],
)
def test_what_is_written_becomes_plain_words(written: str, words: str) -> None:
    names = MentionedWords(somebody="SOMEBODY", everybody="EVERYBODY", channel="CHANNEL")
    assert words_of(written, names, "UBOT") == words


@pytest.mark.parametrize("text", ["a" * 50, "&amp;" * 30, "word " * 20, "\n\n".join(["paragraph"] * 9), "<https://a.example|x> " * 5])
def test_parts_of_a_text_are_whole(text: str) -> None:
    found = parts(text, 23)
    assert all(0 < len(part) <= 23 for part in found)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(part.count("<") == part.count(">") for part in found)
    assert all("&" not in part or part.count("&") == part.count(";") for part in found)
