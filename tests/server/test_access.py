"""Who gets in: every handler is authenticated and authorized, however one signs in."""

from __future__ import annotations

import urllib.parse
from pathlib import Path

import pytest
from jupyter_server.auth.security import passwd
from tornado.httpclient import HTTPClientError

from jupyter_videoroom.protocol.messages import PROTOCOL_VERSION

from ..browser.servers import Jupyter
from .visitor import Visitor, signing_key

REST = [
    ("POST", "videoroom/api/rooms/algebra/ticket"),
    ("GET", "videoroom/api/rooms/algebra"),
    ("GET", "videoroom/api/health"),
]


@pytest.mark.parametrize(("method", "path"), REST)
def test_a_stranger_is_refused(server: Jupyter, method: str, path: str) -> None:
    stranger = Visitor(server, sign_in=False)
    assert stranger.ask(method, path, {"Authorization": "token wrong"}, b"{}").status == 403
    assert stranger.ask(method, path).status == 403


@pytest.mark.parametrize(("method", "path"), REST)
def test_the_token_opens(server: Jupyter, method: str, path: str) -> None:
    script = Visitor(server, sign_in=False)
    body = b"{}" if method == "POST" else None
    assert script.ask(method, path, {"Authorization": f"token {server.token}"}, body).status == 200


def test_a_cookie_needs_the_xsrf_header_too(server: Jupyter) -> None:
    page = Visitor(server)
    assert page.ask("POST", REST[0][1], body=b"{}").status == 403
    assert page.ticket("algebra")["version"] == PROTOCOL_VERSION


def test_a_password_opens(tmp_path: Path) -> None:
    password = f"--PasswordIdentityProvider.hashed_password={passwd('pass', 'sha256')}"
    with Jupyter(tmp_path, "lab", password, token="") as server:
        page = Visitor(server, sign_in=False)
        assert page.ask("POST", REST[0][1], body=b"{}").status == 403
        page.ask("GET", "login")
        form = urllib.parse.urlencode({"password": "pass", "_xsrf": page.cookie("_xsrf")}).encode()
        page.ask("POST", "login?next=%2Fu%2Fx%2Fapi", body=form)
        assert page.ticket("algebra")["ticket"]


async def test_a_socket_is_refused_to_strangers(server: Jupyter) -> None:
    with pytest.raises(HTTPClientError, match="403"):
        await Visitor(server, sign_in=False).opens_socket()


async def test_a_socket_is_refused_to_pages_from_elsewhere(server: Jupyter) -> None:
    with pytest.raises(HTTPClientError, match="403"):
        await Visitor(server).opens_socket(Origin="http://evil.example")


async def test_the_authorizer_is_asked(tmp_path: Path) -> None:
    with Jupyter(tmp_path, "lab", "--ServerApp.authorizer_class=tests.server.authorizer.MayOnlyLook") as server:
        page = Visitor(server)
        xsrf = {"X-XSRFToken": page.cookie("_xsrf")}
        assert page.ask("GET", "videoroom/api/rooms/algebra", xsrf).status == 200
        assert page.ask("POST", "videoroom/api/rooms/algebra/ticket", xsrf, b"{}").status == 403
        with pytest.raises(HTTPClientError, match="403"):
            await page.opens_socket()


def test_a_ticket_is_not_cached_and_its_socket_is_below_the_base_url(server: Jupyter) -> None:
    page = Visitor(server)
    headers = {"X-XSRFToken": page.cookie("_xsrf")}
    reply = page.ask("POST", "videoroom/api/rooms/algebra/ticket", headers, b"{}")
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.json["url"] == "/u/x/videoroom/api/socket"
    assert reply.json["ticket"] not in reply.json["url"]


def test_a_name_that_is_none_is_refused_by_name(server: Jupyter) -> None:
    page = Visitor(server)
    headers = {"X-XSRFToken": page.cookie("_xsrf")}
    for name in ("%3Cb%3E", "a%0Ab", "x" * 65):
        assert "bad-room-name" in page.ask("POST", f"videoroom/api/rooms/{name}/ticket", headers, b"{}").json
        assert "bad-room-name" in page.ask("GET", f"videoroom/api/rooms/{name}", headers).json


def test_the_signing_key_is_the_owner_s_alone(server: Jupyter) -> None:
    Visitor(server).ticket("algebra")
    assert signing_key(server).stat().st_mode & 0o777 == 0o600
