"""Which messages each side may send, and the frames around them."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from .base import Count
from .calls import CallLeft, HangUp, Join, Joined, MemberJoined, MemberLeft, React, Reacted
from .chat import History, Said, Say
from .connection import Credentials, Granted, Hello, Introduce, Leave, Ping, Pong, Problem, Welcome
from .consent import Ask, Asked, Consent, Consented
from .invites import Accept, Cancel, Decline, Incoming, Invite, InviteEnded, Missed, Ringing
from .mesh import Signal, Signalled
from .outputs import Shared
from .people import Presence, Rename, Roster, SetAway, SetHand, SetMedia, SetTracks
from .reports import Timing, Trouble

ClientMessage: TypeAlias = (
    Hello
    | Pong
    | Rename
    | Introduce
    | SetAway
    | SetMedia
    | SetHand
    | Join
    | HangUp
    | Invite
    | Cancel
    | Accept
    | Decline
    | Signal
    | Ask
    | Consent
    | SetTracks
    | Say
    | React
    | Trouble
    | Timing
    | Leave
)

ServerMessage: TypeAlias = (
    Welcome
    | Granted
    | Credentials
    | Roster
    | Presence
    | Joined
    | MemberJoined
    | MemberLeft
    | CallLeft
    | Ringing
    | Incoming
    | InviteEnded
    | Missed
    | Signalled
    | Asked
    | Consented
    | Said
    | History
    | Shared
    | Reacted
    | Problem
    | Ping
)


class ClientFrame(Struct, frozen=True, gc=False):
    """A client's message with its number (0: not numbered) and the last number received from the server."""

    body: ClientMessage
    seq: Count = 0
    ack: Count = 0


class ServerFrame(Struct, frozen=True, gc=False):
    """The same, the other way."""

    body: ServerMessage
    seq: Count = 0
    ack: Count = 0
