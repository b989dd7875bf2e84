"""How a browser's camera can become arrays in Python: our way, and what else one could take today.

Each way starts a reader (see readers/), leads a page of a browser to where it sends, and says when it began to.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from playwright.sync_api import BrowserContext, Page

from tests.browser.browsers import OwnBrowser
from tests.browser.servers import Jupyter, free_port
from tests.browser.waiting import TIMEOUT, until

from .readers.stamps import LOG
from .stage import in_the_call

READERS = Path(__file__).parent / "readers"
CODEC = Path(__file__).with_name("codec.js")
VENV = Path(__file__).parent / ".venv-peers"
# fastrtc does not import with the Gradio that pip would choose for it.
PINNED = (
    *("streamlit==1.67.0", "streamlit-webrtc==0.79.0", "gradio==5.50.0", "fastrtc==0.0.34"),
    *("aiortc==1.16.0", "av==18.1.0"),
)


@dataclass
class Sending:
    """A page that sends, and the process that reads; `allowed`: when it was let, in seconds since the epoch."""

    reader: int
    page: Page
    allowed: float = 0.0

    def began(self) -> float:
        """When the connection was there, and it might send."""
        times: list[float] = [frame.evaluate("() => globalThis.connectedAt ?? 0") for frame in self.page.frames]
        return max(self.allowed, max(times) / 1000)

    def sent(self) -> float:
        """Bytes so far."""
        sent = "async () => (await globalThis.sentBytes?.()) ?? 0"
        return float(sum(frame.evaluate(sent) for frame in self.page.frames))

    def films(self, moving: bool) -> None:
        """Whether the camera sends pictures."""
        for frame in self.page.frames:
            frame.evaluate("(still) => { globalThis.still = still; }", not moving)


class System(Protocol):
    name: str
    # What the browser is to prefer; empty: what it prefers by itself.
    codec: str

    def sends(self, browser: OwnBrowser, context: BrowserContext, env: Mapping[str, str]) -> Iterator[Sending]: ...


def prefer(context: BrowserContext, codec: str) -> None:
    """For all pictures that pages of this browser send; empty: as they like."""
    if codec:
        context.add_init_script(f"({CODEC.read_text()})({json.dumps(codec)})")


class Ours:
    """The room's own page, and a script that has connected to the room."""

    def __init__(self, server: Jupyter, codec: str = "", *, screen: bool = False) -> None:
        self.name = f"jupyter-videoroom{', H.264' if codec else ''}"
        self.codec = codec
        self._server = server
        self._screen = screen
        self._rooms = 0

    def sends(self, browser: OwnBrowser, context: BrowserContext, env: Mapping[str, str]) -> Iterator[Sending]:
        self._rooms += 1
        room = f"frames {id(self)} {self._rooms}"
        ana = in_the_call("Ana", browser, context, self._server, room)
        if self._screen:
            ana.button("Share screen").click()
        arguments = (self._server.address(""), self._server.token, room, *(["screen"] if self._screen else []))
        with program(sys.executable, "-m", "benchmarks.readers.ours", *arguments, env=env) as reader:
            ana.button("Allow").click()
            yield Sending(reader, ana.page, time.time())


class Streamlit:
    """`way` is "callback" or "receiver"."""

    codec = ""

    def __init__(self, way: str) -> None:
        self.name = f"streamlit-webrtc, {way}"
        self._way = way

    def sends(self, browser: OwnBrowser, context: BrowserContext, env: Mapping[str, str]) -> Iterator[Sending]:
        port = free_port()
        command = (str(VENV / "bin/streamlit"), "run", str(READERS / "streamlit_app.py"), f"--server.port={port}")
        quiet = ("--server.headless=true", "--server.fileWatcherType=none", "--browser.gatherUsageStats=false")
        with program(*command, *quiet, env={**env, "BENCHMARK_WAY": self._way}) as reader:
            yield Sending(reader, visit(context, port))


class Fastrtc:
    name = "fastrtc, send"
    codec = ""

    def sends(self, browser: OwnBrowser, context: BrowserContext, env: Mapping[str, str]) -> Iterator[Sending]:
        port = free_port()
        with program(str(VENV / "bin/python"), str(READERS / "fastrtc_app.py"), str(port), env=env) as reader:
            yield Sending(reader, visit(context, port))


def peers() -> list[System]:
    """The others, installed where they are not yet; none of them if there is no registry to install them from."""
    done = VENV / ".installed"
    if not done.exists() or done.read_text() != "\n".join(PINNED):
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        pip = (str(VENV / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        if subprocess.run([*pip, *PINNED], check=False).returncode != 0:
            return []
        done.write_text("\n".join(PINNED))
    return [Streamlit("callback"), Streamlit("receiver"), Fastrtc()]


@contextmanager
def program(*command: str, env: Mapping[str, str]) -> Iterator[int]:
    """A process with these variables besides our own, until it is not needed any more."""
    root, said = str(Path(__file__).parents[1]), Path(f"{env[LOG]}.out")
    with said.open("wb") as out:
        process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": root, **env}, stdout=out, stderr=out)
    try:
        yield process.pid
        assert process.poll() is None, f"{command[0]} has ended: {said.read_text()[-2000:]}"
    finally:
        process.kill()
        process.wait()


def visit(context: BrowserContext, port: int) -> Page:
    """The page that a program serves, once it does."""
    address = f"http://127.0.0.1:{port}/"
    until(lambda: answers(address), bool, f"{address} answers", within=60)
    page = context.new_page()
    page.set_default_timeout(TIMEOUT * 1000)
    page.goto(address)
    return page


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except (urllib.error.URLError, OSError):
        return False
