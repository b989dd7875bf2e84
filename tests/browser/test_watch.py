"""`make watch`: what a change in the front end's sources does to the pages that are open."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from .browser_pool import BrowserPool
from .waiting import until

JS = Path(__file__).parents[2] / "js"
BUILD = ("build.mjs", "reload.mjs", "package.json", "tsconfig.json")
PAGE = '<!doctype html><script type="module" src="entry.js"></script>'


class Files(SimpleHTTPRequestHandler):
    """A server that takes longer for a page than the page waits between two looks at what was built."""

    def do_GET(self) -> None:
        if self.path == "/":
            time.sleep(1.5)
        super().do_GET()

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
def terminal(tmp_path: Path) -> Path:
    """What the builder tells of errors."""
    return tmp_path / "terminal.txt"


@pytest.fixture
def built(sources: Path, terminal: Path) -> Iterator[Path]:
    """Where a builder that watches the sources puts what it makes of them."""
    target = sources.parents[1] / "jupyter_videoroom/static/videoroom"
    target.mkdir(parents=True)
    (target / "index.html").write_text(PAGE)
    command = ["node", "build.mjs", "--watch"]
    with terminal.open("w") as log, subprocess.Popen(command, cwd=sources.parent, stderr=log) as builder:
        until((target / "favicon.svg").exists, bool, "the front end is built")
        yield target
        builder.terminate()


@pytest.fixture
def address(built: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=str(built))) as server:
        Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_page_reloads_when_a_source_has_changed(
    address: str, sources: Path, terminal: Path, pool: BrowserPool
) -> None:
    page = pool.browser("Ana").context().new_page()
    page.goto(address)
    page.evaluate("globalThis.opened = true")
    page.wait_for_timeout(1000)
    assert page.evaluate("globalThis.opened")
    entry = sources / "entry.ts"
    original = entry.read_text()
    entry.write_text(original + "\nconst = 1;\n")
    until(terminal.read_text, lambda told: "src/entry.ts" in told, "the syntax error is told")
    assert page.evaluate("globalThis.opened")
    with page.expect_event("load"):
        entry.write_text(original + "\nexport const changed = true;\n")
    assert page.evaluate('import("./entry.js").then((entry) => entry.changed && !globalThis.opened)')
    page.context.close()
