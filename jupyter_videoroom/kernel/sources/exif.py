"""The orientation that a camera wrote into an image. PyAV gives no access to it where FFmpeg knows it."""

from __future__ import annotations

import struct

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
