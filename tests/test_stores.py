"""What every store promises. Another store is one more line in STORES."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from jupyter_videoroom.protocol.messages import Missed
from jupyter_videoroom.stores.memory import MemoryStore
from jupyter_videoroom.stores.port import Store

STORES: list[Callable[[], Store]] = [MemoryStore]


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest) -> Store:
    made: Store = request.param()
    return made


def test_a_ticket_is_spent_once(store: Store) -> None:
    async def scenario() -> list[bool]:
        return [await store.spend(ticket, until=30, now=0) for ticket in ("a", "b", "a")]

    assert asyncio.run(scenario()) == [True, True, False]


def test_spent_tickets_are_forgotten_after_their_time(store: Store) -> None:
    async def scenario() -> list[bool]:
        return [await store.spend("a", until=30, now=0), await store.spend("b", until=61, now=31)]

    assert asyncio.run(scenario()) == [True, True]
    if isinstance(store, MemoryStore):
        assert list(store._spent) == ["b"]


def test_missed_calls_are_kept_for_their_user_and_room(store: Store) -> None:
    calls = [Missed(user="u", name=f"caller {i}", at=float(i), outcome="gone") for i in range(60)]

    async def scenario() -> tuple[list[Missed], list[Missed], list[Missed]]:
        for call in calls:
            await store.add_missed("algebra", "bo", call)
        return (
            await store.take_missed("botany", "bo"),
            await store.take_missed("algebra", "bo"),
            await store.take_missed("algebra", "bo"),
        )

    elsewhere, first, second = asyncio.run(scenario())
    assert elsewhere == second == []
    assert first == calls[-50:]
