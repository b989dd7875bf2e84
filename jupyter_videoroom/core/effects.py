"""What the core asks of the world, and tells it. A room's state is final before any of these is performed."""

from __future__ import annotations

from typing import Any, TypeAlias

from ..protocol import messages as wire
from ..protocol.errors import Refusal


class Effect(wire.Record):
    """One thing to do. `live.py` finds what performs it by its type."""


Effects: TypeAlias = list[Effect]


class Send(Effect):
    """Deliver one message to each of these participants. There may be none of them."""

    to: tuple[str, ...]
    message: wire.ServerMessage


class Admit(Effect):
    """Welcome this participant, with new credentials. If `resumed`, send again what it missed."""

    participant: str
    resumed: bool


class Issue(Effect):
    """Give this participant new credentials: the old ones age, or name a call that it is no longer in."""

    participant: str


class Redeem(Effect):
    """Verify the ticket that this kernel shows; then call `Kernels.introduced` or `Kernels.not_introduced`."""

    participant: str
    ticket: str


class Drop(Effect):
    """This participant has left for good: close its socket, if it has one, and forget it."""

    participant: str


class StoreMissed(Effect):
    """Store this missed call until a page of its user has it, and tell the pages that are here."""

    user: str
    missed: wire.Missed


class StoreLine(Effect):
    """Store this chat line, which has no id yet; then call `Chat.stored` or `Chat.not_stored`."""

    participant: str
    line: wire.ChatLine


class SendHistory(Effect):
    """Send this participant what the store has of the room that its user may read."""

    participant: str


class SendMissed(Effect):
    """Send this participant the calls that its user has missed, where it is a page."""

    participant: str


class StoreSettings(Effect):
    """Store what a part of the room is set to, for the next lives of the room: plain JSON."""

    part: str
    value: Any


class Fact(Effect):
    """Something has happened: tell the observers, who count or record it. It never says what was said."""


class Entered(Fact):
    """Somebody came into the room."""

    participant: str
    user: str
    kind: wire.Kind


class Introduced(Fact):
    """A kernel that came in by a token alone is this user's."""

    participant: str
    user: str


class Left(Fact):
    """Somebody is gone from the room, after so many seconds."""

    participant: str
    user: str
    reason: wire.Departure
    seconds: float


class CallStarted(Fact):
    """The first one is in a call."""

    call: str
    kind: wire.CallKind


class CallEnded(Fact):
    """The last one has left a call, which lasted `seconds`, and had at the most `people` at a time."""

    call: str
    kind: wire.CallKind
    seconds: float
    people: int


class InviteClosed(Fact):
    """A ring is over."""

    caller: str
    callee: str
    outcome: wire.Outcome


class Refused(Fact):
    """A participant asked for what is not to be had: `code` is one of the refusals."""

    participant: str
    code: str


class Failed(Fact):
    """A page says that something did not work: `peer` is the user at the other end, if there is one."""

    participant: str
    user: str
    code: wire.Failure
    peer: str | None


class JoinTimed(Fact):
    """A page says how long it took from the click to a peer's first picture or sound, in seconds."""

    seconds: float


def refuse(participant: str, refusal: Refusal, about: str, key: str = "") -> Effects:
    """Tell one participant that its message was refused."""
    return [Send((participant,), refusal.as_problem(about, key)), Refused(participant, refusal.code)]
