"""What a call costs one of its members, with 2 to 6 people in it: uplink and CPU of one browser.

Ana's browser is measured, with all its processes. The others are pages of another one, small, with a camera of 320x240
at 10 pictures a second, and every process of it yields to Ana's: she gets what she needs, even on two cores. Everybody
is at the room's own page. They come one after the other, and each time the call is given a while to settle.

    python -m benchmarks mesh --seconds 8
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright, ViewportSize

from tests.browser.browsers import chromium
from tests.browser.media import record
from tests.browser.people import Person
from tests.browser.servers import Jupyter

from .stage import in_the_call, stage

CAP = 2_500_000
GOAL = 2.0
SETTLE = 8.0
OTHERS = ("Bo", "Cy", "Dee", "Eli", "Gus")
SMALL = ViewportSize(width=480, height=400)
# The kindest that a process can be (setpriority(2)).
KIND = 19


def measure(seconds: float = 8.0) -> dict[str, Any]:
    """Bits a second sent, and seconds of CPU a second, by number of people."""
    with stage() as (playwright, server, folder):
        rows = _grow(playwright, folder, server, seconds)
    cpu = {row["people"]: row["cpu"] for row in rows}
    return {"rows": rows, "cores": os.cpu_count(), "cap": CAP, "ratio": cpu[6] / cpu[3], "goal": GOAL}


def _grow(playwright: Playwright, folder: Path, server: Jupyter, seconds: float) -> list[dict[str, float]]:
    rows: list[dict[str, float]] = []
    own = chromium(playwright, record("Ana", folder, rate=15))
    crowd = chromium(playwright, record("Bo", folder, rate=10))
    ana = in_the_call("Ana", own, own.context(), server, "mesh")
    for count, name in enumerate(OTHERS, 2):
        person = in_the_call(name, crowd, crowd.context(), server, "mesh", SMALL)
        ana.shows(person)
        crowd.yields(KIND)
        time.sleep(SETTLE)
        rows.append({"people": count, **_cost(ana, seconds)})
    for browser in (own, crowd):
        browser.close()
    return rows


def _cost(person: Person, seconds: float) -> dict[str, float]:
    sent, frames = person.notebook.probe("sent"), person.notebook.probe("cameraFrames")
    cpu, machine, began = person.browser.cpu(), _machine(), time.monotonic()
    time.sleep(seconds)
    # At one moment: the page itself may take its time to answer.
    worked, all_worked, took = person.browser.cpu() - cpu, _machine() - machine, time.monotonic() - began
    more, frames_now = person.notebook.probe("sent"), person.notebook.probe("cameraFrames")
    uplink = 8 * (more["bytes"] - sent["bytes"]) / (more["at"] - sent["at"])
    seen = (sum(frames_now) - sum(frames)) / (more["at"] - sent["at"]) / len(frames)
    return {"uplink": uplink, "cpu": worked / took, "machine": all_worked / took, "seen": seen}


def _machine() -> float:
    """Seconds that all cores together have worked (proc(5): user, nice, system; then idle)."""
    ticks = [int(field) for field in Path("/proc/stat").read_text().splitlines()[0].split()[1:4]]
    return sum(ticks) / os.sysconf("SC_CLK_TCK")


def table(result: dict[str, Any]) -> str:
    rows = [
        f"{row['people']:6.0f} {row['uplink'] / 1e6:10.2f} Mbit/s {row['cpu']:10.2f} cores {row['seen']:14.1f}"
        f" {row['machine']:17.2f} of {result['cores']} cores"
        for row in result["rows"]
    ]
    words = f"uplink cap {result['cap'] / 1e6} Mbit/s; CPU of 6 / CPU of 3: {result['ratio']:.2f}"
    return "\n".join(
        [
            "people       uplink        CPU of Ana's browser   pictures a second of each   CPU of all",
            *rows,
            f"{words} (goal <= {result['goal']:.0f})",
        ]
    )
