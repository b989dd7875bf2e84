"""Who the user is, and what they may do: Jupyter's identity and authorizer in front of the handlers of `web`."""

from __future__ import annotations

from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated, authorized
from jupyter_server.base.handlers import APIHandler, JupyterHandler
from jupyter_server.extension.handler import ExtensionHandlerMixin
from tornado import web

from ..protocol.messages import Kind
from ..rooms import Rooms
from ..tokens import Ticket
from ..web.page import PageMixin
from ..web.rest import BAD_REQUEST, RestMixin
from ..web.signaling import SignalingSocket

SOCKET_PATH = "videoroom/api/socket"
# A kernel sends its hello at once, and is beside the server.
KERNEL_HELLO_SECONDS = 3.0


class OfThisServer(ExtensionHandlerMixin):
    """Where our handlers find the rooms, and what the authorizer knows them by."""

    auth_resource = "videoroom"

    @property
    def rooms(self) -> Rooms:
        rooms: Rooms = self.extensionapp.rooms
        return rooms


class PlainErrors(JupyterHandler):
    """Jupyter's page of an error names the user, whom nobody knows yet of a request that cannot be decoded."""

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Show Tornado's page for such a request."""
        if status_code == BAD_REQUEST:
            web.RequestHandler.write_error(self, status_code, **kwargs)
        else:
            super().write_error(status_code, **kwargs)


class RoomHandler(OfThisServer, RestMixin, APIHandler):
    """Common to all of our REST handlers."""


class TicketHandler(RoomHandler):
    """POST videoroom/api/rooms/NAME/ticket"""

    @web.authenticated
    @authorized
    async def post(self, room: str) -> None:
        kind = self.wanted_kind()
        if kind == "kernel":
            await self._answer_kernel(room)
        else:
            self._answer(room, kind)

    @authorized(action="execute")
    def _answer_kernel(self, room: str) -> None:
        """Its ticket opens the socket by itself, so it takes what the socket takes."""
        self._answer(room, "kernel")

    def _answer(self, room: str, kind: Kind) -> None:
        user = self.current_user
        self.answer_ticket(
            kind=kind,
            user=user.username,
            account=user.display_name or user.name or user.username,
            room=room,
            socket=f"{self.ws_url.rstrip('/')}{self.base_url}{SOCKET_PATH}",
        )


class PeopleHandler(RoomHandler):
    """GET videoroom/api/rooms/NAME"""

    @web.authenticated
    @authorized
    async def get(self, room: str) -> None:
        self.answer_people(room, self.current_user.username)


class ObjectsHandler(RoomHandler):
    """POST videoroom/api/rooms/NAME/objects"""

    @web.authenticated
    @authorized
    async def post(self, room: str) -> None:
        await self.answer_show(room)


class ObjectHandler(OfThisServer, RestMixin, PlainErrors):
    """GET videoroom/api/rooms/NAME/objects/ID"""

    # Not an APIHandler: they say that everything is JSON.

    async def prepare(self) -> None:
        """A picture in a page cannot sign in: refuse it instead."""
        await JupyterHandler.prepare(self, _redirect_to_login=False)

    @web.authenticated
    @authorized
    async def get(self, room: str, id: str) -> None:
        await self.answer_object(room, int(id), self.current_user.username)


class HealthHandler(RoomHandler):
    """GET videoroom/api/health"""

    # A program that watches over the server is not a user of it.
    _track_activity = False

    @web.authenticated
    @authorized
    async def get(self) -> None:
        self.answer_health()


class RoomPage(OfThisServer, PageMixin, PlainErrors):
    """GET videoroom/room/NAME"""

    @property
    def sockets(self) -> str:
        """As the operator has said."""
        return str(self.ws_url)

    @web.authenticated
    @authorized
    def get(self, room: str) -> None:
        self.answer_page(room, base_url=self.base_url, static=self.static_url_prefix)


class SocketHandler(OfThisServer, SignalingSocket, PlainErrors):
    """The signaling socket. The page's cookie opens it, the ticket in its first message says for whom.

    A kernel on a server with a password has no sign-in of its own: the ticket that a signed-in page got for it opens
    the socket, too. No page can come in that way, since browsers name their origin in every handshake (RFC 6455, 4.1):
    unless the operator gave sockets a host of their own (`ServerApp.websocket_url`), to which no cookie comes along.
    Without a cookie it does not matter which page it is: a page that has the ticket could send it from anywhere.
    """

    async def prepare(self) -> None:
        """A socket cannot be sent to the login page: refuse it instead."""
        await JupyterHandler.prepare(self, _redirect_to_login=False)

    def check_origin(self, origin: str = "") -> bool:
        """Jupyter's own check, with the operator's allow_origin, in place of Tornado's."""
        return self.current_user is None or bool(JupyterHandler.check_origin(self, origin))

    def set_default_headers(self) -> None:
        """A handshake has no use for a content security policy."""

    def admits(self, ticket: Ticket) -> bool:
        """A kernel's ticket is its sign-in; a page's comes with the sign-in that it was made for.

        Who comes with a bare token, or to a server that wants no sign-in, is somebody new to Jupyter at each request.
        """
        if ticket.kind == "kernel":
            return True
        if self.current_user is None:
            return bool(self.ws_url)
        named = self.identity_provider.auth_enabled and not self.token_authenticated
        return not named or ticket.user == self.current_user.username

    @allow_unauthenticated
    async def get(self, *args: Any, **kwargs: Any) -> None:
        if self.current_user is not None:
            await self._open_signed_in(*args, **kwargs)
        elif self.ws_url or "Origin" not in self.request.headers:
            self.known = False
            if not self.ws_url:
                self.hello_seconds = KERNEL_HELLO_SECONDS
            await super().get(*args, **kwargs)
        else:
            self.log.warning("A signaling socket from %s was refused: it is not signed in", self.request.remote_ip)
            raise web.HTTPError(403)

    @authorized(action="execute")
    async def _open_signed_in(self, *args: Any, **kwargs: Any) -> None:
        await super().get(*args, **kwargs)


HANDLERS = [
    (r"/videoroom/api/rooms/([^/]+)/ticket", TicketHandler),
    (r"/videoroom/api/rooms/([^/]+)", PeopleHandler),
    (r"/videoroom/api/rooms/([^/]+)/objects", ObjectsHandler),
    (r"/videoroom/api/rooms/([^/]+)/objects/(\d{1,15})", ObjectHandler),
    (r"/videoroom/api/health", HealthHandler),
    (rf"/{SOCKET_PATH}", SocketHandler),
    (r"/videoroom/room/([^/]+)", RoomPage),
]
