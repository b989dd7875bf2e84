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
    MemberJoined,
    MemberLeft,
    Mesh,
    MeshMember,
    Peer,
    Reacted,
    Reaction,
    Signal,
    Signalled,
)
from .consent import Consents
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

    def __init__(self, people: People, consents: Consents, rules: Rules) -> None:
        self._people = people
        self._consents = consents
        self._rules = rules
        self._by_id: dict[str, Call] = {}

    def __len__(self) -> int:
        return len(self._by_id)

    def check_joinable(self, person: Person, call_id: str) -> None:
        """A Refusal if this call is not open to this person."""
        call = self._by_id.get(call_id)
        if call_id != MAIN_CALL and not (call and self._belongs_to_a_member(person, call)):
            raise Refusal("no-such-call")
        if person.call:
            raise Refusal("in-a-call")
        if call and len(call.members) >= self._rules.mesh_limit:
            raise Refusal("call-full")

    def join(self, person: Person, call_id: str, now: float) -> Effects:
        """Come into a call that is open to this person."""
        yield from self._add(self._open(call_id, kind_of(call_id), now), person, now)

    def connect(self, call_id: str, caller: Person, callee: Person, now: float) -> Effects:
        """Open a private call for two. The callee, who comes second, offers."""
        call = self._open(call_id, "private", now)
        yield from self._add(call, caller, now)
        yield from self._add(call, callee, now)

    def restore(self, person: Person, call_id: str, began: float | None, now: float) -> Effects:
        """Back into the call that its token names, after the server forgot both; it goes on counting from `began`."""
        call = self._open(call_id, kind_of(call_id), now)
        # Somebody new may have been quicker. The clocks of two lives of a server may differ a little.
        call.started = min(call.started, began or now)
        call.restored = call.restored or now
        yield from self._add(call, person, now)

    def began(self, person: Person) -> float | None:
        """When the call began that somebody is in, if any."""
        return self._by_id[person.call].started if person.call else None

    def describe(self, person: Person) -> Joined | None:
        """The call that somebody is in, as it is told to them."""
        return self._told(self._by_id[person.call], person) if person.call else None

    def leave(self, person: Person, reason: Departure, now: float) -> Effects:
        """Out of the call, if in one. Nobody stays alone in a private call."""
        if person.call is None:
            return
        call = self._by_id[person.call]
        call.members.remove(person.id)
        self._consents.forget(person, call.members, now)
        person.call, person.media, person.hand = None, Media(), None
        self._people.changed(person, now)
        yield Send((person.id,), CallLeft(call=call.id, reason=reason))
        yield from self._people.issue(person, now)
        yield Send(tuple(call.members), MemberLeft(call=call.id, participant=person.id, reason=reason))
        if not call.members:
            del self._by_id[call.id]
            yield Tell(CallEnded(call.id, call.kind, now - call.started, call.most))
        if call.kind == "private" and self._is_deserted(call):
            for id in list(call.members):
                yield from self.leave(self._people[id], "ended", now)

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

    def postpone(self, seconds: float, now: float) -> None:
        """Wait longer for those who take a call up again, since the server itself did not listen for so long."""
        for call in self._by_id.values():
            if call.restored is not None:
                call.restored = min(call.restored + seconds, now)

    def end_deserted(self, now: float) -> Effects:
        """End the private calls that only one side took up again after a restart."""
        for call in list(self._by_id.values()):
            deserted = call.kind == "private" and self._is_deserted(call)
            if deserted and call.restored is not None and now - call.restored > self._rules.gone:
                yield from self.leave(self._people[call.members[0]], "ended", now)

    def _open(self, call_id: str, kind: CallKind, now: float) -> Call:
        return self._by_id.setdefault(call_id, Call(call_id, kind, now))

    def _belongs_to_a_member(self, person: Person, call: Call) -> bool:
        """A kernel may follow its owner."""
        return person.kind == "kernel" and any(self._people[id].user == person.user for id in call.members)

    def _is_deserted(self, call: Call) -> bool:
        """Whether at the most one person is left, with or without kernels."""
        return sum(self._people[id].kind == "browser" for id in call.members) < 2

    def _told(self, call: Call, person: Person) -> Joined:
        place = call.members.index(person.id)
        peers = [
            self._peer(of=person, to=self._people[id], came_later=there > place)
            for there, id in enumerate(call.members)
            if there != place
        ]
        media = Mesh(peers=peers, uplink=self._rules.uplink)
        return Joined(call=call.id, kind=call.kind, started=call.started, members=list(call.members), media=media)

    def _peer(self, *, of: Person, to: Person, came_later: bool) -> Peer:
        """What `of` is told about `to`."""
        newcomer = to if came_later else of
        polite = gives_way(newcomer) is not came_later
        return Peer(participant=to.id, polite=polite, offer=offers(of, to, came_later=came_later))

    def _add(self, call: Call, person: Person, now: float) -> Effects:
        others = tuple(call.members)
        call.members.append(person.id)
        call.most = max(call.most, len(call.members))
        person.call = call.id
        self._people.changed(person, now)
        yield Send((person.id,), self._told(call, person))
        for id in others:
            peer = self._peer(of=self._people[id], to=person, came_later=True)
            media = MeshMember(polite=peer.polite, offer=peer.offer)
            yield Send((id,), MemberJoined(call=call.id, participant=person.id, media=media))
        yield from self._people.issue(person, now)
        if not others:
            yield Tell(CallStarted(call.id, call.kind))


def kind_of(call_id: str) -> CallKind:
    """All calls but the room's own are private."""
    return "main" if call_id == MAIN_CALL else "private"


def gives_way(newcomer: Person) -> bool:
    """In a collision of offers the newcomer rolls back. A kernel cannot: aiortc has no rollback."""
    return newcomer.kind != "kernel"


def offers(one: Person, other: Person, *, came_later: bool) -> bool:
    """Newcomers offer; but a browser always offers to a kernel, since it knows best what it can send."""
    if one.kind != other.kind:
        return one.kind == "browser"
    return not came_later
