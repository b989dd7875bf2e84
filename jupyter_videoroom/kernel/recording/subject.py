"""Somebody who is asked whether they may be recorded, and is, if they say yes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from ...protocol.messages import Participant
from ..errors import ConsentRefused, ConsentWithdrawn
from ..inlet import Reader
from .inputs import Ear, Look, Now

Camera = Literal["camera", "screen"]
Source = Literal["camera", "screen", "published"]
Sound = Literal["microphone", "screen"]
SOUND_OF: dict[Camera, Sound] = {"camera": "microphone", "screen": "screen"}


class Room(Protocol):
    """What recording needs of a session."""

    async def read(self, participant: str, kind: str, source: str, reader: Reader[Any]) -> None: ...


@dataclass(frozen=True)
class Part:
    """A picture of somebody, or what a kernel publishes, and the sound that belongs to it."""

    name: str
    source: Source
    look: Look
    ear: Ear

    def close(self) -> None:
        """No more of it."""
        self.look.close()
        self.ear.close()


class Subject:
    """In the videoroom thread. `came` when they have allowed it, `went` when they are in it no more."""

    def __init__(
        self,
        person: Participant,
        room: Room,
        now: Now,
        came: Callable[[Subject], None],
        went: Callable[[Subject], None],
    ) -> None:
        self.id, self.user, self.name = person.id, person.user, person.name
        self.there = False
        self.declined = False
        self._room = room
        self._came, self._went = came, went
        self._reading: set[asyncio.Task[None]] = set()
        self.parts = tuple(self._part(source, now) for source in SOUND_OF)

    def ask(self) -> None:
        """For their consent, unless they gave it, and read what they send from then on."""
        for part, (picture, sound) in zip(self.parts, SOUND_OF.items(), strict=True):
            self._read("picture", picture, part.look)
            self._read("sound", sound, part.ear)

    def close(self) -> None:
        """No more of them. A question that they have not answered is nobody's any more."""
        for task in self._reading:
            task.cancel()
        for part in self.parts:
            part.close()
        self._leave()

    def _part(self, source: Camera, now: Now) -> Part:
        look = Look(self._attached, lambda error: self._ended("picture", source, look, error))
        ear = Ear(now, self._attached, lambda error: self._ended("sound", SOUND_OF[source], ear, error))
        return Part(self.name, source, look, ear)

    def _read(self, kind: str, source: str, reader: Reader[Any]) -> None:
        task = asyncio.ensure_future(self._room.read(self.id, kind, source, reader))
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)

    def _attached(self) -> None:
        if not self.there and not self.declined:
            self.there = True
            self._came(self)

    def _ended(self, kind: str, source: str, reader: Reader[Any], error: Exception | None) -> None:
        if error is None:
            self._read(kind, source, reader)
            return
        self.declined = isinstance(error, (ConsentRefused, ConsentWithdrawn))
        self._leave()

    def _leave(self) -> None:
        if self.there:
            self.there = False
            self._went(self)
