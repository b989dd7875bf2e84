"""Pictures in another size or format."""

from __future__ import annotations

import threading
from typing import Any

import av
from av import VideoFrame
from av.video.reformatter import VideoReformatter

_own = threading.local()
# From 17 on PyAV would start threads of its own for each picture, which gain nothing here and cost.
_ALONE: dict[str, Any] = {"threads": 1} if int(av.__version__.split(".")[0]) >= 17 else {}


def reformat(frame: VideoFrame, width: int, height: int, format: str, **colours: str) -> VideoFrame:
    """As `VideoFrame.reformat`, by this thread's own converter.

    That one keeps what it has prepared, which takes longer than to convert a small picture.
    """
    if not hasattr(_own, "converter"):
        _own.converter = VideoReformatter()
    reformatted: VideoFrame = _own.converter.reformat(frame, width, height, format, **colours, **_ALONE)
    return reformatted
