"""How many pictures a second are asked for, by how long they wait: on a machine that decodes so many, and no more."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from jupyter_videoroom.kernel.mesh.load import LEAST, Load


@dataclass
class Machine:
    """Decodes `carries` pictures a second; a camera sends 30, or what was asked for 0.1 s ago."""

    carries: float
    load: Load = field(default_factory=Load)
    now: float = 100.0
    free: float = 0.0
    # When each was asked for, and the ages of what was decoded.
    asked: list[tuple[float, int | None]] = field(default_factory=list)
    ages: list[float] = field(default_factory=list)

    def films(self, seconds: float) -> None:
        end = self.now + seconds
        while self.now < end:
            heard = [frames for at, frames in self.asked if at < self.now - 0.1]
            self.now += 1 / ((heard[-1] if heard else None) or 30)
            self._comes()

    def _comes(self) -> None:
        waits = max(0.0, self.free - self.now)
        # As the decoder does with what is old.
        decoded = waits < 0.1
        if decoded:
            self.free = max(self.free, self.now) + 1 / self.carries
            waits = self.free - self.now
            self.ages.append(waits)
        if self.load.waited(self.now, waits, decoded=decoded):
            self.asked.append((self.now, self.load.frames))


@pytest.mark.parametrize("carries", [15, 17, 20, 25, 29])
def test_a_slow_machine_gets_fewer_pictures_and_young_ones(carries: float) -> None:
    machine = Machine(carries)
    machine.films(10)
    machine.ages.clear()
    machine.films(60)
    late = [age for age in machine.ages if age > 1 / carries + 0.05]
    assert len(late) < 0.2 * len(machine.ages)
    assert len(machine.ages) > 60 * carries * 0.5


def test_when_it_is_fast_again_it_gets_all() -> None:
    machine = Machine(5)
    machine.films(20)
    assert machine.load.frames is not None
    machine.carries = 100
    machine.films(40)
    assert machine.load.frames is None


def test_a_machine_that_carries_nothing_is_still_sent_something() -> None:
    machine = Machine(0.5)
    machine.films(60)
    assert machine.load.frames == LEAST


def test_single_late_pictures_change_nothing() -> None:
    load = Load()
    assert not any(load.waited(100 + n / 30, 0.3 if n % 8 == 0 else 0.01, decoded=True) for n in range(900))
    assert load.frames is None


def test_behind_a_pause_there_is_nothing_to_judge() -> None:
    load = Load()
    for pause in range(0, 100, 10):
        assert not load.waited(100 + pause, 1.0, decoded=True)
    assert load.frames is None
