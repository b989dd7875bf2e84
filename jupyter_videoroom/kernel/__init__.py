"""The kernel in the room: a participant in Python, which sees, hears and publishes."""

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
from .pending import Pending
from .replay import Replay, replay
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
    "Pending",
    "PersonLeft",
    "Refused",
    "Replay",
    "RoomError",
    "connect",
    "replay",
]
