"""Who is in which call."""

from __future__ import annotations

from typing import Literal, TypeAlias

from .base import Id, Message
from .mesh import Mesh, MeshMember

MAIN_CALL = "main"

CallKind: TypeAlias = Literal["main", "private"]
Departure: TypeAlias = Literal["hung-up", "ended", "left-room", "lost"]
Reaction: TypeAlias = Literal["thumbs-up", "clap", "heart", "laugh", "surprise", "party"]


# Tagged by `engine`: one kind for each way in which media may travel.
CallMedia: TypeAlias = Mesh
MemberMedia: TypeAlias = MeshMember


class Join(Message, tag="join"):
    """Join a call that is open to all of the room."""

    call: Id


class HangUp(Message, tag="hang-up"):
    """Leave the call one is in, and stay in the room."""


class React(Message, tag="react"):
    """Show a reaction to one's call for some seconds."""

    reaction: Reaction


class Joined(Message, tag="joined"):
    """You are in this call. `members` are all who are in it, you too, in the order of joining."""

    call: Id
    kind: CallKind
    started: float
    members: list[Id]
    media: CallMedia


class MemberJoined(Message, tag="member-joined"):
    """Somebody came into your call. `media` is what your media need to know of that, if anything."""

    call: Id
    participant: Id
    media: MemberMedia | None


class MemberLeft(Message, tag="member-left"):
    """Somebody is no longer in your call."""

    call: Id
    participant: Id
    reason: Departure


class CallLeft(Message, tag="call-left"):
    """You are no longer in this call."""

    call: Id
    reason: Departure


class Reacted(Message, tag="reacted"):
    """Somebody in one's call, perhaps oneself, shows a reaction."""

    participant: Id
    reaction: Reaction
