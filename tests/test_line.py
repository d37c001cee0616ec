from __future__ import annotations

import asyncio

import pytest

from bot.line import Line, TooManyWaiting


def test_work_is_done_in_the_order_of_joining_whatever_it_takes() -> None:
    async def live() -> list[int]:
        line, done = Line(8), []

        async def work(number: int) -> None:
            await asyncio.sleep(0.02 if number == 0 else 0)
            done.append(number)

        await asyncio.gather(*(line.join("one", lambda number=number: work(number)) for number in range(8)))  # type: ignore[misc]
        return done

    assert asyncio.run(live()) == list(range(8))


def test_others_need_not_wait() -> None:
    async def live() -> str:
        line, door = Line(8), asyncio.Event()

        async def wait() -> None:
            await door.wait()

        async def say() -> str:
            return "said"

        held = line.join("one", wait)
        found = await asyncio.wait_for(line.join("other", say), 5)
        door.set()
        await held
        return found

    assert asyncio.run(live()) == "said"


def test_a_place_is_kept_until_its_work_has_ended_and_nothing_after_it() -> None:
    async def live() -> None:
        line, door, order = Line(2), asyncio.Event(), []

        async def first() -> None:
            await door.wait()
            order.append("first")

        async def second() -> None:
            order.append("second")

        caller = asyncio.ensure_future(asyncio.shield(line.join("one", first)))
        await asyncio.sleep(0)
        caller.cancel()
        following = line.join("one", second)
        with pytest.raises(TooManyWaiting):
            line.join("one", second)
        await asyncio.sleep(0.05)
        assert order == []  # the caller has gone, the work has not
        door.set()
        await following
        await asyncio.sleep(0)
        assert order == ["first", "second"]
        assert not line._locks
        assert not line._waiting

    asyncio.run(live())


def test_closing_waits_for_the_work_and_gives_up_in_the_end() -> None:
    async def live() -> tuple[bool, bool]:
        line = Line(8)
        await line.close(1.0)
        quick = line.join("one", lambda: asyncio.sleep(0.05))
        endless = line.join("other", lambda: asyncio.sleep(60))
        await line.close(0.3)
        return quick.cancelled(), endless.cancelled()

    assert asyncio.run(live()) == (False, True)
