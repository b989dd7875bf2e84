"""Real Jupyter servers, each in folders of its own."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import ssl
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

from jupyter_videoroom.tokens import Tokens

from .certificates import Certificate
from .waiting import until

App = Literal["lab", "notebook"]
Settings = Mapping[str, Mapping[str, object]]

# The page must not ask about news from the web in the middle of a test.
QUIET: Settings = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
}
# A name that is not the loopback's, so that the browser takes the page for an insecure one (see browsers.py).
STRANGE_HOST = "room.test"


class Jupyter:
    """`jupyter lab` or `jupyter notebook`, with token sign-in, below a base URL.

    `beside`: another one, whose notebooks and data directory it shares. `certificate`: with it, https.
    """

    def __init__(
        self,
        folder: Path,
        app: App = "lab",
        *options: str,
        settings: Settings | None = None,
        token: str | None = None,
        beside: Jupyter | None = None,
        certificate: Certificate | None = None,
        packages: Path | None = None,
    ) -> None:
        self.app = app
        self.trust = ssl.create_default_context(cafile=certificate.file) if certificate else None
        if certificate:
            options += (f"--ServerApp.certfile={certificate.file}", f"--ServerApp.keyfile={certificate.key}")
        self.port = free_port()
        self.token = secrets.token_hex(16) if token is None else token
        self.notebooks: Path = beside.notebooks if beside else folder / "notebooks"
        self.data: Path = beside.data if beside else folder / "data"
        self._folder = folder
        self.options = options
        self._packages = packages
        self._process: subprocess.Popen[bytes] | None = None
        self.notebooks.mkdir(parents=True, exist_ok=beside is not None)
        self._write_settings({**QUIET, **(settings or {})})

    def __enter__(self) -> Jupyter:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def address(self, path: str, host: str = "127.0.0.1") -> str:
        return f"{'https' if self.trust else 'http'}://{host}:{self.port}/u/x/{path}"

    def notebook_address(self, path: str, host: str = "127.0.0.1") -> str:
        """Where a browser that was never here opens a notebook, and in JupyterLab nothing else."""
        workspace = Path(path).stem
        page = f"lab/workspaces/{workspace}/tree" if self.app == "lab" else "notebooks"
        return f"{self.address(page, host)}/{path}?reset&token={self.token}"

    def shared_address(self, path: str) -> str:
        """The address that people know: in JupyterLab's default workspace, with whatever anybody has open there."""
        return f"{self.address('lab/tree')}/{path}?token={self.token}"

    def get(self, path: str) -> Any:
        """The JSON that the server's REST interface answers."""
        request = urllib.request.Request(self.address(path), headers={"Authorization": f"token {self.token}"})
        with urllib.request.urlopen(request, timeout=5, context=self.trust) as reply:
            return json.load(reply)

    def offers_kernel(self, name: str, packages: Path) -> None:
        """One more kernel to choose: this Python, which looks for packages in a folder first."""
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        file = self.data / "kernels" / name / "kernel.json"
        file.parent.mkdir(parents=True)
        environment = {"PYTHONPATH": str(packages)}
        file.write_text(json.dumps({"argv": command, "display_name": name, "language": "python", "env": environment}))

    def tokens(self, clock: Callable[[], float] = time.time, key: bytes = b"") -> Tokens:
        """Signs as this server does, or with another key."""
        folder = self.data / "videoroom"
        [record] = (folder / "servers").iterdir()
        return Tokens(key or (folder / "signing.key").read_bytes(), clock, deployment=record.stem)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command(), env=self._environment(), stdout=log, stderr=log, start_new_session=True
            )
        until(self._answers, bool, f"jupyter {self.app} answers (see {self.log})", within=60)

    def stop(self) -> None:
        """As a service manager does: SIGTERM, and SIGKILL for one that does not listen."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def restart(self) -> None:
        self.stop()
        self.start()

    @property
    def file(self) -> Path:
        """What the server tells about itself."""
        assert self._process is not None
        return self._folder / "runtime" / f"jpserver-{self._process.pid}.json"

    @property
    def log(self) -> Path:
        return self._folder / "server.log"

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, f"jupyter {self.app} ended: {self.log.read_text()[-2000:]}"
        try:
            return "version" in self.get("api")
        except (urllib.error.URLError, OSError):
            return False

    def _command(self) -> list[str]:
        expose = {"lab": "LabApp", "notebook": "JupyterNotebookApp"}[self.app]
        return [
            *(sys.executable, "-m", "jupyter", self.app, "--allow-root", "--no-browser"),
            f"--ServerApp.port={self.port}",
            "--ServerApp.port_retries=0",
            "--ServerApp.base_url=/u/x/",
            f"--ServerApp.root_dir={self.notebooks}",
            f"--IdentityProvider.token={self.token}",
            "--ServerApp.allow_unauthenticated_access=False",
            f"--ServerApp.local_hostnames=['localhost', '{STRANGE_HOST}']",
            f"--{expose}.expose_app_in_browser=True",
            "--LabApp.extension_manager=readonly",
            *self.options,
        ]

    def _environment(self) -> dict[str, str]:
        folders = {
            "JUPYTER_CONFIG_DIR": "config",
            "JUPYTER_RUNTIME_DIR": "runtime",
            "IPYTHONDIR": "ipython",
        }
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        own = {name: str(self._folder / to) for name, to in folders.items()}
        return {**os.environ, "PATH": path, **own, "JUPYTER_DATA_DIR": str(self.data), **self._more_packages()}

    def _more_packages(self) -> dict[str, str]:
        """Where Python and Jupyter find what `pip install --prefix` has put there."""
        if self._packages is None:
            return {}
        found = {
            "PYTHONPATH": sysconfig.get_path("purelib", vars={"base": str(self._packages)}),
            "JUPYTER_CONFIG_PATH": str(self._packages / "etc/jupyter"),
            "JUPYTER_PATH": str(self._packages / "share/jupyter"),
        }
        return {name: os.pathsep.join(filter(None, [path, os.environ.get(name)])) for name, path in found.items()}

    def _write_settings(self, settings: Settings) -> None:
        for plugin, values in settings.items():
            package, name = plugin.split(":")
            file = self._folder / "config/lab/user-settings" / package / f"{name}.jupyterlab-settings"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(values))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
