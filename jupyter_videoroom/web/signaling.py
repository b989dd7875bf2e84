"""The signaling socket: a hello with a ticket first, then frames, until either end closes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from typing import Any, cast

from tornado.iostream import IOStream, StreamBufferFullError
from tornado.websocket import WebSocketClosedError, WebSocketHandler, WebSocketProtocol13

from ..core.effects import Refused
from ..live import LiveRoom
from ..protocol.codec import decode_client_frame, encode, frame
from ..protocol.errors import Refusal
from ..protocol.messages import MAX_FRAME, Hello
from ..rooms import Rooms
from ..seat import Seat
from ..tokens import Ticket

log = logging.getLogger(__name__)

# A page sends its hello as soon as the socket is open; this allows for a slow line.
HELLO_SECONDS = 10.0
# Clients do not come back after this: they would send the same again.
UNREADABLE = 4400


class SignalingSocket(WebSocketHandler):
    """Implements `Connection`. Mixed into a handler that knows the rooms; who the user is, the ticket tells."""

    known = True
    """Whether the handshake said who the user is; otherwise only so many wait at a time."""
    hello_seconds = HELLO_SECONDS
    """How long the hello may take."""
    _room: LiveRoom
    _seat: Seat | None = None
    _sending: asyncio.Future[None] | None = None
    _deadline: asyncio.TimerHandle | None = None
    _refused = False

    @property
    def rooms(self) -> Rooms:
        raise NotImplementedError

    def admits(self, ticket: Ticket) -> bool:
        """Whether this ticket may come by this socket: who has opened it, only the composition root knows."""
        raise NotImplementedError

    @property
    def max_message_size(self) -> int:
        """Tornado closes the socket with 1009 at a larger one."""
        return MAX_FRAME

    def open(self, *args: str, **kwargs: str) -> None:
        self.set_nodelay(True)
        self._stream().max_write_buffer_size = self.rooms.rules.max_unread
        loop = asyncio.get_running_loop()
        self._deadline = loop.call_later(self.hello_seconds, self._refuse, Refusal("hello-first"))
        if not self.known:
            self.rooms.pending.add(self)

    def on_message(self, message: str | bytes) -> Awaitable[None] | None:
        if self._refused:
            return None
        if self._seat is None:
            return self._enter(message)
        try:
            self._room.receive(self._seat, self, message)
        except Refusal as refusal:
            self._refuse(refusal)
        # Tornado reads no further until this is over, and a sender whose messages are not read has to wait.
        wait = self._room.pace(self._seat, _size(message))
        return asyncio.sleep(wait) if wait > 0 else None

    def on_close(self) -> None:
        self._stop_waiting()
        if self._sending:
            _forget(self._sending)
        if self._seat:
            self._room.disconnected(self._seat, self, self.close_code)

    def send(self, frame: bytes) -> None:
        try:
            sending, self._sending = self._sending, self.write_message(frame)
        except WebSocketClosedError:
            return
        except StreamBufferFullError:
            # Not a close frame, which would have to wait behind all the rest.
            self._stream().close()
            return
        if sending:
            _forget(sending)

    def drop(self) -> None:
        """Close the socket and give no reason: to tell each one of a flood would cost still more."""
        self.rooms.observers.report("", Refused("", "hello-first"))
        self._stream().close()

    async def _enter(self, message: str | bytes) -> None:
        self._stop_waiting()
        try:
            hello = decode_client_frame(message).body
            if not isinstance(hello, Hello):
                raise Refusal("hello-first")
            room, seat = await self.rooms.enter(self, hello, self.admits)
        except Refusal as refusal:
            self._refuse(refusal)
            return
        self._room, self._seat = room, seat
        if self.ws_connection is None:
            # It closed while the ticket was being looked up, before there was a seat to speak of.
            room.disconnected(seat, self, self.close_code)

    def _stop_waiting(self) -> None:
        self.rooms.pending.discard(self)
        if self._deadline:
            self._deadline.cancel()

    def _stream(self) -> IOStream:
        assert self.ws_connection is not None  # noqa: S101
        return cast("WebSocketProtocol13", self.ws_connection).stream

    def _refuse(self, refusal: Refusal) -> None:
        self._refused = True
        log.warning("A signaling socket from %s was refused: %s", self.request.remote_ip, refusal)
        self.rooms.observers.report("", Refused(self._seat.id if self._seat else "", refusal.code))
        self.send(frame(encode(refusal.as_problem())))
        self.close(refusal.words.close, refusal.code)
        if self._seat and refusal.words.close == UNREADABLE:
            self._room.dismiss(self._seat, self)


def _size(message: str | bytes) -> int:
    """In bytes, as it came; that of what is all ASCII, as signals are, is known without encoding it again."""
    return len(message) if isinstance(message, bytes) or message.isascii() else len(message.encode())


def _forget(sending: asyncio.Future[Any]) -> None:
    """The other end may go away in the middle of a frame: on_close tells, so nobody else needs to."""
    if not sending.done():
        sending.add_done_callback(_forget)
    elif not sending.cancelled():
        sending.exception()
