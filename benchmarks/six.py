"""Six cameras of 640x480 at 30 a second, read at once by one kernel; and under loads that it cannot carry.

One Chromium has six pages, each in a room of its own, so that nobody but the kernel is sent anything; each draws and
encodes its own camera (camera.js), whose pictures say when they were drawn. One Python is in the six rooms and reads
each camera in a thread of its own. Age is from drawing to array; CPU is that of the reading process for each picture.

Loads: busy processes that are bound to the same core as the kernel, which leave it a share of that; and readers that
compute in plain Python for some time a picture, so that the threads of the process wait for each other.

    python -m benchmarks six --seconds 20 --loads none rivals work
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import ViewportSize

from tests.browser.browsers import OwnBrowser, chromium
from tests.browser.people import Person
from tests.browser.servers import Jupyter

from . import processes
from .filming import WARM_UP, camera, seen, summary, wait_for
from .readers.stamps import LOG, WORK
from .stage import in_the_call, stage
from .systems import program

CAMERAS = 6
SIZE = (640, 480)
GOALS = {"p95": 150}


class Load(NamedTuple):
    """So many busy processes beside the kernel on one core; so much work for each picture, in seconds."""

    name: str
    rivals: int = 0
    work: float = 0.0


LOADS = {
    "none": Load("none"),
    "rivals": Load("3 busy processes on the kernel's core", rivals=3),
    "work": Load("each reader computes 50 ms a picture", work=0.05),
}


def people(stack: ExitStack, browser: OwnBrowser, server: Jupyter) -> list[Person]:
    """Each in a room, and its call."""
    there = []
    for number in range(CAMERAS):
        context = browser.context()
        stack.callback(context.close)
        context.add_init_script(camera(SIZE))
        # Painting the page is not what is measured.
        small = ViewportSize(width=360, height=480)
        there.append(in_the_call("Ana", browser, context, server, f"six {number}", small))
    return there


@contextmanager
def rivals(count: int, kernel: int) -> Iterator[None]:
    """So many processes that only compute, on one core with the kernel; with none it has the whole machine."""
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        for pid in [kernel, *(one.pid for one in busy)] if busy else []:
            bind(pid, max(os.sched_getaffinity(0)))
        yield
    finally:
        for one in busy:
            one.kill()
            one.wait()


def bind(pid: int, core: int) -> None:
    """A process, with all its threads, to one core."""
    for thread in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(thread.name), {core})


def row(server: Jupyter, there: list[Person], load: Load, log: Path, seconds: float) -> dict[str, Any]:
    rooms = [f"six {number}" for number in range(CAMERAS)]
    command = (sys.executable, "-m", "benchmarks.readers.six", server.address(""), server.token, *rooms)
    logs = [log.with_name(f"{log.name}.{number}") for number in range(CAMERAS)]
    with program(*command, env={LOG: str(log), WORK: str(load.work)}) as kernel:
        for ana in there:
            ana.button("Allow").click(timeout=60_000)
        for one in logs:
            wait_for(one, None)
        with rivals(load.rivals, kernel):
            time.sleep(2 * WARM_UP)
            cpu, since = processes.cpu(kernel), time.time()
            time.sleep(seconds)
            cpu, until = processes.cpu(kernel) - cpu, time.time()
    read = [seen(one, since, until) for one in logs]
    return {
        "load": load.name,
        "cores": cpu / (until - since),
        "cpu": cpu / max(1, sum(map(len, read))),
        "cameras": [summary(pictures, until - since) for pictures in read],
        "worst": max((one.age for one in chain(*read) if not math.isnan(one.age)), default=math.nan),
    }


def measure(seconds: float = 8.0, loads: tuple[str, ...] = ("none", "rivals")) -> dict[str, Any]:
    with stage() as (playwright, server, folder), ExitStack() as stack:
        browser = chromium(playwright, None)
        there = people(stack, browser, server)
        logs = (folder / f"{number}.log" for number in range(len(loads)))
        rows = [row(server, there, LOADS[name], log, seconds) for name, log in zip(loads, logs, strict=True)]
        stack.close()
        browser.close()
    return {"rows": rows, "load": os.getloadavg()[0], "goal": GOALS}


COLUMNS = "{:40}{:>18}{:>16}{:>14}{:>14}{:>9}{:>10}{:>7}"
HEAD = (
    ("load on the kernel", "came", "a second, each", "age p50", "p95", "worst", "CPU each", "cores"),
    ("", "", "", "ms", "ms", "ms", "ms", ""),
)


def table(result: dict[str, Any]) -> str:
    return "\n".join(COLUMNS.format(*words) for words in (*HEAD, *map(cells, result["rows"])))


def cells(one: dict[str, Any]) -> tuple[str, ...]:
    def span(key: str, digits: int = 0) -> str:
        values = [camera[key] for camera in one["cameras"]]
        return f"{min(values):.{digits}f} to {max(values):.{digits}f}"

    sizes = {f"{width}x{height}" for width, height in (camera["came"] or (0, 0) for camera in one["cameras"])}
    return (
        one["load"],
        "/".join(sorted(sizes)),
        span("fps", 1),
        span("p50"),
        span("p95"),
        f"{one['worst']:.0f}",
        f"{one['cpu'] * 1000:.2f}",
        f"{one['cores']:.2f}",
    )
