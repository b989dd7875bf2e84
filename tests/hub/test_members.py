"""Who is asked about again, and what counts: with JupyterHub's own client, and a Hub that says what the test wants."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from jupyterhub.services.auth import HubOAuth, HubOAuthenticated
from tornado import web
from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine
from tornado.testing import bind_unused_port

from jupyter_videoroom.hub import members as module
from jupyter_videoroom.hub.__main__ import WithoutQueries
from jupyter_videoroom.hub.handlers import SocketHandler
from jupyter_videoroom.hub.members import Member, Members
from jupyter_videoroom.hub.place import read_place
from jupyter_videoroom.protocol.errors import Refusal
from jupyter_videoroom.tokens import Ticket

from .test_install import GIVEN, configured

ACCESS = "access:services!service=videoroom"


class Hub:
    """What it says of each token, and members who ask it. What is no model is sent as it is; None is silence."""

    def __init__(self, port: int) -> None:
        self.says: dict[str, Any] = {}
        self.asked: list[str] = []
        self.silent = asyncio.Event()
        self.time = 0.0
        url = f"http://127.0.0.1:{port}"
        auth = HubOAuth(api_url=url, api_token="t", oauth_client_id="videoroom", access_scopes={ACCESS})
        auth.cache_max_age = 20
        self.auth = auth
        self.members = Members(auth, lambda: self.time)

    async def comes(self, token: str, cookie: str = "") -> Member | None:
        handler = request(self.auth, token, cookie)
        member = await self.members.of(handler)
        if member:
            self.members.expect(member, handler)
        return member

    async def checks(self, *names: str) -> dict[str, Any]:
        found = await self.members.check(names)
        return {
            name: answer.code if isinstance(answer, Refusal) else set(answer.groups) for name, answer in found.items()
        }


class UserHandler(web.RequestHandler):
    """GET user, of the Hub's API."""

    async def get(self) -> None:
        hub: Hub = self.settings["hub"]
        token = self.request.headers["Authorization"].removeprefix("token ")
        hub.asked.append(token)
        said = hub.says.get(token, 403)
        if callable(said):
            said = said()
        if said is None:
            await hub.silent.wait()
        elif isinstance(said, int):
            self.set_status(said)
        else:
            self.finish(said if isinstance(said, str) else json.dumps(said))


def user(name: str, *groups: str, scopes: tuple[str, ...] = (ACCESS,)) -> dict[str, Any]:
    return {"kind": "user", "name": name, "groups": list(groups), "scopes": list(scopes)}


class Asked(HubOAuthenticated, web.RequestHandler):
    """As all handlers of the service are: others JupyterHub changes for the whole process."""


def request(auth: HubOAuth, token: str, cookie: str = "") -> Any:
    """A request with this in its header, and that in the cookie of the service."""
    connection: Any = SimpleNamespace(set_close_callback=lambda _: None, context=None)
    application = web.Application(cookie_secret="s" * 32)
    asked = HTTPServerRequest(
        start_line=RequestStartLine("GET", "/", "HTTP/1.1"), headers=HTTPHeaders(Host="hub.test"), connection=connection
    )
    handler = Asked(application, asked)
    if token:
        asked.headers["Authorization"] = f"token {token}"
    if cookie:
        signed = handler.create_signed_value(auth.cookie_name, cookie).decode()
        asked.headers["Cookie"] = f"{auth.cookie_name}={signed}"
    return handler


@asynccontextmanager
async def a_hub() -> AsyncIterator[Hub]:
    socket, port = bind_unused_port()
    hub = Hub(port)
    server = HTTPServer(web.Application([("/user", UserHandler)], hub=hub))
    server.add_socket(socket)
    try:
        yield hub
    finally:
        hub.silent.set()
        server.stop()
        await server.close_all_connections()


async def test_everybody_present_is_told_of_in_each_round() -> None:
    async with a_hub() as hub:
        hub.says = {"a": user("ana", "class"), "b": user("bo")}
        assert (await hub.comes("a"), await hub.comes("b")) == (
            Member("ana", frozenset({"class"})),
            Member("bo", frozenset()),
        )
        assert await hub.checks("ana", "bo") == {"ana": {"class"}, "bo": set()}
        assert not hub.members.take_news()
        hub.says["a"] = user("ana")
        for _ in range(2):
            assert await hub.checks("ana", "bo") == {"ana": set(), "bo": set()}
        assert hub.members.take_news()
        assert not hub.members.take_news()


