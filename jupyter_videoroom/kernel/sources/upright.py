"""Pictures as they are meant to be seen: turned as the camera was held, and with square pixels."""

from __future__ import annotations

import struct
from fractions import Fraction
from typing import Any, NamedTuple, cast

from av import VideoFrame
from av.filter import Graph

from ..numbers import LARGEST, Size

WIDEST = 4
"""Times that a pixel can be wider than high, or higher than wide: no camera or disc has more, but broken files do."""


class Turn(NamedTuple):
    """First swap rows and columns, then left and right, then top and bottom."""

    transposed: bool = False
    mirrored: bool = False
    upended: bool = False


NONE = Turn()
OF_EXIF = (
    NONE,
    Turn(mirrored=True),
    Turn(mirrored=True, upended=True),
    Turn(upended=True),
    Turn(transposed=True),
    Turn(transposed=True, mirrored=True),
    Turn(transposed=True, mirrored=True, upended=True),
    Turn(transposed=True, upended=True),
)
OF_DEGREES = {0: OF_EXIF[0], 1: OF_EXIF[7], 2: OF_EXIF[2], 3: OF_EXIF[5]}
"""By quarters of a turn to the left."""


def turn_of(frame: VideoFrame) -> Turn:
    """What its display matrix says, to the next quarter of a turn."""
    try:
        matrix: Any = frame.side_data.get("DISPLAYMATRIX")
    except ValueError:  # PyAV does not know all of what FFmpeg puts beside a frame
        return OF_DEGREES[round(frame.rotation / 90) % 4]
    return NONE if matrix is None else _of_matrix(*struct.unpack("=9i", bytes(matrix)))


def _of_matrix(a: int, b: int, _u: int, c: int, d: int, *_rest: int) -> Turn:
    """A pixel at (x, y) is seen at (a x + c y, b x + d y)."""
    if abs(b) + abs(c) > abs(a) + abs(d):
        return Turn(transposed=True, mirrored=c < 0, upended=b < 0)
    return Turn(mirrored=a < 0, upended=d < 0)


def square(size: Size, ratio: Fraction | None) -> Size:
    """The size with square pixels: nothing is made smaller, unless it would become too large."""
    width, height = size
    if not ratio or not Fraction(1, WIDEST) <= ratio <= WIDEST:
        return size
    wide, high = round(width * ratio), round(height / ratio)
    grows = wide <= LARGEST if ratio > 1 else high > LARGEST
    return (wide, height) if grows else (width, high)


class Upright:
    """Turns and scales frames; those that need neither pass as they are."""

    def __init__(self) -> None:
        self._made_for: object = None
        self._graph: Graph | None = None

    def __call__(self, frame: VideoFrame, turn: Turn, ratio: Fraction | None) -> VideoFrame:
        size = square((frame.width, frame.height), ratio)
        if turn == NONE and size == (frame.width, frame.height):
            return frame
        wanted = (frame.width, frame.height, frame.format.name, turn, size)
        if self._graph is None or self._made_for != wanted:
            self._graph, self._made_for = _graph(frame, turn, size), wanted
        self._graph.push(frame)
        return cast("VideoFrame", self._graph.pull())


def _graph(frame: VideoFrame, turn: Turn, size: Size) -> Graph:
    graph = Graph()
    steps = [graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1, 1000))]
    if size != (frame.width, frame.height):
        steps.append(graph.add("scale", "{}:{}".format(*size)))
    if turn.transposed:
        steps.append(graph.add("transpose", "cclock_flip"))
    if turn.mirrored:
        steps.append(graph.add("hflip"))
    if turn.upended:
        steps.append(graph.add("vflip"))
    graph.link_nodes(*steps, graph.add("buffersink")).configure()
    return graph


UPRIGHT = 1
ORIENTATION = 0x0112
SHORT = 3


def orientation(image: bytes) -> int:
    """1 to 8, of a JPEG, PNG, WebP or TIFF file; 1 if it does not say."""
    try:
        return _in_tiff(_exif(image))
    except (struct.error, IndexError):
        return UPRIGHT


def _exif(image: bytes) -> bytes:
    """What is laid out as a TIFF file: all of one, or a part of another file."""
    if image.startswith((b"II*\0", b"MM\0*")):
        return image
    if image.startswith(b"\xff\xd8"):
        return _in_jpeg(image)
    if image.startswith(b"\x89PNG"):
        return _in_png(image)
    if image.startswith(b"RIFF"):
        return _in_riff(image)
    return b""


def _in_jpeg(image: bytes) -> bytes:
    at = 2
    # The last marker before the picture itself is "start of scan".
    while image[at] == 0xFF and image[at + 1] != 0xDA:
        (length,) = struct.unpack_from(">H", image, at + 2)
        if image[at + 1] == 0xE1 and image[at + 4 : at + 10] == b"Exif\0\0":
            return image[at + 10 : at + 2 + length]
        at += 2 + length
    return b""


def _in_png(image: bytes) -> bytes:
    at = 8
    while at < len(image):
        length, kind = struct.unpack_from(">I4s", image, at)
        if kind == b"eXIf":
            return image[at + 8 : at + 8 + length]
        at += 12 + length
    return b""


def _in_riff(image: bytes) -> bytes:
    at = 12
    while at < len(image):
        kind, length = struct.unpack_from("<4sI", image, at)
        if kind == b"EXIF":
            return image[at + 8 : at + 8 + length].removeprefix(b"Exif\0\0")
        at += 8 + length + length % 2
    return b""


def _in_tiff(exif: bytes) -> int:
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return UPRIGHT
    (at,) = struct.unpack_from(f"{order}I", exif, 4)
    (count,) = struct.unpack_from(f"{order}H", exif, at)
    for number in range(count):
        tag, kind, _, value = struct.unpack_from(f"{order}HHIH", exif, at + 2 + 12 * number)
        if tag == ORIENTATION and kind == SHORT and 1 <= value <= 8:
            return int(value)
    return UPRIGHT
