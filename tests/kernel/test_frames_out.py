"""What a kernel publishes, over the real server, as people in the room receive it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from ..browser.servers import Jupyter
from .browser_peer import BrowserPeer
from .clips import tone, write_film
from .programs import connects, until
from .published import GREEN, RED, colour, plain, same
from .stamps import StampedVideo, read_stamp


async def sees(guest: BrowserPeer, wanted: Callable[[Any], bool]) -> Any:
    """The first picture of what is published that is as wanted."""
    await until(lambda: bool(guest.shown))
    track = list(guest.shown.values())[-1]
    while not wanted(frame := await track.recv()):
        pass
    return frame


async def test_a_picture_that_is_pushed_is_seen_by_all_in_its_colours(server: Jupyter, name: str) -> None:
    guests = [await BrowserPeer(server, name, who).enters() for who in ("Ana", "Bo")]
    async with await connects(server, name) as room:
        with room.publish("sim", fps=20) as feed:
            feed.push(plain(RED, 240, 320))
            for guest in guests:
                frame = await sees(guest, lambda frame: same(colour(frame), RED, 12))
                assert (frame.width, frame.height) == (320, 240)
            feed.push(plain(GREEN, 240, 320))
            for guest in guests:
                await sees(guest, lambda frame: same(colour(frame), GREEN, 12))


async def test_when_the_kernel_leaves_its_feeds_are_closed(server: Jupyter, name: str) -> None:
    async with await connects(server, name) as room:
        feed = room.publish("sim", (plain(RED) for _ in itertools.count()))
        await until(lambda: feed.pushed > 1)
    assert feed.closed


async def test_somebodys_pictures_come_back_processed(server: Jupyter, name: str) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    async with await connects(server, name) as room:

        @room.process("Ana", publish="ana-mirrored")
        def mirrored(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
            return image[::-1]

        # The number is in the top row of the camera's pictures; the bottom row's grey reads as 0.
        await sees(ana, lambda frame: read_stamp(frame.to_ndarray(format="rgb24")[::-1]) > 0)
        mirrored.stop()


async def test_a_film_s_picture_and_sound_are_one_stream(server: Jupyter, name: str, tmp_path: Path) -> None:
    path = write_film(tmp_path / "film.mp4", [plain(RED, 240, 320)] * 60, sound=tone(6, 440, 48_000, 2))
    ana = await BrowserPeer(server, name, "Ana").enters()
    async with await connects(server, name) as room:
        others = [room.publish(f"other {number}") for number in range(7)]
        with pytest.raises(ValueError, match="at most 8 tracks"):
            room.publish(path)
        for other in others:
            other.close()
        feed = room.publish(path)
        await until(lambda: {track.kind for track in ana.shown.values()} == {"audio", "video"})
        told = ana.people[ana.kernel].tracks
        assert [(track.name, track.kind) for track in told] == [("film.mp4", "video"), ("film.mp4", "audio")]
        assert told[0].stream == told[1].stream
        assert ana.offered.count(f"msid:{told[0].stream} ") == 2
        sound: Any = next(track for track in ana.shown.values() if track.kind == "audio")
        while not np.abs((await sound.recv()).to_ndarray()).max() > 4_000:
            pass
        feed.close()
        await until(lambda: not ana.people[ana.kernel].tracks)
        assert feed.sound
        assert feed.sound.closed
        await feed.ended
