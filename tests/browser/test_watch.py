"""`make watch`: what a change in the front end's sources does to the pages that are open."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from .cast import Cast
from .waiting import until

JS = Path(__file__).parents[2] / "js"
BUILD = ("build.mjs", "reload.mjs", "package.json", "tsconfig.json")
PAGE = '<!doctype html><script type="module" src="entry.js"></script>'


class Files(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        """As the server has it."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """Those of the front end, a copy beside which its builder works."""
    js = tmp_path / "js"
    shutil.copytree(JS / "src", js / "src")
    for name in BUILD:
        shutil.copy(JS / name, js)
    (js / "node_modules").symlink_to(JS / "node_modules")
    return js / "src"


@pytest.fixture
def built(sources: Path) -> Iterator[Path]:
    """Where a builder that watches the sources puts what it makes of them."""
    target = sources.parents[1] / "jupyter_videoroom/static/videoroom"
    target.mkdir(parents=True)
    (target / "index.html").write_text(PAGE)
    with subprocess.Popen(["node", "build.mjs", "--watch"], cwd=sources.parent) as builder:
        until((target / "favicon.svg").exists, bool, "the front end is built")
        yield target
        builder.terminate()


@pytest.fixture
def address(built: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=str(built))) as server:
        Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_page_reloads_when_a_source_has_changed(address: str, sources: Path, cast: Cast) -> None:
    page = cast.browser("Ana").context().new_page()
    page.goto(address)
    page.evaluate("globalThis.opened = true")
    page.wait_for_timeout(1000)
    assert page.evaluate("globalThis.opened")
    entry = sources / "entry.ts"
    with page.expect_event("load"):
        entry.write_text(entry.read_text() + "\nexport const changed = true;\n")
    assert page.evaluate('import("./entry.js").then((entry) => entry.changed && !globalThis.opened)')
    page.context.close()
