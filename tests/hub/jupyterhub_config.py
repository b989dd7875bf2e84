"""The Hub of the tests. What an operator writes for the video rooms is in its last lines."""

# ruff: noqa: F821 - JupyterHub puts get_config there

import json
import os
import sys
from pathlib import Path

from jupyter_videoroom.hub import configure

c = get_config()  # type: ignore[name-defined]
told = json.loads(os.environ["HUB_OF_THE_TESTS"])
folder = Path(told["folder"])
port, hub_port, proxy_port, service_port = told["ports"]

c.JupyterHub.bind_url = f"http://127.0.0.1:{port}/jh/"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{hub_port}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{proxy_port}"
c.ConfigurableHTTPProxy.auth_token = told["admin"]
c.ConfigurableHTTPProxy.command = [told["proxy"]]
c.JupyterHub.db_url = "sqlite:///:memory:"
c.JupyterHub.cookie_secret = os.urandom(32)
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allowed_users = {*told["class"], told["stranger"]}
c.JupyterHub.allow_named_servers = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = str(folder / "home" / "{username}")
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--allow-root", "--LabApp.expose_app_in_browser=True", "--LabApp.extension_manager=readonly"]
c.Spawner.environment = {"JUPYTER_SERVER_ALLOW_UNAUTHENTICATED_ACCESS": "false"}
c.JupyterHub.load_groups = {"class": {"users": told["class"]}, "seminar": {"users": []}, "teachers": {"users": []}}
c.JupyterHub.services = [{"name": "tests", "api_token": told["admin"]}]
c.JupyterHub.load_roles = [
    {
        "name": "tests",
        "scopes": ["admin:users", "admin:servers", "admin:groups", "tokens", "access:servers", "list:services"],
        "services": ["tests"],
    }
]

c.VideoRooms.turn_urls = ["turn:turn.test:3478"]
c.VideoRooms.turn_secret = told["turn"]
configure(
    c,
    url=f"http://127.0.0.1:{service_port}",
    groups=["class"],
    hosts={"seminar *": ["teachers"]},
    rooms={"seminar *": ["seminar"]},
    check_seconds=3,
)
