"""Ten minutes in no time: where sound is laid, and that pictures and sound do not drift apart."""

from __future__ import annotations

import random

import av
import numpy as np
import pytest

from jupyter_videoroom.kernel.recording.layouts import Compositor
from jupyter_videoroom.kernel.recording.muxer import FPS, Muxer
from jupyter_videoroom.kernel.recording.sound import RATE, PlayoutBuffer, Samples
from jupyter_videoroom.kernel.sound import ClockMap

from .fake_session import PACKET, beeps, onsets, packet

TEN_MINUTES = 600


class Notes(Muxer):
    """A muxer that only notes."""

    block = 1024

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.blocks: list[Samples] = []
        self.closed = False

    def picture(self, number: int, picture: av.VideoFrame) -> None:
        self.numbers.append(number)

    def sound(self, samples: Samples) -> None:
        self.blocks.append(samples)

    def close(self) -> None:
        self.closed = True

    @property
    def heard(self) -> Samples:
        return np.concatenate(self.blocks)[:, 0]


@pytest.mark.parametrize("rate_error", [-100e-6, 100e-6])
def test_after_ten_minutes_sound_is_where_it_was(rate_error: float) -> None:
    """The sender's clock is wrong, as sound cards are, and packets are up to 60 ms late."""
    chance = random.Random(5)
    notes, buffer = Notes(), PlayoutBuffer()
    compositor = Compositor(notes)
    sent = 0
    for number in range(0, TEN_MINUTES * FPS, 5):
        now = number / FPS
        # The sender's second number n begins at n * (1 + rate_error) of ours.
        while (ended := (sent + PACKET) / RATE * (1 + rate_error)) <= now:
            buffer.put(ended + chance.choice([0.0, 0.01, 0.03, 0.06]), packet(sent, beeps))
            sent += PACKET
        compositor.step(now, [], [buffer])
    compositor.finish(TEN_MINUTES, [buffer])
    assert notes.numbers == list(range(0, TEN_MINUTES * FPS, 5))
    assert len(notes.heard) == pytest.approx(TEN_MINUTES * RATE, abs=notes.block)
    found = onsets(notes.heard)
    # A beep at which sound was moved may be cut in two, or have lost its beginning.
    for expected in (5, 60, 300, 590):
        assert min(abs(at - expected * (1 + rate_error)) for at in found) < 0.04
    assert len(found) == pytest.approx(TEN_MINUTES, abs=2)
    assert notes.closed


def test_a_recorder_that_is_held_up_leaves_pictures_out_and_keeps_the_time() -> None:
    notes, buffer = Notes(), PlayoutBuffer()
    compositor = Compositor(notes)
    for now in (0.0, 0.04, 3.0, 3.04):
        compositor.step(now, [], [buffer])
    compositor.finish(4.0, [buffer])
    assert notes.numbers == [0, 1, 75, 76]
    assert len(notes.heard) == pytest.approx(4 * RATE, abs=notes.block)


def test_a_film_that_begins_later_has_its_own_beginning() -> None:
    notes, buffer = Notes(), PlayoutBuffer()
    for start in range(0, 12 * RATE, PACKET):
        if start >= 6 * RATE:
            buffer.put((start + PACKET) / RATE, packet(start, beeps))
    compositor = Compositor(notes, begin=9.5)
    assert compositor.due == 9.5
    compositor.step(9.5, [], [buffer])
    compositor.finish(12.0, [buffer])
    assert notes.numbers == [0]
    assert onsets(notes.heard) == pytest.approx([0.5, 1.5], abs=0.001)


def test_silence_where_packets_were_lost() -> None:
    buffer = PlayoutBuffer()
    gap = slice(10 * PACKET, 20 * PACKET)
    for start in range(0, RATE, PACKET):
        if not gap.start <= start < gap.stop:
            buffer.put((start + PACKET) / RATE, packet(start, lambda times: np.full(len(times), 0.5)))
    heard = buffer.take(0, RATE)[:, 0]
    assert np.all(heard[: gap.start] > 0.4)
    assert not heard[gap].any()
    assert np.all(heard[gap.stop :] > 0.4)


@pytest.mark.parametrize("pause", [1.0, 3.0, 20.0])
def test_a_microphone_that_was_off_comes_back_at_its_time(pause: float) -> None:
    """Browsers do not count the samples of a pause. Its first word is heard, too."""
    buffer = PlayoutBuffer()
    heard = []
    for number in range(0, 4 * 50):
        start = number * PACKET
        behind = pause if number >= 50 else 0.0
        buffer.put(behind + (start + PACKET) / RATE, packet(start, beeps if behind else lambda times: 0 * times))
        # As it is mixed: a second later.
        heard.append(buffer.take(start, PACKET) if not behind else np.zeros((0, 2), np.float32))
    rest = buffer.take(RATE, round((3 + pause) * RATE))
    assert onsets(np.concatenate([*heard, rest])[:, 0]) == pytest.approx([1 + pause, 2 + pause, 3 + pause], abs=0.02)


def test_a_stall_of_the_line_moves_nothing() -> None:
    """What came too late all at once is where it belongs, and so is what follows."""
    buffer = PlayoutBuffer()
    for start in range(0, 5 * RATE, PACKET):
        ended = (start + PACKET) / RATE
        buffer.put(3.7 if 2.9 < ended < 3.7 else ended, packet(start, beeps))
    assert onsets(buffer.take(0, 5 * RATE)[:, 0]) == pytest.approx([0, 1, 2, 3, 4], abs=0.001)


def test_another_connection_counts_anew() -> None:
    clocks = ClockMap()
    for count in range(100):
        assert clocks.add(count * 0.02, 50 + count * 0.02)
    clear = [clocks.add(2 + count * 0.02, count * 0.02) for count in range(100)]
    assert clear == sorted(clear)
    assert sum(clear) > 85
    assert clocks.when(99 * 0.02) == pytest.approx(2 + 99 * 0.02)


def test_other_forms_of_sound() -> None:
    """Telephone codecs are mono, and have 8000 samples a second."""
    buffer = PlayoutBuffer()
    frame = av.AudioFrame.from_ndarray(np.full((1, 160), 16_384, np.int16), format="s16", layout="mono")
    frame.sample_rate = 8000
    buffer.put(0.02, frame)
    assert buffer.take(0, PACKET) == pytest.approx(np.full((PACKET, 2), 0.5))
