"""The Hub of `make demo-hub`. What is needed for the video rooms is in the last two lines."""

# ruff: noqa: F821 - JupyterHub puts get_config there

import os
import sys

from jupyter_videoroom.hub import configure

c = get_config()  # type: ignore[name-defined]
folder, people = os.environ["DEMO_HUB_FOLDER"], os.environ["DEMO_HUB_PEOPLE"].split()

c.JupyterHub.ip = "127.0.0.1"
c.JupyterHub.db_url = "sqlite:///:memory:"
c.JupyterHub.log_level = "WARN"
c.ConfigurableHTTPProxy.command = [os.environ["DEMO_HUB_PROXY"]]
c.ConfigurableHTTPProxy.log_level = "warn"
# Anybody is whom they say they are, and all run as the user of this process: this is for one machine, and for trying.
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allowed_users = set(people)
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = os.path.join(folder, "home", "{username}")
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--log-level=WARN", *(["--allow-root"] if os.geteuid() == 0 else [])]

configure(c)
