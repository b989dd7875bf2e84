"""Finding the Jupyter server, and asking it for a ticket."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote, urljoin, urlsplit

from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse

from ..protocol.codec import decode_error, decode_shared, decode_ticket, encode, from_plain
from ..protocol.messages import PROTOCOL_VERSION, Kind, SharedObject, TicketReply, TicketRequest
from .errors import NoServer, Refused
from .show import Form

log = logging.getLogger(__name__)

SECONDS = 10.0
FORBIDDEN, NOT_FOUND = (401, 403), 404

FIX = (
    'Give connect(url="http://host:8888/", token="...") what "jupyter server list" shows, '
    "or set JUPYTER_VIDEOROOM_URL and JUPYTER_VIDEOROOM_TOKEN."
)


@dataclass(frozen=True)
class Server:
    """A Jupyter server, what it takes for a sign-in, and how it was found."""

    url: str
    token: str = field(repr=False)
    found: str

    @property
    def headers(self) -> dict[str, str]:
        """The sign-in."""
        return {"Authorization": f"token {self.token}"} if self.token else {}


@dataclass(frozen=True)
class Door:
    """Where to open the socket, with what sign-in, and the one-time ticket for its first message."""

    url: str
    headers: dict[str, str] = field(repr=False)
    ticket: str = field(repr=False)


class TicketRefused(NoServer):
    """`final`: asking again by itself is of no use."""

    def __init__(self, why: str, *, final: bool) -> None:
        super().__init__(why)
        self.final = final


AskPage: TypeAlias = Callable[[], Awaitable[object]]
"""What the page has answered, in plain values; None if it has not."""


class Access:
    """Tickets for one room. `ask_page`: how the notebook's page is asked for one, which is in its user's name."""

    def __init__(
        self, room: str, url: str = "", token: str = "", kind: Kind = "kernel", ask_page: AskPage | None = None
    ) -> None:
        self._room = room
        self._url, self._token = url, token
        self._kind = kind
        self._ask_page = ask_page
        # A token says that one may come in, and not who one is: Jupyter keeps the name it makes up in a cookie.
        self._cookies: dict[str, str] = {}
        # The one that gave the last ticket.
        self._server: Server | None = None
        self._by_page = False

    async def show(self, token: str, title: str, form: Form) -> SharedObject:
        """Have something shown to all of the room, by whom this session token names; Refused says why not."""
        server = self._server
        if server is None:
            raise Refused("no-server", f"This kernel has not found its server yet. {FIX}")
        address = urljoin(server.url, f"videoroom/api/rooms/{quote(self._room, safe='')}/objects")
        own = {"Content-Type": form.type, "X-Videoroom-Token": token, "X-Videoroom-Title": quote(title)}
        reply = await post(address, {**self._headers(server), **own}, form.body)
        if reply.code == 200:
            return decode_shared(reply.body)
        said = decode_error(reply.body)
        raise Refused(said.code, f"{said.message} {said.fix}") if said else refusal(reply, server)

    async def door(self) -> Door:
        """From the page, or the first server that gives a ticket; NoServer tells why none did."""
        tried: list[str] = []
        final = True
        if self._ask_page:
            try:
                return self._through_page(*read_answer(await self._ask_page()))
            except TicketRefused as refusal:
                tried.append(f"the notebook's page: {refusal}")
                final = refusal.final
        for server in find_servers(self._url, self._token):
            try:
                return await self._ask(server)
            except TicketRefused as refusal:
                tried.append(f"{server.url} ({server.found}): {refusal}")
                final = final and refusal.final
        tried = tried or [NOWHERE]
        lines = "\n".join(f"  - {line}" for line in tried)
        raise TicketRefused(f"No Jupyter server let this kernel into {self._room!r}.\n{lines}\n{FIX}", final=final)

    async def introduction(self, ask_page: AskPage) -> str | None:
        """A page's ticket for who came in by a token alone; None where a page has let them in, or gives none.

        From now on this is the page that is asked.
        """
        self._ask_page = ask_page
        if self._by_page:
            return None
        # At once, so that another page that enters at the same moment is not asked as well.
        self._by_page = True
        try:
            reply, _ = read_answer(await ask_page())
        except TicketRefused as refusal:
            log.info("A page does not introduce this kernel: %s", refusal)
            self.not_introduced()
            return None
        return reply.ticket

    def not_introduced(self) -> None:
        """The server did not take it: another page may try."""
        self._by_page = False

    def _through_page(self, reply: TicketReply, base: str) -> Door:
        """The page's ticket; the socket is opened with the kernel's own sign-in, if it has any."""
        server = next(find_servers(self._url, self._token), None) or Server(base, "", "the page")
        self._server, self._by_page = server, True
        return door(server, self._headers(server), reply)

    async def _ask(self, server: Server) -> Door:
        address = urljoin(server.url, f"videoroom/api/rooms/{quote(self._room, safe='')}/ticket")
        reply = await post(address, self._headers(server), encode(TicketRequest(kind=self._kind)))
        if reply.code != 200:
            raise refusal(reply, server)
        self._keep_cookies(reply)
        self._server, self._by_page = server, False
        return door(server, self._headers(server), decode_ticket(reply.body))

    def _headers(self, server: Server) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        return {**server.headers, **({"Cookie": cookies} if cookies else {})}

    def _keep_cookies(self, reply: HTTPResponse) -> None:
        for line in reply.headers.get_list("Set-Cookie"):
            self._cookies |= {name: crumb.coded_value for name, crumb in SimpleCookie(line).items()}


SIGN_IN_WANTED = (
    "it wants a sign-in, and this kernel knows no token; where somebody has entered the room in the notebook, "
    "their page lets the kernel in"
)
NOWHERE = (
    "no server was found: no url was given, JUPYTER_VIDEOROOM_URL is not set, this is no kernel of a JupyterHub "
    "server, and the process that started this one left no file in Jupyter's runtime directory"
)


def find_servers(url: str, token: str) -> Iterator[Server]:
    """Where the server may be, the surest first. What is named is not second-guessed."""
    environment = os.environ
    own = environment.get("JUPYTER_VIDEOROOM_TOKEN", "")
    if url:
        yield Server(as_base(url), token or own, "the url given")
        return
    if named := environment.get("JUPYTER_VIDEOROOM_URL"):
        yield Server(as_base(named), token or own, "JUPYTER_VIDEOROOM_URL")
        return
    if hub := environment.get("JUPYTERHUB_SERVICE_URL"):
        base = urljoin(hub, environment.get("JUPYTERHUB_SERVICE_PREFIX", ""))
        yield Server(as_base(base), token or environment.get("JUPYTERHUB_API_TOKEN", ""), "JUPYTERHUB_SERVICE_URL")
    yield from running_servers(token)


def running_servers(token: str) -> Iterator[Server]:
    """The server that started this process, by the file that it wrote when it started."""
    for pid in dict.fromkeys((os.environ.get("JPY_PARENT_PID", ""), str(os.getppid()))):
        for file in (runtime_directory() / f"{kind}-{pid}.json" for kind in ("jpserver", "nbserver")):
            try:
                about = json.loads(file.read_text())
                yield Server(as_base(about["url"]), token or about.get("token", ""), f"file {file.name}")
            except (OSError, ValueError, KeyError):
                continue


def runtime_directory() -> Path:
    """Where Jupyter keeps its servers' files."""
    from jupyter_core.paths import jupyter_runtime_dir  # noqa: PLC0415

    return Path(jupyter_runtime_dir())


