"""Who exchanges media with whom. A room's own call and private ones differ only in who may come in."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..protocol.errors import Refusal
from ..protocol.messages import (
    MAIN_CALL,
    CallKind,
    CallLeft,
    Departure,
    Joined,
    Media,
    Peer,
    PeerJoined,
    PeerLeft,
    Reacted,
    Reaction,
    Signal,
    Signalled,
)
from .effects import Effects, Send, Tell
from .facts import CallEnded, CallStarted
from .people import People, Person
from .rules import Rules


@dataclass(slots=True)
class Call:
    """`members` in the order of joining, `most` the largest number of them so far.

    `restored`: when it was taken up again after a restart of the server.
    """

    id: str
    kind: CallKind
    started: float
    members: list[str] = field(default_factory=list)
    restored: float | None = None
    most: int = 0


class Calls:
    """The calls of a room."""

    def __init__(self, people: People, rules: Rules) -> None:
        self._people = people
        self._rules = rules
        self._by_id: dict[str, Call] = {}

    def __len__(self) -> int:
        return len(self._by_id)

    def check_joinable(self, person: Person, call_id: str) -> None:
        """A Refusal if this call is not open to this person."""
        if call_id != MAIN_CALL:
            raise Refusal("no-such-call")
        if person.call:
            raise Refusal("in-a-call")
        main = self._by_id.get(MAIN_CALL)
        if main and len(main.members) >= self._rules.mesh_limit:
            raise Refusal("call-full")

    def join_main(self, person: Person, now: float) -> Effects:
        """Come into the call that is open to all."""
        yield from self._add(self._open(MAIN_CALL, "main", now), person, now)

    def connect(self, call_id: str, caller: Person, callee: Person, now: float) -> Effects:
        """Open a private call for two. The callee, who comes second, offers."""
        call = self._open(call_id, "private", now)
        yield from self._add(call, caller, now)
        yield from self._add(call, callee, now)

    def restore(self, person: Person, call_id: str, now: float) -> Effects:
        """Back into the call that its token names, after the server forgot both."""
        call = self._open(call_id, "main" if call_id == MAIN_CALL else "private", now)
        if call.restored is None:
            call.restored = now
        yield from self._add(call, person, now)

    def describe(self, person: Person) -> Joined | None:
        """The call that somebody is in, as it is told to them."""
        return self._told(self._by_id[person.call], person) if person.call else None

    def leave(self, person: Person, reason: Departure, now: float) -> Effects:
        """Out of the call, if in one. Nobody stays alone in a private call."""
        if person.call is None:
            return
        call = self._by_id[person.call]
        call.members.remove(person.id)
        person.call, person.media, person.hand = None, Media(), None
        self._people.changed(person, now)
        yield Send((person.id,), CallLeft(call=call.id, reason=reason))
        yield from self._people.issue(person, now)
        yield Send(tuple(call.members), PeerLeft(call=call.id, participant=person.id, reason=reason))
        if not call.members:
            del self._by_id[call.id]
            yield Tell(CallEnded(call.id, call.kind, now - call.started, call.most))
        if call.kind == "private" and len(call.members) == 1:
            yield from self.leave(self._people[call.members[0]], "ended", now)

    def relay(self, person: Person, signal: Signal) -> Effects:
        """From one peer to another of the same call, and to nobody else."""
        if person.call is None or signal.to not in self._by_id[person.call].members or signal.to == person.id:
            raise Refusal("peer-gone")
        yield Send(
            (signal.to,),
            Signalled(sender=person.id, connection=signal.connection, payload=signal.payload),
        )

    def react(self, person: Person, reaction: Reaction) -> Effects:
        """Shown to the whole call, oneself too; to nobody outside of one."""
        members = tuple(self._by_id[person.call].members) if person.call else ()
        yield Send(members, Reacted(participant=person.id, reaction=reaction))

    def end_deserted(self, now: float) -> Effects:
        """End the private calls that only one side took up again after a restart."""
        for call in list(self._by_id.values()):
            deserted = call.kind == "private" and len(call.members) == 1
            if deserted and call.restored is not None and now - call.restored > self._rules.gone:
                yield from self.leave(self._people[call.members[0]], "ended", now)

    def _open(self, call_id: str, kind: CallKind, now: float) -> Call:
        return self._by_id.setdefault(call_id, Call(call_id, kind, now))

    def _told(self, call: Call, person: Person) -> Joined:
        place = call.members.index(person.id)
        earlier = [Peer(participant=id, polite=gives_way(person)) for id in call.members[:place]]
        later = [Peer(participant=id, polite=not gives_way(self._people[id])) for id in call.members[place + 1 :]]
        return Joined(call=call.id, kind=call.kind, started=call.started, peers=earlier + later)

    def _add(self, call: Call, person: Person, now: float) -> Effects:
        others = tuple(call.members)
        call.members.append(person.id)
        call.most = max(call.most, len(call.members))
        person.call = call.id
        self._people.changed(person, now)
        yield Send((person.id,), self._told(call, person))
        newcomer = Peer(participant=person.id, polite=not gives_way(person))
        yield Send(others, PeerJoined(call=call.id, peer=newcomer))
        yield from self._people.issue(person, now)
        if not others:
            yield Tell(CallStarted(call.id, call.kind))


def gives_way(newcomer: Person) -> bool:
    """In a collision of offers the newcomer rolls back. A kernel cannot: aiortc has no rollback."""
    return newcomer.kind != "kernel"
