"""What may be shown to everybody is what its type says."""

from __future__ import annotations

from typing import Any

import av
import numpy as np
import pytest

from jupyter_videoroom.kernel.show import render
from jupyter_videoroom.protocol.errors import Refusal
from jupyter_videoroom.protocol.objects import check_object

PNG = render(np.zeros((2, 3), np.uint8)).body


def jpeg() -> bytes:
    codec: Any = av.CodecContext.create("mjpeg", "w")
    codec.width, codec.height, codec.pix_fmt, codec.time_base = 32, 16, "yuvj420p", 1
    return b"".join(bytes(packet) for packet in codec.encode(av.VideoFrame(32, 16, "yuvj420p")))


JPEG = jpeg()
EMPTY_SEGMENT = b"\xff\xe0\x00\x02"


@pytest.mark.parametrize(
    ("type", "body"),
    [
        ("image/png", PNG),
        ("image/jpeg", JPEG),
        ("image/jpeg", JPEG[:2] + EMPTY_SEGMENT * 500 + JPEG[2:]),
        ("image/svg+xml", b'<?xml version="1.0"?><svg/>'),
        ("text/plain", "Größe\n<b>".encode()),
        ("text/markdown", b""),
        ("application/json", b'{"columns": ["a", 1], "rows": [["x", 1.5], [null, true], [], ["more", 2, 3]]}'),
        ("application/json", b'{"rows": [], "columns": [], "more": {}}'),
    ],
)
def test_what_it_is_may_be_shown(type: str, body: bytes) -> None:
    assert check_object(type, body) == type


@pytest.mark.parametrize(
    ("type", "body"),
    [
        ("text/html", b"x"),
        ("", b"x"),
        ("image/png", b""),
        ("image/png", b"PNG"),
        ("image/png", PNG[:20]),
        ("image/png", JPEG),
        ("image/png", PNG[:16] + bytes(4) + PNG[20:]),
        ("image/jpeg", PNG),
        ("image/jpeg", JPEG[:20]),
        ("image/jpeg", b"\xff\xd8" + b"\xff\xe0\x00\x00" * 100_000),
        # One of half a million would take a second to look through.
        ("image/jpeg", JPEG[:2] + EMPTY_SEGMENT * 1_000 + JPEG[2:]),
        ("image/svg+xml", b"<html></html>"),
        ("image/svg+xml", b"<svg>\xff</svg>"),
        ("text/plain", b"\xff\xfe"),
        ("text/markdown", "ö".encode("latin-1")),
        ("application/json", b""),
        ("application/json", b"7"),
        ("application/json", b"[]"),
        ("application/json", b"{}"),
        ("application/json", b'{"columns": []}'),
        ("application/json", b'{"columns": {"length": 1}, "rows": []}'),
        ("application/json", b'{"columns": [{"toString": 1}], "rows": []}'),
        ("application/json", b'{"columns": ["a"], "rows": {}}'),
        ("application/json", b'{"columns": ["a"], "rows": ["abc"]}'),
        ("application/json", b'{"columns": ["a"], "rows": [{"a": 1}]}'),
        ("application/json", b'{"columns": ["a"], "rows": [[["nested"]]]}'),
        ("application/json", b'{"columns": ["a"], "rows": [[NaN]]}'),
        ("application/json", b'{"columns": ["a"], "rows": [[Infinity]]}'),
        ("application/json", b'{"columns": ["\xff"], "rows": []}'),
        ("application/json", b'{"columns": ["a"], "rows": [["x"]]'),
        ("application/json", b'{"columns": [], "rows": ' + b"[" * 100_000),
        ("application/json", b'{"columns": [], "rows": [], "more": ' + b"[" * 100_000),
    ],
)
def test_what_it_is_not_may_not(type: str, body: bytes) -> None:
    with pytest.raises(Refusal, match="bad-object"):
        check_object(type, body)


def test_no_page_has_to_unpack_a_giant() -> None:
    giant = (20_000).to_bytes(4, "big")
    with pytest.raises(Refusal, match="object-too-large"):
        check_object("image/png", PNG[:16] + giant * 2 + PNG[24:])
    start = JPEG.index(b"\xff\xc0") + 5
    with pytest.raises(Refusal, match="object-too-large"):
        check_object("image/jpeg", JPEG[:start] + giant[2:] * 2 + JPEG[start + 4 :])
