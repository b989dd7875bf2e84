"""Pictures that carry a number, in blocks large enough to survive any encoder, and sound that tells the time."""

from __future__ import annotations

import asyncio
import fractions
import time
from typing import Any

import av
import numpy as np
from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from numpy.typing import NDArray

BITS, BLOCK = 12, 32
WIDTH, HEIGHT = 640, 480
CLOCK = 90_000
RATE = 48_000


def stamped(number: int, width: int = WIDTH, height: int = HEIGHT) -> NDArray[np.uint8]:
    """A grey picture; its top row of blocks is the number, most significant bit first."""
    picture = np.full((height, width, 3), (90, 120, 150), np.uint8)
    for bit in range(BITS):
        white = number >> (BITS - 1 - bit) & 1
        picture[:BLOCK, bit * BLOCK : (bit + 1) * BLOCK] = 255 if white else 0
    return picture


def read_stamp(picture: NDArray[Any], width: int = WIDTH) -> int:
    """The number in a picture that may have been scaled."""
    scale = picture.shape[1] / width
    at = [round((bit + 0.5) * BLOCK * scale) for bit in range(BITS)]
    row = picture[round(BLOCK / 2 * scale)]
    return int("".join("1" if row[x].mean() > 128 else "0" for x in at), 2)


class StampedVideo(MediaStreamTrack):
    """Numbers from 0 up, so many a second. `sent` is the latest."""

    kind = "video"

    def __init__(self, fps: int = 30, first: int = 0, size: tuple[int, int] = (WIDTH, HEIGHT)) -> None:
        super().__init__()
        self.sent = first - 1
        self._fps = fps
        self._size = size
        self._start = time.monotonic()
        self._count = 0

    async def recv(self) -> av.VideoFrame:
        self._count += 1
        await asyncio.sleep(max(0.0, self._start + self._count / self._fps - time.monotonic()))
        self.sent += 1
        frame = av.VideoFrame.from_ndarray(stamped(self.sent % (1 << BITS), *self._size), format="rgb24")
        frame.pts, frame.time_base = self._count * CLOCK // self._fps, fractions.Fraction(1, CLOCK)
        return frame


class Sourced:
    """A track of aiortc's, as a kernel publishes it."""

    def __init__(self, track: MediaStreamTrack) -> None:
        self.kind: Any = track.kind
        self._track = track

    async def next(self) -> Any:
        try:
            return await self._track.recv()
        except MediaStreamError:
            return None

    def stop(self) -> None:
        self._track.stop()


class Tone(MediaStreamTrack):
    """A sine of 440 Hz at half of full scale."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._start = time.monotonic()
        self._samples = 0

    async def recv(self) -> av.AudioFrame:
        length = RATE // 50
        times = (np.arange(length) + self._samples) / RATE
        wave = (np.sin(2 * np.pi * 440 * times) * 16_384).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(wave.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, self._samples, fractions.Fraction(1, RATE)
        self._samples += length
        await asyncio.sleep(max(0.0, self._start + self._samples / RATE - time.monotonic()))
        return frame
