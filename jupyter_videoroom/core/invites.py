"""Rings: one participant calls a user, at all of that user's tabs, until one of several things happens."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..protocol import messages as wire
from ..protocol.errors import Refusal
from ..protocol.names import clean_line
from .calls import Calls
from .effects import Effects, InviteClosed, Send, SendMissed, StoreMissed
from .part import Handler, Part, RoomPort
from .participant import Participant

UNANSWERED: frozenset[wire.Outcome] = frozenset({"timed-out", "cancelled", "gone", "busy"})


@dataclass(slots=True)
class Ring:
    """`targets`: the callee's participants that are still being rung at."""

    id: str
    caller: str
    callee: str
    callee_name: str
    targets: list[str]
    expires: float


class Invites(Part):
    def __init__(self, room: RoomPort, calls: Calls) -> None:
        self._room = room
        self._people = room.people
        self._calls = calls
        self._by_id: dict[str, Ring] = {}
        calls.before_joining.append(lambda participant, now: self._abandon(participant, "busy", now))
        once = "There is one for each ring."
        self.handlers = {
            wire.Invite: Handler(self._invite, grant="join", pace="invites"),
            wire.Cancel: Handler(self._cancel, free=once),
            wire.Accept: Handler(self._accept, grant="join", free=once),
            wire.Decline: Handler(self._decline, free=once),
        }

    def brief(self, participant: Participant, now: float) -> Effects:
        """The ring that this one is part of, and the calls that its user has missed."""
        missed = SendMissed(participant.id)
        ring = self._by_id.get(participant.invite or "")
        if ring is None:
            return [missed]
        told = self._ringing(ring, now) if ring.caller == participant.id else self._incoming(ring, now)
        return [Send((participant.id,), told), missed]

    def restrict(self, participant: Participant, now: float) -> Effects:
        """A participant that may join no call is not rung at, and rings at nobody."""
        return [] if participant.grants.join else self._abandon(participant, "gone", now)

    def left(self, participant: Participant, reason: wire.Departure, now: float) -> Effects:
        """Nobody rings at a participant that has left."""
        return self._abandon(participant, "gone", now)

    def advance(self, now: float) -> Effects:
        if now < self.due:
            return []
        effects: Effects = []
        for ring in [ring for ring in self._by_id.values() if ring.expires <= now]:
            effects += self._end(ring, "timed-out", now)
        return effects

    def postpone(self, seconds: float, now: float) -> None:
        """Let everything ring longer; but what has begun since then rings no longer for that."""
        for ring in self._by_id.values():
            ring.expires = min(ring.expires + seconds, now + self._room.rules.ring)
        self._schedule()

    def _invite(self, caller: Participant, message: wire.Invite, now: float) -> Effects:
        """Ring at a user; if that user is just ringing the caller, the two are connected instead."""
        # People call people: a call of one and a kernel would end at once.
        if caller.kind != "browser":
            raise Refusal("not-allowed")
        targets = self._people.pages_of(message.to)
        self._check_callable(caller, message.to, targets)
        if crossing := self._crossing(caller, message.to):
            return self._connect(crossing, caller, now)
        if caller.invite:
            raise Refusal("already-ringing")
        # By who is called, too: many callers would each keep below a limit of their own.
        self._room.limits.demand("rings", message.to, now)
        ring = Ring(
            self._room.new_id(),
            caller.id,
            message.to,
            targets[0].name,
            [participant.id for participant in targets],
            now + self._room.rules.ring,
        )
        if any(participant.call or participant.invite for participant in targets):
            return self._tell_outcome(ring, "busy", now)
        self._by_id[ring.id] = ring
        self._schedule()
        for participant in (caller, *targets):
            participant.invite = ring.id
            self._people.changed(participant, now)
        return [
            Send((caller.id,), self._ringing(ring, now)),
            Send(tuple(ring.targets), self._incoming(ring, now)),
        ]

    def _accept(self, participant: Participant, message: wire.Accept, now: float) -> Effects:
        return self._connect(self._rung_at(participant, message.invite), participant, now)

    def _decline(self, participant: Participant, message: wire.Decline, now: float) -> Effects:
        """Refuse, at all tabs."""
        ring = self._rung_at(participant, message.invite)
        return self._end(ring, "declined", now, word=clean_line(message.word))

    def _cancel(self, participant: Participant, message: wire.Cancel, now: float) -> Effects:
        ring = self._by_id.get(message.invite)
        if ring is None or ring.caller != participant.id:
            raise Refusal("invite-gone")
        return self._end(ring, "cancelled", now)

    def _connect(self, ring: Ring, callee: Participant, now: float) -> Effects:
        """Both are in a private call, which has the ring's id."""
        caller = self._people[ring.caller]
        others = tuple(id for id in ring.targets if id != callee.id)
        self._close(ring, now)
        return [
            Send((callee.id,), wire.InviteEnded(invite=ring.id, name=caller.name, outcome="accepted")),
            Send((caller.id,), wire.InviteEnded(invite=ring.id, name=callee.name, outcome="accepted")),
            Send(others, wire.InviteEnded(invite=ring.id, name=caller.name, outcome="answered-elsewhere")),
            InviteClosed(caller.user, ring.callee, "accepted"),
            *self._calls.connect(ring.id, caller, callee, now),
        ]

    def _abandon(self, participant: Participant, outcome: wire.Outcome, now: float) -> Effects:
        """Somebody leaves, or joins another call, in the middle of a ring: `outcome` is what their caller hears."""
        ring = self._by_id.get(participant.invite or "")
        if ring is None:
            return []
        if ring.caller == participant.id:
            return self._end(ring, "cancelled", now)
        if ring.targets == [participant.id] or outcome == "busy":
            return self._end(ring, outcome, now)
        ring.targets.remove(participant.id)
        participant.invite = None
        return []

    def _check_callable(self, caller: Participant, user: str, targets: list[Participant]) -> None:
        if user == caller.user:
            raise Refusal("yourself")
        if not targets:
            raise Refusal("nobody-there")
        if caller.call:
            raise Refusal("in-a-call")

    def _crossing(self, caller: Participant, user: str) -> Ring | None:
        ring = self._by_id.get(caller.invite or "")
        if ring and caller.id in ring.targets and self._people[ring.caller].user == user:
            return ring
        return None

    def _rung_at(self, participant: Participant, invite: str) -> Ring:
        ring = self._by_id.get(invite)
        if ring is None or participant.id not in ring.targets:
            raise Refusal("invite-gone")
        return ring

    def _end(self, ring: Ring, outcome: wire.Outcome, now: float, *, word: str = "") -> Effects:
        targets, caller_name = tuple(ring.targets), self._people[ring.caller].name
        self._close(ring, now)
        ended = wire.InviteEnded(invite=ring.id, name=caller_name, outcome=outcome)
        return [Send(targets, ended), *self._tell_outcome(ring, outcome, now, word)]

    def _tell_outcome(self, ring: Ring, outcome: wire.Outcome, now: float, word: str = "") -> Effects:
        """The caller hears what became of it, and the callee later, of what was missed."""
        caller = self._people[ring.caller]
        ended = wire.InviteEnded(invite=ring.id, name=ring.callee_name, outcome=outcome, word=word)
        effects: Effects = [Send((caller.id,), ended), InviteClosed(caller.user, ring.callee, outcome)]
        if outcome in UNANSWERED:
            missed = wire.Missed(user=caller.user, name=caller.name, at=now, outcome=outcome)
            effects.append(StoreMissed(ring.callee, missed))
        return effects

    def _close(self, ring: Ring, now: float) -> None:
        del self._by_id[ring.id]
        self._schedule()
        for participant in [self._people[id] for id in (ring.caller, *ring.targets)]:
            participant.invite = None
            self._people.changed(participant, now)

    def _ringing(self, ring: Ring, now: float) -> wire.Ringing:
        return wire.Ringing(invite=ring.id, to=ring.callee, name=ring.callee_name, expires_in=ring.expires - now)

    def _incoming(self, ring: Ring, now: float) -> wire.Incoming:
        caller = self._people[ring.caller]
        return wire.Incoming(
            invite=ring.id,
            caller=caller.id,
            user=caller.user,
            name=caller.name,
            expires_in=ring.expires - now,
        )

    def _schedule(self) -> None:
        self.due = min((ring.expires for ring in self._by_id.values()), default=math.inf)
