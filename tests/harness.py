"""Rooms without a server around them: the clock and the stores are the test's, and sockets are lists."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from typing import Any, TypeVar

import pytest

from jupyter_videoroom.core.mesh import Mesh
from jupyter_videoroom.core.rules import Rules
from jupyter_videoroom.ice import Ice
from jupyter_videoroom.live import GOING_AWAY, LiveRoom
from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.protocol.codec import decode_server_frame, encode, frame
from jupyter_videoroom.protocol.errors import Refusal
from jupyter_videoroom.rooms import Rooms
from jupyter_videoroom.seat import Seat
from jupyter_videoroom.stores.memory import MemoryStore
from jupyter_videoroom.stores.port import Store, Stores
from jupyter_videoroom.tokens import Tokens

T = TypeVar("T")
KEY = b"k" * 32


def refused(code: str) -> pytest.RaisesExc[Refusal]:
    return pytest.raises(Refusal, match=f"^{code}:")


class Line:
    """A socket, with all that the server has sent through it."""

    def __init__(self) -> None:
        self.frames: list[wire.ServerFrame] = []
        self.closed: tuple[int, str] | None = None
        self.room: LiveRoom
        self.seat: Seat
        self.sent = 0

    def send(self, frame: bytes) -> None:
        if not self.closed:
            self.frames.append(decode_server_frame(frame))

    def close(self, code: int, reason: str) -> None:
        self.closed = code, reason

    @property
    def me(self) -> str:
        return self.last(wire.Welcome).you

    @property
    def received(self) -> int:
        return max((frame.seq for frame in self.frames), default=0)

    @property
    def resume(self) -> wire.Resume:
        return wire.Resume(token=self.token, seq=self.received)

    @property
    def token(self) -> str:
        welcome, later = self.last(wire.Welcome), self.all(wire.Credentials)
        return later[-1].token if later else welcome.credentials.token

    def all(self, kind: type[T]) -> list[T]:
        return [frame.body for frame in self.frames if isinstance(frame.body, kind)]

    def last(self, kind: type[T]) -> T:
        return self.all(kind)[-1]

    def says(self, *messages: wire.ClientMessage) -> None:
        for message in messages:
            self.sent += 1
            self.room.receive(self.seat, self, frame(encode(message), self.sent, self.received))

    def acknowledges(self, until: int | None = None) -> None:
        """All that has come so far, or what came up to this number."""
        if self.closed:
            return
        ack = self.received if until is None else until
        self.room.receive(self.seat, self, frame(encode(wire.Pong()), 0, ack))

    def breaks(self) -> None:
        """Gone without a word."""
        self.closed = 1006, ""
        self.room.disconnected(self.seat, self, None)

    def closes(self) -> None:
        """The page is closed, and says so."""
        self.closed = GOING_AWAY, ""
        self.room.disconnected(self.seat, self, GOING_AWAY)


class RoomsHarness:
    """Rooms that can be started again: with the same key and stores, as after a restart of the server."""

    def __init__(self, store: Store | None = None, rules: Rules | None = None, stores: Stores | None = None) -> None:
        self.now = 1_000_000.0
        self.stores = stores or Stores.all_in(store or MemoryStore())
        self.rules = rules or Rules()
        self.lines: list[Line] = []
        self.roles: dict[str, wire.Role] = {}
        self.starts()

    def starts(self) -> None:
        self.tokens = Tokens(KEY, lambda: self.now, deployment="here")
        self.rooms = Rooms(
            tokens=self.tokens,
            stores=self.stores,
            ice=Ice(),
            make_engine=lambda room: Mesh(self.rules),
            rules=self.rules,
            clock=lambda: self.now,
            role_for=self.role_for,
        )

    def role_for(self, user: str, room: str) -> wire.Role | Awaitable[wire.Role]:
        """As the test says."""
        return self.roles.get(user, "member")

    async def restarts(self) -> None:
        """All sockets are closed, and nobody has left."""
        for live in self.live():
            live.close(1012, "server-stopping")
        await self.settles()
        self.starts()

    def live(self) -> list[LiveRoom]:
        """The rooms that are open."""
        return list(self.rooms._live.values())

    def people(self, room: str = "algebra") -> list[wire.Participant]:
        """Who is in a room."""
        return [person.public() for live in self.live() if live.name == room for person in live.room.people.inside]

    def ticket(self, user: str, room: str = "algebra", **differing: Any) -> str:
        who = {"account": user, "kind": "browser", **differing}
        return self.tokens.ticket(user=user, room=room, **who)

    async def enters(self, user: str, room: str = "algebra", **entry: Any) -> Line:
        """A ticket, a socket, a hello, as for `knocks`, and all that comes of it; or a Refusal."""
        line = await self.knocks(user, room, **entry)
        await self.settles()
        return line

    async def knocks(
        self,
        user: str,
        room: str = "algebra",
        *,
        resume: wire.Resume | None = None,
        kind: wire.Kind = "browser",
    ) -> Line:
        """The same until the welcome."""
        line = Line()
        ticket = self.ticket(user, room, kind=kind)
        hello = wire.Hello(version=wire.PROTOCOL_VERSION, ticket=ticket, resume=resume)
        line.room, line.seat = await self.rooms.enter(line, hello, lambda ticket: True)
        self.lines.append(line)
        return line

    async def passes(self, seconds: float, room: str = "algebra") -> None:
        """Time goes by; all whose sockets are open answer all the while."""
        end = self.now + seconds
        while self.now < end:
            self.now = min(self.now + self.rules.sweep / 2, end)
            for line in self.lines:
                line.acknowledges()
            for live in self.live():
                if live.name == room:
                    live.advance()
        await self.settles()

    async def settles(self) -> None:
        """Until all that was begun with the store is done."""
        while tasks := [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]:
            with suppress(asyncio.CancelledError):
                await asyncio.wait(tasks)
