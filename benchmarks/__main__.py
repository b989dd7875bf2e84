"""`make bench`: every measurement, as a table here and as JSON in benchmarks/results."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import crowd, flood, join, mesh, relay, size, thin

RESULTS = Path(__file__).parent / "results"

MEASUREMENTS: dict[str, tuple[str, Callable[[], Any], Callable[[Any], str]]] = {
    "size": ("What travels before the room appears", size.measure, size.table),
    "relay": ("Signals relayed in pairs", relay.measure, relay.table),
    "flood": ("What a flooder costs the others", flood.measure, flood.table),
    "crowd": ("Many join one room at once", crowd.measure, crowd.table),
    "mesh": ("What a call costs one of its members", mesh.measure, mesh.table),
    "thin": ("A kernel behind a thin or lossy network", thin.measure, thin.table),
    "join": ("From the click on Join to the first remote picture", join.measure, join.table),
}


def main() -> None:
    RESULTS.mkdir(exist_ok=True)
    machine = {"machine": platform.platform(), "python": platform.python_version()}
    for name, (title, measure, table) in MEASUREMENTS.items():
        result = measure()
        (RESULTS / f"{name}.json").write_text(json.dumps({**machine, **result}, indent=1))
        print(f"\n{title}\n{table(result)}", flush=True)


main()
