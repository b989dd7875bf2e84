"""What the core asks of the world. A room's state is final before any of these is performed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from ..protocol.messages import ChatLine, Missed, ServerMessage
from .facts import Fact


@dataclass(frozen=True, slots=True)
class Send:
    """Deliver one message to each of these participants, who may be none."""

    to: tuple[str, ...]
    message: ServerMessage


@dataclass(frozen=True, slots=True)
class Admit:
    """Welcome this participant, with new credentials; `resumed`: then replay what it missed."""

    participant: str
    resumed: bool


@dataclass(frozen=True, slots=True)
class Issue:
    """Give this participant new credentials: the old ones age, or name a call it is no longer in."""

    participant: str


@dataclass(frozen=True, slots=True)
class Redeem:
    """Look at the ticket that this kernel shows, then say so with `Room.introduced`, or with `Room.not_introduced`."""

    participant: str
    ticket: str


@dataclass(frozen=True, slots=True)
class Drop:
    """This participant is gone for good: close its socket, if there is one, and forget it."""

    participant: str


@dataclass(frozen=True, slots=True)
class Note:
    """Keep this for a user until one of their pages has it, and tell those that are here."""

    user: str
    missed: Missed


@dataclass(frozen=True, slots=True)
class Keep:
    """Store this chat line, which has no id yet, then say so with `Room.kept`, or with `Room.not_kept`."""

    participant: str
    line: ChatLine


@dataclass(frozen=True, slots=True)
class Recall:
    """Send this participant the chat that its user may read."""

    participant: str


@dataclass(frozen=True, slots=True)
class Tell:
    """Something happened that observers of the room may want to count or record."""

    fact: Fact


Effect: TypeAlias = Send | Admit | Issue | Redeem | Drop | Note | Keep | Recall | Tell
Effects: TypeAlias = Iterable[Effect]
