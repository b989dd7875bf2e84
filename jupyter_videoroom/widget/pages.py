"""The room in a tab of its own: its address, as far as a kernel can know it."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote


@dataclass(frozen=True)
class RoomPage:
    """A room's own page. Shown as a link; `url` holds no token, so the reader signs in to the server as usual."""

    name: str
    url: str

    def __repr__(self) -> str:
        return f"Video room {self.name}: {self.url}"

    def _repr_html_(self) -> str:
        url = escape(self.url, quote=True)
        return f'<a href="{url}" target="_blank" rel="noopener">Open video room {escape(self.name)} in a tab</a>'


def find_page(room: str) -> str:
    """The address of the room's page on the server that started this kernel, or "" if that is not to be found.

    The server is known by the file it keeps while it runs, named after its process. On a JupyterHub, the address in
    that file is not the one that people use.
    """
    server = {} if "JUPYTERHUB_SERVICE_PREFIX" in os.environ else _server()
    address = str(server.get("url") or "")
    if not address.startswith(("http://", "https://")):
        return ""
    return f"{address.split('?', maxsplit=1)[0].rstrip('/')}/videoroom/room/{quote(room, safe='')}"


def _server() -> dict[str, Any]:
    try:
        from jupyter_core.paths import jupyter_runtime_dir  # noqa: PLC0415
    except ImportError:
        return {}
    parent = os.environ.get("JPY_PARENT_PID") or str(os.getppid())
    try:
        found = json.loads((Path(jupyter_runtime_dir()) / f"jpserver-{parent}.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
