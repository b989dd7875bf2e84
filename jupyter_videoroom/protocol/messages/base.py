"""What all messages are made of."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

PROTOCOL_VERSION = 2

# 64 KiB holds the SDP of a call with every codec a browser knows several times over (about 8 KiB is usual).
MAX_SDP = 65_536
MAX_FRAME = 4 * MAX_SDP

Id: TypeAlias = Annotated[str, Meta(min_length=1, max_length=128)]
Line: TypeAlias = Annotated[str, Meta(max_length=200)]
Token: TypeAlias = Annotated[str, Meta(max_length=4096)]
Count: TypeAlias = Annotated[int, Meta(ge=0)]
Kind: TypeAlias = Literal["browser", "kernel"]
Role: TypeAlias = Literal["host", "member", "guest"]


class Message(Struct, frozen=True, tag_field="type", kw_only=True, gc=False):
    """A tagged record: `type` on the wire names the class."""


class Record(Struct, frozen=True, kw_only=True, gc=False):
    """A value inside messages. Nothing here can be part of a cycle, so the garbage collector need not look."""
