"""A real JupyterHub with its real proxy: users with servers of their own, and the service as operators install it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..browser.servers import QUIET, free_port
from ..browser.waiting import until
from ..server.visitor import Reply

ROOT = Path(__file__).parents[2]
PROXY = ROOT / "js/node_modules/.bin/configurable-http-proxy"
CONFIG = Path(__file__).with_name("jupyterhub_config.py")
# Who may use the rooms; and somebody who has an account on the Hub, and no access.
CLASS, STRANGER = ("ana", "bo", "dora", "eve", "finn"), "zoe"
TURN_SECRET = "between the service and the TURN server"


class Hub:
    """JupyterHub below `/jh/`, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, hub, proxy, self.service_port = (free_port() for _ in range(4))
        self.admin = "admin-of-the-tests" * 2
        self.settings = {
            "folder": str(folder),
            "proxy": str(PROXY),
            "ports": [self.port, hub, proxy, self.service_port],
            "admin": self.admin,
            "class": CLASS,
            "stranger": STRANGER,
            "turn": TURN_SECRET,
        }
        self._process: subprocess.Popen[bytes] | None = None
        for user in (*CLASS, STRANGER):
            settings = folder / "home" / user / ".jupyter/lab/user-settings"
            for plugin, values in QUIET.items():
                package, name = plugin.split(":")
                (settings / package).mkdir(parents=True)
                (settings / package / f"{name}.jupyterlab-settings").write_text(json.dumps(values))

    def start(self) -> None:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        # What this process was started with is nothing to the Hub, and less to its users.
        own = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "JPY"))}
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "jupyterhub", "-f", str(CONFIG)],
                cwd=self.folder,
                env={**own, "PATH": path, "HUB_OF_THE_TESTS": json.dumps(self.settings)},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until(self._answers, bool, f"the Hub and its service answer (see {self.log})", within=60)

    def stop(self) -> None:
        """It ends its users' servers, its proxy and its service; nothing of it stays, whatever happens."""
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for left in self._processes(""):
            with suppress(ProcessLookupError):
                os.killpg(int(left.name), signal.SIGKILL)

    @property
    def log(self) -> Path:
        return self.folder / "hub.log"

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/jh/{path}"

    def api(self, method: str, path: str, body: Any = None, token: str | None = None) -> Reply:
        """Of the Hub, in the name of the tests' own service, or of whose token this is."""
        data = None if body is None else json.dumps(body).encode()
        return self.ask(method, f"hub/api/{path}", self.admin if token is None else token, data)

    def ask(self, method: str, path: str, token: str = "", body: bytes | None = None, **headers: str) -> Reply:
        """Anything behind the proxy, with this token and nothing else."""
        signed = {"Authorization": f"token {token}"} if token else {}
        request = urllib.request.Request(self.address(path), body, {**headers, **signed}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                text, found = reply.read().decode(errors="replace"), dict(reply.headers)
        except urllib.error.HTTPError as error:
            with error:
                text, found = error.read().decode(errors="replace"), dict(error.headers)
                return Reply(error.code, _parsed(text), found)
        return Reply(reply.status, _parsed(text), found)

    def token(self, user: str) -> str:
        """One that acts as the user does."""
        token: str = self.api("POST", f"users/{user}/tokens", {"note": "tests"}).json["token"]
        return token

    def ticket(self, user: str, room: str, token: str | None = None, path: str = "services/") -> Reply:
        """As asked for at the service itself, or at somebody's server."""
        address = f"{path}videoroom/api/rooms/{urllib.parse.quote(room)}/ticket"
        return self.ask("POST", address, self.token(user) if token is None else token, b"{}")

    def start_server(self, user: str, name: str = "") -> None:
        if not self._server(user, name).get("ready"):
            self.api("POST", f"users/{user}/servers/{name}")
            until(
                lambda: self._server(user, name),
                lambda server: bool(server.get("ready")),
                f"{user}'s server",
                within=60,
            )

    def stop_server(self, user: str, name: str = "") -> None:
        if self._server(user, name):
            self.api("DELETE", f"users/{user}/servers/{name}")
            until(lambda: self._server(user, name), lambda server: not server, f"{user}'s server is gone", within=30)

    def kill_service(self) -> None:
        """As a machine without memory would; the Hub starts it again."""
        os.kill(self._service_process(), signal.SIGKILL)

    def has_service(self) -> bool:
        return self.ask("GET", "services/videoroom/api/health").status == 200

    def service_is_back(self) -> None:
        until(self.has_service, bool, "the Hub has started its service again", within=60)

    def environment(self, user: str) -> str:
        """What a user's servers and kernels were started with."""
        return "".join(map(_environment, self._processes(f"JUPYTERHUB_USER={user}\0")))

    def _service_process(self) -> int:
        [process] = self._processes("JUPYTERHUB_SERVICE_NAME=videoroom\0")
        return int(process.name)

    def _processes(self, told: str) -> list[Path]:
        """The Hub's own, and those that it has started, which were told this."""
        marks = str(self.folder), f"http://127.0.0.1:{self.service_port}"
        environments = {entry: _environment(entry) for entry in Path("/proc").glob("[0-9]*")}
        return [
            entry
            for entry, environment in environments.items()
            if told in environment and any(mark in environment for mark in marks) and _is_first(entry)
        ]

    def _server(self, user: str, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.api("GET", f"users/{user}").json.get("servers", {}).get(name, {})
        return found

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, f"the Hub ended: {self.log.read_text()[-2000:]}"
        try:
            return self.has_service()
        except OSError:
            return False


def _environment(process: Path) -> str:
    try:
        return (process / "environ").read_text(errors="replace")
    except OSError:  # the process has ended meanwhile
        return ""


def _is_first(process: Path) -> bool:
    """Not one that another of them has started: the Hub starts each in a session of its own."""
    try:
        return process.name == (process / "stat").read_text().rpartition(")")[2].split()[3]
    except OSError:
        return False


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
