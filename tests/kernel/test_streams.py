"""What a stream keeps, drops, counts and tells, without a network."""

from __future__ import annotations

import asyncio
import fractions
import threading

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from jupyter_videoroom.kernel import AudioStream, ConsentWithdrawn, Frame, FrameStream, Pending
from jupyter_videoroom.kernel.frames import Pace
from jupyter_videoroom.kernel.inlet import Inlet
from jupyter_videoroom.kernel.loop import loop_thread
from jupyter_videoroom.kernel.sdp import for_browser

RATE = 48_000


def picture(value: int = 0, width: int = 64, height: int = 48) -> av.VideoFrame:
    return av.VideoFrame.from_ndarray(np.full((height, width, 3), value, np.uint8), format="rgb24")


def sound(start: int, samples: int = 960, rate: int = RATE) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(np.full((1, samples), 8192, np.int16), format="s16", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = rate, start, fractions.Fraction(1, rate)
    return frame


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


def test_closing_tells_whoever_fills_it() -> None:
    inlet: Inlet[av.VideoFrame] = Inlet(lambda: None)
    inlet.open = True
    with FrameStream() as stream:
        inlet.add(stream)
        stream.on_close(lambda: inlet.remove(stream))
        inlet.put(picture(1))
        next(stream)
    assert not inlet.readers
    assert values(stream) == []


def test_nothing_passes_an_inlet_that_is_shut() -> None:
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


def blocks(stream: AudioStream) -> list[NDArray[np.float32]]:
    stream.end()
    return list(stream)


def test_sound_comes_in_blocks_of_one_length() -> None:
    stream = AudioStream(rate=16_000, block=0.05)
    for start in range(0, 50 * 960, 960):
        stream.put(sound(start))
    read = blocks(stream)
    assert {block.shape for block in read} == {(800, 1)}
    assert len(read) in (19, 20)
    assert stream.lost == 0
    assert read[10].mean() == pytest.approx(0.25, abs=0.01)


def test_lost_sound_is_silence_and_is_counted() -> None:
    stream = AudioStream(rate=RATE, block=0.02)
    for start in (0, 960, 3 * 960, 4 * 960):
        stream.put(sound(start))
    read = blocks(stream)
    assert stream.lost == 960
    assert [round(float(np.abs(block).max()), 2) for block in read] == [0.25, 0.25, 0.0, 0.25, 0.25]


def test_a_pause_is_no_loss() -> None:
    stream = AudioStream(rate=RATE)
    stream.put(sound(0))
    stream.put(sound(60 * RATE))
    assert stream.lost == 0


def test_of_sound_that_nobody_reads_only_the_latest_is_kept() -> None:
    stream = AudioStream(rate=RATE, block=0.02)
    for start in range(0, 1000 * 960, 960):
        stream.put(sound(start))
    assert stream.dropped == 500 * 960
    assert len(blocks(stream)) == 500


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


def test_what_a_browser_is_told_of_estimates_and_of_the_start() -> None:
    sdp = (
        "v=0\r\nm=audio 9 UDP 96\r\na=rtpmap:96 opus/48000/2\r\n"
        "m=video 9 UDP 97 98\r\na=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid\r\n"
        "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time\r\n"
        "a=rtpmap:97 VP8/90000\r\na=rtpmap:98 H264/90000\r\na=fmtp:98 packetization-mode=1\r\n"
    )
    assert for_browser(sdp) == (
        "v=0\r\nm=audio 9 UDP 96\r\na=rtpmap:96 opus/48000/2\r\n"
        "m=video 9 UDP 97 98\r\na=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid\r\n"
        "a=rtpmap:97 VP8/90000\r\na=fmtp:97 x-google-start-bitrate=2500\r\n"
        "a=rtpmap:98 H264/90000\r\na=fmtp:98 packetization-mode=1;x-google-start-bitrate=2500\r\n"
    )
