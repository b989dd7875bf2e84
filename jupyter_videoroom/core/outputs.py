"""Outputs of cells that are shown to everybody. Their bytes come by REST, and the store keeps them."""

from __future__ import annotations

from ..protocol.errors import Refusal
from ..protocol.messages import ObjectType, Shared, SharedObject
from ..protocol.names import clean_line
from .effects import Effects, Send
from .part import Part, RoomPort

MAX_TITLE = 120


class Outputs(Part):
    """An output is checked, then described, then stored by the shell, then announced."""

    def __init__(self, room: RoomPort) -> None:
        self._people = room.people
        self._limits = room.limits

    def check(self, id: str, now: float) -> None:
        """A Refusal if this participant may show nothing, or has shown too much of late."""
        participant = self._people.get(id)
        if participant is None or not participant.inside or not participant.grants.data:
            raise Refusal("not-allowed")
        self._limits.demand("objects", participant.user, now)

    def describe(self, id: str, type: ObjectType, title: str, size: int, now: float) -> SharedObject:
        """What a participant would show to all, yet without an id; or a Refusal if that is too much of late."""
        participant, title = self._people[id], clean_line(clean_line(title)[:MAX_TITLE])
        if not self._limits.take("object-bytes", participant.user, now, size):
            raise Refusal("too-fast")
        return SharedObject(
            id=0, at=now, user=participant.user, name=participant.name, type=type, title=title, size=size
        )

    def announce(self, object: SharedObject) -> Effects:
        """It is stored: tell everybody."""
        return [Send(self._people.audience, Shared(objects=[object]))]
