"""What a live room has stored, and tells of what was: chat, missed calls and shown outputs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping

from .core import effects as fx
from .core.chat import Chat
from .core.room import Room
from .protocol.messages import ChatLine, History, Missed, Shared
from .seat import Seat
from .services import Services
from .stores.port import RoomSettings, StoreError

# What a newcomer is shown of the chat is at the most this long, in characters: a few pages, not a book.
MAX_HISTORY = 200_000


class Records:
    """Everything is stored first, and told then. Each coroutine raises a StoreError once it has told of it."""

    def __init__(
        self, room: Room, seats: Mapping[str, Seat], services: Services, perform: Callable[[Iterable[fx.Effect]], None]
    ) -> None:
        self._room = room
        self._seats = seats
        self._services = services
        self._perform = perform

    async def store_missed(self, user: str, missed: Missed) -> None:
        """A user has missed a call."""
        try:
            await self._services.stores.missed.add_missed(self._room.name, user, missed)
        except StoreError:
            self._perform([fx.Send(tuple(person.id for person in self._room.people.pages_of(user)), missed)])
            raise
        for seat in [self._seats[person.id] for person in self._room.people.pages_of(user)]:
            await self.tell_missed(seat)

    async def store_line(self, author: str, line: ChatLine) -> None:
        """A participant has written this."""
        try:
            stored = await self._services.stores.chat.add_line(self._room.name, line)
        except StoreError as error:
            self._perform(self._room.part(Chat).not_stored(author, line, error.refusal("not-stored")))
            raise
        self._perform(self._room.part(Chat).stored(stored))

    async def store_settings(self, settings: RoomSettings) -> None:
        """The room is set to this from now on."""
        await self._services.stores.settings.save_settings(self._room.name, settings, self._services.clock())

    async def tell_history(self, id: str) -> None:
        """Tell a newcomer what was written and shown before."""
        if id not in self._room.people:
            return
        name, user, stores = self._room.name, self._room.people[id].user, self._services.stores
        asked = stores.chat.lines(name, user, self._services.history), stores.outputs.objects(name)
        try:
            lines, objects = await asyncio.gather(*asked)
        except StoreError as error:
            self._perform([fx.Send((id,), error.refusal("not-read").as_problem())])
            raise
        told = (History(lines=_newest(lines, MAX_HISTORY)), Shared(objects=objects))
        self._perform(fx.Send((id,), message) for message in told)

    async def tell_missed(self, seat: Seat) -> None:
        """Tell a page of the calls that its user has missed. They are kept until it says that it has them."""
        person = self._room.people.get(seat.id)
        if person is None or person.kind != "browser":
            return
        for number, missed in await self._services.stores.missed.missed(self._room.name, person.user):
            if number > seat.missed:
                self._perform([fx.Send((seat.id,), missed)])
                seat.missed, seat.missed_seq = number, seat.delivery.sent

    def forget_missed(self, seat: Seat) -> None:
        """A page has said that it has been told."""
        user = self._room.people[seat.id].user
        self._services.background.run(self._services.stores.missed.forget_missed(self._room.name, user, seat.missed))
        seat.missed_seq = 0


def _newest(lines: list[ChatLine], characters: int) -> list[ChatLine]:
    """The last ones that fit."""
    kept: list[ChatLine] = []
    for line in reversed(lines):
        characters -= len(line.text)
        if characters < 0:
            break
        kept.append(line)
    return kept[::-1]
