"""Whether a file can be shown as a whole: FFmpeg opens more than it decodes, and decodes more than it puts together."""

from __future__ import annotations

from pathlib import Path

import av
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

WHAT_CAN = (
    "What can be: PNG, JPEG, TIFF, BMP, GIF, AVIF and WebP images (of WebP, one picture), MP4, WebM, MKV and MOV "
    "videos, WAV, MP3, FLAC and Ogg sounds, and, as an object, each picture that PIL.Image.open gives."
)
STILL = {"avif", "avis", "heic", "heix", "heim", "heis", "hevc", "mif1", "msf1"}
"""Brands of images that lie in the same kind of file as MP4's videos."""


def pictures_of(opened: InputContainer, path: Path | None = None) -> VideoStream:
    """The stream to show. ValueError, saying why there is none, or why it cannot be shown, and what can be.

    With a path, images are decoded once more here, so that one that cannot be decoded is refused before it is
    published. Videos are not: of those players show what there is.
    """
    # Not the first one: that is the cover of an animated AVIF.
    best = opened.streams.best("video")
    if not isinstance(best, VideoStream):
        raise ValueError(f"{opened.name!r} has no pictures; it has {[stream.type for stream in opened.streams]}.")
    if why := _obstacle(opened, best) or (path and (_document(path) or _damage(path, opened))):
        raise ValueError(f"{str(path or opened.name)!r} cannot be shown: {why}. {WHAT_CAN}")
    return best


def _obstacle(opened: InputContainer, best: VideoStream) -> str:
    if best.codec_context is None:
        return f"FFmpeg has no decoder for {opened.format.name.removesuffix('_pipe').upper()}"
    if _is_image(opened) and any(stream.disposition & Disposition.dependent for stream in opened.streams.video):
        return "it consists of tiles, as HEIC photographs of phones do, and FFmpeg gives them one by one"
    return ""


def _document(path: Path) -> str:
    """FFmpeg finds a JPEG image inside of a PDF file, and takes it for all."""
    with path.open("rb") as file:
        return "it is a PDF document" if file.read(5) == b"%PDF-" else ""


def _damage(path: Path, opened: InputContainer) -> str:
    if not _is_image(opened):
        return ""
    try:
        with av.open(str(path)) as again:
            cause = "" if next(again.decode(again.streams.best("video")), None) else "there is no picture in it"
    except av.FFmpegError as error:
        cause = "it is an animated WebP" if _is_animated_webp(path) else str(error.strerror)
    return cause and f"FFmpeg could not decode it ({cause})"


def _is_image(opened: InputContainer) -> bool:
    name = opened.format.name
    return name.endswith("_pipe") or name in {"image2", "ico"} or opened.metadata.get("major_brand") in STILL


def _is_animated_webp(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(21)
    return head[8:16] == b"WEBPVP8X" and bool(head[20] & 2)
