"""Bytes to messages and back. A frame is spliced around its body, so that one body is encoded once for many."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from .errors import Refusal
from .messages import ClientFrame, ServerFrame, SharedObject, TicketRequest

T = TypeVar("T")
S = TypeVar("S", bound=msgspec.Struct)
MAX_DETAIL = 200

# What it comes to when bytes are no JSON, not of the right form, not UTF-8, or nested deeper than the stack.
UNREADABLE = (msgspec.DecodeError, UnicodeError, RecursionError)

encode = msgspec.json.Encoder().encode
_decode_client = msgspec.json.Decoder(ClientFrame).decode
# For clients in Python.
decode_server_frame = msgspec.json.Decoder(ServerFrame).decode


def frame(body: bytes, seq: int = 0, ack: int = 0) -> bytes:
    return b'{"seq":%d,"ack":%d,"body":%b}' % (seq, ack, body)


def decode_client_frame(data: str | bytes) -> ClientFrame:
    """Raises Refusal("bad-message") that says what is wrong with it."""
    try:
        return _decode_client(data)
    except UNREADABLE as error:
        raise _unreadable(error) from None


def decode_ticket_request(body: bytes) -> TicketRequest:
    """What kind of participant a ticket is asked for; Refusal("bad-message") if that cannot be read."""
    try:
        return msgspec.json.decode(body or b"{}", type=TicketRequest)
    except UNREADABLE as error:
        raise _unreadable(error) from None


def decode_shared(data: bytes) -> SharedObject:
    """What the server says about an object that it shows."""
    return msgspec.json.decode(data, type=SharedObject)


def decode_reply(body: bytes, type_: type[T]) -> T | None:
    """What an HTTP answer says, if it is of this type. For clients in Python."""
    try:
        return msgspec.json.decode(body, type=type_)
    except UNREADABLE:
        return None


def to_plain(value: Any) -> Any:
    """A record as dicts, lists and strings."""
    return msgspec.to_builtins(value)


def from_plain(value: Any, type_: type[T]) -> T:
    """Dicts, lists and strings as a record; raises ValueError if they are not one."""
    return msgspec.convert(value, type_)


def changed(record: S, **fields: Any) -> S:
    """A copy of a record with other values in some fields."""
    return msgspec.structs.replace(record, **fields)


def _unreadable(error: Exception) -> Refusal:
    """The names of unknown types come from the sender: quoted and cut short, they cannot pass for lines of a log."""
    return Refusal("bad-message", detail=repr(str(error))[:MAX_DETAIL])
