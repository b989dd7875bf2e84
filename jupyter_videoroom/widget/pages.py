"""The room in a tab of its own: its address, as far as a kernel can know it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from html import escape

from ..servers import AddressError, parse_address, room_page, servers_around, told_base


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
    """The address of the room's page, as this kernel's environment or its server's file tell; "" if they do not.

    On a JupyterHub, the address in that file is not the one that people use.
    """
    base = _base()
    return room_page(base, room) if base else ""


def _base() -> str:
    if named := os.environ.get("JUPYTER_VIDEOROOM_URL"):
        try:
            return parse_address(named).base
        except AddressError:
            return ""
    if "JUPYTERHUB_SERVICE_PREFIX" in os.environ:
        return ""
    server = next(servers_around(), None)
    return server.page_base if server else told_base("JUPYTER_SERVER_URL")
