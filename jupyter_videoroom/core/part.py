"""A room is a list of parts, one for each feature. This is what a part may have."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

from ..engines.port import Engine
from ..protocol.messages import Departure, Role
from .effects import Effects
from .limits import Limits
from .participant import Participant
from .rules import Rules

if TYPE_CHECKING:
    from .people import People

Grant: TypeAlias = Literal["join", "publish", "data"]


@dataclass(frozen=True, slots=True)
class Handler:
    """What a room does about messages of one type.

    `pace` names the limit that such a message counts under, by user, so that more tabs are no help. What has no limit
    says in `free` why it needs none: nobody else is told of it, or not more often than of something that is limited.
    """

    act: Callable[[Participant, Any, float], Effects]
    grant: Grant | None = None
    """What the sender has to be granted."""
    pace: str | None = None
    free: str = ""
    excess: Callable[[Any], int] | None = None
    """As how many messages this one counts, beside the one that it is."""
    key: Callable[[Any], str] | None = None
    """Which of several messages of this type a refusal is about."""
    waiting: bool = False
    """Whether also those may send it who are not inside the room yet."""


class RoomPort(Protocol):
    """What a part may use of its room."""

    name: str
    rules: Rules
    limits: Limits
    people: People
    engine: Engine
    settings: dict[str, Any]
    new_id: Callable[[], str]

    def let_in(self, id: str, now: float) -> Effects: ...

    def set_role(self, id: str, role: Role, now: float) -> Effects: ...

    def leave(self, id: str, now: float, reason: Departure = ...) -> Effects: ...

    def postpone(self, seconds: float, now: float) -> None: ...


class Part:
    """One feature of a room. A part overrides what it needs, and the room calls all parts in the order of its list."""

    handlers: Mapping[type[Any], Handler] = {}
    due: float = math.inf
    """When `advance` is to be called, at the latest. It may be called earlier."""

    def holds(self, participant: Participant) -> bool:
        """Whether somebody who comes has to wait outside, until this part lets them in."""
        return False

    def entered(self, participant: Participant, now: float) -> Effects:
        """Somebody is inside from now on."""
        return []

    def brief(self, participant: Participant, now: float) -> Effects:
        """What somebody is told who has just come in, or who has to be told everything again.

        Of those who wait outside, only the parts that hold them are asked.
        """
        return []

    def restrict(self, participant: Participant, now: float) -> Effects:
        """Somebody's grants have changed: end what they may not do any more."""
        return []

    def left(self, participant: Participant, reason: Departure, now: float) -> Effects:
        """Somebody leaves the room."""
        return []

    def advance(self, now: float) -> Effects:
        """Time has passed."""
        return []

    def postpone(self, seconds: float, now: float) -> None:
        """The server itself did not listen for so long: let what waits for somebody wait longer."""
