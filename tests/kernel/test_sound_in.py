"""What a stream of sound keeps, drops, counts and tells, without a network."""

from __future__ import annotations

import contextlib
import fractions

import av
import numpy as np
import pytest

from jupyter_videoroom.kernel import AudioStream, PersonLeft
from jupyter_videoroom.kernel.blocks import Block

RATE = 48_000


def sound(start: int, samples: int = 960, rate: int = RATE) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(np.full((1, samples), 8192, np.int16), format="s16", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = rate, start, fractions.Fraction(1, rate)
    return frame


def blocks(stream: AudioStream) -> list[Block]:
    stream.end()
    return list(stream)


class Ear:
    """A stream by a clock of the test's own: packets of 20 ms that come when they are over."""

    def __init__(self, rate: int = RATE, block: float = 0.02) -> None:
        self.now = 1000.0
        self.stream = AudioStream(rate, block, clock=lambda: self.now)
        self._sent = 0

    def hears(self, seconds: float) -> None:
        for _ in range(round(seconds * 50)):
            self.now += 0.02
            self.stream.put(sound(self._sent))
            self._sent += 960

    def pauses(self, seconds: float, *, counted: bool) -> None:
        """Nothing is sent; the sender's clock goes on meanwhile, or does not."""
        self.now += seconds
        self._sent += round(seconds * RATE) if counted else 0


def test_sound_comes_in_blocks_of_one_length() -> None:
    stream = AudioStream(rate=16_000, block=0.05)
    for start in range(0, 50 * 960, 960):
        stream.put(sound(start))
    read = blocks(stream)
    assert {block.shape for block in read} == {(800, 1)}
    assert len(read) == 20
    assert stream.lost == 0
    assert read[10].mean() == pytest.approx(0.25, abs=0.01)


def test_lost_sound_is_silence_and_is_counted() -> None:
    stream = AudioStream(rate=RATE, block=0.02)
    for start in (0, 960, 3 * 960, 4 * 960):
        stream.put(sound(start))
    read = blocks(stream)
    assert stream.lost == 960
    assert [round(float(np.abs(block).max()), 2) for block in read] == [0.25, 0.25, 0.0, 0.25, 0.25]
    assert [block.lost for block in read] == [0, 0, 960, 0, 0]


@pytest.mark.parametrize("block", [0.02, 0.05, 0.7, 10.0, 15.0, 59.9])
def test_a_block_of_any_length_comes_and_the_last_one_is_as_long_as_what_there_is(block: float) -> None:
    ear = Ear(rate=8000, block=block)
    read: list[Block] = []
    for _ in range(61):
        ear.hears(1)
        with contextlib.suppress(TimeoutError):
            while (item := ear.stream.read(0)) is not None:
                read.append(item)
    read += blocks(ear.stream)
    assert {len(item) for item in read[:-1]} == {round(block * 8000)}
    assert sum(map(len, read)) == 61 * 8000
    assert [item.time for item in read] == pytest.approx([1000 + n * block for n in range(len(read))], abs=0.01)


@pytest.mark.parametrize("counted", [True, False])
@pytest.mark.parametrize("pause", [2.5, 60.0, 4000.0])
def test_a_pause_is_no_loss_and_stays_on_the_clock(pause: float, counted: bool) -> None:
    ear = Ear(block=1.0)
    ear.hears(1.5)
    ear.pauses(pause, counted=counted)
    ear.hears(5)
    assert ear.stream.lost == 0
    for block in blocks(ear.stream):
        for at in range(0, len(block), 4800):
            when = block.time - 1000 + at / RATE
            # 0.1 s at the edges belong to either side.
            if when < 1.4 or when > 1.5 + pause + 0.1:
                assert block[at] == pytest.approx(0.25, abs=0.01)
            elif 1.6 < when < 1.5 + pause - 0.1:
                assert block[at] == 0


def test_late_packets_do_not_move_the_clock_of_sound() -> None:
    ear = Ear()
    ear.hears(1)
    for _ in range(10):
        ear.now += 0.3
        ear.hears(0.02)
        ear.now -= 0.3
    times = np.diff([block.time for block in blocks(ear.stream)])
    assert times == pytest.approx(0.02, abs=0.001)


def test_a_block_is_an_array_and_so_is_what_becomes_of_it() -> None:
    ear = Ear()
    ear.hears(0.02)
    block = blocks(ear.stream)[0]
    assert isinstance(block, np.ndarray)
    assert block.time == block.copy().time == pytest.approx(1000.0)
    assert type(block * 2) is np.ndarray
    assert type(block.max()) is np.float32
    block *= 2
    assert block.time == pytest.approx(1000.0)


def test_what_was_heard_of_somebody_who_left_is_read_before_the_error() -> None:
    ear = Ear(block=1.0)
    ear.hears(1.5)
    ear.stream.end(PersonLeft("gone"))
    assert [len(next(ear.stream)) for _ in range(2)] == [RATE, RATE // 2]
    with pytest.raises(PersonLeft):
        next(ear.stream)


def test_of_sound_that_nobody_reads_only_the_latest_is_kept() -> None:
    stream = AudioStream(rate=RATE, block=0.02)
    for start in range(0, 1000 * 960, 960):
        stream.put(sound(start))
    assert stream.dropped == 500 * 960
    read = blocks(stream)
    assert [block.dropped for block in read] == [500 * 960] + 499 * [0]