def as_base(url: str) -> str:
    """A base URL: without a query, with the slash at its end. A copied address of JupyterLab is one too."""
    url = url.partition("?")[0].partition("#")[0].rstrip("/")
    return f"{url.removesuffix('/lab').removesuffix('/tree')}/"


def door(server: Server, headers: dict[str, str], reply: TicketReply) -> Door:
    """The ticket's door; TicketRefused if the server speaks another version."""
    if reply.version != PROTOCOL_VERSION:
        older = "kernel's" if reply.version > PROTOCOL_VERSION else "server's"
        raise TicketRefused(
            f"it speaks version {reply.version} of the protocol, this kernel {PROTOCOL_VERSION}: "
            f"update jupyter-videoroom in the {older} environment.",
            final=True,
        )
    # A page tells its own address of the socket, of which a kernel beside the server needs the path only.
    address = urljoin(server.url, urlsplit(reply.url).path)
    return Door(address.replace("http", "ws", 1), headers, reply.ticket)


async def post(address: str, headers: dict[str, str], body: bytes) -> HTTPResponse:
    """One request; TicketRefused if there is no answer."""
    client = AsyncHTTPClient(force_instance=True)
    headers = {"Content-Type": "application/json", **headers}
    request = HTTPRequest(address, "POST", headers, body, connect_timeout=SECONDS, request_timeout=SECONDS)
    try:
        return await client.fetch(request, raise_error=False)
    except (OSError, ValueError) as error:
        raise TicketRefused(f"it did not answer ({error})", final=False) from None
    finally:
        client.close()


def read_answer(answer: object) -> tuple[TicketReply, str]:
    """What a page hands on of its server's answer, and where that is for it; TicketRefused says why there is none."""
    try:
        match answer:
            case {"reply": reply, "base": str(base)}:
                return from_plain(reply, TicketReply), base
            case {"error": {"what": what, "why": why, "fix": fix}}:
                raise TicketRefused(" ".join(str(words) for words in (what, why, fix) if words), final=False)
    except ValueError:
        pass
    raise TicketRefused("it did not answer", final=False)


def refusal(reply: HTTPResponse, server: Server) -> TicketRefused:
    """A bad answer in words."""
    if said := decode_error(reply.body):
        return TicketRefused(f"{said.message} {said.fix}", final=said.code != "too-fast")
    if reply.code == NOT_FOUND:
        return TicketRefused("it has no jupyter-videoroom: install it in the server's environment", final=False)
    if reply.code in FORBIDDEN:
        why = "it did not take the token" if server.token else SIGN_IN_WANTED
        return TicketRefused(f"{why} (HTTP {reply.code})", final=True)
    return TicketRefused(f"it failed (HTTP {reply.code}); its log says more", final=False)
