"""Coming in, coming back, and what one may do there."""

from __future__ import annotations

from .base import Count, Id, Line, Message, Record, Role, Token


class IceServer(Record, omit_defaults=True):
    """As RTCIceServer of the WebRTC specification, which knows absent members but not null ones."""

    urls: list[str]
    username: str | None = None
    credential: str | None = None


class Grants(Record):
    """What a participant may do in one room. The names are those of LiveKit's grants without their prefixes."""

    join: bool = True
    publish: bool = True
    data: bool = True


class Resume(Record):
    """The proof of an earlier session (`token`, from the last credentials) and the last number received from it."""

    token: Token
    seq: Count


class Hello(Message, tag="hello"):
    """The first message of a socket. `version` is compared before anything else is believed."""

    version: int
    ticket: Token
    name: Line | None = None
    resume: Resume | None = None


class Pong(Message, tag="pong"):
    """The answer to a ping; carries the acknowledgement in its frame."""


class Introduce(Message, tag="introduce"):
    """A kernel that came in by a token alone shows a ticket, and is its user's from then on."""

    ticket: Token


class Leave(Message, tag="leave"):
    """Leave the room at once, with no grace."""


class Credentials(Message, tag="credentials"):
    """Good for a limited time, and sent anew before it is over (`expires_in`, seconds)."""

    token: str
    ice_servers: list[IceServer]
    expires_in: float


class Welcome(Message, tag="welcome"):
    """You are in. `resumed`: what was missed follows; otherwise a roster does, and all earlier state is void.

    `seq` is the number after which the server goes on, `received` the last number it has from this participant.
    `call_limit`: how many people a call takes.
    """

    version: int
    you: Id
    user: Id
    name: str
    room: str
    resumed: bool
    seq: Count
    received: Count
    now: float
    call_limit: int
    role: Role
    grants: Grants
    credentials: Credentials


class Granted(Message, tag="granted"):
    """Your role and what you may do have changed: these hold from now on."""

    role: Role
    grants: Grants


class Problem(Message, tag="problem"):
    """Something was refused: by a stable code, what happened, what to do, and the message it is about.

    `key` tells which chat message, since a refusal may overtake what is being stored; and who was asked for consent.
    """

    code: str
    message: str
    fix: str
    about: str = ""
    key: str = ""


class Ping(Message, tag="ping"):
    """Answer with a pong. Hidden pages throttle their timers but not their sockets, so the server asks."""
