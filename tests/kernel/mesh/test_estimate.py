"""What a way carries, found out by the times at which packets come through it. Time is the test's."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from jupyter_videoroom.kernel.mesh.estimate import LATE, Estimator, Packet
from jupyter_videoroom.kernel.mesh.negotiation import worth_telling

MBIT = 1_000_000
PACKET = 1_150
BITS = 8 * (PACKET + 50)
Rate = Callable[[float], float]


class Way:
    """First in, first out, so many bits a second at a time. The sender sends `wants`, or the limit if that is less.

    `queue`: so many seconds at the most, what is more is lost. `loss`: the share that is lost for no reason.
    """

    def __init__(self, carries: Rate, *, wants: float = 2.5 * MBIT, queue: float = 10.0, loss: float = 0.0) -> None:
        self.estimator = Estimator()
        self.now = 0.0
        self.lateness: list[float] = []
        self._carries, self._wants, self._queue, self._loss = carries, wants, queue, loss
        self._free = 0.0
        self._sequence = 65_000
        self._chance = random.Random(7)

    def works(self, seconds: float) -> list[float]:
        """How late each packet was, in seconds."""
        end, self.lateness = self.now + seconds, []
        while self.now < end:
            self._send()
            self.now += BITS / min(self._wants, self.estimator.limit or self._wants)
        return self.lateness

    def _send(self) -> None:
        self._sequence = (self._sequence + 1) % (1 << 16)
        lost = self._free - self.now > self._queue or self._chance.random() < self._loss
        if lost:
            return
        self._free = max(self._free, self.now) + BITS / self._carries(self.now)
        self.lateness.append(self._free - self.now)
        timestamp = (4_294_960_000 + round(self.now * 90_000)) % (1 << 32)
        self.estimator.arrived(self._free, Packet(1, 90_000, self._sequence, timestamp, PACKET))


def test_nothing_is_limited_where_nothing_is_late() -> None:
    way = Way(lambda _: 20 * MBIT)
    way.works(60)
    assert way.estimator.limit is None


@pytest.mark.parametrize("loss", [0.01, 0.05])
def test_what_is_lost_by_chance_is_no_limit(loss: float) -> None:
    way = Way(lambda _: 20 * MBIT, loss=loss)
    way.works(60)
    assert way.estimator.limit is None


def test_behind_a_long_queue_the_delay_stays_short() -> None:
    way = Way(lambda _: MBIT)
    assert max(way.works(5)) < 1
    assert max(way.works(60)) < 0.5
    assert way.estimator.limit is not None
    assert 0.6 * MBIT < way.estimator.limit < 1.2 * MBIT


def test_a_short_queue_shows_by_its_losses() -> None:
    way = Way(lambda _: MBIT, queue=LATE / 2)
    way.works(10)
    assert way.estimator.limit is not None
    assert 0.5 * MBIT < way.estimator.limit < 1.3 * MBIT


def test_a_way_that_narrows_and_widens_again() -> None:
    way = Way(lambda now: MBIT if 20 < now < 60 else 10 * MBIT)
    way.works(20)
    assert way.estimator.limit is None
    assert max(way.works(40)) < 1
    assert way.estimator.limit is not None
    way.works(30)
    assert way.estimator.limit is None or way.estimator.limit > 2 * MBIT
    way.works(40)
    assert way.estimator.limit is None


def test_trying_for_more_makes_little_late() -> None:
    way = Way(lambda _: MBIT)
    way.works(30)
    lateness = way.works(240)
    assert sum(late > LATE for late in lateness) < 0.05 * len(lateness)


def test_a_stream_that_was_silent_may_come_back_with_another_clock() -> None:
    estimator = Estimator()
    now, timestamp = 0.0, 0
    for sequence in range(2_000):
        # As Chromium's sound: while the microphone is off, its clock stands still.
        now += 5.0 if sequence == 1_000 else 0.02
        timestamp += 960
        estimator.arrived(now, Packet(1, 48_000, sequence, timestamp, 80))
    assert estimator.limit is None


def test_a_stream_that_begins_behind_a_queue_does_not_hide_it() -> None:
    estimator = Estimator()
    for count in range(200):
        sent = count * 0.02
        queue = max(0.0, (sent - 1) / 2)
        estimator.arrived(sent + queue, Packet(1, 48_000, count, count * 960, 80))
        if count > 100:
            estimator.arrived(sent + queue, Packet(2, 48_000, count, count * 960, 80))
    assert estimator.limit is not None


def test_small_changes_are_not_told() -> None:
    assert not worth_telling(None, None)
    assert worth_telling(None, MBIT)
    assert worth_telling(MBIT, None)
    assert not worth_telling(MBIT, round(1.1 * MBIT))
    assert worth_telling(MBIT, round(1.2 * MBIT))
    assert worth_telling(MBIT, round(0.9 * MBIT))
