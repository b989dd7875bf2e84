"""Where the service is, as the Hub tells it in its environment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .courses import Courses

NAME = "videoroom"
"""Of the service. Its addresses are those of a Jupyter server with the base URL `/services/`."""

# What `configure` tells the service, and nobody else.
CONFIG, COURSES, FOLDER, CHECK = (
    f"JUPYTER_VIDEOROOM_{what}" for what in ("CONFIG", "COURSES", "FOLDER", "CHECK_SECONDS")
)


class Misplaced(Exception):
    """Why the service cannot run like this, and who can do what about it."""


@dataclass(frozen=True)
class HubPlace:
    """Where the service listens, and where browsers find it."""

    host: str
    port: int
    base_url: str
    """Ends with a slash; below it is `videoroom/`."""
    origin: str
    """Of browsers' addresses, where the service has a host of its own; empty where it is the Hub's."""
    folder: Path
    settings: Mapping[str, Any]
    """The operator's, for `VideoRooms`."""
    courses: Courses
    check_seconds: float
    """How often the Hub is asked again about those who are here."""

    @property
    def socket(self) -> str:
        """Where browsers open their sockets. A path fits every name under which the Hub is known."""
        return f"{self.origin}{self.base_url}{NAME}/api/socket"


def read_place(environment: Mapping[str, str]) -> HubPlace:
    """The place that the Hub has given, or Misplaced."""
    url = urlsplit(environment.get("JUPYTERHUB_SERVICE_URL", ""))
    prefix = environment.get("JUPYTERHUB_SERVICE_PREFIX", "")
    if not (url.hostname and url.port and environment.get("JUPYTERHUB_API_TOKEN")):
        raise Misplaced(
            "This is a service of JupyterHub, and is started by it. The operator of the Hub writes into "
            "jupyterhub_config.py: from jupyter_videoroom.hub import configure; configure(c)"
        )
    if not prefix.endswith(f"/services/{NAME}/"):
        raise Misplaced(f"The Hub serves this below {prefix!r}: the service has to be named {NAME!r} there.")
    own_host = urlsplit(environment.get("JUPYTERHUB_PUBLIC_URL", "")) if environment.get("JUPYTERHUB_HOST") else None
    return HubPlace(
        host=url.hostname,
        port=url.port,
        base_url=prefix.removesuffix(f"{NAME}/"),
        origin=f"{own_host.scheme}://{own_host.netloc}" if own_host and own_host.netloc else "",
        folder=Path(environment.get(FOLDER) or NAME).absolute(),
        settings=json.loads(environment.get(CONFIG) or "{}"),
        courses=Courses(**json.loads(environment.get(COURSES) or "{}")),
        check_seconds=float(environment.get(CHECK) or 30),
    )
