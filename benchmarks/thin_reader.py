"""A kernel that reads Ana's camera, screen and sound for so long, and says of each picture and second what came.

python -m benchmarks.thin_reader ROOM URL TOKEN SECONDS FILE
"""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path
from typing import Any

from jupyter_videoroom.kernel import AudioStream, FrameStream, connect

BITS, BLOCK, WIDTH = 20, 32, 1280


def main(name: str, url: str, token: str, seconds: str, file: str) -> None:
    room = connect(name, url=url, token=token).result(20)
    camera, screen = room.frames("Ana"), room.frames("Ana", source="screen")
    sound = room.audio("Ana")
    rows: dict[str, list[Any]] = {"camera": [], "screen": [], "sound": []}
    threads = [
        threading.Thread(target=watch, args=(camera, rows["camera"], True)),
        threading.Thread(target=watch, args=(screen, rows["screen"], False)),
        threading.Thread(target=listen, args=(sound, rows["sound"])),
    ]
    for thread in threads:
        thread.start()
    time.sleep(float(seconds))
    for stream in (camera, screen, sound):
        stream.close()
    for thread in threads:
        thread.join()
    room.close().result(20)
    Path(file).write_text(json.dumps(rows))


def watch(frames: FrameStream, rows: list[Any], stamped: bool) -> None:
    for frame in frames:
        rows.append([frame.time, *frame.size, age(frame.time, frame.to_ndarray("gray")) if stamped else 0.0])


def listen(sound: AudioStream, rows: list[Any]) -> None:
    for _ in sound:
        rows.append([time.time(), sound.lost])


def age(arrived: float, picture: Any) -> float:
    """Seconds from drawing to arrival."""
    scale = picture.shape[1] / WIDTH
    row = picture[round(BLOCK / 2 * scale)]
    at = [round((bit + 0.5) * BLOCK * scale) for bit in range(BITS)]
    stamp = int("".join("1" if row[x] > 128 else "0" for x in at), 2)
    return ((arrived * 1000 - stamp) % (1 << BITS)) / 1000


if __name__ == "__main__":
    main(*sys.argv[1:])
