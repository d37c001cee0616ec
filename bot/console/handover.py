"""The hand-over side of the console, put together: inbox, cases, conversations.

Knows how its parts fit, and nothing else.
"""

from __future__ import annotations

from fastapi import APIRouter

from bot.accounts.reception import Reception
from bot.console import case_actions, case_events, case_page, conversation_pages, inbox_page, passages_page
from bot.console.casework import Casework
from bot.console.pages import Pages
from bot.console.router import answers_of
from bot.conversations import Conversations
from bot.handover.handing import Handing
from bot.handover.transcripts import Transcripts
from bot.limits import Streams
from bot.lookup import Lookup
from bot.sentences import Sentences


def routers(
    reception: Reception, pages: Pages, handing: Handing, conversations: Conversations, lookup: Lookup, *, streams: Streams, sentences: Sentences
) -> tuple[APIRouter, ...]:
    """The routes of all its pages. Raises DataError where words are missing."""
    work = Casework(
        access=reception.access,
        audit=reception.audit,
        pages=pages,
        handing=handing,
        conversations=conversations,
        transcripts=Transcripts(conversations),
        lookup=lookup,
        answers=answers_of(lookup),
        streams=streams,
        sentences=sentences,
    )
    parts = (inbox_page, case_page, case_events, case_actions, passages_page, conversation_pages)
    return tuple(part.router(work) for part in parts)
