"""One camera of a browser that is read in Python: started, and what its reader has noted."""

from __future__ import annotations

import json
import math
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.browser.browsers import OwnBrowser

from . import processes
from .readers.stamps import LOG, PAUSE
from .systems import Sending, System, prefer

CAMERA = Path(__file__).with_name("camera.js")
RATE = 30
# A sender's estimate of the line has settled, or nearly, and caches are warm.
WARM_UP = 5.0
# The better peer needs 18 to 30 s to the first 720p picture.
TIMEOUT = 35.0


@dataclass
class Seen:
    """A picture that was read: when (s since the epoch), age in ms, size."""

    at: float
    age: float
    size: tuple[int, int]


def seen(log: Path, since: float = 0.0, until: float = math.inf) -> list[Seen]:
    """What a reader has noted so far, of this time; its last line may be half written."""
    lines = log.read_text().split("\n")[:-1] if log.exists() else []
    fields = (line.split() for line in lines)
    read = (Seen(float(at), float(age), (int(width), int(height))) for at, age, width, height in fields)
    return [one for one in read if since <= one.at < until]


def camera(size: tuple[int, int]) -> str:
    """What a page runs before anything else, to have this camera."""
    width, height = size
    options = json.dumps({"width": width, "height": height, "rate": RATE})
    return f"({CAMERA.read_text()})({options})"


@contextmanager
def sending(system: System, browser: OwnBrowser, size: tuple[int, int], log: Path, pause: float) -> Iterator[Sending]:
    """A page that sends to a reader."""
    width, height = size
    context = browser.context()
    context.add_init_script(camera(size))
    prefer(context, system.codec)
    env = {LOG: str(log), PAUSE: str(pause), "BENCHMARK_SIZE": f"{width}x{height}"}
    try:
        yield from system.sends(browser, context, env)
    finally:
        context.close()


@dataclass
class Watched:
    """What was read within some seconds; CPU of the reader in seconds, what was sent in bits a second."""

    read: list[Seen]
    seconds: float
    cpu: float
    bits: float


def watch(there: Sending, log: Path, seconds: float) -> Watched:
    sent, cpu, since = there.sent(), processes.cpu(there.reader), time.time()
    time.sleep(seconds)
    cpu, until = processes.cpu(there.reader) - cpu, time.time()
    bits = 8 * (there.sent() - sent) / (time.time() - since)
    return Watched(seen(log, since, until), until - since, cpu, bits)


def wait_for(log: Path, size: tuple[int, int] | None) -> None:
    """Until a picture of this size, or of any, was read, or for so long."""
    end = time.time() + TIMEOUT
    while time.time() < end and first_of(seen(log), size) is None:
        time.sleep(0.1)


def first_of(read: list[Seen], size: tuple[int, int] | None) -> float | None:
    """When the first picture of this size, or of any, was read."""
    return next((one.at for one in read if size in (None, one.size)), None)


def summary(read: list[Seen], seconds: float) -> dict[str, Any]:
    """Pictures a second, their ages in ms, and the size that most of them had."""
    ages = [one.age for one in read if not math.isnan(one.age)]
    if len(ages) < 2:
        return {"fps": len(read) / seconds, "p50": math.nan, "p95": math.nan, "unread": len(read), "came": None}
    return {
        "fps": len(read) / seconds,
        "p50": statistics.median(ages),
        "p95": statistics.quantiles(ages, n=20, method="inclusive")[-1],
        "unread": len(read) - len(ages),
        "came": statistics.mode(one.size for one in read),
    }
