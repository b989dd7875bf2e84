"""A user's server on a JupyterHub: the rooms are the Hub's, and this passes on what its pages ask."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler, JupyterHandler
from jupyter_server.extension.application import ExtensionApp
from jupyter_server.extension.handler import ExtensionHandlerMixin
from tornado import web
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest, HTTPResponse
from tornado.ioloop import PeriodicCallback
from traitlets import List, Unicode

from ..protocol.codec import decode_reply
from ..protocol.errors import Refusal
from ..protocol.messages import PROTOCOL_VERSION, ActivityReply, ErrorReply, TicketReply
from ..servers import SERVICE, SERVICE_PAGES, told_base
from ..web.bearer import token_of
from ..web.rest import TITLE_HEADER, TOKEN_HEADER, ErrorsInWords

log = logging.getLogger(__name__)

API = "videoroom/api/"
# Less than a page waits for its ticket.
SECONDS = 8.0
# Of hundreds of servers each asks once in this time; the Hub hears of activity every five minutes.
ACTIVITY_MS = 120_000
STATIC = Path(__file__).parent.parent / "static" / "videoroom"
ASKED = ("Content-Type", TOKEN_HEADER, TITLE_HEADER)
ANSWERED = ("Content-Disposition", "Content-Security-Policy", "X-Content-Type-Options", "Cache-Control")


@dataclass(frozen=True)
class RemoteService:
    """The Hub's service: where this server finds it, and where browsers find the pages of rooms."""

    base: str
    pages: str

    async def ask(
        self, path: str, token: str, *, headers: dict[str, str] | None = None, body: bytes | None = None
    ) -> HTTPResponse:
        """GET, or POST what is given, in the name of whose token this is; Refusal("service-down")."""
        request = HTTPRequest(
            f"{self.base}{path}",
            "GET" if body is None else "POST",
            {**(headers or {}), "Authorization": f"token {token}"},
            body,
            connect_timeout=SECONDS,
            request_timeout=SECONDS,
            follow_redirects=False,
        )
        try:
            reply = await AsyncHTTPClient().fetch(request, raise_error=False)
        except (OSError, HTTPClientError) as error:
            log.warning("The Hub's service for video rooms does not answer at %s (%s)", self.base, error)
            raise Refusal("service-down") from None
        if reply.code != 200 and decode_reply(reply.body, ErrorReply) is None:
            # It is the Hub's proxy that answers, or something else that was found there.
            log.warning("There is no service for video rooms at %s (HTTP %s)", self.base, reply.code)
            raise Refusal("service-down")
        return reply

    async def in_call(self) -> bool:
        """Whether the owner of this server, or a kernel of theirs, is in a call."""
        try:
            reply = decode_reply((await self.ask(f"{API}activity", own_token())).body, ActivityReply)
        except Refusal:
            return False
        return reply is not None and reply.in_call


def find_service() -> RemoteService | None:
    """The service, as the Hub tells in the environment of the servers that it starts."""
    base = told_base(SERVICE)
    return RemoteService(base, os.environ.get(SERVICE_PAGES, "")) if base else None


def own_token() -> str:
    """The Hub's token of this server, which is its owner's."""
    return os.environ.get("JUPYTERHUB_API_TOKEN", "")


class OfTheBroker(ExtensionHandlerMixin, JupyterHandler):
    """Where our handlers find the service, and what the authorizer knows them by."""

    auth_resource = "videoroom"

    @property
    def service(self) -> RemoteService:
        """The Hub's."""
        service: RemoteService = self.extensionapp.service
        return service

    def token(self) -> str:
        """The Hub's token of the person who asks, who may be a visitor of somebody else's server."""
        # The second is where JupyterHub's older kind of server has it (JUPYTERHUB_SINGLEUSER_EXTENSION=0).
        hub_auth = getattr(self.identity_provider, "hub_auth", None) or self.settings.get("hub_auth")
        return (token_of(hub_auth, self) if hub_auth else "") or own_token()


