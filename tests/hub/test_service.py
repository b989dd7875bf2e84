"""Who is who on a Hub, who may come in, and until when."""

from __future__ import annotations

import secrets
from typing import Any

from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from jupyter_videoroom.clock import steady_clock
from jupyter_videoroom.hub.place import CONFIG
from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.tokens import Tokens

from ..browser.waiting import until
from ..server.visitor import OPEN, Line
from .hub import STRANGER, TURN_SECRET, Hub


async def opens_socket(hub: Hub, **headers: str) -> Line:
    """As any program may, through the Hub's proxy."""
    address = hub.address("services/videoroom/api/socket").replace("http", "ws", 1)
    line = Line(await websocket_connect(HTTPRequest(address, headers=headers)))
    OPEN.append(line)
    return line


async def enters(hub: Hub, user: str, room: str, **how: Any) -> Line:
    line = await opens_socket(hub, Origin="https://ana.another-host.test")
    await line.says_hello(hub.ticket(user, room, **how).json["ticket"])
    line.welcome = await line.hears(wire.Welcome)
    return line


async def test_everybody_is_who_the_hub_says_however_they_come(hub: Hub, room: str) -> None:
    hub.start_server("ana")
    hub.start_server("ana", "second")
    token = hub.token("ana")
    for path in ("services/", "user/ana/", "user/ana/second/"):
        ana = await enters(hub, "ana", room, token=token, path=path)
        assert ana.welcome.user == "ana"
    bo = await enters(hub, "bo", room)
    roster = await bo.hears(wire.Roster)
    assert {(person.user, person.account) for person in roster.people} == {("ana", "ana"), ("bo", "bo")}
    # The token says who asks, and no server of another user helps with that.
    assert hub.ticket("ana", room, token=hub.token("bo"), path="user/ana/").status == 403
    body = b'{"user": "ana", "account": "ana", "sub": "ana"}'
    asked = hub.ask("POST", f"services/videoroom/api/rooms/{room.replace(' ', '%20')}/ticket", hub.token("bo"), body)
    line = await opens_socket(hub)
    await line.says_hello(asked.json["ticket"])
    assert (await line.hears(wire.Welcome)).user == "bo"


async def test_who_has_no_access_gets_nothing(hub: Hub, room: str) -> None:
    assert hub.ticket(STRANGER, room).json["code"] == "no-access"
    assert hub.ticket("", room, token="").json["code"] == "signed-out"
    assert hub.ticket("", room, token="made up").json["code"] == "signed-out"
    # A service may know much of the Hub, and is nobody who could talk.
    assert hub.ticket("", room, token=hub.admin).json["code"] == "no-access"
    for path in (f"rooms/{room.replace(' ', '%20')}", f"rooms/{room.replace(' ', '%20')}/objects/1", "activity"):
        assert hub.ask("GET", f"services/videoroom/api/{path}", hub.token(STRANGER)).status == 403
    page = hub.ask("GET", "services/videoroom/room/algebra", hub.token(STRANGER))
    assert (page.status, "let you use" in page.json) == (403, True)
    forger = Tokens(secrets.token_bytes(32), steady_clock(), deployment="anything")
    line = await opens_socket(hub)
    await line.says_hello(forger.ticket(user="ana", account="ana", room=room, kind="browser"))
    assert (await line.hears(wire.Problem)).code == "ticket-forged"


async def test_users_are_given_credentials_and_never_the_secrets_of_the_service(hub: Hub, room: str) -> None:
    hub.start_server("ana")
    environment = hub.environment("ana")
    assert "JUPYTERHUB_API_TOKEN" in environment
    assert CONFIG not in environment
    assert TURN_SECRET not in environment
    ana = await enters(hub, "ana", room)
    [turn] = ana.welcome.credentials.ice_servers
    assert (turn.urls, bool(turn.credential)) == (["turn:turn.test:3478"], True)
    assert TURN_SECRET not in str(ana.welcome)


async def test_who_signs_out_is_out_whatever_their_server_still_asks(hub: Hub, room: str) -> None:
    # No other test has given her a token that is still good.
    signed_in = hub.api("POST", "users/eve/tokens", {"note": "tests"}).json
    eve = await enters(hub, "eve", room, token=signed_in["token"])
    assert hub.ask("GET", "services/videoroom/api/activity", hub.token("eve")).status == 200
    assert hub.api("DELETE", f"users/eve/tokens/{signed_in['id']}").status == 204
    assert await eve.is_closed() == (4403, "sign-in-gone")


async def test_who_is_deleted_or_loses_access_is_out(hub: Hub, room: str) -> None:
    ana, eve, finn = [await enters(hub, user, room) for user in ("ana", "eve", "finn")]
    assert hub.api("DELETE", "users/eve").status == 204
    assert hub.api("DELETE", "groups/class/users", {"users": ["finn"]}).status == 200
    # The Hub has deleted one's tokens, and only taken something from the other's.
    for line, why in ((eve, "sign-in-gone"), (finn, "no-access")):
        assert (await line.hears(wire.Problem)).code == why
        assert await line.is_closed() == (4403, why)
    await ana.sees(ana.me)
    assert hub.ticket("finn", room).status == 403


async def test_groups_say_whose_room_it_is_and_who_is_its_host(hub: Hub) -> None:
    room = "seminar 1"
    assert hub.ticket("dora", room).json["code"] == "not-your-room"
    hub.api("POST", "groups/seminar/users", {"users": ["dora"]})
    # What the Hub has said before is believed for a while.
    until(lambda: hub.ticket("dora", room).status, lambda status: status == 200, "dora may come in", within=40)
    dora = await enters(hub, "dora", room)
    assert dora.welcome.role == "member"
    hub.api("POST", "groups/teachers/users", {"users": ["dora"]})
    assert (await dora.hears(wire.Granted)).role == "host"
    ahead = hub.ticket("dora", room).json["ticket"]
    hub.api("DELETE", "groups/teachers/users", {"users": ["dora"]})
    hub.api("DELETE", "groups/seminar/users", {"users": ["dora"]})
    assert await dora.is_closed() == (4403, "not-your-room")
    line = await opens_socket(hub)
    await line.says_hello(ahead)
    assert (await line.hears(wire.Problem)).code == "not-your-room"


async def test_a_call_counts_as_activity_of_its_user_s_server(hub: Hub, room: str) -> None:
    def is_active() -> bool:
        active: bool = hub.ask("GET", "services/videoroom/api/activity", hub.token("dora")).json["in_call"]
        return active

    dora = await enters(hub, "dora", room)
    assert not is_active()
    await dora.says(wire.Join(call="main"))
    await dora.hears(wire.Joined)
    assert is_active()
    await dora.says(wire.HangUp())
    until(is_active, lambda active: not active, "the call is over")
