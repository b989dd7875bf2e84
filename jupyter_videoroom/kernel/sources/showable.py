"""Whether a file can be shown as a whole: FFmpeg opens more than it decodes, and decodes more than it puts together."""

from __future__ import annotations

from av.container import InputContainer
from av.stream import Disposition

WHAT_CAN = (
    "What can be: PNG, JPEG, TIFF, BMP, GIF, AVIF and WebP images (of WebP, one picture), MP4, WebM, MKV and MOV "
    "videos, WAV, MP3, FLAC and Ogg sounds, and, as an object, each picture that PIL.Image.open gives."
)
STILL = {"avif", "avis", "heic", "heix", "heim", "heis", "hevc", "mif1", "msf1"}
"""Brands of images that lie in the same kind of file as MP4's videos."""
HEAD = 32
"""Bytes at the beginning of a file that tell of what kind it is."""


def obstacle(container: InputContainer, head: bytes) -> str:
    """Why its pictures cannot be shown, whether or not some of them can be decoded; empty if they can."""
    best = container.streams.best("video")
    if best is None:
        return ""
    if head.startswith(b"%PDF-"):
        # FFmpeg finds a JPEG image inside, and takes it for all.
        return "it is a PDF document"
    if best.codec_context is None:
        return f"FFmpeg has no decoder for {container.format.name.removesuffix('_pipe').upper()}"
    if is_image(container) and any(stream.disposition & Disposition.dependent for stream in container.streams.video):
        return "it consists of tiles, as HEIC photographs of phones do, and FFmpeg gives them one by one"
    return ""


def undecoded(head: bytes) -> str:
    """Why nothing came out of it."""
    animated = head[8:16] == b"WEBPVP8X" and head[20] & 2
    cause = "it is an animated WebP" if animated else "it is damaged, or has been played to its end"
    return f"FFmpeg could not decode it ({cause})"


def is_image(container: InputContainer) -> bool:
    """Whether it is no film, though it may move."""
    name = container.format.name
    return name.endswith("_pipe") or name in {"image2", "ico"} or container.metadata.get("major_brand") in STILL
