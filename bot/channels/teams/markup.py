"""Words on their way into and out of Teams: what people write becomes plain words, what we say becomes the Markdown of cards.

Refuses to let a mention or a link through in either direction: nobody is pinged by our text, and no name of Teams is read elsewhere.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from microsoft_agents.activity import Activity, Mention

from bot.channels.marks import unmarked

_AT = re.compile(r"<at\b[^>]*>(.*?)</at>", re.DOTALL | re.IGNORECASE)
_PICTURE = re.compile(r"<(?:img|emoji)\b[^>]*?\balt=\"([^\"]*)\"[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:at|attachment|img|emoji|s|del|hr|p|div|span|br|b|i|em|strong|u|a|ul|ol|li|blockquote|pre|code|h[1-6])\b[^>]*>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>|</p>|</div>|</li>", re.IGNORECASE)
_LINK = re.compile(r"\[([^\]\n]+)\]\(\s*[^()\s]+\s*\)")
_ITEM = re.compile(r"\s*([-*•]|\d{1,3}[.)])\s+(.*)")
_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*")
_BOLD = re.compile(r"\*\*(?=\S)(.+?\S|\S)\*\*", re.DOTALL)


def heard(activity: Activity, somebody: str) -> str:
    """What somebody wrote, in plain words: our bot's name is gone, `somebody` stands for whoever else is mentioned, links are their words."""
    text = activity.text or ""
    bot = activity.recipient.id if activity.recipient else None
    for entity in activity.entities or ():
        if isinstance(entity, Mention) and entity.mentioned and entity.mentioned.id == bot and entity.text:
            text = text.replace(entity.text, " ", 1)
    text = _AT.sub(somebody, text)
    text = _TAG.sub("", _PICTURE.sub(lambda match: match[1], _BREAK.sub("\n", text)))
    text = _LINK.sub(lambda match: match[1], html.unescape(text).replace("\xa0", " "))
    lines = (line.strip() for line in text.replace("\r\n", "\n").split("\n"))
    return unmarked("\n".join(heading[1] if (heading := _HEADING.fullmatch(line)) else line for line in lines)).strip()


def mentions_bot(activity: Activity) -> bool:
    """Whether a message is addressed to our bot by its name."""
    bot = activity.recipient.id if activity.recipient else None
    return any(isinstance(entity, Mention) and entity.mentioned is not None and entity.mentioned.id == bot for entity in activity.entities or ())


def paragraphs(text: str) -> Iterator[str]:
    """Our Markdown as that of cards, one text block for each paragraph or list."""
    for part in re.split(r"\n\s*\n", harmless(text).strip()):
        lines = [line for line in part.split("\n") if line.strip()]
        if lines:
            yield from _part(lines)


def _part(lines: list[str]) -> Iterator[str]:
    words: list[str] = []
    items: list[str] = []
    for line in lines:
        if item := _ITEM.fullmatch(line):
            mark = "-" if item[1] in "-*•" else item[1].replace(")", ".")
            if words:
                yield "\n\n".join(words)
                words = []
            items.append(f"{mark} {item[2]}")
        elif items and line[:1].isspace():
            items[-1] += f" {line.strip()}"
        else:
            if items:
                yield "\n".join(items)
                items = []
            heading = _HEADING.fullmatch(line)
            words.append(f"**{heading[1]}**" if heading else line.strip())
    if words:
        yield "\n\n".join(words)
    if items:
        yield "\n".join(items)


def harmless(text: str) -> str:
    """A text in which no link hides behind other words, and nothing looks like a mention."""
    return re.sub(r"<(?=/?at\b)", "‹", text, flags=re.IGNORECASE).replace("](", "] (").replace("`", "")


def plain(text: str) -> str:
    """The Markdown of a card without its marks."""
    return _BOLD.sub(lambda match: match[1], text)
