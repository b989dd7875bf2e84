"""Leases: how long somebody may be silent before they are gone, and what they are asked and given meanwhile."""

from __future__ import annotations

from ..protocol import messages as wire
from ..protocol.errors import Refusal
from .effects import Effects, Send
from .part import Handler, Part, RoomPort
from .participant import Participant


class Leases(Part):
    """Every message renews its sender's lease. Who is silent is looked for at regular times."""

    def __init__(self, room: RoomPort) -> None:
        self._room = room
        self._rules = room.rules
        self._looked: float | None = None
        self._pinged: float | None = None
        self.due = 0.0
        self.handlers = {
            wire.Hello: Handler(self._hello, free="It is refused to who is in.", waiting=True),
            wire.Pong: Handler(self._pong, free="Nobody is told.", waiting=True),
            wire.Leave: Handler(self._leave, free="It is the last one, and coming back takes a ticket.", waiting=True),
        }

    def advance(self, now: float) -> Effects:
        """End the leases of the silent, and ask the others for a sign of life now and then."""
        if now < self.due:
            return []
        self._allow_for_own_delay(now)
        self._looked, self.due = now, now + self._rules.sweep
        effects: Effects = []
        for participant in [one for one in self._room.people if now - one.heard > self._rules.gone]:
            effects += self._room.leave(participant.id, now, "lost")
        return effects + self._remind(now)

    def postpone(self, seconds: float, now: float) -> None:
        """Nobody is heard in the future: who was heard since has missed nothing."""
        for participant in self._room.people:
            participant.heard = min(now, participant.heard + seconds)

    def _allow_for_own_delay(self, now: float) -> None:
        """The server's loop may have stood still, its machine may have slept, or its clock was set.

        What people said meanwhile is still waiting to be read.
        """
        if self._looked is not None and (late := now - self._looked - self._rules.sweep) > self._rules.sweep:
            self._room.postpone(late, now)

    def _remind(self, now: float) -> Effects:
        """Show who is silent, replace credentials that age, and send a ping to everybody."""
        effects: Effects = []
        for participant in self._room.people:
            if now - participant.heard > self._rules.lost and not participant.silent:
                participant.silent = True
                self._room.people.changed(participant, now)
            if now - participant.issued > self._rules.refresh:
                effects += self._room.people.issue(participant, now)
        if self._pinged is None or now >= self._pinged + self._rules.heartbeat:
            self._pinged = now
            effects.append(Send(tuple(participant.id for participant in self._room.people), wire.Ping()))
        return effects

    def _hello(self, participant: Participant, message: wire.Hello, now: float) -> Effects:
        raise Refusal("not-allowed")

    def _pong(self, participant: Participant, message: wire.Pong, now: float) -> Effects:
        return []

    def _leave(self, participant: Participant, message: wire.Leave, now: float) -> Effects:
        return self._room.leave(participant.id, now)
