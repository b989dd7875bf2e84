"""Who gets in: every handler is authenticated and authorized, however one signs in."""

from __future__ import annotations

import asyncio
import urllib.parse
from pathlib import Path

import pytest
from tornado.httpclient import HTTPClientError

from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.protocol.messages import PROTOCOL_VERSION
from jupyter_videoroom.seat import MAX_PENDING

from ..browser.servers import Jupyter
from .visitor import Line, Visitor, signing_key, with_a_password

REST = [
    ("POST", "videoroom/api/rooms/algebra/ticket"),
    ("GET", "videoroom/api/rooms/algebra"),
    ("GET", "videoroom/api/health"),
]


@pytest.mark.parametrize(("method", "path"), REST)
def test_an_unknown_user_is_refused(server: Jupyter, method: str, path: str) -> None:
    nobody = Visitor(server, sign_in=False)
    assert nobody.ask(method, path, {"Authorization": "token wrong"}, b"{}").status == 403
    assert nobody.ask(method, path).status == 403


@pytest.mark.parametrize(("method", "path"), REST)
def test_the_token_opens(server: Jupyter, method: str, path: str) -> None:
    script = Visitor(server, sign_in=False)
    body = b"{}" if method == "POST" else None
    reply = script.ask(method, path, {"Authorization": f"token {server.token}"}, body)
    assert reply.status == 200 or "not-inside" in reply.json


def test_a_cookie_needs_the_xsrf_header_too(server: Jupyter) -> None:
    page = Visitor(server)
    assert page.ask("POST", REST[0][1], body=b"{}").status == 403
    assert page.ticket("algebra")["version"] == PROTOCOL_VERSION


def test_a_password_opens(tmp_path: Path) -> None:
    with with_a_password(tmp_path) as server:
        page = Visitor(server, sign_in=False)
        assert page.ask("POST", REST[0][1], body=b"{}").status == 403
        page.says_the_password()
        assert page.ticket("algebra")["ticket"]


async def test_behind_a_password_a_kernel_comes_in_by_the_ticket_of_a_page(tmp_path: Path) -> None:
    with with_a_password(tmp_path) as server:
        page, kernel = Visitor(server, sign_in=False), Visitor(server, sign_in=False)
        page.says_the_password()

        line = await kernel.opens_socket()
        await line.says_hello(page.ticket("algebra", "kernel")["ticket"])
        welcome = await line.hears(wire.Welcome)
        assert (await line.hears(wire.Roster)).people[0].kind == "kernel"
        assert welcome.user == (await page.enters("algebra")).welcome.user

        # What a page has for itself takes its cookie, too.
        robbed = await kernel.opens_socket()
        await robbed.says_hello(page.ticket("algebra")["ticket"])
        assert (await robbed.hears(wire.Problem)).code == "not-signed-in"
        assert await robbed.is_closed() == (4401, "not-signed-in")

        with pytest.raises(HTTPClientError, match="403"):
            await kernel.opens_socket(Origin=server.address("").removesuffix("/u/x/"))

        silent = await kernel.opens_socket()
        assert (await silent.hears(wire.Problem)).code == "hello-first"
        assert await silent.is_closed() == (4400, "hello-first")


async def test_a_page_s_ticket_comes_with_the_sign_in_that_it_was_made_for(server: Jupyter, room: str) -> None:
    page, other = Visitor(server), Visitor(server)
    line = await other.opens_socket()
    await line.says_hello(page.ticket(room)["ticket"])
    assert (await line.hears(wire.Problem)).code == "not-signed-in"
    assert await line.is_closed() == (4401, "not-signed-in")
    # A script with a bare token is another user to Jupyter at each request.
    script = await Visitor(server, sign_in=False).opens_socket(Authorization=f"token {server.token}")
    await script.says_hello(page.ticket(room)["ticket"])
    assert (await script.hears(wire.Welcome)).you


