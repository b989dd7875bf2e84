"""Outputs that are shown to everybody: stored, listed, and never anything that could run."""

from __future__ import annotations

import json

import pytest

from jupyter_videoroom.protocol import messages as wire

from ..browser.servers import Jupyter
from .visitor import Line, Reply, Visitor

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0"
TABLE = b'{"columns": [{"toString": 1}], "rows": []}'
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(2)</script></svg>"


def shows(page: Visitor, line: Line, body: bytes, type: str = "image/png", **headers: str) -> Reply:
    path = f"videoroom/api/rooms/{line.welcome.room.replace(' ', '%20')}/objects"
    own = {"X-XSRFToken": page.cookie("_xsrf"), "X-Videoroom-Token": line.token, "Content-Type": type}
    return page.ask("POST", path, {**own, "X-Videoroom-Title": "A%20pl%C3%B6t", **headers}, body)


async def test_everybody_is_told_and_newcomers_too(server: Jupyter, room: str) -> None:
    page, other = Visitor(server), Visitor(server)
    ana, bo = await page.enters(room, "Ana"), await other.enters(room, "Bo")
    assert (await bo.hears(wire.Shared)).objects == []
    reply = shows(page, ana, PNG)
    assert reply.status == 200
    (told,) = (await bo.hears(wire.Shared)).objects
    assert (told.name, told.title, told.type, told.size) == ("Ana", "A plöt", "image/png", len(PNG))
    late = await Visitor(server).enters(room)
    assert (await late.hears(wire.Shared)).objects == [told]
    missing = other.ask("GET", f"videoroom/api/rooms/{room.replace(' ', '%20')}/objects/999999")
    assert (missing.status, json.loads(missing.json)["code"]) == (404, "no-such-object")
    got = other.ask("GET", f"videoroom/api/rooms/{room.replace(' ', '%20')}/objects/{told.id}")
    assert "IHDR" in got.json


async def test_what_is_opened_by_itself_can_do_nothing(server: Jupyter, room: str) -> None:
    page = Visitor(server)
    ana = await page.enters(room)
    told = json.loads(json.dumps(shows(page, ana, SVG, "image/svg+xml").json))
    got = page.ask("GET", f"videoroom/api/rooms/{room.replace(' ', '%20')}/objects/{told['id']}")
    assert got.headers["Content-Type"] == "image/svg+xml"
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Disposition"] == "attachment"


@pytest.mark.parametrize(
    ("type", "headers", "body", "code"),
    [
        ("text/html", {}, b"x", "bad-object"),
        ("application/javascript", {}, b"x", "bad-object"),
        ("application/json", {}, TABLE, "bad-object"),
        ("image/png", {}, PNG + bytes(2 * 1024 * 1024), "object-too-large"),
        ("image/png", {"X-Videoroom-Token": "a.b.c"}, PNG, "token-forged"),
        ("image/png", {"X-Videoroom-Token": ""}, PNG, "token-forged"),
    ],
)
async def test_what_is_refused(
    server: Jupyter, room: str, type: str, headers: dict[str, str], body: bytes, code: str
) -> None:
    page = Visitor(server)
    ana = await page.enters(room)
    reply = shows(page, ana, body, type, **headers)
    assert reply.status >= 400
    assert json.loads(reply.json)["code"] == code


async def test_only_those_who_are_there_may_show(server: Jupyter, room: str) -> None:
    page = Visitor(server)
    ana, bo = await page.enters(room), await Visitor(server).enters(room)
    await ana.says(wire.Leave())
    await bo.sees(bo.me)
    assert shows(page, ana, PNG).status == 403
    # What others send is not even looked at.
    assert shows(page, ana, b"no picture").status == 403
    assert Visitor(server, sign_in=False).ask("GET", "videoroom/api/rooms/algebra/objects/1").status == 403
