"""What a kernel publishes, over the real server, as people in the room receive it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

import jupyter_videoroom
from jupyter_videoroom.kernel import KernelRoom

from ..browser.servers import Jupyter
from .guest import Guest
from .published import GREEN, RED, colour, plain, same
from .stamps import StampedVideo, read_stamp

FIXED = 4
"""Tracks that a connection has before anything is published."""


async def connects(server: Jupyter, name: str) -> KernelRoom:
    return await jupyter_videoroom.connect(name, url=server.address(""), token=server.token)


async def within(condition: Callable[[], bool], seconds: float = 30) -> None:
    for _ in range(round(seconds / 0.05)):
        if condition():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("waited in vain")


async def sees(guest: Guest, wanted: Callable[[Any], bool]) -> Any:
    """The first picture of what is published that is as wanted."""
    await within(lambda: len(guest.shown) > FIXED)
    track = list(guest.shown.values())[-1]
    while not wanted(frame := await track.recv()):
        pass
    return frame


async def test_a_picture_that_is_pushed_is_seen_by_all_in_its_colours(server: Jupyter, name: str) -> None:
    guests = [await Guest(server, name, who).enters() for who in ("Ana", "Bo")]
    async with await connects(server, name) as room:
        with room.publish("sim", fps=20) as feed:
            feed.push(plain(RED, 240, 320))
            for guest in guests:
                frame = await sees(guest, lambda frame: same(colour(frame), RED, 12))
                assert (frame.width, frame.height) == (320, 240)
            feed.push(plain(GREEN, 240, 320))
            for guest in guests:
                await sees(guest, lambda frame: same(colour(frame), GREEN, 12))


async def test_somebodys_pictures_come_back_processed(server: Jupyter, name: str) -> None:
    ana = await Guest(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    async with await connects(server, name) as room:

        @room.process("Ana", publish="ana-mirrored")
        def mirrored(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
            return image[::-1]

        frame = await sees(ana, lambda frame: frame.width == 640)
        seen = frame.to_ndarray(format="rgb24")
        assert read_stamp(seen[::-1]) > read_stamp(seen) >= 0
        mirrored.stop()
