from __future__ import annotations

import json

from knowledge.answer import Answer, Block, Button, KeyDate, Source, Table

FULL = Answer(
    blocks=(Block("lead", "Appeal by **Friday**."), Block("body", "1. Go there.\n2. Click.", "Steps")),
    sources=(Source("q067", "How do I appeal?", "VI. Disputes", "2026-11-24"), Source("q065", "What is a strike?", "VI. Disputes", "2026-11-20")),
    caveats=("The screen wins.", "No legal advice."),
    dates=(KeyDate("appeal_by", "2026-11-27T10:00", "Appeal by"),),
    table=Table(("Kind", "Days"), (("prohibited", "4"), ("rights holder", "3"))),
    follow_ups=(Button("Why?", "why"),),
    receipt={"rule": "toy"},
)


def test_the_text_is_the_blocks_with_their_headings() -> None:
    assert FULL.text == "Appeal by **Friday**.\n\n**Steps**\n1. Go there.\n2. Click."


def test_json_has_the_keys_of_the_contract() -> None:
    found = json.loads(json.dumps(FULL.to_json()))
    assert found == {
        "text": FULL.text,
        "blocks": [{"kind": "lead", "heading": "", "text": "Appeal by **Friday**."}, {"kind": "body", "heading": "Steps", "text": "1. Go there.\n2. Click."}],
        "sources": [
            {"id": "q067", "title": "How do I appeal?", "section": "VI. Disputes", "checked_on": "2026-11-24", "language": "en"},
            {"id": "q065", "title": "What is a strike?", "section": "VI. Disputes", "checked_on": "2026-11-20", "language": "en"},
        ],
        "caveats": ["The screen wins.", "No legal advice."],
        "dates": [{"key": "appeal_by", "value": "2026-11-27T10:00", "label": "Appeal by"}],
        "table": {"columns": ["Kind", "Days"], "rows": [["prohibited", "4"], ["rights holder", "3"]]},
        "follow_ups": [{"title": "Why?", "payload": "why"}],
    }


def test_json_of_a_bare_answer_has_no_table() -> None:
    found = Answer((Block("lead", "Hello."),)).to_json()
    assert (found["table"], found["sources"], found["dates"]) == (None, [], [])