async def test_whose_tokens_are_gone_and_who_has_no_access_any_more_is_told_apart() -> None:
    async with a_hub() as hub:
        hub.says = {"a": user("ana"), "b": user("bo")}
        await hub.comes("a")
        await hub.comes("b")
        hub.says = {"b": user("bo", scopes=())}
        assert await hub.checks("ana", "bo") == {"ana": "sign-in-gone", "bo": "no-access"}
        assert hub.members.known("ana") is None


async def test_one_about_whom_the_hub_does_not_answer_stays_and_keeps_nobody_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "ANSWER_SECONDS", 0.5)
    async with a_hub() as hub:
        names = [f"user {number}" for number in range(6)]
        hub.says = {name: user(name) for name in names}
        for name in names:
            await hub.comes(name)
        # Silence, an error, what is no JSON, what is no status, and no sign-in.
        hub.says |= dict(zip(names, (None, 500, "<h1>Hub</h1>", 499, 403), strict=False))
        assert await hub.checks(*names) == {names[4]: "sign-in-gone", names[5]: set()}
        hub.says["new"] = "<h1>Hub</h1>"
        with pytest.raises(Refusal, match="hub-down"):
            await hub.comes("new")


async def test_a_token_that_comes_while_the_old_one_turns_out_dead_keeps_its_user() -> None:
    async with a_hub() as hub:
        hub.says = {"old": user("ana"), "new": user("ana")}
        await hub.comes("old")
        handler = request(hub.auth, "new")
        member = await hub.members.of(handler)
        assert member

        def dies() -> int:
            hub.members.expect(member, handler)
            return 403

        hub.says["old"] = dies
        assert await hub.checks("ana") == {"ana": set()}


async def test_groups_are_known_for_as_long_as_a_ticket_lives() -> None:
    async with a_hub() as hub:
        hub.says = {"a": user("ana", "class")}
        await hub.comes("a")
        for hub.time in (3, 10, 30):
            await hub.checks()
            assert hub.members.groups("ana") == {"class"}
        hub.time = 100
        await hub.checks()
        assert hub.members.known("ana") is None


async def test_the_token_that_counts_is_the_one_by_which_somebody_is_known() -> None:
    async with a_hub() as hub:
        hub.says = {"good": user("ana")}
        await hub.comes("bad", cookie="good")
        hub.asked.clear()
        assert await hub.checks("ana") == {"ana": set()}
        assert hub.asked == ["good"]


async def test_a_ticket_opens_no_room_of_which_its_user_has_lost_the_group() -> None:
    [service] = configured(rooms={"algebra *": ["class"]}).JupyterHub.services
    place = read_place({**GIVEN, **service["environment"]})
    ticket = Ticket(id="1", user="ana", account="ana", room="algebra 1", kind="browser", expires=30)
    async with a_hub() as hub:
        socket: Any = SimpleNamespace(place=place, members=hub.members)
        assert not SocketHandler.admits(socket, ticket)
        hub.says = {"a": user("ana", "class")}
        await hub.comes("a")
        assert SocketHandler.admits(socket, ticket)
        hub.says = {"a": user("ana")}
        await hub.checks("ana")
        with pytest.raises(Refusal, match="not-your-room"):
            SocketHandler.admits(socket, ticket)


@pytest.mark.parametrize("query", ["token=secret", "code=secret&state=more", "x&token=secret"])
def test_no_token_stands_in_the_log(query: str) -> None:
    line = f"404 GET /services/videoroom/nothing?{query} (127.0.0.1) 1.00ms. Why? x = 1"
    record = logging.LogRecord("tornado.access", logging.WARNING, "", 0, line, (), None)
    assert WithoutQueries().format(record) == "404 GET /services/videoroom/nothing?... (127.0.0.1) 1.00ms. Why? x = 1"
