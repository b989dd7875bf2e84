"""JupyterLab on the first notebook, and what a second person does to be in the same room.

Arguments are passed on to JupyterLab: `--no-browser`, `--port=9000`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jupyter_core.paths import jupyter_runtime_dir

NOTEBOOK = Path(__file__).parents[1] / "notebooks/01_first_call.ipynb"
START_SECONDS = 60
EVERYWHERE = ("", "0.0.0.0", "::")

HELP = """
  Your room:        {address}
                    Run the first cell, and press "Enter room".

  A second person:  opens the same address in another browser or in a private window, runs the first cell,
                    and presses "Enter room". You then see each other under "People": press "Call now".

  Stop with Ctrl-C.
"""


def wait_for(server: subprocess.Popen[bytes]) -> dict[str, Any] | None:
    """What the server writes about itself when it listens; None if it ends instead."""
    file = Path(jupyter_runtime_dir()) / f"jpserver-{server.pid}.json"
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            about: dict[str, Any] = json.loads(file.read_text())
        except (OSError, ValueError):
            time.sleep(0.2)
        else:
            return about
    return None


def address(about: dict[str, Any]) -> str:
    """Of the notebook, for browsers on this machine."""
    base = urlsplit(str(about["url"]))
    if about["hostname"] in EVERYWHERE:
        # The name of the machine may not resolve, and a page from there gets no camera.
        base = base._replace(netloc=f"localhost:{about['port']}")
    query = f"token={about['token']}" if about["token"] else ""
    return base._replace(path=f"{base.path}lab/tree/{quote(NOTEBOOK.name)}", query=query).geturl()


def main() -> int:
    """Until Ctrl-C."""
    # By `-m`, since only so it is the server itself whose process id is known here.
    command = [sys.executable, "-m", "jupyterlab", str(NOTEBOOK), f"--ServerApp.root_dir={NOTEBOOK.parent}"]
    if os.geteuid() == 0:
        command.append("--allow-root")
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    with subprocess.Popen([*command, *sys.argv[1:]], env=environment) as server:
        try:
            if about := wait_for(server):
                print(HELP.format(address=address(about)), flush=True)
            return server.wait()
        except KeyboardInterrupt:
            server.terminate()
            server.wait()
            return 0


if __name__ == "__main__":
    sys.exit(main())
