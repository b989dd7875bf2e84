"""Rings: one participant calls a user, at all of that user's tabs, until one of several things happens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..protocol.errors import Refusal
from ..protocol.messages import Incoming, InviteEnded, Missed, Outcome, Ringing
from ..protocol.names import clean_line
from .calls import Calls
from .effects import Effects, Note, Send, Tell
from .facts import InviteClosed
from .limits import Limits
from .people import People, Person
from .rules import Rules

UNANSWERED: frozenset[Outcome] = frozenset({"timed-out", "cancelled", "gone", "busy"})


@dataclass(slots=True)
class Ring:
    """`targets`: the callee's participants that are still being rung at."""

    id: str
    caller: str
    callee: str
    callee_name: str
    targets: list[str]
    expires: float


class Invites:
    """The rings of a room."""

    def __init__(self, people: People, calls: Calls, rules: Rules, limits: Limits, new_id: Callable[[], str]) -> None:
        self._people = people
        self._calls = calls
        self._rules = rules
        self._limits = limits
        self._new_id = new_id
        self._by_id: dict[str, Ring] = {}

    @property
    def due(self) -> float | None:
        """When the next ring times out."""
        return min(ring.expires for ring in self._by_id.values()) if self._by_id else None

    def ring(self, caller: Person, user: str, now: float) -> Effects:
        """Ring at a user; if that user is just ringing the caller, the two are connected instead."""
        targets = self._people.pages_of(user)
        if user == caller.user:
            raise Refusal("yourself")
        if not targets:
            raise Refusal("nobody-there")
        if caller.call:
            raise Refusal("in-a-call")
        if crossing := self._crossing(caller, user):
            yield from self.accept(caller, crossing.id, now)
            return
        if caller.invite:
            raise Refusal("already-ringing")
        # By who is called, too: many callers would each keep below a limit of their own.
        self._limits.demand("rings", user, now)
        ring = Ring(
            self._new_id(),
            caller.id,
            user,
            targets[0].name,
            [person.id for person in targets],
            now + self._rules.ring,
        )
        if any(person.call or person.invite for person in targets):
            yield from self._tell_busy(ring, caller, now)
            return
        self._by_id[ring.id] = ring
        for person in (caller, *targets):
            person.invite = ring.id
            self._people.changed(person, now)
        yield Send((caller.id,), self._ringing(ring, now))
        yield Send(tuple(ring.targets), self._incoming(ring, now))

    def accept(self, person: Person, invite: str, now: float) -> Effects:
        """Answer: both are in a private call, which has the ring's id."""
        ring = self._rung_at(person, invite)
        caller = self._people[ring.caller]
        others = tuple(id for id in ring.targets if id != person.id)
        self._close(ring, now)
        yield Send((person.id,), InviteEnded(invite=ring.id, name=caller.name, outcome="accepted"))
        yield Send((caller.id,), InviteEnded(invite=ring.id, name=person.name, outcome="accepted"))
        yield Send(others, InviteEnded(invite=ring.id, name=caller.name, outcome="answered-elsewhere"))
        yield Tell(InviteClosed(caller.user, ring.callee, "accepted"))
        yield from self._calls.connect(ring.id, caller, person, now)

    def decline(self, person: Person, invite: str, word: str, now: float) -> Effects:
        """Refuse, at all tabs."""
        yield from self._end(self._rung_at(person, invite), "declined", now, word=clean_line(word))

    def cancel(self, person: Person, invite: str, now: float) -> Effects:
        """Stop ringing."""
        ring = self._by_id.get(invite)
        if ring is None or ring.caller != person.id:
            raise Refusal("invite-gone")
        yield from self._end(ring, "cancelled", now)

    def abandon(self, person: Person, outcome: Outcome, now: float) -> Effects:
        """Somebody leaves, or joins another call, in the middle of a ring: `outcome` is what their caller hears."""
        ring = self._by_id.get(person.invite or "")
        if ring is None:
            return
        if ring.caller == person.id:
            yield from self._end(ring, "cancelled", now)
        elif ring.targets == [person.id] or outcome == "busy":
            yield from self._end(ring, outcome, now)
        else:
            ring.targets.remove(person.id)
            person.invite = None

    def expire(self, now: float) -> Effects:
        """End what has rung long enough."""
        for ring in [ring for ring in self._by_id.values() if ring.expires <= now]:
            yield from self._end(ring, "timed-out", now)

    def postpone(self, seconds: float, now: float) -> None:
        """Let everything ring longer, since the server itself did not listen for so long.

        What has begun since then rings no longer for that.
        """
        for ring in self._by_id.values():
            ring.expires = min(ring.expires + seconds, now + self._rules.ring)

    def describe(self, person: Person, now: float) -> Ringing | Incoming | None:
        """The ring that somebody is part of, as it is told to them."""
        ring = self._by_id.get(person.invite or "")
        if ring is None:
            return None
        return self._ringing(ring, now) if ring.caller == person.id else self._incoming(ring, now)

    def _crossing(self, caller: Person, user: str) -> Ring | None:
        ring = self._by_id.get(caller.invite or "")
        if ring and caller.id in ring.targets and self._people[ring.caller].user == user:
            return ring
        return None

    def _rung_at(self, person: Person, invite: str) -> Ring:
        ring = self._by_id.get(invite)
        if ring is None or person.id not in ring.targets:
            raise Refusal("invite-gone")
        return ring

    def _tell_busy(self, ring: Ring, caller: Person, now: float) -> Effects:
        yield Send((caller.id,), InviteEnded(invite=ring.id, name=ring.callee_name, outcome="busy"))
        yield Tell(InviteClosed(caller.user, ring.callee, "busy"))
        yield self._missed(ring, caller, "busy", now)

    def _end(self, ring: Ring, outcome: Outcome, now: float, *, word: str = "") -> Effects:
        caller = self._people[ring.caller]
        targets = tuple(ring.targets)
        self._close(ring, now)
        yield Send((caller.id,), InviteEnded(invite=ring.id, name=ring.callee_name, outcome=outcome, word=word))
        yield Send(targets, InviteEnded(invite=ring.id, name=caller.name, outcome=outcome))
        yield Tell(InviteClosed(caller.user, ring.callee, outcome))
        if outcome in UNANSWERED:
            yield self._missed(ring, caller, outcome, now)

    def _close(self, ring: Ring, now: float) -> None:
        del self._by_id[ring.id]
        for person in [self._people[id] for id in (ring.caller, *ring.targets)]:
            person.invite = None
            self._people.changed(person, now)

    def _missed(self, ring: Ring, caller: Person, outcome: Outcome, now: float) -> Note:
        return Note(ring.callee, Missed(user=caller.user, name=caller.name, at=now, outcome=outcome))

    def _ringing(self, ring: Ring, now: float) -> Ringing:
        return Ringing(invite=ring.id, to=ring.callee, name=ring.callee_name, expires_in=ring.expires - now)

    def _incoming(self, ring: Ring, now: float) -> Incoming:
        caller = self._people[ring.caller]
        return Incoming(
            invite=ring.id,
            caller=caller.id,
            user=caller.user,
            name=caller.name,
            expires_in=ring.expires - now,
        )
