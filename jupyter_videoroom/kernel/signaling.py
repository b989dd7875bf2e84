"""The WebSocket to the room: lost and made again as often as it takes, with nothing lost or doubled."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable
from contextlib import suppress
from typing import Any, Protocol

from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, WebSocketClosedError, websocket_connect

from ..protocol.codec import decode_server_frame, encode, frame
from ..protocol.delivery import Delivery
from ..protocol.errors import Refusal
from ..protocol.messages import (
    PROTOCOL_VERSION,
    ClientMessage,
    Credentials,
    Hello,
    Leave,
    Ping,
    Pong,
    Problem,
    Resume,
    ServerMessage,
    Welcome,
)
from .access import SocketTicket
from .errors import AGAIN, UPDATE, Disconnected, Refused, RoomError, words
from .requests import SECONDS, TicketRefused

log = logging.getLogger(__name__)

# The server pings every 5 s.
SILENCE = 12.0
# The roster of a room of thousands.
MAX_ROSTER = 16 * 1024 * 1024
UNAUTHORIZED, FORBIDDEN, REPLACED, FULL = 4401, 4403, 4409, 4429
# Trying again would end the same way.
FINAL = {4400, UNAUTHORIZED, FORBIDDEN, REPLACED, 4426, FULL}
GOODBYE = 1.0
GOING_AWAY = 1001
# Ways in which a connection ends that may be made again.
BROKEN = (OSError, HTTPClientError, WebSocketClosedError, asyncio.TimeoutError)


class Ports(Protocol):
    """What the socket is for."""

    async def socket_ticket(self) -> SocketTicket: ...

    def received(self, message: ServerMessage) -> None: ...

    def ended(self, error: RoomError) -> None:
        """The session is closed for good."""


class Signaling:
    """`run` is one task, in the thread's loop; all else is called there."""

    def __init__(self, ports: Ports, name: str = "") -> None:
        self._ports = ports
        self._name = name
        self._delivery = Delivery()
        self._socket: WebSocketClientConnection | None = None
        self._welcomed = False
        self._you = ""
        self.token = ""
        self._problem: Problem | None = None
        self._attempt = 0
        self._leaving = False
        self._gone = asyncio.Event()

    def send(self, message: ClientMessage) -> None:
        """Send, now or when the connection is back."""
        body = encode(message)
        seq = self._delivery.send(body)
        if self._welcomed:
            self._write(body, seq)

    async def run(self) -> None:
        """Until the session is closed for good."""
        try:
            await self._keep_connected()
        except RoomError as error:
            self._ports.ended(error)
        except Exception as error:
            log.exception("The signaling of a kernel failed")
            self._ports.ended(Disconnected(f"The kernel lost the room by a fault of its own: {error!r}. {AGAIN}"))
        finally:
            self._gone.set()

    async def leave(self) -> None:
        """Leave the room, and wait a moment for the server to hear it."""
        self._leaving = True
        if not self._welcomed:
            return
        self.send(Leave())
        # The server closes the socket of who has left, and then `run` is over.
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._gone.wait(), GOODBYE)

    async def _keep_connected(self) -> None:
        while not self._leaving:
            try:
                await self._converse(await self._ports.socket_ticket())
            except TicketRefused as refused:
                if refused.final or not self._you:
                    raise
            except BROKEN as error:
                if not self._you:
                    raise Disconnected(
                        f"The room's socket could not be opened ({error}). Try again; if that does not help, "
                        "look whether a proxy between here and the server lets WebSockets pass."
                    ) from error
            if not self._leaving:
                await asyncio.sleep(retry_delay(self._attempt, random.random()))  # noqa: S311
                self._attempt += 1

    async def _converse(self, ticket: SocketTicket) -> None:
        request = HTTPRequest(
            ticket.url,
            headers=ticket.headers,
            connect_timeout=SECONDS,
            follow_redirects=False,
            ssl_options=ticket.trust,
        )
        self._problem = None
        self._socket = socket = await websocket_connect(request, max_message_size=MAX_ROSTER)
        try:
            self._write(encode(self._hello(ticket.ticket)))
            while (data := await asyncio.wait_for(socket.read_message(), SILENCE)) is not None:
                self._hear(data)
        except Refusal:
            # Messages were lost on the way: resuming brings them back.
            pass
        except BROKEN:
            raise
        except Exception:
            # Nobody need wait for a kernel that has failed.
            socket.close(GOING_AWAY)
            raise
        finally:
            self._socket, self._welcomed = None, False
            socket.close()
        self._judge(socket.close_code)

    def _hello(self, ticket: str) -> Hello:
        resume = Resume(token=self.token, seq=self._delivery.received) if self.token else None
        return Hello(version=PROTOCOL_VERSION, ticket=ticket, name=self._name or None, resume=resume)

    def _hear(self, data: str | bytes) -> None:
        try:
            incoming = decode_server_frame(data)
        except ValueError as error:
            raise Refused("unreadable", f"The server says what this kernel cannot read ({error}). {UPDATE}") from error
        self._delivery.acknowledge(incoming.ack)
        if self._delivery.accept(incoming.seq):
            self._take(incoming.body)

    def _take(self, message: ServerMessage) -> None:
        if isinstance(message, Ping):
            self._write(encode(Pong()))
            return
        if isinstance(message, Problem):
            self._problem = message
        if isinstance(message, Credentials):
            self.token = message.token
        if isinstance(message, Welcome):
            self._begin(message)
        self._ports.received(message)

    def _begin(self, welcome: Welcome) -> None:
        self.token = welcome.credentials.token
        self._attempt = 0
        if welcome.resumed:
            self._delivery.acknowledge(welcome.received)
        else:
            self._start_over(welcome)
        self._you, self._welcomed = welcome.you, True
        for seq, body in self._delivery.unacknowledged():
            self._write(body, seq)

    def _start_over(self, welcome: Welcome) -> None:
        """Numbers begin anew; what the same participant had said and nobody confirmed is said again."""
        unsaid = self._delivery.unacknowledged() if self._you in ("", welcome.you) else []
        self._delivery = Delivery()
        self._delivery.sent, self._delivery.received = welcome.received, welcome.seq
        for _, body in unsaid:
            self._delivery.send(body)

    def _judge(self, code: int | None) -> None:
        """What the end of a socket means: nothing, or the end of all."""
        if self._leaving or code not in FINAL:
            return
        if code in (UNAUTHORIZED, FORBIDDEN) and self.token:
            # A session token that is too old, or of the user that another ticket named, is no reason to stay out:
            # the next ticket is a new beginning.
            self.token = ""
            return
        if code == FULL and self._you:
            return
        problem = self._problem
        if problem is None:
            raise Refused(str(code), f"The server closed the socket ({code}). {AGAIN}")
        raise Refused(problem.code, words(problem.code, problem.message, problem.fix))

    def _write(self, body: bytes, seq: int = 0) -> None:
        if self._socket is None:
            return
        try:
            # As text, which is what pages send.
            sending = self._socket.write_message(frame(body, seq, self._delivery.received).decode())
        except WebSocketClosedError:
            return
        _forget(sending)


def _forget(sending: Awaitable[Any]) -> None:
    """The task that reads the socket notices when it breaks."""
    future = asyncio.ensure_future(sending)
    future.add_done_callback(lambda done: done.cancelled() or done.exception())


def retry_delay(attempt: int, jitter: float) -> float:
    """Seconds to wait before retry number `attempt` (from 0), as pages do. `jitter` is in [0, 1)."""
    return 0.0 if attempt == 0 else min(0.3 * attempt**2, 5.0) + jitter
