"""Who is in a room, and what each of them shows."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import UNSET, Meta, UnsetType

from .base import Id, Kind, Line, Message, Record, Role

# What may name a MediaStream in a description (RFC 8830, 2): a token.
StreamId: TypeAlias = Annotated[str, Meta(pattern=r"^[!#-'*+.0-9A-Z^-~-]+\Z", max_length=64)]
State: TypeAlias = Literal["available", "ringing", "in-call", "away", "reconnecting"]


class Media(Record):
    """What a participant is sending right now."""

    audio: bool = False
    video: bool = False
    screen: bool = False


class Track(Record):
    """Something that a kernel publishes. `stream` is the id of its MediaStream in the kernel's descriptions.

    The picture and the sound of a file are two tracks of one stream, so that browsers play them in step.
    """

    stream: StreamId
    name: Annotated[str, Meta(min_length=1, max_length=64)]
    kind: Literal["audio", "video"]
    problem: Line = ""


class Participant(Record):
    """One connection of one user, as everyone in the room may see it. Times are seconds since the epoch."""

    id: Id
    user: Id
    name: str
    account: str
    """What its user is called by the server, whatever name was chosen: it tells those apart who chose the same."""
    kind: Kind
    state: State
    call: Id | None
    media: Media
    entered: float
    hand: float | None = None
    """When they raised it, if it is up."""
    shares: list[Id] = []
    """The kernels that may see and hear this one."""
    tracks: list[Track] = []
    """What a kernel publishes."""
    recording: bool = False
    """Whether this is a kernel that is recording."""
    role: Role | UnsetType = UNSET
    """Absent for members, who are most of a room, as the next one is."""
    listens: bool | UnsetType = UNSET
    """True for who may only watch and listen, and absent for all others: nobody takes what they send all the same."""


class Rename(Message, tag="rename"):
    """Set the name that others see."""

    name: Line


class SetAway(Message, tag="away"):
    """The page was hidden, or is back."""

    away: bool


class SetMedia(Message, tag="media"):
    """Microphone or camera were switched."""

    media: Media


class SetHand(Message, tag="hand"):
    """Raise or lower one's hand."""

    raised: bool


class SetTracks(Message, tag="tracks"):
    """What a kernel publishes, and whether it is recording."""

    tracks: Annotated[list[Track], Meta(max_length=8)]
    recording: bool = False


class Roster(Message, tag="roster"):
    """Everybody in the room, the receiver too."""

    people: list[Participant]


class Presence(Message, tag="presence"):
    """What changed since the roster or the last of these: new or changed people whole, the gone by id."""

    changed: list[Participant]
    left: list[Id]
