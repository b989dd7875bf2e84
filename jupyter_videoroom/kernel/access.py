"""Finding the Jupyter server, and asking it for a ticket."""

from __future__ import annotations

import logging
import os
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from ssl import SSLContext
from typing import TypeAlias
from urllib.parse import quote, urljoin, urlsplit

from tornado.httpclient import HTTPResponse

from ..protocol.codec import decode_reply, decode_shared, encode, from_plain
from ..protocol.messages import PROTOCOL_VERSION, ErrorReply, Kind, SharedObject, TicketReply, TicketRequest
from ..servers import CERTIFICATE, SERVICE, AddressError, parse_address, servers_around, told_base
from .errors import Refused, words
from .requests import SIGN_IN, Server, TicketRefused, ask
from .show import Form

log = logging.getLogger(__name__)

FORBIDDEN, NOT_FOUND = (401, 403), 404

FIX = (
    'Give connect(url="http://host:8888/", token="...") what "jupyter server list" shows, '
    "or set JUPYTER_VIDEOROOM_URL and JUPYTER_VIDEOROOM_TOKEN."
)


@dataclass(frozen=True)
class SocketTicket:
    """Where to open the socket, with what sign-in, and the one-time ticket for its first message."""

    url: str
    headers: dict[str, str] = field(repr=False)
    ticket: str = field(repr=False)
    trust: SSLContext | None = None


AskPage: TypeAlias = Callable[[], Awaitable[object]]
"""What the page has answered, in plain values; None if it has not."""


class Access:
    """Tickets for one room. `ask_page`: how the notebook's page is asked for one, which is in its user's name."""

    def __init__(
        self, room: str, url: str = "", token: str = "", kind: Kind = "kernel", ask_page: AskPage | None = None
    ) -> None:
        self._room = room
        if url:
            # Who mistypes an address hears of it at once.
            parse_address(url)
        self._url, self._token = url, token
        self._kind = kind
        self._ask_page = ask_page
        # A token says that one may come in, and not who one is: Jupyter keeps the name it makes up in a cookie.
        # They are of one server each, and nobody else's business.
        self._cookies: dict[str, dict[str, str]] = {}
        # The one that gave the last ticket.
        self._server: Server | None = None
        self._by_page = False

    async def show(self, token: str, title: str, form: Form) -> SharedObject:
        """Have something shown to all of the room, by whom this session token names; Refused says why not."""
        server = self._server
        if server is None:
            raise Refused("no-server", f"This kernel has not found its server yet. {FIX}")
        own = {"Content-Type": form.type, "X-Videoroom-Token": token, "X-Videoroom-Title": quote(title)}
        reply, _ = await ask(server, self._path("objects"), {**self._headers(server), **own}, form.body)
        if reply.code == 200:
            return decode_shared(reply.body)
        said = decode_reply(reply.body, ErrorReply)
        raise Refused(said.code, words(said.code, said.message, said.fix)) if said else refusal(reply, server)

    async def socket_ticket(self) -> SocketTicket:
        """From the page, or the first server that gives a ticket; NoServer tells why none did."""
        tried: list[str] = []
        final = True
        if self._ask_page:
            try:
                return await self._through_page(*read_answer(await self._ask_page()))
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

    async def _through_page(self, reply: TicketReply, base: str) -> SocketTicket:
        """The page's ticket; the socket is opened with the kernel's own sign-in, if it has any."""
        unreached: list[str] = []
        for server in (*find_servers(self._url, self._token), Server(base, "", "the page's own address")):
            try:
                self._server, self._by_page = await self._reach(server), True
                return socket_ticket(self._server, self._headers(self._server), reply)
            except TicketRefused as refusal:
                unreached.append(f"{server.url} ({server.found}): {refusal}")
        where = "; ".join(unreached)
        raise TicketRefused(f"it has a ticket, but the server cannot be reached from here: {where}", final=False)

    async def _reach(self, server: Server) -> Server:
        """The server, if it is one of Jupyter with our extension: that this request is not let in does not matter."""
        reply, server = await ask(server, "videoroom/api/health", self._headers(server))
        if reply.code not in (200, *FORBIDDEN):
            raise refusal(reply, server)
        if "json" not in reply.headers.get("Content-Type", ""):
            raise TicketRefused(SIGN_IN, final=True)
        return server

    async def _ask(self, server: Server) -> SocketTicket:
        headers = {"Content-Type": "application/json", **self._headers(server)}
        reply, server = await ask(server, self._path("ticket"), headers, encode(TicketRequest(kind=self._kind)))
        if reply.code != 200:
            raise refusal(reply, server)
        ticket = decode_reply(reply.body, TicketReply)
        if ticket is None:
            raise TicketRefused(SIGN_IN, final=True)
        self._keep_cookies(server, reply)
        self._server, self._by_page = server, False
        return socket_ticket(server, self._headers(server), ticket)

    def _path(self, what: str) -> str:
        return f"videoroom/api/rooms/{quote(self._room, safe='')}/{what}"

    def _headers(self, server: Server) -> dict[str, str]:
        kept = self._cookies.get(server.url, {})
        cookies = "; ".join(f"{name}={value}" for name, value in {**kept, **server.cookies}.items())
        return {**server.headers, **({"Cookie": cookies} if cookies else {})}

    def _keep_cookies(self, server: Server, reply: HTTPResponse) -> None:
        kept = self._cookies.setdefault(server.url, {})
        for line in reply.headers.get_list("Set-Cookie"):
            kept |= {name: crumb.coded_value for name, crumb in SimpleCookie(line).items()}


