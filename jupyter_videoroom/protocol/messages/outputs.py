"""Outputs of cells that are shown to all of a room."""

from __future__ import annotations

from typing import Literal, TypeAlias

from .base import Count, Id, Message, Record

ObjectType: TypeAlias = Literal[
    "image/png", "image/jpeg", "image/svg+xml", "text/plain", "text/markdown", "application/json"
]


class SharedObject(Record):
    """A cell's output that everybody in the room may see; its bytes are had by REST. JSON is a table, by rows.

    `id` grows with every object of a room; `at` is the server's time; `size` is in bytes.
    """

    id: Count
    at: float
    user: Id
    name: str
    type: ObjectType
    title: str
    size: Count


class Shared(Message, tag="shared"):
    """Outputs that are shown to all of the room: to newcomers the latest, oldest first, then each when it comes."""

    objects: list[SharedObject]
