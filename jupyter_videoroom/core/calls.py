"""Who is in which call. A room's own call and private ones differ only in who may come in."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from ..protocol import messages as wire
from ..protocol.errors import Refusal
from .consent import Consents
from .effects import CallEnded, CallStarted, Effects, Send
from .part import Handler, Part, RoomPort
from .participant import Participant


@dataclass(slots=True)
class Call:
    """`members` in the order of joining, `most` the largest number of them so far.

    `awaited`: until when a call that was taken up again after a restart of the server waits for its other members.
    """

    id: str
    kind: wire.CallKind
    started: float
    members: list[str] = field(default_factory=list)
    most: int = 0
    awaited: float = math.inf


class Calls(Part):
    """The calls of a room. What their media need is the engine's to say.

    `before_joining` is called with everybody who is about to join a call that is open to them.
    """

    def __init__(self, room: RoomPort, consents: Consents) -> None:
        self._people = room.people
        self._rules = room.rules
        self._engine = room.engine
        self._consents = consents
        self._by_id: dict[str, Call] = {}
        self.before_joining: list[Callable[[Participant, float], Effects]] = []
        self.handlers = {
            wire.Join: Handler(self._join, grant="join", pace="joins"),
            wire.HangUp: Handler(self._hang_up, free="There is one for each call that was joined or answered."),
            wire.React: Handler(self._react, grant="data", pace="reactions"),
        }

    def __len__(self) -> int:
        return len(self._by_id)

    def began(self, participant: Participant) -> float | None:
        """When the call began that somebody is in, if any."""
        return self._by_id[participant.call].started if participant.call else None

    def members_with(self, participant: Participant) -> list[str]:
        """All members of the call that somebody is in, if any."""
        return self._by_id[participant.call].members if participant.call else []

    def connect(self, call_id: str, caller: Participant, callee: Participant, now: float) -> Effects:
        """Open a private call for two. The callee is the newcomer in it."""
        call = self._open(call_id, now)
        return [*self._admit(call, caller, now), *self._admit(call, callee, now)]

    def entered(self, participant: Participant, now: float) -> Effects:
        """Back into the call that its token names, after the server forgot both. It goes on counting.

        What the participant itself is told of the call, `brief` tells; its welcome names the call.
        """
        entry = participant.entry
        if entry.call is None or not participant.grants.join:
            return []
        call = self._open(entry.call, now)
        # Somebody new may have been quicker. The clocks of two lives of a server may differ a little.
        call.started = min(call.started, entry.call_began or now)
        if call.awaited == math.inf:
            call.awaited = now + self._rules.gone
        self._schedule()
        return self._add(call, participant, now)

    def brief(self, participant: Participant, now: float) -> Effects:
        return self._tell(self._by_id[participant.call], participant) if participant.call else []

    def restrict(self, participant: Participant, now: float) -> Effects:
        """A participant that may join no call is in none."""
        return [] if participant.grants.join else self.leave(participant, "ended", now)

    def left(self, participant: Participant, reason: wire.Departure, now: float) -> Effects:
        """Out of the room is out of the call."""
        return self.leave(participant, reason, now)

    def leave(self, participant: Participant, reason: wire.Departure, now: float) -> Effects:
        """Out of the call, if in one. Nobody stays alone in a private call."""
        if participant.call is None:
            return []
        call = self._by_id[participant.call]
        call.members.remove(participant.id)
        self._consents.forget(participant, call.members, now)
        participant.call, participant.media, participant.hand = None, wire.Media(), None
        self._people.changed(participant, now)
        left = wire.MemberLeft(call=call.id, participant=participant.id, reason=reason)
        effects: Effects = [
            Send((participant.id,), wire.CallLeft(call=call.id, reason=reason)),
            *self._people.issue(participant, now),
            Send(tuple(call.members), left),
        ]
        if not call.members:
            del self._by_id[call.id]
            effects.append(CallEnded(call.id, call.kind, now - call.started, call.most))
        return [*effects, *self._end_if_deserted(call, now)]

    def advance(self, now: float) -> Effects:
        """End the private calls that only one side took up again after a restart."""
        if now < self.due:
            return []
        effects: Effects = []
        for call in [call for call in self._by_id.values() if call.awaited <= now]:
            call.awaited = math.inf
            effects += self._end_if_deserted(call, now)
        self._schedule()
        return effects

    def postpone(self, seconds: float, now: float) -> None:
        """Wait longer for those who take a call up again."""
        for call in self._by_id.values():
            if call.awaited != math.inf:
                call.awaited = min(call.awaited + seconds, now + self._rules.gone)
        self._schedule()

    def _join(self, participant: Participant, message: wire.Join, now: float) -> Effects:
        self._check_joinable(participant, message.call)
        effects: Effects = []
        for prepare in self.before_joining:
            effects += prepare(participant, now)
        return effects + self._admit(self._open(message.call, now), participant, now)

    def _hang_up(self, participant: Participant, message: wire.HangUp, now: float) -> Effects:
        return self.leave(participant, "hung-up", now)

    def _react(self, participant: Participant, message: wire.React, now: float) -> Effects:
        """Shown to the whole call, oneself too; to nobody outside of one."""
        reacted = wire.Reacted(participant=participant.id, reaction=message.reaction)
        return [Send(tuple(self.members_with(participant)), reacted)]

    def _check_joinable(self, participant: Participant, call_id: str) -> None:
        call = self._by_id.get(call_id)
        if call_id != wire.MAIN_CALL and not (call and self._belongs_to_a_member(participant, call)):
            raise Refusal("no-such-call")
        if participant.call:
            raise Refusal("in-a-call")
        if call and len(call.members) >= self._engine.limit:
            raise Refusal("call-full")

    def _belongs_to_a_member(self, participant: Participant, call: Call) -> bool:
        """A kernel may follow its owner."""
        return participant.kind == "kernel" and any(self._people[id].user == participant.user for id in call.members)

    def _open(self, call_id: str, now: float) -> Call:
        """All calls but the room's own are private."""
        kind: wire.CallKind = "main" if call_id == wire.MAIN_CALL else "private"
        return self._by_id.setdefault(call_id, Call(call_id, kind, now))

    def _admit(self, call: Call, participant: Participant, now: float) -> Effects:
        """One more member, who is told of the call, and gets new credentials, since these name it."""
        told_to_others = self._add(call, participant, now)
        return [*self._tell(call, participant), *told_to_others, *self._people.issue(participant, now)]

    def _add(self, call: Call, participant: Participant, now: float) -> Effects:
        """One more member, of whom the others are told."""
        others = [self._people[id] for id in call.members]
        call.members.append(participant.id)
        call.most = max(call.most, len(call.members))
        participant.call = call.id
        self._people.changed(participant, now)
        effects: Effects = []
        for other in others:
            media = self._engine.member_joined(call.id, other, participant)
            joined = wire.MemberJoined(call=call.id, participant=participant.id, media=media)
            effects.append(Send((other.id,), joined))
        return effects if others else [CallStarted(call.id, call.kind)]

    def _tell(self, call: Call, participant: Participant) -> Effects:
        media = self._engine.joined(call.id, participant, [self._people[id] for id in call.members])
        joined = wire.Joined(
            call=call.id, kind=call.kind, started=call.started, members=list(call.members), media=media
        )
        return [Send((participant.id,), joined)]

    def _end_if_deserted(self, call: Call, now: float) -> Effects:
        """End a private call in which at the most one person is left, with or without kernels."""
        if call.kind != "private" or sum(self._people[id].kind == "browser" for id in call.members) > 1:
            return []
        effects: Effects = []
        for id in list(call.members):
            effects += self.leave(self._people[id], "ended", now)
        return effects

    def _schedule(self) -> None:
        self.due = min((call.awaited for call in self._by_id.values()), default=math.inf)
