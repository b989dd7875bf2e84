"""JupyterLab on the first notebook, and what a second person does to be in the same room.

Arguments are passed on to JupyterLab: `--no-browser`, `--port=9000`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from jupyter_videoroom.servers import RunningServer, read_server, runtime_directory

NOTEBOOK = Path(__file__).parents[1] / "notebooks/01_first_call.ipynb"
START_SECONDS = 60

HELP = """
  Your room:        {address}
                    Run the first cell, and press "Enter room".

  A second person:  opens the same address in another browser or in a private window, runs the first cell,
                    and presses "Enter room". You then see each other under "People": press "Call now".

  Stop with Ctrl-C.
"""


def wait_for(process: subprocess.Popen[bytes]) -> RunningServer | None:
    """The server, once it listens; None if it ends instead."""
    file = runtime_directory() / f"jpserver-{process.pid}.json"
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if server := next(read_server(file), None):
            return server
        time.sleep(0.2)
    return None


def address(server: RunningServer) -> str:
    """Of the notebook, for browsers on this machine."""
    query = f"?token={quote(server.token, safe='')}" if server.token else ""
    return f"{server.page_base}lab/tree/{quote(NOTEBOOK.name)}{query}"


def main() -> int:
    """Until Ctrl-C."""
    # By `-m`, since only so it is the server itself whose process id is known here.
    command = [sys.executable, "-m", "jupyterlab", str(NOTEBOOK), f"--ServerApp.root_dir={NOTEBOOK.parent}"]
    if os.geteuid() == 0:
        command.append("--allow-root")
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    with subprocess.Popen([*command, *sys.argv[1:]], env=environment) as process:
        try:
            if server := wait_for(process):
                print(HELP.format(address=address(server)), flush=True)
            return process.wait()
        except KeyboardInterrupt:
            process.terminate()
            process.wait()
            return 0


if __name__ == "__main__":
    sys.exit(main())
