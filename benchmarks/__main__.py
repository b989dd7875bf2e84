"""`make bench`: every measurement, as a table here and as JSON in benchmarks/results. Or one, with options of its own.

python -m benchmarks
python -m benchmarks recording --minutes 60
"""

from __future__ import annotations

import argparse
import inspect
import json
import platform
from pathlib import Path
from types import ModuleType
from typing import Any

from . import crowd, flood, frames, join, mesh, presence, recording, relay, six, size, soak, thin

RESULTS = Path(__file__).parent / "results"

# Each has a `measure`, whose parameters are its options, and a `table` for what that returns.
MEASUREMENTS: dict[str, tuple[str, ModuleType]] = {
    "size": ("What travels before the room appears", size),
    "relay": ("Signals relayed in pairs", relay),
    "flood": ("What a flooder costs the others", flood),
    "crowd": ("Many join one room at once", crowd),
    "presence": ("What a change of presence costs a page", presence),
    "mesh": ("What a call costs one of its members", mesh),
    "frames": ("A browser's camera as arrays in Python", frames),
    "six": ("Six cameras read at once", six),
    "soak": ("A reader that never reads", soak),
    "recording": ("A recording of two people", recording),
    "thin": ("A kernel behind a thin or lossy network", thin),
    "join": ("From the click on Join to the first remote picture", join),
}


def main() -> None:
    as_written = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=as_written)
    commands = parser.add_subparsers(
        dest="name", metavar="NAME", help=f"one of {', '.join(MEASUREMENTS)}; default: all"
    )
    for name, (_, module) in MEASUREMENTS.items():
        add_options(commands.add_parser(name, description=module.__doc__, formatter_class=as_written), module)
    options = vars(parser.parse_args())
    if name := options.pop("name"):
        run(name, options)
    else:
        for name in MEASUREMENTS:
            run(name, {})


def add_options(parser: argparse.ArgumentParser, module: ModuleType) -> None:
    """One for each parameter of its `measure`, as its default is: a value, or several."""
    for name, parameter in inspect.signature(module.measure).parameters.items():
        default = parameter.default
        several = isinstance(default, tuple)
        type_ = type(default[0] if several else default)
        count = "+" if several else None
        parser.add_argument(f"--{name}", type=type_, nargs=count, default=default, help="default: %(default)s")


def save(name: str, result: dict[str, Any]) -> None:
    RESULTS.mkdir(exist_ok=True)
    machine = {"machine": platform.platform(), "python": platform.python_version()}
    (RESULTS / f"{name}.json").write_text(json.dumps({**machine, **result}, indent=1))


def run(name: str, options: dict[str, Any]) -> None:
    title, module = MEASUREMENTS[name]
    result = module.measure(**options)
    if not options:
        save(name, result)
    print(f"\n{title}\n{module.table(result)}", flush=True)


main()
