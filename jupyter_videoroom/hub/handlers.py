"""Who the user is: the Hub's identity in front of the handlers of `web`."""

from __future__ import annotations

from typing import Any

from jupyterhub.services.auth import HubOAuthCallbackHandler, HubOAuthenticated
from tornado import web

from ..protocol import messages as wire
from ..protocol.errors import Refusal
from ..protocol.names import check_room_name
from ..rooms import Rooms
from ..tokens import Ticket
from ..web.page import PageMixin
from ..web.rest import RestMixin
from ..web.signaling import SignalingSocket
from .members import Member, Members
from .place import NAME, HubPlace


class OfThisService(web.RequestHandler):
    """Where our handlers find the rooms."""

    @property
    def rooms(self) -> Rooms:
        """The rooms of the Hub."""
        rooms: Rooms = self.settings["rooms"]
        return rooms

    @property
    def place(self) -> HubPlace:
        """Where this is."""
        place: HubPlace = self.settings["place"]
        return place

    @property
    def members(self) -> Members:
        """Who is who on the Hub."""
        members: Members = self.settings["members"]
        return members


class RoomHandler(HubOAuthenticated, OfThisService, RestMixin):
    """Common to all of our REST handlers: they answer a member of the Hub, and send nobody to a login page."""

    member: Member

    async def prepare(self) -> None:
        member = await self.members.of(self)
        if member is None:
            raise Refusal("signed-out")
        self.member = member


class TicketHandler(RoomHandler):
    """POST videoroom/api/rooms/NAME/ticket"""

    def post(self, room: str) -> None:
        name = self.member.name
        if not self.place.courses.may_enter(self.member.groups, check_room_name(room)):
            raise Refusal("not-your-room")
        # Here only: a server asks about activity with a token of its own, which is good after its user has signed out.
        self.members.expect(self.member, self)
        self.answer_ticket(user=name, account=name, room=room, kind=self.wanted_kind(), socket=self.place.socket)


class PeopleHandler(RoomHandler):
    """GET videoroom/api/rooms/NAME"""

    def get(self, room: str) -> None:
        self.answer_people(room, self.member.name)


class ObjectsHandler(RoomHandler):
    """POST videoroom/api/rooms/NAME/objects"""

    async def post(self, room: str) -> None:
        await self.answer_show(room)


class ObjectHandler(RoomHandler):
    """GET videoroom/api/rooms/NAME/objects/ID"""

    async def get(self, room: str, id: str) -> None:
        await self.answer_object(room, int(id), self.member.name)


class ActivityHandler(RoomHandler):
    """GET videoroom/api/activity"""

    def get(self) -> None:
        self.answer(wire.ActivityReply(in_call=self.rooms.in_call(self.member.name)))


class HealthHandler(OfThisService, RestMixin):
    """GET videoroom/api/health and videoroom/, for programs that watch over the service, as the Hub does itself."""

    def get(self) -> None:
        self.answer_health()


class RoomPage(HubOAuthenticated, OfThisService, PageMixin):
    """GET videoroom/room/NAME"""

    async def get(self, room: str) -> None:
        try:
            member = await self.members.of(self)
        except Refusal as refusal:
            self.set_status(503 if refusal.code == "hub-down" else 403)
            self.set_header("Content-Type", "text/plain; charset=utf-8")
            self.finish(f"{refusal.words.message} {refusal.words.fix}")
            return
        if member is None:
            self.redirect(self.get_login_url())
            return
        # It is read where the page's cookie is set, and would be asked for there while all rooms wait for the Hub.
        self.current_user = member
        base = self.place.base_url
        self.answer_page(room, base_url=base, static=f"{base}{NAME}/static/")


class SocketHandler(OfThisService, SignalingSocket):
    """The signaling socket. The ticket in its first message says for whom it is, and nothing else counts.

    No cookie does, so that it does not matter which page has opened it: a notebook has no cookie of this service, and
    comes from another host where users have subdomains.
    """

    known = False

    def check_origin(self, origin: str) -> bool:
        """Any: a page on another host is told nothing without a ticket, and has none."""
        return True

    def admits(self, ticket: Ticket) -> bool:
        """Whom the Hub has known since the ticket was made, in groups that may enter still."""
        member = self.members.known(ticket.user)
        if member and not self.place.courses.may_enter(member.groups, ticket.room):
            raise Refusal("not-your-room")
        return member is not None


class CallbackHandler(HubOAuthCallbackHandler):
    """GET videoroom/oauth_callback, to which the Hub sends who has signed in."""

    async def get(self) -> None:
        """As JupyterHub's own, which reads `current_user`: asked for there, all rooms would wait for the Hub."""
        try:
            self.current_user = await self.hub_auth.get_user(self, sync=False)
        except web.HTTPError:
            raise web.HTTPError(503) from None
        await super().get()


class StaticFiles(web.StaticFileHandler):
    """The front end, of which the files under h/ have their content's hash in their names."""

    def set_extra_headers(self, path: str) -> None:
        hashed = path.startswith("h/")
        self.set_header("Cache-Control", "public, max-age=31536000, immutable" if hashed else "no-cache")


def handlers(place: HubPlace, static: str) -> list[Any]:
    """All addresses of the service."""
    below = f"{place.base_url}{NAME}"
    return [
        (rf"{below}/api/rooms/([^/]+)/ticket", TicketHandler),
        (rf"{below}/api/rooms/([^/]+)", PeopleHandler),
        (rf"{below}/api/rooms/([^/]+)/objects", ObjectsHandler),
        (rf"{below}/api/rooms/([^/]+)/objects/(\d{{1,15}})", ObjectHandler),
        (rf"{below}/api/activity", ActivityHandler),
        (rf"{below}/(?:api/health)?", HealthHandler),
        (rf"{below}/api/socket", SocketHandler),
        (rf"{below}/room/([^/]+)", RoomPage),
        (rf"{below}/oauth_callback", CallbackHandler),
        (rf"{below}/static/(.*)", StaticFiles, {"path": static}),
    ]
