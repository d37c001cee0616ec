"""The search in the box where messages are written in Teams: articles of the guide, to be inserted with their source.

Refuses to insert an answer without its caveats and its source.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.channels.teams import cards, markup
from bot.channels.teams.answer import Message, Renderer
from bot.channels.teams.cards import Card
from bot.lookup import Lookup, UnusableText

_LONGEST_PREVIEW = 120
_MOST = 8
COMMAND = "search"


class Search:
    """The search over one knowledge base."""

    def __init__(self, lookup: Lookup, renderer: Renderer) -> None:
        self._lookup, self._renderer = lookup, renderer

    def found(self, query: Mapping[str, Any], language: str) -> dict[str, Any]:
        """The reply to composeExtension/query: the answer first where there is one, then articles. Encodes: call it in a thread."""
        text = next((str(given.get("value") or "") for given in query.get("parameters") or () if given.get("name") != "initialRun"), "").strip()
        if not text:
            return _message(self._renderer.words(language).app.search_hint)
        try:
            said = self._lookup.reply_json(self._lookup.reply(text, None))
            hits = self._lookup.search(text, None)
        except UnusableText as error:
            return _message(str(error))
        spoken = self._lookup.base.speaking(hits.language)
        drawn: list[tuple[Message, str]] = []
        if said["decision"] == "answer" or (said["rule"] and said["rule"]["outcome"]):
            drawn.append(({"text": said["answer"]["text"], "language": hits.language, "answer": said["answer"]}, text))
        for hit in hits.articles if hits.is_answered else ():
            article = spoken.library.article(hit.article)
            answer = spoken.speaker.passages_answer(article, article.passages[:1], self._lookup.clock(None).day)
            drawn.append(({"text": answer.text, "language": article.language, "answer": answer.to_json()}, article.title))
        if not drawn:
            return _message(self._renderer.words(hits.language).nothing_found)
        return {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": [self._attachment(*one) for one in drawn[:_MOST]]}}

    def _attachment(self, message: Message, title: str) -> dict[str, Any]:
        body = [cards.text(markup.harmless(title), weight="Bolder"), *self._renderer.body(message)]
        drawn: Card = cards.packed(body)[0]
        lead = markup.plain(str(message["text"])).replace("\n", " ")
        preview = lead if len(lead) <= _LONGEST_PREVIEW else f"{lead[: _LONGEST_PREVIEW - 1]}…"
        return {
            "contentType": cards.CONTENT_TYPE,
            "content": drawn,
            "preview": {"contentType": "application/vnd.microsoft.card.thumbnail", "content": {"title": title, "text": preview}},
        }


def _message(text: str) -> dict[str, Any]:
    return {"composeExtension": {"type": "message", "text": text}}
