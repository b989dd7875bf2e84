"""Requests and answers over HTTP."""

from __future__ import annotations

from typing import Literal

from .base import Id, Kind, Record
from .people import State


class TicketRequest(Record):
    """The body of `POST api/rooms/NAME/ticket`, which may be empty."""

    kind: Kind = "browser"


class TicketReply(Record):
    """`POST api/rooms/NAME/ticket`: where to open the socket, and the one-time ticket for its first message."""

    url: str
    ticket: str
    version: int


class PersonRow(Record):
    """One row of `GET api/rooms/NAME`."""

    id: Id
    user: Id
    name: str
    kind: Kind
    state: State


class RoomReply(Record):
    """`GET api/rooms/NAME`: who is there."""

    room: str
    people: list[PersonRow]


class HealthReply(Record):
    """`GET api/health`."""

    status: Literal["ok"]
    version: int
    rooms: int
    participants: int


class ActivityReply(Record):
    """`GET api/activity` of the Hub's service: whether the user who asks, or a kernel of theirs, is in a call."""

    in_call: bool


class ErrorReply(Record):
    """The body of every refusal over HTTP; `message` is where Jupyter's own front ends look."""

    code: str
    message: str
    fix: str
