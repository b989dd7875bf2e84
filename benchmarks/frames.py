"""A browser's camera as arrays in Python: ours against streamlit-webrtc and fastrtc, in one run.

One Chromium sends the same camera to each in turn, a canvas at 30 pictures a second that says in every picture when it
was drawn (camera.js). A reader turns the picture into an array, then reads the time in it: that is the age. Each
is measured with a reader that is done at once and with one that needs 100 ms a picture. CPU and memory are those of the
reader's process and its children; that of two systems is compared in turns (turns.py). The others are installed into
benchmarks/.venv-peers, in pinned versions.

The clock for the first whole picture starts when the connection is there; ours is there before the person says yes, and
starts with that click. A fast reader is measured once pictures come whole, or after 35 s as they come.

    python -m benchmarks frames --seconds 20
"""

from __future__ import annotations

import itertools
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from tests.browser.browsers import OwnBrowser, chromium
from tests.browser.servers import Jupyter

from . import processes, turns
from .filming import WARM_UP, first_of, seen, sending, summary, wait_for, watch
from .stage import stage
from .systems import Ours, System, peers

SIZES = ((640, 480), (1280, 720))
SLOW = 0.1
GOALS = {"first": 1.0, "p50": 20, "p95": 40, "slow": 60, "cpu": 0.7}


def case(
    system: System, browser: OwnBrowser, size: tuple[int, int], log: Path, *, pause: float, seconds: float
) -> dict[str, Any]:
    """One way, one size, one speed of reading."""
    with sending(system, browser, size, log, pause) as there:
        # A slow reader's age does not wait for anything.
        wait_for(log, None if pause else size)
        time.sleep(WARM_UP)
        watched = watch(there, log, seconds)
        memory, began = processes.memory(there.reader), there.began()
    first = first_of(seen(log), size)
    return {
        "system": system.name,
        "size": size,
        "pause": pause,
        "first": None if first is None else first - began,
        "memory": memory,
        "bits": watched.bits,
        **summary(watched.read, watched.seconds),
        "cpu": watched.cpu / max(1, len(watched.read)),
    }


def both(server: Jupyter, browser: OwnBrowser, log: Path, codec: str, seconds: float) -> dict[str, Any]:
    """Camera and screen at once, both 1280x720."""
    system, size = Ours(server, codec, screen=True), SIZES[-1]
    with sending(system, browser, size, log, 0.0) as there:
        wait_for(log, size)
        time.sleep(WARM_UP)
        since = time.time()
        time.sleep(seconds)
        until, began = time.time(), there.began()
    first = first_of(seen(log), size)
    logs = {"camera": log, "screen": log.with_name(f"{log.name}.screen")}
    read = {source: seen(log, since, until) for source, log in logs.items()}
    return {
        "codec": codec or "VP8",
        "first": None if first is None else first - began,
        **{source: summary(pictures, until - since) for source, pictures in read.items()},
    }


def measure(seconds: float = 20.0, names: str = "") -> dict[str, Any]:
    """`names`: only systems with this in their names."""
    others = peers()
    with stage() as (playwright, server, folder):
        browser = chromium(playwright, None)
        logs = (folder / f"{number}.log" for number in itertools.count())
        ours = Ours(server)
        systems: list[System] = [ours, *others, Ours(server, "H264")]
        systems = [system for system in systems if names in system.name]
        beside = [system for system in systems if system is not ours]
        rows = []
        for pause, size, system in itertools.product((0.0, SLOW), SIZES, systems):
            rows.append(case(system, browser, size, next(logs), pause=pause, seconds=seconds))
            # It takes half an hour.
            print(COLUMNS.format(*cells(rows[-1])), file=sys.stderr, flush=True)
        in_turns = [row for size in SIZES for row in turns.measure(ours, beside, browser, size, logs)]
        at_once = [both(server, browser, next(logs), codec, seconds) for codec in ("", "H264")]
        browser.close()
    return {
        "rows": rows,
        "at_once": at_once,
        "in_turns": in_turns,
        "cpu_ratio": cpu_ratios(in_turns),
        "peers": len(others),
        "load": os.getloadavg()[2],
        "goal": GOALS,
    }


def cpu_ratios(in_turns: list[dict[str, Any]]) -> dict[str, float | None]:
    """CPU a picture, ours to the better peer's, at each size that one of them delivers."""
    ratios: dict[str, float | None] = {}
    for size in SIZES:
        theirs = [row for row in in_turns if row["size"] == size and "jupyter" not in row["system"]]
        ratios[named(size)] = max((statistics.median(row["ratios"]) for row in theirs if row["ratios"]), default=None)
    return ratios


def named(size: tuple[int, int] | None) -> str:
    return f"{size[0]}x{size[1]}" if size else "-"


COLUMNS = "{:28}{:>6}{:>10}{:>10}{:>9}{:>8}{:>6}{:>8}{:>9}{:>6}{:>9}"
HEAD = (
    ("", "needs", "asked", "came", "a second", "age p50", "p95", "sent", "CPU each", "RAM", "whole in"),
    ("", "ms", "", "", "", "ms", "ms", "kbit/s", "ms", "MB", "s"),
)


def table(result: dict[str, Any]) -> str:
    lines = [COLUMNS.format(*words) for words in HEAD]
    lines += [COLUMNS.format(*cells(row)) for row in result["rows"]]
    for one in result["at_once"]:
        told = (f"{source} {words_of(one[source])}" for source in ("camera", "screen"))
        lines.append(f"camera and screen at once, {one['codec']}: {'; '.join(told)}")
    lines += turns.table(result["in_turns"])
    ratios = ", ".join(f"{size}: {'-' if r is None else format(r, '.2f')}" for size, r in result["cpu_ratio"].items())
    lines.append(f"CPU a picture, ours to the better peer's: {ratios} (goal <= {GOALS['cpu']})")
    if not result["peers"]:
        lines.append("The peers could not be installed: is the package registry within reach?")
    return "\n".join(lines)


def cells(row: dict[str, Any]) -> list[str]:
    return [
        row["system"],
        f"{row['pause'] * 1000:.0f}",
        named(row["size"]),
        named(row["came"]),
        f"{row['fps']:.1f}",
        f"{row['p50']:.0f}",
        f"{row['p95']:.0f}",
        f"{row['bits'] / 1000:.0f}",
        f"{row['cpu'] * 1000:.2f}",
        f"{row['memory'] / 1e6:.0f}",
        "never" if row["first"] is None else f"{row['first']:.2f}",
    ]


def words_of(one: dict[str, Any]) -> str:
    return f"{named(one['came'])}, {one['fps']:.1f}/s, age p50 {one['p50']:.0f}, p95 {one['p95']:.0f} ms"
