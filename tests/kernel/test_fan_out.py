"""One source for many readers, each at its own speed."""

from __future__ import annotations

import asyncio
from weakref import ref

import pytest
from aiortc.mediastreams import MediaStreamError

from jupyter_videoroom.kernel.mesh.negotiation import SourceTrack
from jupyter_videoroom.kernel.source import FanOut, Kind, Source

from .fake_session import Given, hum, packet, settle
from .fake_session import plain as picture
from .published import BLUE, GREEN, RED, colour, same


def fanned(kind: Kind, readers: int = 2) -> tuple[Given, list[Source]]:
    given = Given(kind)
    fan_out = FanOut(given)
    return given, [fan_out.subscribe() for _ in range(readers)]


async def test_each_has_the_newest_picture_and_all_of_the_sound() -> None:
    pictures, (quick, slow) = fanned("video")
    asked = [asyncio.ensure_future(reader.next()) for reader in (quick, slow)]
    for shade in (RED, GREEN, BLUE):
        await settle()
        pictures.gives.put_nowait(picture(shade))
    await settle()
    assert all([same(colour(await first), RED) for first in asked])
    assert same(colour(await slow.next()), BLUE)
    sound, (one, other) = fanned("audio")
    packets = [packet(start, hum) for start in range(3)]
    asked = [asyncio.ensure_future(reader.next()) for reader in (one, other)]
    for block in packets:
        await settle()
        sound.gives.put_nowait(block)
    assert [await asked[0], await one.next(), await one.next()] == packets
    assert [await asked[1], await other.next(), await other.next()] == packets


async def test_what_comes_before_somebody_asks_does_not_wait_for_them() -> None:
    sound, (one, late) = fanned("audio")
    packets = [packet(start, hum) for start in range(2)]
    sound.gives.put_nowait(packets[0])
    assert await one.next() is packets[0]
    asked = asyncio.ensure_future(late.next())
    await settle()
    sound.gives.put_nowait(packets[1])
    assert await asked is packets[1]


@pytest.mark.parametrize("kind", ["audio", "video"])
async def test_its_end_is_the_end_for_all_also_for_those_who_come_later(kind: Kind) -> None:
    given, (one, other) = fanned(kind)
    asked = [asyncio.ensure_future(reader.next()) for reader in (one, other)]
    await settle()
    given.gives.put_nowait(None)
    assert [await first for first in asked] == [None, None]
    assert await one.next() is None
    given, readers = fanned(kind, 3)
    given.gives.put_nowait(None)
    assert [await reader.next() for reader in readers] == [None] * 3


async def test_one_that_is_stopped_ends_alone_and_wakes_its_reader() -> None:
    given, (one, other) = fanned("audio")
    asked = [asyncio.ensure_future(reader.next()) for reader in (one, other)]
    await settle()
    one.stop()
    assert await asked[0] is None
    given.gives.put_nowait(block := packet(0, hum))
    assert await asked[1] is block
    assert not given.closed


async def test_one_that_nobody_holds_any_more_is_not_filled() -> None:
    given, readers = fanned("audio")
    kept = readers.pop()
    asked = [asyncio.ensure_future(reader.next()) for reader in (kept, *readers)]
    await settle()
    asked.pop().cancel()
    left = ref(readers.pop())
    await settle()
    given.gives.put_nowait(block := packet(0, hum))
    assert await asked.pop() is block
    assert left() is None


async def test_a_track_ends_with_its_source_and_the_source_with_the_track() -> None:
    given = Given("video")
    track = SourceTrack(given)
    given.gives.put_nowait(shown := picture(RED))
    assert (track.kind, await track.recv()) == ("video", shown)
    given.gives.put_nowait(None)
    with pytest.raises(MediaStreamError):
        await track.recv()
    assert (track.readyState, given.closed) == ("ended", True)
    SourceTrack(other := Given("audio")).stop()
    assert other.closed
