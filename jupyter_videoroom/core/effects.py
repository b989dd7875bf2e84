"""What the core asks of the world. A room's state is final before any of these is performed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from ..protocol.errors import Refusal
from ..protocol.messages import ChatLine, Missed, ServerMessage
from .facts import Fact, Refused


@dataclass(frozen=True, slots=True)
class Send:
    """Deliver one message to each of these participants. There may be none of them."""

    to: tuple[str, ...]
    message: ServerMessage


@dataclass(frozen=True, slots=True)
class Admit:
    """Welcome this participant, with new credentials. If `resumed`, send again what it missed."""

    participant: str
    resumed: bool


@dataclass(frozen=True, slots=True)
class Issue:
    """Give this participant new credentials: the old ones age, or name a call that it is no longer in."""

    participant: str


@dataclass(frozen=True, slots=True)
class Redeem:
    """Verify the ticket that this kernel shows; then call `Kernels.introduced` or `Kernels.not_introduced`."""

    participant: str
    ticket: str


@dataclass(frozen=True, slots=True)
class Drop:
    """This participant has left for good: close its socket, if it has one, and forget it."""

    participant: str


@dataclass(frozen=True, slots=True)
class StoreMissed:
    """Store this missed call until a page of its user has it, and tell the pages that are here."""

    user: str
    missed: Missed


@dataclass(frozen=True, slots=True)
class StoreLine:
    """Store this chat line, which has no id yet; then call `Chat.stored` or `Chat.not_stored`."""

    participant: str
    line: ChatLine


@dataclass(frozen=True, slots=True)
class SendHistory:
    """Send this participant what the store has of the room that its user may read."""

    participant: str


@dataclass(frozen=True, slots=True)
class SendMissed:
    """Send this participant the calls that its user has missed, where it is a page."""

    participant: str


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """Store what a part of the room is set to, for the next lives of the room: plain JSON."""

    part: str
    value: Any


@dataclass(frozen=True, slots=True)
class Report:
    """Tell the observers of the room, who count or record what happens."""

    fact: Fact


Effect: TypeAlias = (
    Send | Admit | Issue | Redeem | Drop | StoreMissed | StoreLine | StoreSettings | SendHistory | SendMissed | Report
)
Effects: TypeAlias = list[Effect]


def refuse(participant: str, refusal: Refusal, about: str, key: str = "") -> Effects:
    """Tell one participant that its message was refused."""
    return [Send((participant,), refusal.as_problem(about, key)), Report(Refused(participant, refusal.code))]
