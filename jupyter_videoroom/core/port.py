"""What a part may use of its room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from ..engines.port import Engine
from ..protocol.messages import Departure, Role
from .effects import Effects
from .limits import Limits
from .people import People
from .rules import Rules


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
