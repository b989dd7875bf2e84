"""A recording of two people: does sound drift away from picture, and what does it cost?

Ana and Bo are in a call in two pages, each with a camera of 640x360 at 30 a second and a microphone in whose place is
somebody who claps (clapper.js). A script records both. In its film the time from each flash to its beep is measured in
the first, a middle and the last two minutes, or thirds; a picture waits for the next of 25 a second, so that a beep is
some 30 ms early, and drift is by how much the median changes. Where the machine makes fewer pictures a second they come
later, and sound does not: that is no drift. CPU and memory are those of the script's process.

    python -m benchmarks recording --minutes 60
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import ViewportSize

from tests.browser.browsers import OwnBrowser, chromium
from tests.browser.people import Person
from tests.browser.servers import Jupyter

from . import claps, processes
from .stage import in_the_call, stage

CLAPPER = Path(__file__).with_name("clapper.js")
SMALL = ViewportSize(width=480, height=400)
TONES = {"Ana": 600, "Bo": 1000}
# No multiple of the time that a picture lasts: flashes fall into all of its phases.
PERIOD = 1307
SPAN = 120.0
# Between two looks at the process.
EVERY = 10.0
# Until then libraries are loaded, and buffers have found their size.
WARM_UP = 60.0
# Of fewer minutes a slope says nothing.
LONG = 10
GOAL = 40.0


@contextmanager
def clapping(server: Jupyter, browser: OwnBrowser) -> Iterator[list[Person]]:
    """Both are in the call, clapping in turns."""
    people = []
    for index, (name, tone) in enumerate(TONES.items()):
        options = {"width": 640, "height": 360, "rate": 30, "tone": tone}
        phase = {"period": PERIOD, "phase": index * PERIOD // 2}
        context = browser.context()
        context.add_init_script(f"({CLAPPER.read_text()})({json.dumps({**options, **phase})})")
        people.append(in_the_call(name, browser, context, server, "recording", SMALL))
    yield people


@contextmanager
def recorder(server: Jupyter, film: Path) -> Iterator[subprocess.Popen[str]]:
    """A script that records; it ends with the block."""
    root = str(Path(__file__).parents[1])
    command = (sys.executable, "-m", "benchmarks.readers.recorder", server.address(""), server.token, "recording")
    with subprocess.Popen(
        [*command, str(film)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root
    ) as process:
        try:
            yield process
            process.communicate("\n", timeout=60)
        finally:
            process.kill()
    assert process.returncode == 0, "the recorder has failed"


def record(server: Jupyter, browser: OwnBrowser, film: Path, seconds: float) -> tuple[float, list[dict[str, float]]]:
    """From which second on both are in the film, and looks at the process meanwhile."""
    with clapping(server, browser) as people, recorder(server, film) as process:
        for person in people:
            person.button("Allow").click()
        assert process.stdout
        both = float(process.stdout.readline())
        began = time.monotonic()
        looks: list[dict[str, float]] = []
        while not looks or looks[-1]["at"] < seconds:
            time.sleep(min(EVERY, seconds / 12))
            at = time.monotonic() - began
            looks.append({"at": at, "cpu": processes.cpu(process.pid), "memory": processes.memory(process.pid)})
            assert process.poll() is None, "the recorder has ended"
    return both, looks


def measure(minutes: float = 0.5) -> dict[str, Any]:
    """Times in ms unless they are called otherwise, memory in bytes."""
    with stage() as (playwright, server, folder):
        browser, path = chromium(playwright, None), folder / "film.mp4"
        both, looks = record(server, browser, path, minutes * 60)
        browser.close()
        film = claps.watch(path, spans(both + 1, both + minutes * 60))
        size = path.stat().st_size
    people = {
        name: [claps.apart(part, index, tone) for part in film.parts]
        for index, (name, tone) in enumerate(TONES.items())
    }
    return {
        "minutes": minutes,
        "spans": [part.span for part in film.parts],
        "people": people,
        "drift": {name: drift(parts) for name, parts in people.items()},
        **cost(looks),
        "size": size,
        "pictures": len(film.pictures) / film.pictures[-1],
        "pictures_of_spans": [len(part.times) / (part.span[1] - part.span[0]) for part in film.parts],
        "gaps": {"picture": gap(film.pictures), "sound": gap(film.sounds)},
        "load": os.getloadavg()[2],
        "looks": looks,
        "goal": GOAL,
    }


def spans(begin: float, end: float) -> list[claps.Span]:
    """The first, a middle and the last part."""
    length, middle = min(SPAN, (end - begin) / 3), (begin + end) / 2
    return [(begin, begin + length), (middle - length / 2, middle + length / 2), (end - length, end)]


def drift(parts: list[dict[str, Any]]) -> float | None:
    """By how much sound has moved against the picture from the first part to the last, in ms."""
    first, *_, last = (part["median"] for part in parts)
    return None if first is None or last is None else last - first


def cost(looks: list[dict[str, float]]) -> dict[str, float]:
    """Of the process: cores, bytes at the beginning and the end, and how they grow, an hour."""
    settled = [look for look in looks if look["at"] >= min(WARM_UP, looks[-1]["at"] / 2)]
    first, last = settled[0], settled[-1]
    slope = np.polyfit([look["at"] for look in settled], [look["memory"] for look in settled], 1)[0]
    return {
        "cores": (last["cpu"] - first["cpu"]) / (last["at"] - first["at"]),
        "memory": first["memory"],
        "memory_at_end": last["memory"],
        "growth_an_hour": float(slope) * 3600,
    }


def gap(times: list[float]) -> float:
    """The longest time between two, in ms."""
    return 1000 * float(np.diff(times).max())


def table(result: dict[str, Any]) -> str:
    lines = [
        f"{'beep after flash (ms), median (least to most)':48}" + "".join(f"{_span(s):>24}" for s in result["spans"])
    ]
    for name, parts in result["people"].items():
        lines.append(f"{name:48}" + "".join(f"{_words(part):>24}" for part in parts))
    lines.append(_row("pictures a second", (f"{rate:.1f}" for rate in result["pictures_of_spans"])))
    drifts = ", ".join(f"{name} {'-' if ms is None else format(ms, '+.0f')}" for name, ms in result["drift"].items())
    cores, gaps = result["cores"], result["gaps"]
    growth = f", {result['growth_an_hour'] / 1e6:+.1f} MB an hour" if result["minutes"] >= LONG else ""
    return "\n".join(
        [
            *lines,
            f"drift over {result['minutes']:g} minutes: {drifts} ms (goal: less than {result['goal']:.0f})",
            f"{cores:.2f} cores, {cores / len(TONES):.2f} a person; {result['memory'] / 1e6:.0f} MB, at the end"
            f" {result['memory_at_end'] / 1e6:.0f} MB{growth}",
            f"{result['size'] / 1e6:.1f} MB of film, {result['pictures']:.2f} pictures a second; longest time between"
            f" two pictures {gaps['picture']:.0f} ms, packets of sound {gaps['sound']:.0f} ms; load"
            f" {result['load']:.1f}",
        ]
    )


def _row(head: str, cells: Iterable[str]) -> str:
    return f"{head:48}" + "".join(f"{cell:>28}" for cell in cells)


def _span(span: claps.Span) -> str:
    return f"{span[0]:.0f} to {span[1]:.0f} s"


def _words(part: dict[str, Any]) -> str:
    if part["median"] is None:
        return f"none of {part['flashes']}, {part['beeps']}"
    return f"{part['median']:.0f} ({part['least']:.0f} to {part['most']:.0f}) of {part['flashes']}"
