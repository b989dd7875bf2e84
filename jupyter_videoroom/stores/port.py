"""What stores can do: one protocol for each concern, and the bundle that a server has.

A new kind of store is one file beside this one. It implements those protocols whose data it keeps; where a server is
put together, it takes their places in `Stores`, beside other stores for the rest.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Coroutine, Iterable
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, TypeVar

from ..protocol.errors import Refusal
from ..protocol.messages import ChatLine, Missed, SharedObject

T = TypeVar("T")

MEBIBYTE = 1024 * 1024
DAY = 86_400.0

# How long a user who has said hello waits for a store: longer than it waits itself for another program that holds its
# file, and less than a page waits for its welcome.
ENTRY_SECONDS = 4.0

RoomSettings: TypeAlias = dict[str, Any]
"""Plain JSON: the name of each part of a room that keeps something, and what it keeps."""


class StoreError(Exception):
    """The store could not keep or find something; the text says why."""

    def refusal(self, code: str) -> Refusal:
        """What the user who asked is told: this, unless more is known."""
        return Refusal(code)


class StoreLocked(StoreError):
    """Another program holds the file for longer than anybody waits for it."""

    def refusal(self, code: str) -> Refusal:
        return Refusal("store-locked")


@dataclass(frozen=True, slots=True)
class Keep:
    """How much is kept, and for how long: the same for every store. Of whatever is too much, the oldest goes."""

    rooms: int = 1_000
    """Rooms of which anything is kept; those go first in which nobody has been for the longest time."""
    seconds: float = 365 * DAY
    """How long what belongs to a room is kept after somebody was there."""
    lines: int = 2_000
    """Chat lines of a room."""
    missed: int = 50
    """Missed calls of a user in a room."""
    missed_of_room: int = 1_000
    """Missed calls of all users in a room: who signs in anew with every browser never comes back for theirs."""
    missed_seconds: float = 30 * DAY
    """How long a missed call is worth knowing of."""
    objects: int = 20
    """Shown outputs of a room."""
    object_bytes: int = 16 * MEBIBYTE
    """The same in bytes. The newest is kept, whatever its size."""
    all_object_bytes: int = 256 * MEBIBYTE
    """Bytes of the shown outputs of all rooms together."""


class Closable(Protocol):
    """Every store is shared by all rooms of a server, and by all servers that share rooms.

    Every method may raise a StoreError. The store says in the log when that begins and when it is over, since one
    cause makes many of them.
    """

    async def close(self) -> None:
        """Finish what is under way."""


class Tickets(Closable, Protocol):
    """What is used up: tickets, and the participants that have left."""

    async def spend(self, id: str, *, until: float, now: float) -> bool:
        """Mark as used up. False if it was already. It may be forgotten after `until`."""

    async def is_spent(self, id: str) -> bool:
        """Whether that is used up."""


class OfRooms(Closable, Protocol):
    """What belongs to rooms. How much is kept, `Keep` says."""

    async def use(self, rooms: Collection[str], now: float) -> None:
        """People are in these rooms. Of what nobody has used for long, and of too many rooms, nothing is kept."""


class ChatLines(OfRooms, Protocol):
    async def add_line(self, room: str, line: ChatLine) -> ChatLine:
        """Keep a chat line, and give it the next id. A line of the same user and key is kept once, as it was first.

        Lines that are added one after the other are numbered and answered in that order.
        """

    async def lines(self, room: str, user: str, limit: int) -> list[ChatLine]:
        """The newest lines that this user may read, oldest first. All that was added before the question is seen."""


class MissedCalls(OfRooms, Protocol):
    async def add_missed(self, room: str, user: str, missed: Missed) -> None:
        """Keep a missed call for somebody until it is forgotten."""

    async def missed(self, room: str, user: str) -> list[tuple[int, Missed]]:
        """The missed calls of somebody, oldest first, with numbers that grow."""

    async def forget_missed(self, room: str, user: str, until: int) -> None:
        """Somebody has been told of those up to this number."""


class Outputs(OfRooms, Protocol):
    """What is shown to all of a room."""

    async def add_object(self, room: str, object: SharedObject, body: bytes) -> SharedObject:
        """Keep what is shown to a room, and give it the next id."""

    async def objects(self, room: str) -> list[SharedObject]:
        """What is shown to a room, oldest first."""

    async def object(self, room: str, id: int) -> tuple[SharedObject, bytes] | None:
        """One of them, with its bytes."""


class Settings(OfRooms, Protocol):
    """What a room has been set to, which is loaded whenever it is opened."""

    async def settings(self, room: str) -> RoomSettings:
        """As they were saved last; empty where they never were."""

    async def save_setting(self, room: str, part: str, value: Any, now: float) -> None:
        """Keep what a part of the room is set to, in place of what it was set to before."""


class Store(Tickets, ChatLines, MissedCalls, Outputs, Settings, Protocol):
    """A store that keeps everything."""


@dataclass(frozen=True, slots=True)
class Stores:
    """Where a server keeps what; one store may have several of these places."""

    tickets: Tickets
    chat: ChatLines
    missed: MissedCalls
    outputs: Outputs
    settings: Settings

    @classmethod
    def all_in(cls, store: Store) -> Stores:
        return cls(store, store, store, store, store)

    async def use(self, rooms: Collection[str], now: float) -> None:
        """People are in these rooms, as `OfRooms.use` says."""
        await asyncio.gather(*(store.use(rooms, now) for store in self._of_rooms()))

    async def close(self) -> None:
        every: tuple[Closable, ...] = (self.tickets, *self._of_rooms())
        await asyncio.gather(*(store.close() for store in _each_once(every)))

    def _of_rooms(self) -> list[OfRooms]:
        every: tuple[OfRooms, ...] = (self.chat, self.missed, self.outputs, self.settings)
        return _each_once(every)


async def in_time(asked: Coroutine[Any, Any, T]) -> T:
    """What a store answers while somebody waits to be let in; a StoreError where it takes too long."""
    try:
        return await asyncio.wait_for(asked, ENTRY_SECONDS)
    except asyncio.TimeoutError:
        raise StoreError("it did not answer in time") from None


def _each_once(stores: Iterable[T]) -> list[T]:
    return list({id(store): store for store in stores}.values())
