"""A person's pictures and sound, over the real server, as arrays."""

from __future__ import annotations

import numpy as np

import jupyter_videoroom
from jupyter_videoroom.kernel import KernelRoom

from ..browser.servers import Jupyter
from .guest import Guest
from .stamps import StampedVideo, read_stamp


async def connects(server: Jupyter, name: str) -> KernelRoom:
    return await jupyter_videoroom.connect(name, url=server.address(""), token=server.token)


async def test_the_frames_read_are_the_frames_sent(server: Jupyter, name: str) -> None:
    ana = await Guest(server, name, "Ana").enters()
    camera = StampedVideo()
    await ana.sends(camera=camera)
    async with await connects(server, name) as room:
        stamps = []
        async for frame in room.frames("Ana"):
            assert frame.array.dtype == np.uint8
            assert frame.array.shape == (480, 640, 3)
            stamps.append(read_stamp(frame.array))
            assert stamps[-1] <= camera.sent
            if len(stamps) == 10:
                break
        assert stamps == sorted(set(stamps))
