"""Pictures that several threads have at once."""

from __future__ import annotations

import asyncio
import fractions
import io

import av
import numpy as np
import pytest

from jupyter_videoroom.kernel.frames import copied
from jupyter_videoroom.kernel.source import FanOut

from ..browser.servers import Jupyter
from .browser_peer import BrowserPeer
from .programs import connects
from .stamps import Sourced, StampedVideo, read_stamp, stamped


def decoded(codec: str, width: int, height: int) -> av.VideoFrame:
    """As a decoder gives it: with padded rows."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="matroska") as container:
        stream = container.add_stream(codec, rate=30)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        picture = av.VideoFrame.from_ndarray(stamped(77, width, height), format="rgb24")
        for packet in [*stream.encode(picture), *stream.encode(None)]:
            container.mux(packet)
    buffer.seek(0)
    with av.open(buffer) as container:
        frame: av.VideoFrame = next(container.decode(video=0))
        return frame


@pytest.mark.parametrize("codec", ["libvpx", "libx264"])
@pytest.mark.parametrize("size", [(640, 480), (642, 362), (426, 240)])
def test_a_copy_is_the_same_picture(codec: str, size: tuple[int, int]) -> None:
    frame = decoded(codec, *size)
    frame.pts, frame.time_base = 4711, fractions.Fraction(1, 90_000)
    copy = copied(frame)
    assert np.array_equal(copy.to_ndarray(), frame.to_ndarray())
    assert np.array_equal(copy.to_ndarray(format="rgb24"), frame.to_ndarray(format="rgb24"))
    assert (copy.pts, copy.time_base) == (frame.pts, frame.time_base)


async def test_each_peer_has_pictures_of_its_own() -> None:
    source = StampedVideo()
    fan_out = FanOut(Sourced(source))
    one, other = await asyncio.gather(*(fan_out.subscribe().next() for _ in range(2)))
    assert isinstance(one, av.VideoFrame)
    assert isinstance(other, av.VideoFrame)
    assert one is not other
    assert read_stamp(one.to_ndarray(format="rgb24")) == read_stamp(other.to_ndarray(format="rgb24"))
    source.stop()


async def test_each_reader_has_pictures_of_its_own(server: Jupyter, name: str) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    async with await connects(server, name) as room:
        with room.frames("Ana") as one, room.frames("Ana") as other:
            pairs = [await asyncio.gather(one.__anext__(), other.__anext__()) for _ in range(10)]
    alike = [(a.picture, b.picture) for a, b in pairs if a.picture.pts == b.picture.pts]
    assert alike
    assert all(a is not b for a, b in alike)
