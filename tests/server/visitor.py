"""Somebody with a browser's cookies and no browser: asks for tickets, opens sockets, says and hears messages."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any, TypeVar

from jupyter_server.auth.security import passwd
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.protocol.codec import decode_server_frame, encode, frame

from ..browser.servers import Jupyter

T = TypeVar("T")

# Every line of the running test, for conftest.py to hang up.
OPEN: list[Line] = []


@dataclass
class Reply:
    """An HTTP answer, good or bad."""

    status: int
    json: Any
    headers: dict[str, str]


class Visitor:
    """One user of one server: signs in with the token, as a page opened from the printed address does."""

    def __init__(self, server: Jupyter, *, sign_in: bool = True) -> None:
        self.server = server
        self.jar = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        if sign_in:
            self._opener.open(server.address(f"lab?token={server.token}")).read()

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes | None = None) -> Reply:
        """A request with this visitor's cookies and nothing else."""
        request = urllib.request.Request(self.server.address(path), body, headers or {}, method=method)
        try:
            with self._opener.open(request) as reply:
                text, headers = reply.read().decode(errors="replace"), dict(reply.headers)
                is_json = bool(text) and "json" in headers.get("Content-Type", "")
                return Reply(reply.status, json.loads(text) if is_json else text, headers)
        except urllib.error.HTTPError as error:
            with error:
                return Reply(error.code, error.read().decode(), dict(error.headers))

    def cookie(self, name: str) -> str:
        return next((c.value or "" for c in self.jar if c.name == name), "")

    def says_the_password(self) -> None:
        """In the form of the login page."""
        self.ask("GET", "login")
        form = urllib.parse.urlencode({"password": "pass", "_xsrf": self.cookie("_xsrf")}).encode()
        self.ask("POST", "login?next=%2Fu%2Fx%2Fapi", body=form)

    def ask_ticket(self, room: str, kind: wire.Kind = "browser") -> Reply:
        """As a page asks for it: cookie and XSRF header."""
        path = f"videoroom/api/rooms/{urllib.parse.quote(room, safe='')}/ticket"
        return self.ask("POST", path, {"X-XSRFToken": self.cookie("_xsrf")}, encode(wire.TicketRequest(kind=kind)))

    def ticket(self, room: str, kind: wire.Kind = "browser") -> dict[str, Any]:
        """One that is granted."""
        reply = self.ask_ticket(room, kind)
        assert reply.status == 200, reply
        ticket: dict[str, Any] = reply.json
        return ticket

    async def opens_socket(self, **headers: str) -> Line:
        """The socket, before any hello."""
        cookies = "; ".join(f"{c.name}={c.value}" for c in self.jar)
        url = self.server.address("videoroom/api/socket").replace("http", "ws", 1)
        line = Line(await websocket_connect(HTTPRequest(url, headers={"Cookie": cookies, **headers})))
        OPEN.append(line)
        return line

    async def enters(self, room: str, name: str = "", resume: wire.Resume | None = None) -> Line:
        """Ticket, socket, hello, welcome."""
        line = await self.opens_socket()
        await line.says_hello(self.ticket(room)["ticket"], name, resume)
        line.welcome = await line.hears(wire.Welcome)
        line.token = line.welcome.credentials.token
        return line


class Line:
    """A signaling socket from the client's end."""

    def __init__(self, socket: WebSocketClientConnection) -> None:
        self.socket = socket
        self._ended = False
        self.welcome: wire.Welcome
        self.token = ""
        self.sent = 0
        self.received = 0

    @property
    def me(self) -> str:
        return self.welcome.you

    @property
    def resume(self) -> wire.Resume:
        return wire.Resume(token=self.token, seq=self.received)

    async def says_hello(
        self, ticket: str, name: str = "", resume: wire.Resume | None = None, version: int = wire.PROTOCOL_VERSION
    ) -> None:
        hello = wire.Hello(version=version, ticket=ticket, name=name, resume=resume)
        await self.says_raw(frame(encode(hello)).decode())

    async def says(self, *messages: wire.ClientMessage) -> None:
        for message in messages:
            self.sent += 1
            await self.says_raw(frame(encode(message), self.sent, self.received).decode())

    async def says_raw(self, data: str | bytes) -> None:
        await self.socket.write_message(data, binary=isinstance(data, bytes))

    async def hears(self, kind: type[T]) -> T:
        """The next message of a kind; what comes before it is skipped."""
        while True:
            data = await self._read()
            assert data is not None, f"closed with {self.socket.close_code} while waiting for {kind.__name__}"
            received = decode_server_frame(data)
            self.received = received.seq or self.received
            if isinstance(received.body, wire.Credentials):
                self.token = received.body.token
            if isinstance(received.body, kind):
                return received.body

    async def sees(self, *ids: str) -> None:
        """Until exactly these are in the room."""
        people = {person.id for person in (await self.hears(wire.Roster)).people}
        while people != set(ids):
            presence = await self.hears(wire.Presence)
            people = (people | {person.id for person in presence.changed}) - set(presence.left)

    async def is_closed(self) -> tuple[int | None, str | None]:
        """What the server says when it closes."""
        while not self._ended:
            await self._read()
        return self.socket.close_code, self.socket.close_reason

    async def _read(self) -> str | bytes | None:
        """Tornado says once that there is no more to read, and would wait for ever the second time."""
        data = None if self._ended else await self.socket.read_message()
        self._ended = data is None
        return data

    def closes(self, code: int | None = None) -> None:
        self.socket.close(code)

    def breaks(self) -> None:
        """The connection is gone without a word."""
        OPEN.remove(self)
        assert self.socket.protocol
        self.socket.protocol._abort()
        self.socket.protocol = None


async def hang_up() -> None:
    """Every line that is still open."""
    while OPEN:
        line = OPEN.pop()
        line.closes()
        await line.is_closed()


def with_a_password(folder: Path, *options: str) -> Jupyter:
    """A server without a token, whose password is "pass"."""
    password = f"--PasswordIdentityProvider.hashed_password={passwd('pass', 'sha256')}"
    return Jupyter(folder, "lab", password, *options, token="")


def signing_key(server: Jupyter) -> Path:
    """Where the server keeps its key."""
    return server.data / "videoroom" / "signing.key"
