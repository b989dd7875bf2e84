"""The extension: puts the rooms together, with Jupyter's identity, configuration and life cycle."""

from __future__ import annotations

import gc
import logging
from pathlib import Path
from typing import Any

from jupyter_server.extension.application import ExtensionApp, ExtensionAppJinjaMixin
from traitlets import List, Unicode

from ..clock import steady_clock
from ..config import VideoRooms
from ..host import Host
from ..stores.memory import MemoryStore
from .handlers import HANDLERS
from .page import PAGES

# A folder of our own inside: Jupyter looks static files up by relative path across all extensions.
STATIC = Path(__file__).parent.parent / "static" / "videoroom"
TEMPLATES = Path(__file__).parent / "templates"


class VideoRoomApp(ExtensionAppJinjaMixin, ExtensionApp):
    """Serves the front end, the page of each room, tickets and signaling under `videoroom/`."""

    name = "videoroom"
    description = "Video rooms in notebooks."
    classes = List([VideoRooms])
    static_paths = List(Unicode(), [str(STATIC)])
    template_paths = List(Unicode(), [str(TEMPLATES)])

    def initialize_settings(self) -> None:
        """The rooms of this server."""
        # As Jupyter does with Tornado's loggers: our lines go where the server's go.
        logging.getLogger("jupyter_videoroom").parent = self.log
        clock = steady_clock()
        self.rooms = VideoRooms(parent=self)
        self.host = Host(
            tokens=self.rooms.tokens(Path(self.serverapp.data_dir), clock),
            store=MemoryStore(),
            ice=self.rooms.ice(),
            rules=self.rooms.rules(),
            clock=clock,
        )
        # Files under h/ have their content's hash in their names.
        immutable = self.static_url_prefix.rstrip("/") + "/h/"
        self.serverapp.web_app.settings.setdefault("static_immutable_cache", []).append(immutable)

    def initialize_handlers(self) -> None:
        """Jupyter puts the base URL in front."""
        self.handlers.extend([*HANDLERS, *PAGES])

    async def _start_jupyter_server_extension(self, serverapp: Any) -> None:
        """All extensions are loaded."""
        # What a Jupyter server has loaded by now lives as long as the process. Walking it again and again took the
        # garbage collector a sixth of the relay's time.
        gc.collect()
        gc.freeze()

    def current_activity(self) -> int | None:
        """How many are here: a server with people in its rooms is not idle."""
        return sum(len(live.core.people) for live in self.host.rooms.values()) or None

    async def stop_extension(self) -> None:
        """Tell every page that the server is stopping; Jupyter would leave the sockets to time out."""
        host: Any = getattr(self, "host", None)  # loading may have failed before there was one
        if host:
            await host.stop()
