"""Reads Ana's camera in a room, and her screen too: python -m benchmarks.readers.ours URL TOKEN ROOM [screen]"""

from __future__ import annotations

import sys
import threading
from typing import Literal

import jupyter_videoroom

from .stamps import Reader


def read(source: Literal["camera", "screen"]) -> None:
    reader = Reader("" if source == "camera" else ".screen")
    for frame in room.frames("Ana", source=source):
        reader.reads(frame.array)


url, token, name, *more = sys.argv[1:]
room = jupyter_videoroom.connect(name, url=url, token=token, display_name="reader").result(30)
if more:
    threading.Thread(target=read, args=("screen",), daemon=True).start()
read("camera")
