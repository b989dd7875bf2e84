"""The service: puts the rooms together, with the Hub's identity, the operator's configuration and a life of its own."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import hmac
import logging
import signal
from pathlib import Path
from typing import cast

from tornado.httpserver import HTTPServer
from tornado.web import Application
from traitlets.config import Config

from .. import deployment
from ..build import build_rooms
from ..clock import steady_clock
from ..config import VideoRooms
from ..lasting import Lasting
from ..observers.journal import Journal
from ..observers.metrics import Metrics
from ..protocol.messages import Role
from ..stores.port import Stores
from .handlers import handlers
from .members import Member, Members
from .place import Misplaced, Place

log = logging.getLogger(__name__)

STATIC = Path(__file__).parent.parent / "static" / "videoroom"


class Service:
    """The rooms of a Hub, served until the process is told to stop."""

    def __init__(self, place: Place) -> None:
        self._place = place
        config = VideoRooms(config=Config(VideoRooms=Config(place.settings)))
        at = deployment.Place(str(place.folder), place.base_url, str(place.port))
        self._default_role = cast("Role", config.default_role)
        self._lasting = Lasting(config, place.folder, at)
        self._members = Members()
        self._rooms = build_rooms(
            config,
            key=self._lasting.key,
            deployment=self._lasting.deployment,
            stores=Stores.all_in(self._lasting.store),
            clock=steady_clock(),
            role_for=self.role_for,
        )
        self._rooms.observers.add(Metrics(self._rooms), Journal())
        self._server = HTTPServer(self._application(), xheaders=True)

    def role_for(self, user: str, room: str) -> Role:
        """Hosts are so by their groups; all others are alike."""
        is_host = self._place.courses.is_host(self._members.groups(user), room)
        return "host" if is_host else self._default_role

    async def run(self) -> None:
        """Until SIGTERM or SIGINT."""
        stopping = asyncio.Event()
        for sign in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(sign, stopping.set)
        self._listen()
        checking = asyncio.ensure_future(self._keep_checking())
        # What is loaded by now lives as long as the process, and need not be walked again and again.
        gc.collect()
        gc.freeze()
        await stopping.wait()
        checking.cancel()
        self._server.stop()
        await self._rooms.stop()
        self._lasting.release()

    def _listen(self) -> None:
        try:
            self._server.listen(self._place.port, self._place.host)
        except OSError as error:
            raise Misplaced(
                f"The service cannot listen at {self._place.host}:{self._place.port} ({error.strerror}). If an earlier "
                "one still runs there, end it; otherwise the operator of the Hub gives configure(c, url=...) another "
                "port."
            ) from None
        log.info("Video rooms are served below %s", self._place.base_url)

    async def _keep_checking(self) -> None:
        while True:
            await asyncio.sleep(self._place.check_seconds)
            for user, member in (await self._members.check(self._rooms.users())).items():
                await self._follow(user, member)

    async def _follow(self, user: str, member: Member | None) -> None:
        """The Hub has changed what it says about somebody who is here."""
        may_enter = self._place.courses.may_enter
        if member is None:
            log.info("The Hub lets %r in no more", user)
            self._rooms.shut_out(user, "no-access")
        else:
            self._rooms.shut_out(user, "not-your-room", lambda room: not may_enter(member.groups, room))
            await self._rooms.refresh_roles(user)

    def _application(self) -> Application:
        # People stay signed in when the service is started again.
        cookies = hmac.new(self._lasting.key, b"cookies", hashlib.sha256).hexdigest()
        return Application(
            handlers(self._place, str(STATIC)),
            rooms=self._rooms,
            members=self._members,
            place=self._place,
            cookie_secret=cookies,
        )
