from __future__ import annotations

import asyncio
import threading
import time

from bot.news import News


def test_news_arrive_at_once_from_any_thread() -> None:
    news = News()

    async def wait(conversation: str, told: str) -> tuple[bool, float]:
        started = time.monotonic()
        with news.following(conversation) as follower, news.following(conversation) as other:
            threading.Timer(0.05, news.tell, (told,)).start()
            found = await asyncio.gather(follower.wait(0.6), other.wait(0.6))
            return all(found), time.monotonic() - started

    told, seconds = asyncio.run(wait("one", "one"))
    assert told
    assert seconds < 0.4
    told, seconds = asyncio.run(wait("one", "other"))
    assert not told  # somebody else's news wake nobody
    assert seconds >= 0.55
    assert not news._followers  # nothing is kept of those who no longer wait


def test_what_happens_between_two_waits_is_not_missed() -> None:
    news = News()

    async def follow() -> list[bool]:
        with news.following("one") as follower:
            news.tell("one")
            news.tell("one")
            return [await follower.wait(5.0), await follower.wait(0.05)]

    assert asyncio.run(follow()) == [True, False]  # told twice, looked at once


def test_whoever_tells_after_the_follower_s_loop_has_ended_is_not_hurt() -> None:
    news = News()

    async def register() -> None:
        news.following("one").__enter__()  # and its loop ends

    asyncio.run(register())
    news.tell("one")
