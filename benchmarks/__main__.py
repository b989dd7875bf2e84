"""`make bench`: every measurement, as a table here and as JSON in benchmarks/results.

python -m benchmarks frames soak
python -m benchmarks recording --minutes 60
"""

from __future__ import annotations

import argparse
import json
import platform
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import crowd, flood, frames, join, mesh, presence, recording, relay, six, size, soak, thin

RESULTS = Path(__file__).parent / "results"

MEASUREMENTS: dict[str, tuple[str, Callable[..., Any], Callable[[Any], str]]] = {
    "size": ("What travels before the room appears", size.measure, size.table),
    "relay": ("Signals relayed in pairs", relay.measure, relay.table),
    "flood": ("What a flooder costs the others", flood.measure, flood.table),
    "crowd": ("Many join one room at once", crowd.measure, crowd.table),
    "presence": ("What a change of presence costs a page", presence.measure, presence.table),
    "mesh": ("What a call costs one of its members", mesh.measure, mesh.table),
    "frames": ("A browser's camera as arrays in Python", frames.measure, frames.table),
    "six": ("Six cameras read at once", six.measure, six.table),
    "soak": ("A reader that never reads", soak.measure, soak.table),
    "recording": ("A recording of two people", recording.measure, recording.table),
    "thin": ("A kernel behind a thin or lossy network", thin.measure, thin.table),
    "join": ("From the click on Join to the first remote picture", join.measure, join.table),
}

# What may take as long as one likes.
LASTING = ("soak", "recording")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(MEASUREMENTS)}; default: all")
    parser.add_argument("--minutes", type=float, help=f"of {' and '.join(LASTING)}")
    given = parser.parse_args()
    RESULTS.mkdir(exist_ok=True)
    machine = {"machine": platform.platform(), "python": platform.python_version()}
    for name in given.names or MEASUREMENTS:
        title, measure, table = MEASUREMENTS[name]
        result = measure(given.minutes) if given.minutes and name in LASTING else measure()
        (RESULTS / f"{name}.json").write_text(json.dumps({**machine, **result}, indent=1))
        print(f"\n{title}\n{table(result)}", flush=True)


main()
