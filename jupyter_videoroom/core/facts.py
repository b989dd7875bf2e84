"""What happened in a room, for those who count or record it. Never what was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from ..protocol.messages import CallKind, Departure, Failure, Kind, Outcome


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody came into the room."""

    participant: str
    user: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Introduced:
    """A kernel that came in by a token alone is this user's."""

    participant: str
    user: str


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody is gone from the room. `stayed` is in seconds."""

    participant: str
    user: str
    reason: Departure
    stayed: float


@dataclass(frozen=True, slots=True)
class CallStarted:
    """The first one is in a call."""

    call: str
    kind: CallKind


@dataclass(frozen=True, slots=True)
class CallEnded:
    """The last one has left a call, which lasted `seconds`, and had at the most `people` at a time."""

    call: str
    kind: CallKind
    seconds: float
    people: int


@dataclass(frozen=True, slots=True)
class InviteClosed:
    """A ring is over."""

    caller: str
    callee: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Refused:
    """A participant asked for what is not to be had: `code` is one of the refusals."""

    participant: str
    code: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A page says that something did not work: `peer` is the user at the other end, if there is one."""

    participant: str
    user: str
    code: Failure
    peer: str | None


@dataclass(frozen=True, slots=True)
class JoinTimed:
    """A page says how long it took from the click to a peer's first picture or sound, in seconds."""

    seconds: float


Fact: TypeAlias = Entered | Introduced | Left | CallStarted | CallEnded | InviteClosed | Refused | Failed | JoinTimed
