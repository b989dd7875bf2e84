"""What people install: the front end is in the sdist and in the wheel, and a wheel from the sdist needs no Node."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("--sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = tmp_path_factory.mktemp("source")
    with tarfile.open(sdist) as archive:
        archive.extractall(source, filter="data")
    return build("--wheel", next(source.iterdir()), tmp_path_factory.mktemp("wheel"))


def build(what: str, source: Path, to: Path) -> Path:
    # A path without Node on it: building must not look for one.
    environment = {**os.environ, "PATH": str(Path(sys.executable).parent)}
    command = [sys.executable, "-m", "build", "--no-isolation", what, "--outdir", str(to), str(source)]
    subprocess.run(command, check=True, env=environment, capture_output=True)
    return next(to.iterdir())


def test_there_is_no_node_on_that_path() -> None:
    assert shutil.which("node", path=str(Path(sys.executable).parent)) is None


def test_the_sdist_holds_the_front_end_and_its_sources(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert "jupyter_videoroom/static/videoroom/entry.js" in names
    assert {"js/src/entry.ts", "js/package-lock.json", "docs/protocol.md", "LICENSE"} <= names
    assert not [name for name in names if "node_modules" in name]


def test_the_front_end_is_a_pointer_to_hashed_files_and_no_more(sdist: Path) -> None:
    """Nothing in it is of `make watch`."""
    with tarfile.open(sdist) as archive:
        for name in ("entry.js", "page.js"):
            [member] = [m for m in archive if m.name.endswith(f"static/videoroom/{name}")]
            pointer = archive.extractfile(member)
            assert pointer
            assert re.fullmatch(rb'export \* from "\./h/\w+\.\w+\.js";\n', pointer.read())


def test_the_wheel_holds_all_that_runs_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert "jupyter_videoroom/static/videoroom/entry.js" in names
    assert [name for name in names if name.startswith("jupyter_videoroom/static/videoroom/h/app.")]
    assert {"jupyter_videoroom/widget/loader.js", "jupyter_videoroom/py.typed"} <= names
    enabled = "data/etc/jupyter/jupyter_server_config.d/jupyter_videoroom.json"
    assert [name for name in names if name.endswith(enabled)]
    assert not [name for name in names if name.startswith(("tests", "js", "tools"))]
