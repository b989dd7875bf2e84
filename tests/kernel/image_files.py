"""Image files as other programs write them."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import av

from .published import plain


def write_image(path: Path, codec: str, colours: Iterable[tuple[int, int, int]], form: str, side: int = 64) -> Path:
    """One picture for each colour, by FFmpeg's own rules for the name."""
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream(codec, rate=10)
        stream.width = stream.height = side
        stream.pix_fmt = form
        for colour in colours:
            frame = av.VideoFrame.from_ndarray(plain(colour, side, side), format="rgb24")
            container.mux(stream.encode(frame.reformat(format=form)))
        container.mux(stream.encode(None))
    return path


def write_tiled_avif(path: Path, side: int = 128) -> Path:
    """An image of two by two tiles, as phones write HEIC, and with the same boxes."""
    single = write_image(path.with_name("tile.avif"), "libsvtav1", [(255, 0, 0)], "yuv420p", side).read_bytes()
    tile = _find(single, b"mdat")[8:]
    grid = struct.pack(">BBBBHH", 0, 0, 1, 1, 2 * side, 2 * side)
    head = _box(b"ftyp", b"avif", bytes(4), b"avifmif1miaf")
    settings = _find(single, b"av1C")
    at = len(head) + len(_meta(settings, side, 0, len(grid), len(tile))) + 8
    path.write_bytes(head + _meta(settings, side, at, len(grid), len(tile)) + _box(b"mdat", grid, tile))
    return path


def _meta(settings: bytes, side: int, at: int, grid: int, tile: int) -> bytes:
    """Item 1 is the whole, 2 to 5 are its tiles, which are all the same bytes."""
    tiles = range(2, 6)
    places = [struct.pack(">HHHII", 1, 0, 1, at, grid)]
    places += [struct.pack(">HHHII", item, 0, 1, at + grid, tile) for item in tiles]
    kinds = [_full(b"infe", struct.pack(">HH5s", item, 0, kind), version=2) for item, kind in _kinds(tiles)]
    sizes = [_full(b"ispe", struct.pack(">II", length, length)) for length in (2 * side, side)]
    uses = [struct.pack(">HBB", 1, 1, 1), *(struct.pack(">HBBB", item, 2, 2, 0x83) for item in tiles)]
    return _full(
        b"meta",
        _full(b"hdlr", struct.pack(">I4s13s", 0, b"pict", b"")),
        _full(b"pitm", struct.pack(">H", 1)),
        _full(b"iloc", struct.pack(">BBH", 0x44, 0, 5), *places),
        _full(b"iinf", struct.pack(">H", 5), *kinds),
        _full(b"iref", _box(b"dimg", struct.pack(">HH4H", 1, 4, *tiles))),
        _box(b"iprp", _box(b"ipco", *sizes, settings), _full(b"ipma", struct.pack(">I", 5), *uses)),
    )


def _kinds(tiles: Iterable[int]) -> list[tuple[int, bytes]]:
    return [(1, b"grid"), *((item, b"av01") for item in tiles)]


def _box(kind: bytes, *parts: bytes) -> bytes:
    return struct.pack(">I4s", 8 + sum(map(len, parts)), kind) + b"".join(parts)


def _full(kind: bytes, *parts: bytes, version: int = 0) -> bytes:
    return _box(kind, bytes([version, 0, 0, 0]), *parts)


def _find(data: bytes, kind: bytes) -> bytes:
    begin = data.index(kind) - 4
    return data[begin : begin + struct.unpack_from(">I", data, begin)[0]]
