"""The parts that every room has. A new feature is a file, and a line here."""

from __future__ import annotations

from .calls import Calls
from .chat import Chat
from .consent import Consents
from .invites import Invites
from .kernels import Kernels
from .leases import Leases
from .mesh import Signals
from .outputs import Outputs
from .part import Part, RoomPort
from .profile import Profile
from .reports import Reports


def standard_parts(room: RoomPort) -> list[Part]:
    """In the order in which they hear of a departure: a ring ends before a call, and the list of people follows both.

    Kernels come last, since their names depend on who is left.
    """
    consents = Consents(room)
    calls = Calls(room, consents)
    kernels = Kernels(room, consents)
    return [
        Leases(room),
        Invites(room, calls),
        calls,
        Signals(calls),
        consents,
        Profile(room, kernels),
        Chat(room),
        Outputs(room),
        Reports(room),
        room.people,
        kernels,
    ]
