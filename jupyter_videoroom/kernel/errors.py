"""What can go wrong between a kernel and its room. Every text says what to do."""

from __future__ import annotations


class RoomError(Exception):
    """Anything of the below."""


class NoServer(RoomError, ConnectionError):
    """No Jupyter server let this kernel in; says which were tried."""


class Refused(RoomError):
    """The server said no. `code` is one of the stable codes in docs/protocol.md."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Disconnected(RoomError, ConnectionError):
    """The kernel is not in the room any more."""


class NobodyThere(RoomError, LookupError):
    """No such person, or not in the call, or several of that name."""


class PersonLeft(RoomError):
    """The person whose pictures or sound were read is out of the call."""


class ConsentRefused(RoomError, PermissionError):
    """The person was asked, and said no."""


class ConsentWithdrawn(RoomError, PermissionError):
    """The person had said yes, and took it back."""
