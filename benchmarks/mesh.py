"""What a call costs one of its members, with 2 to 6 people in it: uplink and CPU of one browser.

Everybody has a Chromium process of their own on one machine, with a camera of 320x240 at 15 pictures a second. Ana's
browser is measured, with all its processes; the others come one after the other, and each time the call is given a
while to settle. Where the machine has fewer cores than there are browsers, the CPU that Ana's gets is what is left for
it: then compare with that of all together.

    python -m benchmarks.mesh --seconds 8
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.browser.cast import Cast
from tests.browser.people import Person
from tests.browser.servers import Jupyter

CAP = 2_500_000
GOAL = 2.0
SETTLE = 8.0
PEOPLE = ("Ana", "Bo", "Cy", "Dee", "Eli", "Gus")


def measure(seconds: float = 8.0) -> dict[str, Any]:
    """Bits a second sent, and seconds of CPU a second, by number of people."""
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        Jupyter(Path(folder) / "server") as server,
    ):
        rows = _grow(Cast(playwright, Path(folder)), server, seconds)
    cpu = {row["people"]: row["cpu"] for row in rows}
    return {"rows": rows, "cores": os.cpu_count(), "cap": CAP, "ratio": cpu[6] / cpu[3], "goal": GOAL}


def _grow(cast: Cast, server: Jupyter, seconds: float) -> list[dict[str, float]]:
    rows: list[dict[str, float]] = []
    ana = _comes(cast, server, PEOPLE[0])
    for count, name in enumerate(PEOPLE[1:], 2):
        person = _comes(cast, server, name)
        ana.sees(person)
        time.sleep(SETTLE)
        rows.append({"people": count, **_cost(ana, seconds)})
    cast.close()
    return rows


def _comes(cast: Cast, server: Jupyter, name: str) -> Person:
    person = cast.person(name, server, "mesh")
    person.opens_the_room()
    person.enters()
    person.joins()
    return person


def _cost(person: Person, seconds: float) -> dict[str, float]:
    sent = person.notebook.probe("sent")
    cpu, machine, began = person.browser.cpu(), _machine(), time.monotonic()
    time.sleep(seconds)
    # At one moment: the page itself may take its time to answer.
    worked, all_worked, took = person.browser.cpu() - cpu, _machine() - machine, time.monotonic() - began
    more = person.notebook.probe("sent")
    uplink = 8 * (more["bytes"] - sent["bytes"]) / (more["at"] - sent["at"])
    return {"uplink": uplink, "cpu": worked / took, "machine": all_worked / took}


def _machine() -> float:
    """Seconds that all cores together have worked (proc(5): user, nice, system; then idle)."""
    ticks = [int(field) for field in Path("/proc/stat").read_text().splitlines()[0].split()[1:4]]
    return sum(ticks) / os.sysconf("SC_CLK_TCK")


def table(result: dict[str, Any]) -> str:
    rows = [
        f"{row['people']:6.0f} {row['uplink'] / 1e6:10.2f} Mbit/s {row['cpu']:10.2f} cores"
        f" {row['machine']:12.2f} of {result['cores']} cores"
        for row in result["rows"]
    ]
    words = f"uplink cap {result['cap'] / 1e6} Mbit/s; CPU of 6 / CPU of 3: {result['ratio']:.2f}"
    return "\n".join(
        [
            "people       uplink        CPU of Ana's browser   CPU of all",
            *rows,
            f"{words} (goal <= {result['goal']:.0f})",
        ]
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=8.0)
    print(table(measure(parser.parse_args().seconds)))
