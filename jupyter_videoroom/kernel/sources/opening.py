"""Files of people's, opened for FFmpeg, and the containers that they opened themselves."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import BinaryIO, TypeAlias

import av
from av.container import InputContainer
from av.stream import Disposition

Path: TypeAlias = "str | os.PathLike[str] | os.PathLike[bytes]"


@dataclass(frozen=True, eq=False)
class Opened:
    """A container, and the file below it where it is ours to close, with its first bytes."""

    container: InputContainer
    name: str
    file: BinaryIO | None = None
    head: bytes = b""

    def close(self) -> None:
        """Let go of it; closing again does nothing."""
        if _playing.get(id(self.container)) is self:
            del _playing[id(self.container)]
        if self.file:
            self.container.close()
            self.file.close()


_playing: dict[int, Opened] = {}
"""What others opened, and plays, by the container's id."""


class Nameless:
    """A file as FFmpeg sees it: by its name, it would take `frame%03d.png` for a pattern, and `12:30.mp4` for a
    protocol.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.read = file.read
        self.seek = file.seek
        self.tell = file.tell


def open_file(source: Path) -> Opened:
    """Raises OSError or ValueError, saying what is wrong with it."""
    # Bytes need not be UTF-8.
    path = os.fsdecode(source)
    check_plain(path)
    file = open(path, "rb")  # noqa: SIM115
    try:
        head = file.read(HEAD)
        file.seek(0)
        # A playlist could name any other file or address; none is opened.
        container = av.open(Nameless(file), "r", options={"protocol_whitelist": ""})
    except av.FFmpegError as error:
        file.close()
        raise _unknown(path, _reason(error)) from None
    except BaseException:
        file.close()
        raise
    return Opened(container, path, file, head)


def check_plain(path: str) -> None:
    """Raises OSError or ValueError, unless it is a file with something in it."""
    try:
        found = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        raise FileNotFoundError(f"There is no file {path!r} in {os.getcwd()!r}.{_advice(path)}") from None
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(f"{path!r} is a folder, not a file.")
    if not stat.S_ISREG(found.st_mode):
        raise ValueError(f"{path!r} is a pipe or a device: only files can be played.")
    if not found.st_size:
        raise _unknown(path, "it is empty")


def take(container: InputContainer) -> Opened:
    """A container that somebody else opened, and closes. Raises ValueError if it is closed, or plays already."""
    try:
        _ = container.duration
    except AssertionError:
        raise ValueError(f"The container of {container.name!r} is closed: open it anew, or give its path.") from None
    if id(container) in _playing:
        raise ValueError(
            f"The container of {container.name!r} is playing already: open it once more, or give its path."
        )
    opened = _playing[id(container)] = Opened(container, container.name)
    return opened


def _unknown(path: str, why: str) -> ValueError:
    return ValueError(f"{path!r} is not an image, a video or a sound that FFmpeg knows ({why}). {WHAT_CAN}")


def _advice(path: str) -> str:
    if path.startswith("~"):
        return f" '~' is not your home here: os.path.expanduser({path!r}) gives the path."
    if "://" in path:
        return " Only files are played, not addresses."
    return ""


def _reason(error: av.FFmpegError) -> str:
    if isinstance(error, PermissionError):
        return "it names others to play, which are not opened"
    return error.strerror or str(error)


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
