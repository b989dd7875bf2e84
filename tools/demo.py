"""JupyterLab on the first notebook, and what a second person does to be in the same room."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent
NOTEBOOK = "notebooks/01_first_call.ipynb"
PREFERRED_PORT = 8888
START_SECONDS = 60

HELP = """
  Your room:        {address}

  A second person:  opens the same address in another browser or in a private window, runs the first cell,
                    and presses "Enter room". You then see each other under "People": press "Call now".
                    On one machine, each window is a person of its own.

  Stop with Ctrl-C.
"""


def free_port() -> int:
    """8888 if it is free, as Jupyter would take it, else any other."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", PREFERRED_PORT))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(address: str, server: subprocess.Popen[bytes]) -> bool:
    """Whether the server answers, rather than ends."""
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=1).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return True
    return False


def main() -> int:
    """Until Ctrl-C."""
    port, token = free_port(), secrets.token_hex(16)
    command = [
        sys.executable,
        "-m",
        "jupyter",
        "lab",
        NOTEBOOK,
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
    ]
    if os.geteuid() == 0:
        command.append("--allow-root")
    # In the environment and not among the arguments, where every user of the machine could read it.
    environment = {**os.environ, "JUPYTER_TOKEN": token, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    with subprocess.Popen(command, cwd=ROOT, env=environment) as server:
        try:
            if wait_for(f"http://127.0.0.1:{port}/api", server):
                print(HELP.format(address=f"http://127.0.0.1:{port}/lab/tree/{NOTEBOOK}?token={token}"), flush=True)
            return server.wait()
        except KeyboardInterrupt:
            server.terminate()
            return server.wait()


if __name__ == "__main__":
    sys.exit(main())
