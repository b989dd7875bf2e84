"""The extension: puts the rooms together, with Jupyter's identity, configuration and life cycle."""

from __future__ import annotations

import gc
import logging
import os
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, cast

from jupyter_server.extension.application import ExtensionApp
from tornado.ioloop import PeriodicCallback
from traitlets import List, Unicode

from ..build import build_rooms
from ..clock import steady_clock
from ..config import VideoRooms
from ..deployment import Place
from ..lasting import Lasting
from ..observers.journal import Journal
from ..observers.metrics import Metrics
from ..protocol.messages import Role
from ..servers import CERTIFICATE
from ..stores.port import Stores
from .events import EventRecorder
from .handlers import HANDLERS

# A folder of our own inside: Jupyter looks static files up by relative path across all extensions.
STATIC = Path(__file__).parent.parent / "static" / "videoroom"

# Well below the time after which any operator would call a server idle.
ACTIVITY_MS = 30_000


class VideoRoomApp(ExtensionApp):
    """Serves the front end, the page of each room, tickets and signaling under `videoroom/`."""

    name = "videoroom"
    description = "Video rooms in notebooks."
    classes = List([VideoRooms])
    static_paths = List(Unicode(), [str(STATIC)])

    def initialize_settings(self) -> None:
        # As Jupyter does with Tornado's loggers: our lines go where the server's go.
        logging.getLogger("jupyter_videoroom").parent = self.log
        self.configured = VideoRooms(parent=self)
        data = Path(self.serverapp.data_dir)
        self.lasting = Lasting(self.configured, data / "videoroom", self._place(), f"{data} (JUPYTER_DATA_DIR)")
        self.rooms = build_rooms(
            self.configured,
            key=self.lasting.key,
            deployment=self.lasting.deployment,
            stores=Stores.all_in(self.lasting.store),
            clock=steady_clock(),
            role_for=self.role_for,
        )
        self._tell_certificate()
        self.metrics = Metrics(self.rooms)
        self.rooms.observers.add(self.metrics, EventRecorder(self.serverapp.event_logger), Journal())
        # Files under h/ have their content's hash in their names.
        immutable = self.static_url_prefix.rstrip("/") + "/h/"
        self.serverapp.web_app.settings.setdefault("static_immutable_cache", []).append(immutable)

    def role_for(self, user: str, room: str) -> Role:
        """On a plain server everybody has the same role."""
        return cast("Role", self.configured.default_role)

    def initialize_handlers(self) -> None:
        """Jupyter puts the base URL in front."""
        self.handlers.extend(HANDLERS)

    async def _start_jupyter_server_extension(self, serverapp: Any) -> None:
        # What a Jupyter server has loaded by now lives as long as the process. Walking it again and again took the
        # garbage collector a sixth of the relay's time.
        gc.collect()
        gc.freeze()
        self._activity = PeriodicCallback(self._record_activity, ACTIVITY_MS)
        self._activity.start()

    def current_activity(self) -> int | None:
        """How many are here: a server with people in its rooms is not idle."""
        return self.rooms.numbers().participants.total() or None

    async def stop_extension(self) -> None:
        """Tell every page that the server is stopping; Jupyter would leave the sockets to time out."""
        if not hasattr(self, "rooms"):  # loading may have failed before there was one
            return
        if hasattr(self, "_activity"):
            self._activity.stop()
        self.metrics.close()
        await self.rooms.stop()
        self.lasting.release()

    def _place(self) -> Place:
        server = self.serverapp
        return Place(os.path.realpath(server.root_dir), server.base_url, server.sock or str(server.port))

    def _tell_certificate(self) -> None:
        """Kernels and terminals inherit it, and know this server by it, also a self-signed one."""
        if file := self.serverapp.certfile:
            os.environ[CERTIFICATE] = str(Path(file).absolute())
        else:
            # That of a server in whose terminal this one was started.
            os.environ.pop(CERTIFICATE, None)

    def _record_activity(self) -> None:
        """People who only talk and look send nothing that Jupyter counts, and would lose the server to a culler."""
        if self.rooms.numbers().calls:
            self.serverapp.web_app.settings["videoroom_last_activity"] = datetime.now(timezone.utc)
