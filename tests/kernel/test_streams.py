"""What a stream keeps, drops, counts and tells, without a network."""

from __future__ import annotations

import asyncio
import gc
import signal
import threading
from collections.abc import Callable

import av
import numpy as np
import pytest

from jupyter_videoroom.kernel import ConsentWithdrawn, Frame, FrameStream, Pending
from jupyter_videoroom.kernel.frames import Pace
from jupyter_videoroom.kernel.loop import loop_thread
from jupyter_videoroom.kernel.participant import Inlet

RATE = 48_000


def picture(value: int = 0, width: int = 64, height: int = 48) -> av.VideoFrame:
    return av.VideoFrame.from_ndarray(np.full((height, width, 3), value, np.uint8), format="rgb24")


def values(stream: FrameStream) -> list[int]:
    return [int(frame.array[0, 0, 0]) for frame in stream]


def test_the_newest_picture_wins_and_the_others_are_counted() -> None:
    stream = FrameStream()
    for value in (10, 20, 30):
        stream.put(picture(value))
    frame = next(stream)
    assert (frame.array[0, 0, 0], frame.dropped, stream.dropped) == (30, 2, 2)
    stream.put(picture(40))
    assert next(stream).dropped == 0


def test_the_last_picture_is_read_before_the_end() -> None:
    stream = FrameStream()
    stream.put(picture(10))
    stream.end()
    stream.put(picture(20))
    assert values(stream) == [10]
    assert values(stream) == []


def test_what_was_not_read_before_consent_was_withdrawn_is_withheld() -> None:
    stream = FrameStream()
    stream.put(picture(10))
    stream.end(ConsentWithdrawn("no"))
    with pytest.raises(ConsentWithdrawn):
        next(stream)


def test_a_thread_waits_until_a_picture_comes() -> None:
    stream = FrameStream()

    def fill() -> None:
        stream.put(picture(7))
        stream.end()

    threading.Timer(0.05, fill).start()
    assert values(stream) == [7]
    with pytest.raises(TimeoutError, match="nothing came"):
        FrameStream().read(timeout=0.01)


async def test_a_reader_that_was_interrupted_loses_nothing() -> None:
    stream = FrameStream()
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(stream.__anext__(), 0.01)
    threading.Timer(0.05, lambda: stream.put(picture(7))).start()
    assert (await stream.__anext__()).array[0, 0, 0] == 7


class Pictures:
    """An inlet in the videoroom thread, and pictures in it; `changes`: how many read, each time that it changed."""

    def __init__(self) -> None:
        self.changes: list[int] = []
        self.inlet: Inlet[av.VideoFrame] = loop_thread().run(self._opened()).result(5)

    def frames(self) -> FrameStream:
        """As `room.frames`."""
        stream = FrameStream()
        loop_thread().run(self._reads(stream)).result(5)
        self.inlet.put(picture(1))
        return stream

    def forgotten(self) -> bool:
        """Once the thread has done what it was asked for."""
        loop_thread().run(asyncio.sleep(0)).result(5)
        return not self.inlet.wanted and self.changes[-1] == 0

    async def _opened(self) -> Inlet[av.VideoFrame]:
        inlet: Inlet[av.VideoFrame] = Inlet(lambda: self.changes.append(len(inlet.readers)))
        inlet.allowed = True
        return inlet

    async def _reads(self, stream: FrameStream) -> None:
        self.inlet.add(stream)


def test_closing_tells_the_one_that_fills_it() -> None:
    pictures = Pictures()
    with pictures.frames() as stream:
        next(stream)
    assert pictures.forgotten()
    assert values(stream) == []


def loop_left(pictures: Pictures) -> None:
    for _ in pictures.frames():
        break


def loop_failed(pictures: Pictures) -> None:
    for frame in pictures.frames():
        frame.array.reshape(7)


def loop_interrupted(pictures: Pictures) -> None:
    main = threading.main_thread().ident
    threading.Timer(0.1, lambda: signal.pthread_kill(main or 0, signal.SIGINT)).start()
    for _ in pictures.frames():
        pass


def coroutine_left(pictures: Pictures) -> None:
    async def read() -> None:
        async for _ in pictures.frames():
            return

    asyncio.run(read())


def coroutine_cancelled(pictures: Pictures) -> None:
    async def read() -> None:
        async for _ in pictures.frames():
            pass

    asyncio.run(asyncio.wait_for(read(), 0.1))


def never_read(pictures: Pictures) -> None:
    pictures.frames()


