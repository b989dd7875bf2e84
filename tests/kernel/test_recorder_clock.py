"""Ten minutes in no time: where sound is laid, and that pictures and sound do not drift apart."""

from __future__ import annotations

import random

import av
import numpy as np
import pytest

from jupyter_videoroom.kernel.recording.anchor import Anchor
from jupyter_videoroom.kernel.recording.film import FPS
from jupyter_videoroom.kernel.recording.reel import Reel
from jupyter_videoroom.kernel.recording.voice import RATE, Samples, Voice

from .scene import PACKET, beeps, onsets, packet

TEN_MINUTES = 600


class Paper:
    """A film that only notes."""

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
    film, voice = Paper(), Voice()
    reel = Reel(film)
    sent = 0
    for number in range(0, TEN_MINUTES * FPS, 5):
        now = number / FPS
        # The sender's second number n begins at n * (1 + rate_error) of ours.
        while (ended := (sent + PACKET) / RATE * (1 + rate_error)) <= now:
            voice.put(ended + chance.choice([0.0, 0.01, 0.03, 0.06]), packet(sent, beeps))
            sent += PACKET
        reel.step(now, [], [voice])
    reel.finish(TEN_MINUTES, [voice])
    assert film.numbers == list(range(0, TEN_MINUTES * FPS, 5))
    assert len(film.heard) == pytest.approx(TEN_MINUTES * RATE, abs=film.block)
    found = onsets(film.heard)
    # A beep at which sound was moved may be cut in two, or have lost its beginning.
    for expected in (5, 60, 300, 590):
        assert min(abs(at - expected * (1 + rate_error)) for at in found) < 0.04
    assert len(found) == pytest.approx(TEN_MINUTES, abs=2)
    assert film.closed


def test_a_recorder_that_is_held_up_leaves_pictures_out_and_keeps_the_time() -> None:
    film, voice = Paper(), Voice()
    reel = Reel(film)
    for now in (0.0, 0.04, 3.0, 3.04):
        reel.step(now, [], [voice])
    reel.finish(4.0, [voice])
    assert film.numbers == [0, 1, 75, 76]
    assert len(film.heard) == pytest.approx(4 * RATE, abs=film.block)


def test_a_film_that_begins_later_has_its_own_beginning() -> None:
    film, voice = Paper(), Voice()
    for start in range(0, 12 * RATE, PACKET):
        if start >= 6 * RATE:
            voice.put((start + PACKET) / RATE, packet(start, beeps))
    reel = Reel(film, begin=9.5)
    assert reel.due == 9.5
    reel.step(9.5, [], [voice])
    reel.finish(12.0, [voice])
    assert film.numbers == [0]
    assert onsets(film.heard) == pytest.approx([0.5, 1.5], abs=0.001)


def test_silence_where_packets_were_lost() -> None:
    voice = Voice()
    gap = slice(10 * PACKET, 20 * PACKET)
    for start in range(0, RATE, PACKET):
        if not gap.start <= start < gap.stop:
            voice.put((start + PACKET) / RATE, packet(start, lambda times: np.full(len(times), 0.5)))
    heard = voice.take(0, RATE)[:, 0]
    assert np.all(heard[: gap.start] > 0.4)
    assert not heard[gap].any()
    assert np.all(heard[gap.stop :] > 0.4)


@pytest.mark.parametrize("pause", [1.0, 3.0, 20.0])
def test_a_microphone_that_was_off_comes_back_at_its_time(pause: float) -> None:
    """Browsers do not count the samples of a pause. Its first word is heard, too."""
    voice = Voice()
    heard = []
    for number in range(0, 4 * 50):
        start = number * PACKET
        behind = pause if number >= 50 else 0.0
        voice.put(behind + (start + PACKET) / RATE, packet(start, beeps if behind else lambda times: 0 * times))
        # As it is mixed: a second later.
        heard.append(voice.take(start, PACKET) if not behind else np.zeros((0, 2), np.float32))
    rest = voice.take(RATE, round((3 + pause) * RATE))
    assert onsets(np.concatenate([*heard, rest])[:, 0]) == pytest.approx([1 + pause, 2 + pause, 3 + pause], abs=0.02)


def test_a_stall_of_the_line_moves_nothing() -> None:
    """What came too late all at once is where it belongs, and so is what follows."""
    voice = Voice()
    for start in range(0, 5 * RATE, PACKET):
        ended = (start + PACKET) / RATE
        voice.put(3.7 if 2.9 < ended < 3.7 else ended, packet(start, beeps))
    assert onsets(voice.take(0, 5 * RATE)[:, 0]) == pytest.approx([0, 1, 2, 3, 4], abs=0.001)


def test_another_connection_counts_anew() -> None:
    anchor = Anchor()
    for count in range(100):
        assert anchor.hears(count * 0.02, 50 + count * 0.02)
    clear = [anchor.hears(2 + count * 0.02, count * 0.02) for count in range(100)]
    assert clear == sorted(clear)
    assert sum(clear) > 85
    assert anchor.when(99 * 0.02) == pytest.approx(2 + 99 * 0.02)


def test_other_forms_of_sound() -> None:
    """Telephone codecs are mono, and have 8000 samples a second."""
    voice = Voice()
    frame = av.AudioFrame.from_ndarray(np.full((1, 160), 16_384, np.int16), format="s16", layout="mono")
    frame.sample_rate = 8000
    voice.put(0.02, frame)
    assert voice.take(0, PACKET) == pytest.approx(np.full((PACKET, 2), 0.5))
