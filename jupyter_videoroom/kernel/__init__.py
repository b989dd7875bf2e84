"""The kernel in the room: a participant in Python, which sees, hears and publishes."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .errors import (
        ConsentRefused,
        ConsentWithdrawn,
        Disconnected,
        NobodyThere,
        NoServer,
        NotGranted,
        PersonLeft,
        Refused,
        RoomError,
    )
    from .frames import Frame, FrameStream
    from .operation import Operation, Outcome
    from .pending import Pending
    from .player import Replay, replay
    from .room import KernelRoom, connect
    from .sound import AudioStream

__all__ = [
    "AudioStream",
    "ConsentRefused",
    "ConsentWithdrawn",
    "Disconnected",
    "Frame",
    "FrameStream",
    "KernelRoom",
    "NoServer",
    "NobodyThere",
    "NotGranted",
    "Operation",
    "Outcome",
    "Pending",
    "PersonLeft",
    "Refused",
    "Replay",
    "RoomError",
    "connect",
    "replay",
]
_HOMES = {
    "AudioStream": "sound",
    "Frame": "frames",
    "FrameStream": "frames",
    "KernelRoom": "room",
    "Operation": "operation",
    "Outcome": "operation",
    "Pending": "pending",
    "Replay": "player",
    "connect": "room",
    "replay": "player",
}
"""The modules of these; all others are errors."""


def __getattr__(name: str) -> Any:
    # Lazily: a notebook that only shows a room needs nothing of what connects to it.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES.get(name, 'errors')}", __name__), name)
