"""Reads the camera of the one person in each of some rooms: python -m benchmarks.readers.six URL TOKEN ROOM..."""

from __future__ import annotations

import sys
import threading

import jupyter_videoroom
from jupyter_videoroom.kernel import KernelRoom

from .stamps import Reader


def read(number: int, room: KernelRoom) -> None:
    reader = Reader(f".{number}")
    for frame in room.frames("Ana"):
        reader.reads(frame.array)


url, token, *names = sys.argv[1:]
rooms = [jupyter_videoroom.connect(name, url=url, token=token, display_name="reader").result(30) for name in names]
threads = [threading.Thread(target=read, args=numbered) for numbered in enumerate(rooms)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
