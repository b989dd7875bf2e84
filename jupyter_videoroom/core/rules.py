"""The numbers of a room, in seconds unless they say otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .limits import Limit


@dataclass(frozen=True, slots=True)
class Rules:
    """The defaults are what the documentation promises; tests and operators may change them."""

    mesh_limit: int = 6
    """People in one call: each uploads to all others, and a home uplink carries about five streams."""
    uplink: int = 2_500_000
    """Bits per second that a page sends to all its peers together: what a home line carries beside other things."""
    ring: float = 30.0
    """How long a call rings."""
    heartbeat: float = 5.0
    """Between pings; well below the 60 s after which proxies cut idle sockets."""
    lost: float = 12.0
    """Silence after which somebody shows as reconnecting: two lost pings and a slow third."""
    gone: float = 13.5
    """Silence after which somebody has left: with the sweep and the way of the news, no ghost lives for 15 s."""
    sweep: float = 0.5
    """Between looks at the silent."""
    tick: float = 0.05
    """Between two presence messages, so that many joiners cost ticks and not joiners squared."""
    refresh: float = 240.0
    """Age at which credentials are issued anew; TURN's live for 300 s."""
    rooms: int = 1_000
    """Rooms with somebody in them."""
    room_people: int = 500
    """Participants in one room."""
    user_tabs: int = 20
    """Participants of one user in one room."""
    user_participants: int = 100
    """Participants of one user in all rooms."""
    history: int = 200
    """Chat lines that newcomers are shown."""
    max_object: int = 2 * 1024 * 1024
    """Bytes of something that is shown to all."""
    max_unread: int = 4 * 1024 * 1024
    """Bytes that may wait for somebody who reads too slowly."""
    limits: Mapping[str, Limit] = field(default_factory=dict)
    """How often somebody may do what; what is not named may be done without end."""