class RelayHandler(ErrorsInWords, OfTheBroker, APIHandler):
    """GET and POST of what the service has under the same address."""

    async def prepare(self) -> None:
        """Neither a picture in a page nor a fetch can sign in: refuse it instead. Otherwise as APIHandler does."""
        await JupyterHandler.prepare(self, _redirect_to_login=False)
        if not self.check_origin():
            raise web.HTTPError(404)

    @web.authenticated
    @authorized
    async def get(self, *_: str) -> None:
        await self._relay()

    @web.authenticated
    @authorized
    async def post(self, *_: str) -> None:
        await self._relay(self.request.body)

    async def _relay(self, body: bytes | None = None) -> None:
        asked = self.request.headers
        headers = {name: asked[name] for name in ASKED if name in asked}
        # The address below ours, as it came: names of rooms stay encoded.
        path = f"{API}{self.request.path.rpartition(f'/{API}')[2]}"
        reply = await self.service.ask(path, self.token(), headers=headers, body=body)
        self.check(reply)
        self.set_status(reply.code)
        for name in ANSWERED:
            if name in reply.headers:
                self.set_header(name, reply.headers[name])
        # Jupyter's own `finish` would call it JSON.
        kind = reply.headers.get("Content-Type", "application/json")
        self.finish(reply.body, set_content_type=kind)  # type: ignore[call-arg]

    def check(self, reply: HTTPResponse) -> None:
        """A Refusal, where the answer would be of no use here."""


class TicketHandler(RelayHandler):
    """POST videoroom/api/rooms/NAME/ticket"""

    @web.authenticated
    @authorized
    async def post(self, *_: str) -> None:
        await self._post()

    @authorized(action="execute")
    async def _post(self) -> None:
        """A ticket opens the socket by itself, so it takes what the socket takes."""
        await self._relay(self.request.body)

    def check(self, reply: HTTPResponse) -> None:
        """The page here comes from this server's package, and speaks its version."""
        ticket = decode_reply(reply.body, TicketReply) if reply.code == 200 else None
        if reply.code == 200 and ticket is None:
            # Some web server in front has a page for everything.
            raise Refusal("service-down")
        if ticket and ticket.version != PROTOCOL_VERSION:
            raise Refusal("service-newer" if ticket.version > PROTOCOL_VERSION else "service-older")


class HealthHandler(RelayHandler):
    """GET videoroom/api/health"""

    # A program that watches over the server is not a user of it.
    _track_activity = False


class RoomPage(OfTheBroker):
    """GET videoroom/room/NAME, which is at the service: so everybody in the room can be sent there."""

    @web.authenticated
    @authorized
    def get(self, room: str) -> None:
        self.redirect(f"{self.service.pages}videoroom/room/{room}")


HANDLERS: list[tuple[str, type[Any]]] = [
    (r"/videoroom/api/rooms/([^/]+)/ticket", TicketHandler),
    (r"/videoroom/api/rooms/([^/]+)", RelayHandler),
    (r"/videoroom/api/rooms/([^/]+)/objects", RelayHandler),
    (r"/videoroom/api/rooms/([^/]+)/objects/(\d{1,15})", RelayHandler),
    (r"/videoroom/api/health", HealthHandler),
    (r"/videoroom/room/([^/]+)", RoomPage),
]


class BrokerApp(ExtensionApp):
    """Serves the front end as `VideoRoomApp` does, which this server has in its place."""

    name = "videoroom"
    description = "Video rooms in notebooks, shared by all users of a JupyterHub."
    static_paths = List(Unicode(), [str(STATIC)])

    def initialize_settings(self) -> None:
        """What pages are told, and how long they may keep files."""
        logging.getLogger("jupyter_videoroom").parent = self.log
        service = find_service()
        assert service is not None  # noqa: S101
        self.service = service
        settings = self.serverapp.web_app.settings
        settings.setdefault("static_immutable_cache", []).append(self.static_url_prefix.rstrip("/") + "/h/")
        settings.setdefault("page_config_data", {})["videoroomPages"] = service.pages

    def initialize_handlers(self) -> None:
        """Jupyter puts the base URL in front."""
        self.handlers.extend(HANDLERS)

    async def _start_jupyter_server_extension(self, serverapp: Any) -> None:
        self._activity = PeriodicCallback(self.record_activity, ACTIVITY_MS)
        self._activity.start()

    async def record_activity(self) -> None:
        """A call goes by the service, so that neither Jupyter nor the Hub counts it as use of this server."""
        if await self.service.in_call():
            self.serverapp.web_app.settings["videoroom_last_activity"] = datetime.now(timezone.utc)

    async def stop_extension(self) -> None:
        """The rooms go on."""
        if hasattr(self, "_activity"):
            self._activity.stop()
