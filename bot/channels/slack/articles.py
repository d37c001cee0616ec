"""Articles of the guide in a window, and what a search finds.

Refuses an article that is no longer there.
"""

from __future__ import annotations

from datetime import date

from bot.channels.slack.answer import line
from bot.channels.slack.blocks import Json, button, context, plain_text, section, sections
from bot.channels.slack.interaction import Pressed
from bot.channels.slack.kit import Kit
from bot.channels.slack.limits import VIEW_BLOCKS, VIEW_BUTTON, VIEW_TITLE
from bot.channels.slack.mrkdwn import escaped, mrkdwn
from bot.lookup import UnusableText
from knowledge.errors import UnknownArticle

_MOST_FOUND = 5


class Articles:
    """The guide, as it is read in Slack."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def open(self, pressed: Pressed) -> None:
        """Shows an article. Raises Refused, Gone and Later."""
        identity, _, language = pressed.value.partition("|")
        words = self._kit.tongues.words(language)
        try:
            blocks = self._drawn(identity, language)
        except UnknownArticle:
            blocks = line(words.told.gone)
        view = {"type": "modal", "title": plain_text(words.home.article, VIEW_TITLE), "close": plain_text(words.actions.close, VIEW_BUTTON), "blocks": blocks}
        method = "views.push" if pressed.view.get("type") == "modal" else "views.open"
        await self._kit.web.call(method, {"trigger_id": pressed.trigger, "view": view})

    def _drawn(self, identity: str, language: str) -> list[Json]:
        words, wording = self._kit.tongues.words(language), self._kit.tongues.wording(language)
        article = self._kit.parts.lookup.article(identity, language)
        checked, review = (wording.day(date.fromisoformat(article[key])) for key in ("checked_on", "review_by"))
        told = self._kit.tongues.say(language, words.home.article_checked, section=article["section"], day=checked, review=review)
        found = [*sections(f"*{escaped(article['title'])}*"), *sections(mrkdwn(article["body"]))]
        found += context(f"*{escaped(words.answer.caveats)}*", *map(mrkdwn, article["caveats"])) if article["caveats"] else []
        return [*found[: VIEW_BLOCKS - 2], *context(escaped(told))]

    async def search(self, text: str, language: str) -> list[Json]:
        """What the guide has on a few words, each article with a button that shows it."""
        words = self._kit.tongues.words(language)
        lookup = self._kit.parts.lookup
        try:
            found = await self._kit.in_thread(lookup.search, text, None)
        except UnusableText as error:
            return line(str(error))
        library = lookup.base.speaking(language).library
        drawn: list[Json] = []
        for candidate in found.articles[:_MOST_FOUND]:
            article = library.article(candidate.article)
            drawn += section(f"*{escaped(article.title)}*\n{escaped(article.section)}", button(words.answer.read, "article", f"{article.id}|{language}"))
        head = words.home.found if found.is_answered and drawn else words.home.nothing_found
        return [*sections(f"*{escaped(head)}*"), *drawn]
