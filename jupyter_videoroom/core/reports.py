"""What pages say of themselves for the server's log and numbers."""

from __future__ import annotations

from ..protocol import messages as wire
from .effects import Effects, Failed, JoinTimed
from .part import Handler, Part, RoomPort
from .participant import Participant


class Reports(Part):
    """Nobody in the room is told."""

    def __init__(self, room: RoomPort) -> None:
        self._people = room.people
        self.handlers = {
            wire.Trouble: Handler(self._trouble, pace="reports"),
            wire.Timing: Handler(self._timing, pace="reports"),
        }

    def _trouble(self, participant: Participant, message: wire.Trouble, now: float) -> Effects:
        peer = self._people.get(message.peer) if message.peer else None
        return [Failed(participant.id, participant.user, message.code, peer.user if peer else None)]

    def _timing(self, participant: Participant, message: wire.Timing, now: float) -> Effects:
        return [JoinTimed(message.joined)]
