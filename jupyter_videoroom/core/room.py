"""A room: its participants, and the parts that say what happens when they come, say something and leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, TypeVar

from ..engines.port import Engine
from ..protocol.errors import Refusal
from ..protocol.messages import ClientMessage, Departure, Granted, Role
from .effects import Admit, Drop, Effects, Entered, Left, Send, refuse
from .limits import Limits
from .mesh import Mesh
from .part import Handler, Part, RoomPort
from .participant import Entry, Participant
from .parts import standard_parts
from .people import People
from .rules import Rules

P = TypeVar("P", bound=Part)
DUE: Callable[[Part], float] = attrgetter("due")


class Room:
    """Sans-IO: `now` comes in (seconds since the epoch, never going back), effects go out, ids come from `new_id`.

    `limits` are shared with the other rooms, whose users may be the same.
    """

    def __init__(
        self,
        name: str,
        new_id: Callable[[], str],
        rules: Rules | None = None,
        limits: Limits | None = None,
        settings: Mapping[str, Any] | None = None,
        *,
        engine: Engine | None = None,
        parts: Callable[[RoomPort], list[Part]] = standard_parts,
    ) -> None:
        self.name = name
        self.settings = dict(settings or {})
        """What the room was set to in its earlier lives: plain JSON, by the name of the part that reads it."""
        self.new_id = new_id
        self.rules = rules or Rules()
        self.limits = limits or Limits(self.rules.limits)
        self.engine = engine or Mesh(self.rules)
        self.people = People(self.rules, self.limits)
        self._parts = parts(self)
        self._holding, self._greeting = self._parts_with("holds"), self._parts_with("entered")
        self._briefing, self._timed = self._parts_with("brief"), self._parts_with("advance")
        self.handlers = {kind: handler for part in self._parts for kind, handler in part.handlers.items()}

    @property
    def deadline(self) -> float:
        """When `advance` is to be called next, at the latest."""
        # Asked for after every message, and three times as fast as a loop.
        return min(map(DUE, self._timed))

    def part(self, kind: type[P]) -> P:
        return next(part for part in self._parts if isinstance(part, kind))

    # --- coming and going

    def enter(self, entry: Entry, now: float) -> Effects:
        """Somebody new, or somebody from before a restart."""
        participant = Participant(entry, now)
        self.people.add(participant)
        admitted: Effects = [Admit(participant.id, resumed=False)]
        if any(part.holds(participant) for part in self._holding):
            return [*admitted, *self._brief(participant, now)]
        return [*admitted, *self.let_in(participant.id, now)]

    def let_in(self, id: str, now: float) -> Effects:
        """Somebody who holds a seat is inside from now on: sees everybody, and is seen by all."""
        participant = self.people[id]
        participant.inside = True
        self.people.changed(participant, now)
        effects: Effects = [Entered(id, participant.user, participant.kind)]
        for part in self._greeting:
            effects += part.entered(participant, now)
        return effects + self._brief(participant, now)

    def resume(self, id: str, role: Role, now: float) -> Effects:
        """A participant's new socket takes over; what it missed can be sent again."""
        self._attach(id, now)
        return [Admit(id, resumed=True), *self.set_role(id, role, now)]

    def resync(self, id: str, role: Role, now: float) -> Effects:
        """A participant's new socket takes over, but too much was missed: everything is told again."""
        participant = self._attach(id, now)
        changed = self.set_role(id, role, now)
        return [Admit(id, resumed=False), *self._brief(participant, now), *changed]

    def detach(self, id: str, now: float) -> Effects:
        """A participant's socket has closed without a word; it has its lease to come back."""
        participant = self.people[id]
        participant.attached = False
        self.people.changed(participant, now)
        return []

    def leave(self, id: str, now: float, reason: Departure = "left-room") -> Effects:
        participant = self.people[id]
        effects: Effects = []
        for part in self._parts:
            effects += part.left(participant, reason, now)
        effects.append(Drop(id))
        if participant.inside:
            effects.append(Left(id, participant.user, reason, now - participant.entered))
        return effects

    def set_role(self, id: str, role: Role, now: float) -> Effects:
        """A participant has this role from now on. What it may not do any more, it stops doing."""
        participant = self.people[id]
        if role == participant.role:
            return []
        participant.role = role
        self.people.changed(participant, now)
        effects: Effects = [Send((id,), Granted(role=role, grants=participant.grants))]
        for part in self._parts:
            effects += part.restrict(participant, now)
        return effects

    # --- time

    def advance(self, now: float) -> Effects:
        effects: Effects = []
        for part in self._timed:
            effects += part.advance(now)
        return effects

    def postpone(self, seconds: float, now: float) -> None:
        """The server itself did not listen for so long: nobody is late for that."""
        for part in self._parts:
            part.postpone(seconds, now)

    # --- messages

    def receive(self, id: str, message: ClientMessage, now: float) -> Effects:
        """A participant's message. What may not be is answered with a problem, to that participant alone."""
        participant, handler = self.people[id], self.handlers[type(message)]
        self.people.heard(participant, now)
        try:
            self._check(participant, handler, message, now)
            return handler.act(participant, message, now)
        except Refusal as refusal:
            about = str(message.__struct_config__.tag)
            return refuse(id, refusal, about, handler.key(message) if handler.key else "")

    def _check(self, participant: Participant, handler: Handler, message: ClientMessage, now: float) -> None:
        if not (participant.inside or handler.waiting):
            raise Refusal("not-inside")
        if handler.pace:
            excess = handler.excess(message) if handler.excess else 0
            self.limits.demand(handler.pace, participant.user, now, excess)
        if handler.grant and not getattr(participant.grants, handler.grant):
            raise Refusal("not-allowed")

    def _brief(self, participant: Participant, now: float) -> Effects:
        effects: Effects = []
        for part in self._briefing:
            if participant.inside or part.holds(participant):
                effects += part.brief(participant, now)
        return effects

    def _parts_with(self, method: str) -> list[Part]:
        """The parts with a method of their own of this name. The others, which are most, are to cost no time."""
        return [part for part in self._parts if getattr(type(part), method) is not getattr(Part, method)]

    def _attach(self, id: str, now: float) -> Participant:
        participant = self.people[id]
        participant.attached, participant.issued = True, now
        self.people.heard(participant, now)
        self.people.changed(participant, now)
        return participant
