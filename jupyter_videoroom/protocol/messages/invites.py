"""Rings: one calls another."""

from __future__ import annotations

from typing import Literal, TypeAlias

from .base import Id, Line, Message

Outcome: TypeAlias = Literal["accepted", "declined", "busy", "timed-out", "cancelled", "gone", "answered-elsewhere"]


class Invite(Message, tag="invite"):
    """Ring a user, at all of their participants."""

    to: Id


class Cancel(Message, tag="cancel"):
    """Stop ringing."""

    invite: Id


class Accept(Message, tag="accept"):
    """Answer a ring: caller and callee are in a private call from here on."""

    invite: Id


class Decline(Message, tag="decline"):
    """Refuse a ring, with a word if one likes."""

    invite: Id
    word: Line = ""


class Ringing(Message, tag="ringing"):
    """Your invite rings at `name` for `expires_in` seconds."""

    invite: Id
    to: Id
    name: str
    expires_in: float


class Incoming(Message, tag="incoming"):
    """Somebody rings you."""

    invite: Id
    caller: Id
    user: Id
    name: str
    expires_in: float


class InviteEnded(Message, tag="invite-ended"):
    """The ring is over, for the caller and for those it rang at. `name` is the other side's."""

    invite: Id
    name: str
    outcome: Outcome
    word: str = ""


class Missed(Message, tag="missed"):
    """Somebody rang and was not answered, `at` seconds since the epoch."""

    user: Id
    name: str
    at: float
    outcome: Outcome
