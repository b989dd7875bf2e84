"""What a live room has stored, and tells of what was: chat, missed calls and shown outputs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import Any, TypeAlias

from .core import effects as fx
from .core.chat import Chat
from .core.room import Room
from .protocol.codec import encode
from .protocol.messages import ChatLine, History, Shared
from .seat import Seat
from .services import Services
from .stores.port import StoreError

log = logging.getLogger(__name__)

Work: TypeAlias = Coroutine[Any, Any, None]

# What a newcomer is shown of the chat is at the most this long, in characters: a few pages, not a book.
MAX_HISTORY = 200_000

# In bytes: what a part is set to is read whenever its room is opened, and people wait for that.
MAX_SETTING = 64 * 1024


class Records:
    """Everything is stored first, and told then. What fails with a StoreError has told of it before."""

    def __init__(
        self, room: Room, seats: Mapping[str, Seat], services: Services, perform: Callable[[Iterable[fx.Effect]], None]
    ) -> None:
        self._room = room
        self._seats = seats
        self._services = services
        self._perform = perform

    def perform(self, effect: fx.Effect) -> None:
        """Begin what this effect takes, one of `WORK`."""
        if isinstance(effect, fx.StoreSettings):
            self._room.settings[effect.part] = effect.value
        self._services.background.run(WORK[type(effect)](self, effect))

    def forget_missed(self, seat: Seat) -> None:
        """A page has said that it has been told."""
        user = self._room.people[seat.id].user
        self._services.background.run(self._services.stores.missed.forget_missed(self._room.name, user, seat.missed))
        seat.missed_seq = 0

    async def _store_missed(self, effect: fx.StoreMissed) -> None:
        pages_of, user, missed = self._room.people.pages_of, effect.user, effect.missed
        try:
            await self._services.stores.missed.add_missed(self._room.name, user, missed)
        except StoreError:
            self._perform([fx.Send(tuple(person.id for person in pages_of(user)), missed)])
            raise
        for seat in [self._seats[person.id] for person in pages_of(user)]:
            await self._tell_missed(seat)

    async def _store_line(self, effect: fx.StoreLine) -> None:
        chat, line = self._room.part(Chat), effect.line
        try:
            stored = await self._services.stores.chat.add_line(self._room.name, line)
        except StoreError as error:
            self._perform(chat.not_stored(effect.participant, line, error.refusal("not-stored")))
            raise
        self._perform(chat.stored(stored))

    async def _store_settings(self, effect: fx.StoreSettings) -> None:
        part, value, room = effect.part, effect.value, self._room
        if len(encode(value)) > MAX_SETTING:
            log.error("%r of room %r is too large to be kept: its next life has what was kept before", part, room.name)
            return
        await self._services.stores.settings.save_setting(room.name, part, value, self._services.clock())

    async def _send_history(self, effect: fx.SendHistory) -> None:
        id = effect.participant
        if id not in self._room.people:
            return
        name, user, stores = self._room.name, self._room.people[id].user, self._services.stores
        asked = stores.chat.lines(name, user, self._services.rules.history), stores.outputs.objects(name)
        try:
            lines, objects = await asyncio.gather(*asked)
        except StoreError as error:
            self._perform([fx.Send((id,), error.refusal("not-read").as_problem())])
            raise
        told = (History(lines=_newest(lines, MAX_HISTORY)), Shared(objects=objects))
        self._perform(fx.Send((id,), message) for message in told)

    def _send_missed(self, effect: fx.SendMissed) -> Work:
        return self._tell_missed(self._seats[effect.participant])

    async def _tell_missed(self, seat: Seat) -> None:
        """Tell a page of the calls that its user has missed. They are kept until it says that it has them."""
        person = self._room.people.get(seat.id)
        if person is None or person.kind != "browser":
            return
        for number, missed in await self._services.stores.missed.missed(self._room.name, person.user):
            if number > seat.missed:
                self._perform([fx.Send((seat.id,), missed)])
                seat.missed, seat.missed_seq = number, seat.delivery.sent


WORK: dict[type[Any], Callable[[Records, Any], Work]] = {
    fx.StoreMissed: Records._store_missed,
    fx.StoreLine: Records._store_line,
    fx.StoreSettings: Records._store_settings,
    fx.SendHistory: Records._send_history,
    fx.SendMissed: Records._send_missed,
}


def _newest(lines: list[ChatLine], characters: int) -> list[ChatLine]:
    kept: list[ChatLine] = []
    for line in reversed(lines):
        characters -= len(line.text)
        if characters < 0:
            break
        kept.append(line)
    return kept[::-1]
