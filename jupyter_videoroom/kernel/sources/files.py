"""Image and video files, and containers of PyAV: at their own speed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from .shots import FOR_EVER, Request, Shots
from .showable import WHAT_CAN, pictures_of


def file(source: Any, request: Request) -> Shots | None:
    """A path. Raises OSError if there is no such file, ValueError if it has no pictures."""
    if not isinstance(source, str | os.PathLike):
        return None
    opened = open_file(Path(source))
    return _play(opened, pictures_of(opened, Path(source)), request.fps, close=True)


def container(source: Any, request: Request) -> Shots | None:
    """A container opened for reading, which stays open."""
    if not isinstance(source, InputContainer):
        return None
    return _play(source, pictures_of(source), request.fps, close=False)


def open_file(path: Path) -> InputContainer:
    """Raises OSError or ValueError, saying what is wrong with it."""
    if not path.is_file():
        raise FileNotFoundError(f"There is no file {str(path)!r}.")
    try:
        return av.open(str(path))
    except av.FFmpegError as error:
        words = f"{str(path)!r} is not an image, a video or a sound that FFmpeg knows ({error.strerror}). {WHAT_CAN}"
        raise ValueError(words) from None


def _play(opened: InputContainer, stream: VideoStream, fps: float, close: bool) -> Shots:
    """Each frame until the next one's time. A single one is an image, and stays."""
    try:
        rate = stream.average_rate or fps
        yield from _lasting(opened.decode(stream), 1 / float(rate))
    finally:
        if close:
            opened.close()


def _lasting(frames: Iterator[av.VideoFrame], usual: float) -> Shots:
    frame = next(frames, None)
    alone = True
    while frame is not None:
        following = next(frames, None)
        if following is None:
            yield frame, FOR_EVER if alone else usual
        else:
            yield frame, _gap(frame, following, usual)
        frame, alone = following, False


def _gap(frame: av.VideoFrame, following: av.VideoFrame, usual: float) -> float:
    if frame.time is None or following.time is None:
        return usual
    return max(0.0, following.time - frame.time)
