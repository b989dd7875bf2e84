"""The kernel in the room: a participant in Python, which sees, hears and publishes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
from .pending import Operation, Outcome, Pending
from .player import Replay, replay
from .sound import AudioStream

if TYPE_CHECKING:
    from .room import KernelRoom, connect

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


def __getattr__(name: str) -> Any:
    # Lazily: a notebook that only shows a room needs nothing of what connects to it.
    if name not in ("KernelRoom", "connect"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import room  # noqa: PLC0415

    return getattr(room, name)