SIGN_IN_WANTED = (
    "it wants a sign-in, and this kernel knows no token; where somebody has entered the room in the notebook, "
    "their page lets the kernel in"
)
NOWHERE = (
    "no server was found: no url was given, JUPYTER_VIDEOROOM_URL is not set, this is no kernel of a JupyterHub "
    "server nor in a terminal of Jupyter's, and the process that started this one left no file in the runtime directory"
)


def find_servers(url: str, token: str) -> Iterator[Server]:
    """Where the server may be, the surest first. What is named is not second-guessed."""
    environment = os.environ
    own = environment.get("JUPYTER_VIDEOROOM_TOKEN", "")
    for pasted, found in (
        (url, "the url given"),
        (environment.get("JUPYTER_VIDEOROOM_URL", ""), "JUPYTER_VIDEOROOM_URL"),
    ):
        if pasted:
            yield named_server(pasted, token, own, found)
            return
    if service := told_base(SERVICE):
        # On a Hub rooms are its own, and no server's.
        yield Server(service, token or environment.get("JUPYTERHUB_API_TOKEN", ""), "the Hub's service", beside=True)
        return
    if hub := told_base("JUPYTERHUB_SERVICE_URL"):
        base = urljoin(hub, environment.get("JUPYTERHUB_SERVICE_PREFIX", ""))
        hub_token = token or environment.get("JUPYTERHUB_API_TOKEN", "")
        yield Server(base, hub_token, "JUPYTERHUB_SERVICE_URL", beside=True)
    yield from running_servers(token)


def named_server(pasted: str, token: str, default: str, found: str) -> Server:
    """The server of an address; TicketRefused says what is wrong with it."""
    try:
        address = parse_address(pasted)
    except AddressError as error:
        raise TicketRefused(f"{found}: {error}", final=True) from None
    return Server(address.base, token or address.token or default, found)


def running_servers(token: str) -> Iterator[Server]:
    """The server that started this process, or the terminal around it."""
    none_yet = True
    for server in servers_around():
        none_yet = False
        found, own = f"file {server.file}", token or server.token
        certificate = os.environ.get(CERTIFICATE, "") if server.secure else ""
        for base in server.bases:
            yield Server(base, own, found, certificate, beside=True)
        if certificate:
            # Another one may be in the file by now, renewed by an authority that everybody trusts.
            yield Server(server.base, own, found, beside=True)
    if none_yet and (base := told_base("JUPYTER_SERVER_URL")):
        yield Server(base, token or os.environ.get("JUPYTER_TOKEN", ""), "JUPYTER_SERVER_URL", beside=True)


def socket_ticket(server: Server, headers: dict[str, str], reply: TicketReply) -> SocketTicket:
    """Where a ticket is good, and how; TicketRefused if the server speaks another version."""
    if reply.version != PROTOCOL_VERSION:
        older = "kernel's" if reply.version > PROTOCOL_VERSION else "server's"
        raise TicketRefused(
            f"it speaks version {reply.version} of the protocol, this kernel {PROTOCOL_VERSION}: "
            f"update jupyter-videoroom in the {older} environment.",
            final=True,
        )
    url = socket_url(server, reply.url)
    # Where sockets have another host, that one has the ticket, and no business with the rest.
    own = urlsplit(url).netloc == urlsplit(server.url).netloc
    return SocketTicket(url, headers if own else {}, reply.ticket, server.trust())


def socket_url(server: Server, told: str) -> str:
    """Where the socket is. Beside the server, what it says of addresses for browsers does not matter."""
    url = urlsplit(urljoin(server.url, urlsplit(told).path if server.beside else told))
    return url._replace(scheme={"http": "ws", "https": "wss"}.get(url.scheme, url.scheme)).geturl()


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
    if said := decode_reply(reply.body, ErrorReply):
        return TicketRefused(words(said.code, said.message, said.fix), final=said.code != "too-fast")
    if reply.code == NOT_FOUND:
        return TicketRefused("it has no jupyter-videoroom: install it in the server's environment", final=False)
    if reply.code in FORBIDDEN:
        why = "it did not take the token" if server.token else SIGN_IN_WANTED
        return TicketRefused(f"{why} (HTTP {reply.code})", final=True)
    return TicketRefused(f"it failed (HTTP {reply.code}); its log says more", final=False)