async def test_where_nobody_signs_in_the_ticket_alone_opens(tmp_path: Path) -> None:
    with Jupyter(tmp_path, "lab", token="") as server:
        page, other = Visitor(server), Visitor(server)
        line = await other.opens_socket()
        await line.says_hello(page.ticket("algebra")["ticket"])
        assert (await line.hears(wire.Welcome)).you


async def test_a_flood_of_unknown_sockets_keeps_no_kernel_out_that_comes_from_the_same_address(tmp_path: Path) -> None:
    with with_a_password(tmp_path) as server:
        nobody = Visitor(server, sign_in=False)
        pages = [Visitor(server, sign_in=False) for _ in range(3)]
        silent: list[Line] = []
        for number in range(30):
            silent += await asyncio.gather(*(nobody.opens_socket() for _ in range(8)))
            forger = await nobody.opens_socket()
            await forger.says_hello("a.b.c")
            assert (await forger.hears(wire.Problem)).code == "ticket-forged"
            page = pages[number % 3]
            if not page.jar:
                page.says_the_password()
            kernel = await nobody.opens_socket()
            await kernel.says_hello(page.ticket("algebra", "kernel")["ticket"])
            assert (await kernel.hears(wire.Welcome)).you
            assert (await page.enters(f"room {number}")).me
        assert len(silent) > MAX_PENDING


@pytest.mark.parametrize(("trusts", "allowed"), [(True, [200, 200, 429]), (False, [200, 429, 429])])
def test_a_proxy_s_word_counts_where_the_operator_trusts_it(tmp_path: Path, trusts: bool, allowed: list[int]) -> None:
    options = (f"--ServerApp.trust_xheaders={trusts}", "--VideoRooms.per_minute={'address-tickets': 1}")
    with Jupyter(tmp_path, "lab", *options) as server:
        path, headers = REST[0][1], {"Authorization": f"token {server.token}"}
        asked = [
            Visitor(server, sign_in=False).ask("POST", path, {**headers, "X-Forwarded-For": address}, b"{}").status
            for address in ("192.0.2.1", "192.0.2.2", "192.0.2.2")
        ]
        assert asked == allowed


PAGE = "videoroom/room/algebra"


def test_the_room_s_page_asks_an_unknown_user_to_sign_in(server: Jupyter) -> None:
    reply = Visitor(server, sign_in=False).ask("GET", PAGE)
    assert "password" in reply.json
    assert "data-room" not in reply.json


