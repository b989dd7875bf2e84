"""The lowest and the newest versions that are allowed of what this relies on beyond its promises."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[3]
NEEDED = {
    needed.name: needed.specifier
    for needed in map(Requirement, requires("jupyter-videoroom") or [])
    if needed.marker and needed.marker.evaluate({"extra": "kernel"}) and needed.name != "numpy"
}


@pytest.mark.parametrize("library", ["aiortc", "aioice"])
def test_what_is_here_is_the_newest(library: str) -> None:
    here = Version(version(library))
    assert NEEDED[library].contains(here)
    assert not NEEDED[library].contains(f"{here.major}.{here.minor + 1}")


def test_a_picture_and_a_sound_come_also_with_the_lowest(tmp_path: Path) -> None:
    lowest = [f"{name}=={one.version}" for name, needed in NEEDED.items() for one in needed if one.operator == ">="]
    assert len(lowest) == len(NEEDED)
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps")
    subprocess.run([*pip, "--target", str(tmp_path), *lowest], check=True)
    script = f"""
import av, aioice, aiortc, pylibsrtp, pytest, sys
assert all(module.__file__.startswith({str(tmp_path)!r}) for module in (av, aioice, aiortc, pylibsrtp))
sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", {str(Path(__file__).with_name("test_private.py"))!r}]))
"""
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