@pytest.mark.parametrize(
    "use", [loop_left, loop_failed, loop_interrupted, coroutine_left, coroutine_cancelled, never_read]
)
def test_a_stream_that_a_loop_has_left_reads_no_more(use: Callable[[Pictures], None]) -> None:
    pictures = Pictures()
    for _ in range(3):
        try:
            use(pictures)
        except (ValueError, KeyboardInterrupt, asyncio.TimeoutError) as error:
            # As a notebook does, which offers it to the debugger.
            kept = error
    assert pictures.forgotten()
    assert use in (loop_left, coroutine_left, never_read) or kept.__traceback__


def test_a_stream_that_somebody_holds_goes_on_behind_a_loop() -> None:
    pictures = Pictures()
    frames = pictures.frames()
    for _ in frames:
        break
    gc.collect()
    pictures.inlet.put(picture(2))
    assert next(frames).array[0, 0, 0] == 2


async def test_a_reader_that_fails_is_told_and_takes_nothing_from_the_others() -> None:
    class Failing(FrameStream):
        def put(self, picture: av.VideoFrame, waited: float = 0.0) -> None:
            raise RuntimeError("not this one")

    inlet: Inlet[av.VideoFrame] = Inlet(lambda: None)
    inlet.allowed = True
    streams = [FrameStream(), Failing(), FrameStream()]
    for stream in streams:
        inlet.add(stream)
    for value in (1, 2):
        inlet.put(picture(value))
        assert [next(stream).array[0, 0, 0] for stream in (streams[0], streams[2])] == [value, value]
    with pytest.raises(RuntimeError, match="not this one"):
        next(streams[1])
    await asyncio.sleep(0)
    assert inlet.readers == [streams[0], streams[2]]


async def test_what_was_on_its_way_when_a_camera_was_switched_off_is_nobodys() -> None:
    inlet: Inlet[av.VideoFrame] = Inlet(lambda: None)
    inlet.allowed = True
    before, after = FrameStream(), FrameStream()
    inlet.add(before)
    inlet.switched(False)
    inlet.add(after)
    inlet.put(picture(1))
    inlet.switched(True)
    inlet.put(picture(2))
    assert next(after).array[0, 0, 0] == 2
    assert list(before) == []


async def test_at_the_end_readers_that_nobody_holds_are_counted_as_gone_too() -> None:
    counted: list[int] = []
    inlet: Inlet[av.VideoFrame] = Inlet(lambda: counted.append(len(inlet.readers)))
    inlet.add(FrameStream())
    # The loop has not heard yet that this one is held by nobody.
    inlet.end()
    assert counted == [1, 0]


async def test_nothing_passes_an_inlet_that_is_shut() -> None:
    inlet: Inlet[av.VideoFrame] = Inlet(lambda: None)
    stream = FrameStream()
    inlet.add(stream)
    inlet.put(picture(1))
    inlet.end()
    assert values(stream) == []


@pytest.mark.parametrize(("fps", "taken"), [(30, 30), (15, 15), (10, 10), (20, 20), (60, 30)])
def test_thinning_is_even_however_unevenly_they_come(fps: float, taken: int) -> None:
    pace = Pace(fps)
    jitter = (0.004, -0.004, 0.002, 0.0, -0.003)
    times = [100 + count / 30 + jitter[count % 5] for count in range(300)]
    admitted = [time for time in times if pace.admits(time)]
    assert len(admitted) == pytest.approx(10 * taken, abs=2)
    gaps = np.diff(admitted)
    assert gaps.max() <= 1 / min(fps, 30) + 1 / 30 + 0.01


def test_a_frame_is_an_array_in_several_ways() -> None:
    frame = Frame(picture(200, width=65))
    assert frame.size == (65, 48)
    assert frame.array.shape == (48, 65, 3)
    assert frame.array is frame.array
    assert np.asarray(frame).dtype == np.uint8
    assert frame.to_ndarray("gray").shape == (48, 65)
    assert frame.age_ms >= 0
    scaled = Frame(picture(200), size=(32, 24))
    assert scaled.array.shape == (24, 32, 3)
    assert scaled._repr_png_().startswith(b"\x89PNG")


async def test_pending_is_awaited_or_asked() -> None:
    async def seven() -> int:
        await asyncio.sleep(0.01)
        return 7

    assert await loop_thread().run(seven()) == 7
    pending: Pending[int] = loop_thread().run(seven())
    assert pending.result(5) == 7
    assert "7" in repr(pending)
    slow = loop_thread().run(asyncio.sleep(0.2))
    with pytest.raises(TimeoutError):
        slow.result(0.01)
    assert slow.result(5) is None
