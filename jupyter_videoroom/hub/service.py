"""The service: puts the rooms together, with the Hub's identity, the operator's configuration and a life of its own."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import hmac
import logging
import resource
import signal
from contextlib import suppress
from pathlib import Path
from typing import cast

from jupyterhub.services.auth import HubOAuth
from tornado.httpserver import HTTPServer
from tornado.web import Application
from traitlets.config import Config

from .. import deployment
from ..build import build_rooms
from ..clock import steady_clock
from ..config import VideoRooms
from ..lasting import Lasting
from ..observers.journal import Journal
from ..protocol.errors import Refusal
from ..protocol.messages import Role
from ..stores.port import Stores
from .handlers import handlers
from .members import TRUST_SECONDS, Member, Members
from .place import HubPlace, Misplaced

log = logging.getLogger(__name__)

STATIC = Path(__file__).parent.parent / "static" / "videoroom"

# No socket here has told whose it is before its ticket, and those of the whole Hub come at once when it starts again.
MAX_PENDING = 2_000
# What a request may have around an object that is shown.
AROUND_OBJECT = 64 * 1024
# A body may take so long. A connection may be idle for longer, since the Hub's proxy keeps its own to use them again.
BODY_SECONDS = 30
IDLE_SECONDS = 300


class Service:
    """The rooms of a Hub, served until the process is told to stop."""

    def __init__(self, place: HubPlace) -> None:
        self._place = place
        clock = steady_clock()
        config = VideoRooms(config=Config(VideoRooms=Config(place.settings)))
        at = deployment.Place(str(place.folder), place.base_url, str(place.port))
        self._default_role = cast("Role", config.default_role)
        self._lasting = Lasting(config, place.folder, at, f"{place.folder} (configure(c, folder=...))")
        self._members = Members(HubOAuth.instance(cache_max_age=TRUST_SECONDS), clock)
        self._rooms = build_rooms(
            config,
            key=self._lasting.key,
            deployment=self._lasting.deployment,
            stores=Stores.all_in(self._lasting.store),
            clock=clock,
            role_for=self.role_for,
            pending=MAX_PENDING,
        )
        self._rooms.observers.add(Journal())
        self._server = HTTPServer(
            self._application(),
            xheaders=True,
            # A body is read before anybody knows whose it is.
            max_body_size=self._rooms.rules.max_object + AROUND_OBJECT,
            body_timeout=BODY_SECONDS,
            idle_connection_timeout=IDLE_SECONDS,
        )

    def role_for(self, user: str, room: str) -> Role:
        """Hosts are so by their groups; all others are alike."""
        is_host = self._place.courses.is_host(self._members.groups(user), room)
        return "host" if is_host else self._default_role

    async def run(self) -> None:
        """Until SIGTERM or SIGINT."""
        stopping = asyncio.Event()
        for sign in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(sign, stopping.set)
        _allow_many_files()
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
            try:
                await self._check()
            except Exception:
                log.exception("Those in the rooms could not be checked, and are at the next time")

    async def _check(self) -> None:
        """All who are here: one with a ticket that was got before may have come in behind the news."""
        for user, answer in (await self._members.check(self._rooms.users())).items():
            self._put_out(user, answer)
        if self._members.take_news():
            await self._rooms.refresh_roles()

    def _put_out(self, user: str, answer: Member | Refusal) -> None:
        """Of rooms that this user may not be in."""
        if isinstance(answer, Refusal):
            log.info("The Hub lets %r in no more: %s", user, answer.code)
            self._rooms.shut_out(user, answer.code)
            return
        may_enter, groups = self._place.courses.may_enter, answer.groups
        self._rooms.shut_out(user, "not-your-room", lambda room: not may_enter(groups, room))

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


def _allow_many_files() -> None:
    """Each socket is one, and usual limits are made for programs with few. Some systems allow less than they say."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
