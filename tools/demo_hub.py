"""A JupyterHub on this machine with a teacher and two students, and the same room in everybody's notebook.

Everything is below a new folder, and on 127.0.0.1 alone. Arguments are passed on to JupyterHub.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
CONFIG = Path(__file__).with_name("demo_hub_config.py")
PROXY = ROOT / "js/node_modules/.bin/configurable-http-proxy"
PEOPLE = ("teacher", "ana", "bo")
PORT = 8000

HELP = f"""
  Sign in as one of: {", ".join(PEOPLE)}, with any password.

      http://127.0.0.1:{PORT}/hub/user-redirect/lab/tree/lesson.ipynb

  Each one in another browser or private window. Run the cell, and press "Enter room".

  Stop with Ctrl-C.
"""


def main() -> int:
    """Until Ctrl-C."""
    folder = Path(tempfile.mkdtemp(prefix="videoroom-hub-"))
    for user in PEOPLE:
        home = folder / "home" / user
        home.mkdir(parents=True)
        shutil.copy(ROOT / "notebooks/01_first_call.ipynb", home / "lesson.ipynb")
    told = {"DEMO_HUB_FOLDER": str(folder), "DEMO_HUB_PEOPLE": " ".join(PEOPLE), "DEMO_HUB_PROXY": str(PROXY)}
    environment = {**os.environ, **told, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    command = [sys.executable, "-m", "jupyterhub", "-f", str(CONFIG), f"--port={PORT}", *sys.argv[1:]]
    print(HELP, flush=True)
    with subprocess.Popen(command, cwd=folder, env=environment) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            return process.wait()
        finally:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
