"""A short film, made as recordings are."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from jupyter_videoroom.kernel.recording.canvas import Canvas
from jupyter_videoroom.kernel.recording.muxer import FPS, HEIGHT, WIDTH, Muxer
from jupyter_videoroom.kernel.recording.sound import RATE

from .fake_session import plain


def make_film(path: Path, seconds: int) -> None:
    """Two people, silent."""
    muxer, canvas = Muxer(path), Canvas(WIDTH, HEIGHT)
    red, green = plain((200, 0, 0)), plain((0, 200, 0))
    silence = np.zeros((muxer.block, 2), np.float32)
    for number in range(seconds * FPS):
        muxer.picture(number, canvas.compose([red, green]))
    for _ in range(seconds * RATE // muxer.block):
        muxer.sound(silence)
    muxer.close()
