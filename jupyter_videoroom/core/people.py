"""Who is in a room, and who has yet to hear of which change."""

from __future__ import annotations

import math
from collections.abc import Iterator

from ..protocol import messages as wire
from ..protocol.codec import encode
from ..protocol.errors import Refusal
from .effects import Effects, Issue, Send
from .limits import Limits
from .part import Part
from .participant import Participant
from .rules import Rules


class People(Part):
    """The participants of a room: all who hold a seat, and among them those who are inside, the audience of all news.

    Changes are gathered, and told once a tick; newcomers get the whole list then. A user whose changes come to more
    bytes than everybody is to be sent of one user is told of later, as they are then.
    """

    def __init__(self, rules: Rules, limits: Limits) -> None:
        self._rules = rules
        self._limits = limits
        self._by_id: dict[str, Participant] = {}
        self._changed: dict[str, None] = {}
        self._left: list[str] = []
        self._newcomers: set[str] = set()
        self._told: dict[str, wire.Participant] = {}
        self._flushed: float | None = None

    def __iter__(self) -> Iterator[Participant]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, id: object) -> bool:
        return id in self._by_id

    def __getitem__(self, id: str) -> Participant:
        return self._by_id[id]

    def get(self, id: str) -> Participant | None:
        """Somebody who may have left."""
        return self._by_id.get(id)

    @property
    def inside(self) -> list[Participant]:
        """Those who see and hear the room."""
        return [participant for participant in self if participant.inside]

    @property
    def audience(self) -> tuple[str, ...]:
        """Their ids: to whom everything goes that is for all."""
        return tuple([participant.id for participant in self._by_id.values() if participant.inside])

    def of_user(self, user: str) -> list[Participant]:
        """All participants of one user, inside or not."""
        return [participant for participant in self if participant.user == user]

    def inside_of(self, user: str) -> list[Participant]:
        """Those of them that are inside."""
        return [participant for participant in self.of_user(user) if participant.inside]

    def pages_of(self, user: str) -> list[Participant]:
        """Those of them at which somebody sits: calls are for people."""
        return [participant for participant in self.inside_of(user) if participant.kind == "browser"]

    def check_enterable(self, user: str) -> None:
        """A Refusal if there is no place for another participant, or for another one of this user."""
        if len(self) >= self._rules.room_people:
            raise Refusal("room-full")
        self.check_tabs(user)

    def check_tabs(self, user: str) -> None:
        """A Refusal if this user has as many participants here as one may have."""
        if len(self.of_user(user)) >= self._rules.user_tabs:
            raise Refusal("too-many-tabs")

    def add(self, participant: Participant) -> None:
        """Somebody holds a seat from now on."""
        self._by_id[participant.id] = participant

    def heard(self, participant: Participant, now: float) -> None:
        participant.heard = now
        if participant.silent:
            participant.silent = False
            self.changed(participant, now)

    def changed(self, participant: Participant, now: float) -> None:
        """Tell those inside at the next tick."""
        if participant.inside:
            self._changed[participant.id] = None
            self._wake(now)

    def issue(self, participant: Participant, now: float) -> Effects:
        participant.issued = now
        return [Issue(participant.id)]

    def brief(self, participant: Participant, now: float) -> Effects:
        """Send the whole list to this one at the next tick, in place of the changes."""
        self._newcomers.add(participant.id)
        self._wake(now)
        return []

    def left(self, participant: Participant, reason: wire.Departure, now: float) -> Effects:
        """Nobody is told of somebody who came and went within one tick."""
        del self._by_id[participant.id]
        self._changed.pop(participant.id, None)
        self._newcomers.discard(participant.id)
        if self._told.pop(participant.id, None):
            self._left.append(participant.id)
            self._wake(now)
        return []

    def advance(self, now: float) -> Effects:
        """The tick: one message for those who know the list, one for those who do not."""
        if now < self.due:
            return []
        changed, left = self._news(now), self._left
        newcomers, informed = tuple(self._newcomers), self.audience
        if newcomers:
            informed = tuple(id for id in informed if id not in self._newcomers)
        self._left, self._newcomers = [], set()
        self._flushed, self.due = now, math.inf
        if self._changed:
            self._wake(now)
        effects: Effects = []
        if informed and (changed or left):
            effects.append(Send(informed, wire.Presence(changed=changed, left=left)))
        if newcomers:
            effects.append(Send(newcomers, wire.Roster(people=list(self._told.values()))))
        return effects

    def _news(self, now: float) -> list[wire.Participant]:
        """Those that look otherwise than was told last. What has to wait stays among the changes."""
        news, changed, self._changed = [], self._changed, {}
        for id in changed:
            participant = self._by_id[id]
            public = participant.public()
            if public == self._told.get(id):
                continue
            # That somebody is there is told at once.
            if id in self._told and self._limits.wait("presence", participant.user, now, 0) > 0:
                self._changed[id] = None
                continue
            self._limits.charge("presence", participant.user, now, len(encode(public)))
            self._told[id] = public
            news.append(public)
        return news

    def _wake(self, now: float) -> None:
        if self.due == math.inf:
            self.due = now if self._flushed is None else max(now, self._flushed + self._rules.tick)
