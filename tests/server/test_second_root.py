"""Another composition root, without Jupyter's identity: its own sign-in, roles and rule for sockets."""

from __future__ import annotations

import json
from collections.abc import Awaitable
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler, authenticated
from tornado.websocket import websocket_connect

from jupyter_videoroom.build import build_rooms
from jupyter_videoroom.clock import steady_clock
from jupyter_videoroom.config import VideoRooms
from jupyter_videoroom.observers.metrics import Metrics
from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.protocol.codec import from_plain
from jupyter_videoroom.rooms import Rooms
from jupyter_videoroom.stores.memory import MemoryStore
from jupyter_videoroom.stores.port import Stores
from jupyter_videoroom.tokens import Ticket
from jupyter_videoroom.web.page import PageMixin
from jupyter_videoroom.web.rest import RestMixin
from jupyter_videoroom.web.signaling import SignalingSocket

from .visitor import OPEN, Line


class OfThisRoot(RequestHandler):
    """Who signs in says a name, and is believed."""

    @property
    def rooms(self) -> Rooms:
        rooms: Rooms = self.settings["rooms"]
        return rooms

    def get_current_user(self) -> str | None:
        return self.get_cookie("user")


class TicketHandler(OfThisRoot, RestMixin):
    @authenticated
    def post(self, room: str) -> None:
        user, kind = self.current_user, self.wanted_kind()
        self.answer_ticket(user=user, account=user.title(), room=room, kind=kind, socket="/socket")


class PeopleHandler(OfThisRoot, RestMixin):
    @authenticated
    def get(self, room: str) -> None:
        self.answer_people(room, self.current_user)


class Page(OfThisRoot, PageMixin):
    @authenticated
    def get(self, room: str) -> None:
        self.answer_page(room, base_url="/", static="/static/")


class Socket(OfThisRoot, SignalingSocket):
    def admits(self, ticket: Ticket) -> bool:
        return bool(ticket.user == self.current_user)


class School:
    """A root: the roles are its own, and are looked up somewhere else."""

    def __init__(self) -> None:
        self.roles: dict[str, wire.Role] = {}
        self.rooms = build_rooms(
            VideoRooms(),
            key=b"k" * 32,
            deployment="school",
            stores=Stores.all_in(MemoryStore()),
            clock=steady_clock(),
            role_for=self.role_for,
        )
        handlers: list[Any] = [
            (r"/rooms/([^/]+)/ticket", TicketHandler),
            (r"/rooms/([^/]+)", PeopleHandler),
            (r"/room/([^/]+)", Page),
            (r"/socket", Socket),
        ]
        server = HTTPServer(Application(handlers, rooms=self.rooms, xsrf_cookies=True, login_url="/login"))
        listening, self.port = bind_unused_port()
        server.add_sockets([listening])
        self._server = server

    def role_for(self, user: str, room: str) -> wire.Role | Awaitable[wire.Role]:
        async def looked_up() -> wire.Role:
            return self.roles.get(user, "member")

        return looked_up()

    async def stops(self) -> None:
        await self.rooms.stop()
        self._server.stop()

    async def ask(self, path: str, cookies: str, body: bytes | None = None, **headers: str) -> HTTPResponse:
        url, method = f"http://127.0.0.1:{self.port}/{path}", "GET" if body is None else "POST"
        request = HTTPRequest(url, method, {"Cookie": cookies, **headers}, body, follow_redirects=False)
        return await AsyncHTTPClient().fetch(request, raise_error=False)

    async def ticket(self, user: str) -> str:
        """As the page asks for it: with the cookie that came with it."""
        page = await self.ask("room/algebra", f"user={user}")
        xsrf = page.headers["Set-Cookie"].partition(";")[0].removeprefix("_xsrf=")
        reply = await self.ask("rooms/algebra/ticket", f"user={user}; _xsrf={xsrf}", b"{}", **{"X-Xsrftoken": xsrf})
        return from_plain(json.loads(reply.body), wire.TicketReply).ticket

    async def says_hello(self, user: str, ticket: str) -> Line:
        request = HTTPRequest(f"ws://127.0.0.1:{self.port}/socket", headers={"Cookie": f"user={user}"})
        line = Line(await websocket_connect(request))
        OPEN.append(line)
        await line.says_hello(ticket)
        return line

    async def enters(self, user: str) -> Line:
        line = await self.says_hello(user, await self.ticket(user))
        line.welcome = await line.hears(wire.Welcome)
        return line


async def test_two_people_meet_and_what_they_may_do_changes_while_they_are_there() -> None:
    school = School()
    school.roles["ana"] = "host"
    ana, bo = await school.enters("ana"), await school.enters("bo")
    assert (ana.welcome.role, bo.welcome.role) == ("host", "member")
    for person in (ana, bo):
        await person.says(wire.Join(call="main"))
        assert (await person.hears(wire.Joined)).call == "main"
    assert (await ana.hears(wire.MemberJoined)).participant == bo.me
    await bo.says(wire.Signal(to=ana.me, connection="c", payload=wire.Description(kind="offer", sdp="v=0")))
    assert (await ana.hears(wire.Signalled)).sender == bo.me
    inside = await school.ask("rooms/algebra", "user=bo")
    assert {row.user for row in from_plain(json.loads(inside.body), wire.RoomReply).people} == {"ana", "bo"}

    await bo.says(wire.SetMedia(media=wire.Media(audio=True)))
    school.roles["bo"] = "guest"
    await school.rooms.refresh_roles("bo")
    granted = await bo.hears(wire.Granted)
    assert (granted.role, granted.grants.publish) == ("guest", False)
    while not (seen := [p for p in (await ana.hears(wire.Presence)).changed if p.id == bo.me and p.role == "guest"]):
        pass
    assert (seen[0].media, seen[0].call) == (wire.Media(), "main")
    await bo.says(wire.SetMedia(media=wire.Media(audio=True)))
    assert (await bo.hears(wire.Problem)).code == "not-allowed"
    await school.stops()


async def test_the_root_says_who_is_who_and_which_tickets_may_come_by_a_socket() -> None:
    school = School()
    assert (await school.ask("room/algebra", "")).code == 302
    page = await school.ask("room/algebra", "user=ana")
    assert b'data-room="algebra"' in page.body
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    outside = await school.ask("rooms/algebra", "user=cy")
    assert (outside.code, from_plain(json.loads(outside.body), wire.ErrorReply).code) == (403, "not-inside")
    thief = await school.says_hello("cy", await school.ticket("ana"))
    assert (await thief.hears(wire.Problem)).code == "not-signed-in"
    assert await thief.is_closed() == (4401, "not-signed-in")
    await school.stops()


async def test_what_is_counted_of_rooms_needs_no_jupyter() -> None:
    from prometheus_client import CollectorRegistry

    school, registry = School(), CollectorRegistry()
    school.rooms.observers.add(Metrics(school.rooms, registry))
    await school.enters("ana")
    assert registry.get_sample_value("videoroom_participants", {"kind": "browser"}) == 1
    assert registry.get_sample_value("videoroom_rooms") == 1
    await school.stops()
