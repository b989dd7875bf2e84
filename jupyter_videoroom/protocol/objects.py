"""What may be shown to everybody: bytes that are what their type says, so that no page has to guess."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import msgspec

from .errors import Refusal
from .messages import ObjectType, Record

# Every page that shows a picture unpacks it, at four bytes a pixel: a few kilobytes can hold billions of them.
MAX_PIXELS = 40_000_000

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
# Start of frame, of which there is one kind for each way to compress; three numbers among them mean something else.
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# Cameras and editors write some dozens before the frame. To look through half a million would hold up all rooms.
MAX_SEGMENTS = 1_000

Cell: TypeAlias = str | int | float | bool | None


class Table(Record, frozen=True):
    """Rows of cells, each of which is shown as text."""

    columns: list[Cell]
    # There may be half a million. The garbage collector would walk lists again and again while they are read.
    rows: list[tuple[Cell, ...]]


def check_object(type: str, body: bytes) -> ObjectType:
    """The type of what is to be shown, or a Refusal: "bad-object", or "object-too-large" for a picture's pixels."""
    try:
        known: ObjectType = msgspec.convert(type, ObjectType)
        valid = CHECKS[known](body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        valid = False
    if not valid:
        raise Refusal("bad-object")
    return known


def _is_png(body: bytes) -> bool:
    if not (body.startswith(PNG) and body[12:16] == b"IHDR" and len(body) > 24):
        return False
    return _can_be_unpacked(body[16:20], body[20:24])


def _is_jpeg(body: bytes) -> bool:
    if not body.startswith(JPEG):
        return False
    at = 2
    for _ in range(MAX_SEGMENTS):
        if body[at : at + 1] != b"\xff" or at + 9 > len(body):
            break
        if body[at + 1] in FRAMES:
            return _can_be_unpacked(body[at + 5 : at + 7], body[at + 7 : at + 9])
        at += 2 + max(2, int.from_bytes(body[at + 2 : at + 4], "big"))
    return False


def _can_be_unpacked(one: bytes, other: bytes) -> bool:
    pixels = int.from_bytes(one, "big") * int.from_bytes(other, "big")
    if pixels > MAX_PIXELS:
        raise Refusal("object-too-large")
    return pixels > 0


def _is_svg(body: bytes) -> bool:
    return "<svg" in body.decode()


def _is_text(body: bytes) -> bool:
    body.decode()
    return True


def _is_table(body: bytes) -> bool:
    msgspec.json.decode(body, type=Table)
    return True


CHECKS: dict[ObjectType, Callable[[bytes], bool]] = {
    "image/png": _is_png,
    "image/jpeg": _is_jpeg,
    "image/svg+xml": _is_svg,
    "text/plain": _is_text,
    "text/markdown": _is_text,
    "application/json": _is_table,
}
