"""What people write to each other."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from msgspec import Meta

from .base import Count, Id, Message, Record

# A page of text. What is longer belongs into the notebook.
MAX_CHAT = 4_000
ChatText: TypeAlias = Annotated[str, Meta(min_length=1, max_length=MAX_CHAT)]


class ChatLine(Record):
    """One chat message, as it is stored. `to`: the one user who may read it besides its author, or None for all.

    `id` grows with every message of a room; `key` is the author's own name for it; `at` is the server's time.
    """

    id: Count
    key: Id
    at: float
    user: Id
    name: str
    text: str
    to: Id | None = None
    to_name: str = ""


class Say(Message, tag="say"):
    """Write to all, or to the user `to`. Sent again with the same `key`, it is stored once."""

    key: Id
    text: ChatText
    to: Id | None = None


class Said(Message, tag="said"):
    """A chat message is stored. Its author gets it too: that is the acknowledgement."""

    line: ChatLine


class History(Message, tag="history"):
    """The latest messages of the room that the receiver may read, oldest first. Some may have been told before."""

    lines: list[ChatLine]
