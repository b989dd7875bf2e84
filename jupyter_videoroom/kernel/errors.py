"""What can go wrong between a kernel and its room. Every text says what to do."""

from __future__ import annotations

from ..protocol.errors import PROBLEMS


class RoomError(Exception):
    """What all of these errors are."""


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


class NotGranted(RoomError, PermissionError):
    """The server lets the person only watch and listen: nothing that they send is taken."""


class ConsentRefused(RoomError, PermissionError):
    """The person was asked, and said no."""


class ConsentWithdrawn(RoomError, PermissionError):
    """The person had said yes, and took it back."""


AGAIN = "Connect again."
UPDATE = f"{AGAIN} If that does not help, install the same jupyter-videoroom for kernel and server."

LATER = "Try again in half a minute; if that does not help,"

# Close codes of a ticket or a token that was not taken.
NOT_LET_IN = (4401, 4403)

# What the server says of these is for who sits before a page.
MESSAGES = {
    "bad-message": "The server could not read a message of this kernel; its log says more.",
    "gap": "Messages of this kernel were lost on the way.",
    "wrong-version": "The kernel and the server speak different versions.",
    "too-many-tabs": "This user is in this room too many times.",
    "too-many-places": "This user is in too many rooms of this server, or too many times in one.",
}
FIXES = {
    "bad-message": UPDATE,
    "hello-first": UPDATE,
    "gap": "It reconnects by itself.",
    "wrong-version": UPDATE,
    "not-signed-in": f"{AGAIN} If that does not help, look whether the token is still the server's.",
    "replaced": "Go on where it has.",
    "too-many-tabs": "Let some of the kernels leave.",
    "not-inside": "Connect first.",
    "signed-out": "Start the notebook's server again; its kernels then have a new token.",
    "no-access": "Start the notebook's server again. If that does not help, ask the operator of the Hub for access.",
    "sign-in-gone": "Start the notebook's server again; its kernels then have a new token.",
    "not-your-room": "Ask who leads the course.",
    "hub-down": f"{LATER} tell the operator of the Hub.",
    "service-down": f"{LATER} tell the operator of the Hub: its log says why.",
    "store-locked": "Try again in a moment; if that does not help, tell the server's administrator: its log says more.",
}


def words(code: str, message: str, fix: str) -> str:
    """What is the matter, and what to do about it from Python."""
    if code in PROBLEMS and PROBLEMS[code].close in NOT_LET_IN:
        fix = AGAIN
    return f"{MESSAGES.get(code, message)} {FIXES.get(code, fix)}"
