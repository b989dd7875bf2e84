"""CPU of each picture in turns, since a machine's speed changes by more within minutes than the systems differ.

All are connected at once. One camera moves while the others stand still, for some seconds each, round after round; a
reader's CPU counts only while its own camera moves. Only what was measured in the same round is compared.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.browser.browsers import OwnBrowser

from .filming import WARM_UP, sending, wait_for, watch
from .systems import Sending, System

ROUNDS = 8
SECONDS = 5.0
# A camera that moves again begins with a burst, which is not measured.
SETTLING = 1.0


@dataclass
class Contender:
    """A system whose camera stands still; what it needed in each round."""

    name: str
    there: Sending
    log: Path
    # CPU seconds a picture, nan for a round in which not all pictures came whole; bits a second.
    cpu: list[float] = field(default_factory=list)
    bits: list[float] = field(default_factory=list)

    def takes_turn(self, size: tuple[int, int]) -> None:
        self.there.films(True)
        time.sleep(SETTLING)
        watched = watch(self.there, self.log, SECONDS)
        self.there.films(False)
        whole = watched.read and all(one.size == size for one in watched.read)
        self.cpu.append(watched.cpu / len(watched.read) if whole else math.nan)
        self.bits.append(watched.bits)


def measure(
    ours: System, others: Sequence[System], browser: OwnBrowser, size: tuple[int, int], logs: Iterator[Path]
) -> list[dict[str, Any]]:
    """Ours beside each of the others."""
    with ExitStack() as stack:
        contenders = [enter(stack, system, browser, size, next(logs)) for system in (ours, *others)]
        for _ in range(ROUNDS):
            for one in contenders:
                one.takes_turn(size)
    first = contenders[0]
    return [{"size": size, **compared(first, one)} for one in contenders]


def enter(stack: ExitStack, system: System, browser: OwnBrowser, size: tuple[int, int], log: Path) -> Contender:
    """Once its pictures come whole, or do not."""
    there = stack.enter_context(sending(system, browser, size, log, 0.0))
    wait_for(log, size)
    time.sleep(WARM_UP)
    there.films(False)
    return Contender(system.name, there, log)


def compared(first: Contender, other: Contender) -> dict[str, Any]:
    """Medians of the rounds in which both came whole."""
    rounds = [both for both in zip(first.cpu, other.cpu, strict=True) if not math.isnan(sum(both))]
    return {
        "system": other.name,
        "rounds": len(rounds),
        "cpu": statistics.median(cpu for _, cpu in rounds) if rounds else math.nan,
        "bits": statistics.median(other.bits),
        "ratios": [ours / theirs for ours, theirs in rounds],
    }


COLUMNS = "{:28}{:>10}{:>9}{:>9}{:>9}{:>8}{:>14}"
HEAD = (
    ("in turns", "size", "sent", "CPU each", "rounds", "ours to", "in rounds"),
    ("", "", "kbit/s", "ms", "", "it", ""),
)


def table(rows: list[dict[str, Any]]) -> list[str]:
    return [COLUMNS.format(*words) for words in (*HEAD, *map(cells, rows))]


def cells(row: dict[str, Any]) -> tuple[str, ...]:
    ratios = row["ratios"] or [math.nan]
    width, height = row["size"]
    return (
        row["system"],
        f"{width}x{height}",
        f"{row['bits'] / 1000:.0f}",
        f"{row['cpu'] * 1000:.2f}",
        str(row["rounds"]),
        f"{statistics.median(ratios):.2f}",
        f"{min(ratios):.2f} to {max(ratios):.2f}",
    )