def test_the_room_s_page_holds_no_secret_and_runs_no_script_of_its_own(server: Jupyter) -> None:
    visitor = Visitor(server)
    reply = visitor.ask("GET", PAGE, {"Accept-Language": "de-AT,de;q=0.9,en;q=0.8"})
    assert '<html lang="de">' in reply.json
    assert 'data-room="algebra"' in reply.json
    assert '<script type="module" src="/u/x/static/videoroom/page.js"></script>' in reply.json
    assert not [secret for secret in (server.token, visitor.cookie("_xsrf")) if secret in reply.json]
    policy = reply.headers["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "camera=(self), microphone=(self), display-capture=(self)" in reply.headers["Permissions-Policy"]


def test_the_room_s_page_gives_the_cookie_that_its_ticket_needs(server: Jupyter) -> None:
    visitor = Visitor(server, sign_in=False)
    visitor.ask("GET", f"{PAGE}?token={server.token}")
    assert visitor.ticket("algebra")["ticket"]


@pytest.mark.parametrize("name", ["%3Cscript%3Ealert(1)%3C%2Fscript%3E", "a%0Ab", "x" * 65, "%7B%7B7*7%7D%7D"])
def test_a_name_that_no_room_has_is_not_even_repeated(server: Jupyter, name: str) -> None:
    reply = Visitor(server).ask("GET", f"videoroom/room/{name}")
    assert reply.status == 404
    assert "No video room can have this name" in reply.json
    assert urllib.parse.unquote(name) not in reply.json


async def test_a_socket_is_refused_to_the_pages_of_unknown_users(server: Jupyter) -> None:
    with pytest.raises(HTTPClientError, match="403"):
        await Visitor(server, sign_in=False).opens_socket(Origin=server.address("").removesuffix("/u/x/"))


async def test_a_socket_is_refused_to_pages_from_elsewhere(server: Jupyter) -> None:
    with pytest.raises(HTTPClientError, match="403"):
        await Visitor(server).opens_socket(Origin="http://evil.example")


ALLOWED, EVIL = "https://good.example", "https://evil.example"


@pytest.mark.parametrize("option", [f"allow_origin={ALLOWED}", r"allow_origin_pat=https://good\.example"])
async def test_pages_from_an_allowed_origin_are_let_in_as_jupyter_does_and_no_others(
    tmp_path: Path, option: str
) -> None:
    with Jupyter(tmp_path, "lab", f"--ServerApp.{option}") as server:
        page = Visitor(server)
        xsrf = {"X-XSRFToken": page.cookie("_xsrf")}
        await page.enters("algebra")
        for method, path in REST:
            body = b"{}" if method == "POST" else None
            assert page.ask("OPTIONS", path, {"Origin": ALLOWED}).headers["Access-Control-Allow-Origin"] == ALLOWED
            granted = page.ask(method, path, {**xsrf, "Origin": ALLOWED}, body)
            assert (granted.status, granted.headers["Access-Control-Allow-Origin"]) == (200, ALLOWED)
            if method == "POST":
                assert page.ask(method, path, {**xsrf, "Origin": EVIL}, body).status == 404
        line = await page.opens_socket(Origin=ALLOWED)
        await line.says_hello(page.ticket("algebra")["ticket"])
        assert (await line.hears(wire.Welcome)).you
        with pytest.raises(HTTPClientError, match="403"):
            await page.opens_socket(Origin=EVIL)
        # No cookie comes along from another site: Jupyter's own sockets take a token then, and so does ours.
        nobody = Visitor(server, sign_in=False)
        with pytest.raises(HTTPClientError, match="403"):
            await nobody.opens_socket(Origin=ALLOWED)
        assert await nobody.opens_socket(Origin=ALLOWED, Authorization=f"token {server.token}")


async def test_where_sockets_have_a_host_of_their_own_the_ticket_is_the_sign_in(tmp_path: Path) -> None:
    elsewhere = "wss://sockets.example:8443"
    with Jupyter(tmp_path, "lab", f"--ServerApp.websocket_url={elsewhere}") as server:
        page, nobody = Visitor(server), Visitor(server, sign_in=False)
        ticket = page.ticket("algebra")
        assert ticket["url"] == f"{elsewhere}/u/x/videoroom/api/socket"
        assert f"connect-src 'self' {elsewhere};" in page.ask("GET", PAGE).headers["Content-Security-Policy"]

        # Over there, the page's cookie is not known.
        line = await nobody.opens_socket(Origin=server.address("").removesuffix("/u/x/"))
        await line.says_hello(ticket["ticket"])
        assert (await line.hears(wire.Welcome)).you
        robbed = await nobody.opens_socket(Origin=EVIL)
        await robbed.says_hello(ticket["ticket"])
        assert (await robbed.hears(wire.Problem)).code == "ticket-used"
        with pytest.raises(HTTPClientError, match="403"):
            await page.opens_socket(Origin=EVIL)


async def test_the_authorizer_is_asked(tmp_path: Path) -> None:
    with Jupyter(tmp_path, "lab", "--ServerApp.authorizer_class=tests.server.authorizer.MayOnlyLook") as server:
        page = Visitor(server)
        xsrf = {"X-XSRFToken": page.cookie("_xsrf")}
        assert page.ask("GET", "videoroom/api/health", xsrf).status == 200
        assert page.ask("POST", "videoroom/api/rooms/algebra/ticket", xsrf, b"{}").status == 403
        with pytest.raises(HTTPClientError, match="403"):
            await page.opens_socket()


def test_a_kernel_s_ticket_takes_what_the_socket_takes(tmp_path: Path) -> None:
    with Jupyter(tmp_path, "lab", "--ServerApp.authorizer_class=tests.server.authorizer.MayNotExecute") as server:
        page = Visitor(server)
        assert page.ask_ticket("algebra").status == 200
        assert page.ask_ticket("algebra", "kernel").status == 403


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


async def test_who_is_in_a_room_and_what_is_shown_there_is_for_those_who_are_in_it(server: Jupyter, room: str) -> None:
    page, other = Visitor(server), Visitor(server)
    ana = await page.enters(room, "Ana")
    path = f"videoroom/api/rooms/{urllib.parse.quote(room)}"
    own = {"X-XSRFToken": page.cookie("_xsrf"), "X-Videoroom-Token": ana.token, "Content-Type": "text/plain"}
    shown = page.ask("POST", f"{path}/objects", own, b"words")
    paths = [path, f"{path}/objects/{shown.json['id']}"]

    def may(visitor: Visitor, **headers: str) -> list[bool]:
        replies = [visitor.ask("GET", path, {k.replace("_", "-"): v for k, v in headers.items()}) for path in paths]
        assert all(reply.status == 200 or "not-inside" in reply.json for reply in replies)
        return [reply.status == 200 for reply in replies]

    assert may(page) == [True, True]
    assert may(other) == [False, False]
    elsewhere = await other.enters(f"{room} elsewhere")
    assert may(other) == [False, False]
    refused = other.ask("GET", path, {"X-Videoroom-Token": elsewhere.token})
    assert "wrong-room" in refused.json
    # A kernel has no cookie, and says by its token who it is.
    kernel = await other.opens_socket()
    await kernel.says_hello(page.ticket(room, "kernel")["ticket"])
    token = (await kernel.hears(wire.Welcome)).credentials.token
    assert may(other, X_Videoroom_Token=token) == [True, True]
    kernel.closes(1001)
    await kernel.is_closed()

    # Nobody else is there to see them come back, after a reload and a broken line.
    ana.closes(1001)
    await ana.is_closed()
    assert may(page) == [False, False]
    again = await page.enters(room, "Ana")
    assert may(page) == [True, True]
    again.breaks()
    assert may(page) == [True, True]
    assert (await page.enters(room, "Ana", again.resume)).welcome.resumed
    assert may(page) == [True, True]


def test_the_signing_key_is_the_owner_s_alone(server: Jupyter) -> None:
    Visitor(server).ticket("algebra")
    assert signing_key(server).stat().st_mode & 0o777 == 0o600


async def test_a_kernel_is_introduced_by_a_page_s_ticket_and_by_nothing_else(server: Jupyter, room: str) -> None:
    page, kernel = Visitor(server), Visitor(server)
    ana = await page.enters(room, "Ana")
    line = await kernel.opens_socket()
    await line.says_hello(kernel.ticket(room, "kernel")["ticket"])
    await line.hears(wire.Welcome)
    good = page.ticket(room, "kernel")["ticket"]
    bad = {
        "ticket-forged": "nonsense",
        "not-allowed": page.ticket(room)["ticket"],
        "wrong-room": page.ticket("elsewhere", "kernel")["ticket"],
    }
    for code, ticket in bad.items():
        await line.says(wire.Introduce(ticket=ticket))
        assert (await line.hears(wire.Problem)).code == code
    await line.says(wire.Introduce(ticket=good))
    credentials = await line.hears(wire.Credentials)
    kernels: list[wire.Participant] = []
    while not kernels:
        kernels = [person for person in (await line.hears(wire.Presence)).changed if person.kind == "kernel"]
    assert [(person.user, person.name) for person in kernels] == [(ana.welcome.user, "kernel of Ana")]
    await line.says(wire.Introduce(ticket=good))
    assert (await line.hears(wire.Problem)).code == "ticket-used"

    # With what it was given it comes back as its owner's.
    again = await kernel.opens_socket()
    resume = wire.Resume(token=credentials.token, seq=line.received)
    await again.says_hello(page.ticket(room, "kernel")["ticket"], resume=resume)
    assert (await again.hears(wire.Welcome)).resumed
