"""The asyncio shell around the core: owns the rooms of a process, their tokens and their store."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Protocol, TypeVar

from .clock import Clock
from .core.facts import Fact
from .core.limits import Limits
from .core.rules import Rules
from .ice import Ice
from .live import SERVICE_RESTART, Connection, LiveRoom, Seat
from .pending import PendingSockets
from .protocol.errors import Refusal
from .protocol.messages import PROTOCOL_VERSION, Grants, Hello, Kind, Participant, SharedObject
from .protocol.names import check_room_name
from .protocol.objects import check_object
from .stores.memory import MemoryStore
from .stores.port import Store, StoreError
from .tokens import Stay, Ticket, Tokens

log = logging.getLogger(__name__)

T = TypeVar("T")

# How long somebody who has said hello waits for the store: longer than it waits itself for another program that holds
# its file, and less than a page waits for its welcome.
ENTRY_SECONDS = 4.0


class Observer(Protocol):
    """Hears of what happens in the rooms, to count or to record it. It must be quick, and must not fail."""

    def __call__(self, room: str, fact: Fact, /) -> None: ...


class Host:
    """All rooms of one process.

    `history`: chat lines that newcomers are shown; `max_unread`: bytes that may wait for a slow reader;
    `max_object`: bytes of something that is shown to all.
    """

    def __init__(
        self,
        *,
        tokens: Tokens,
        store: Store,
        ice: Ice,
        rules: Rules,
        clock: Clock,
        history: int = 200,
        max_unread: int = 4 * 1024 * 1024,
        max_object: int = 2 * 1024 * 1024,
    ) -> None:
        self.tokens = tokens
        self.store = store
        self.ice = ice
        self.rules = rules
        self.clock = clock
        self.history = history
        self.max_unread = max_unread
        self.max_object = max_object
        self.rooms: dict[str, LiveRoom] = {}
        self.observers: list[Observer] = []
        self.relayed = 0
        """Signals that were passed on since the start."""
        self.limits = Limits(rules.limits)
        self.pending = PendingSockets()
        self._spare = MemoryStore()
        self._errands: set[asyncio.Task[None]] = set()

    def ticket(self, *, user: str, account: str, room: str, kind: Kind, grants: Grants, address: str) -> str:
        """A ticket for somebody whom the caller has authenticated. Refusal("bad-room-name") or ("too-fast")."""
        room = check_room_name(room)
        now = self.clock()
        by_user = self.limits.take("tickets", user, now)
        if not (by_user and self.limits.take("address-tickets", address, now)):
            raise Refusal("too-fast")
        return self.tokens.ticket(user=user, account=account, room=room, kind=kind, grants=grants)

    def people(self, room: str) -> list[Participant]:
        """Who is in a room now."""
        live = self.rooms.get(check_room_name(room))
        return [person.public() for person in live.core.people] if live else []

    def check_entered(self, room: str, *, user: str, token: str) -> None:
        """Refusal("not-inside"), unless this user, or the participant whose session token this is, is in the room."""
        room = check_room_name(room)
        live = self.rooms.get(room)
        participant = self.tokens.stay(token, room=room).participant if token else None
        if live is None or not (participant in live.core.people or live.core.people.of_user(user)):
            raise Refusal("not-inside")

    async def show(self, token: str, *, room: str, type: str, title: str, body: bytes) -> SharedObject:
        """Show something to everybody in a room, as the participant whose session token this is; or a Refusal."""
        room = check_room_name(room)
        stay = self.tokens.stay(token, room=room)
        live = self.rooms.get(room)
        if live is None:
            raise Refusal("not-allowed")
        now = self.clock()
        # First, since it takes time to look at a large body.
        live.core.check_showable(stay.participant, now)
        if len(body) > self.max_object:
            raise Refusal("object-too-large")
        wanted = live.core.show(stay.participant, check_object(type, body), title, len(body), now)
        try:
            stored = await self.store.add_object(room, wanted, body)
        except StoreError as error:
            raise error.refusal("server-trouble") from None
        live.perform(live.core.shown(stored))
        return stored

    async def shown(self, room: str, id: int) -> tuple[SharedObject, bytes]:
        """Something that is shown, with its bytes; or Refusal("no-such-object")."""
        try:
            found = await self.store.object(check_room_name(room), id)
        except StoreError as error:
            raise error.refusal("server-trouble") from None
        if found is None:
            raise Refusal("no-such-object")
        return found

    async def enter(self, connection: Connection, hello: Hello, admits: Callable[[Ticket], bool]) -> Seat:
        """Let somebody in, or back in, or raise a Refusal. `admits`: whether this ticket may come by this socket."""
        if hello.version != PROTOCOL_VERSION:
            raise Refusal("wrong-version")
        ticket = self.tokens.redeem(hello.ticket)
        if not admits(ticket):
            raise Refusal("not-signed-in")
        stay = self._stay(hello, ticket)
        # Both at once, since a store does together what it is asked together.
        fresh, left = await asyncio.gather(self._spend(ticket), self._has_left(stay))
        if not fresh:
            raise Refusal("ticket-used")
        live = self.rooms.get(ticket.room) or self._make_room(ticket.room)
        seat = live.seat(connection, ticket, hello, None if left else stay)
        if ticket.room not in self.rooms:
            self._open(live)
        return seat

    def check_enterable(self, user: str) -> None:
        """A Refusal if this user is in as many places as one may be."""
        stays = sum(len(live.core.people.of_user(user)) for live in self.rooms.values())
        if stays >= self.rules.user_participants:
            raise Refusal("too-many-stays")

    async def introduction(self, ticket: str, room: str) -> Ticket:
        """Whose kernel it is that shows this ticket in a room, or a Refusal. The ticket is used up."""
        shown = self.tokens.redeem(ticket)
        if shown.kind != "kernel":
            raise Refusal("not-allowed")
        if shown.room != room:
            raise Refusal("wrong-room")
        if not await self._spend(shown):
            raise Refusal("ticket-used")
        return shown

    def tell(self, room: str, fact: Fact) -> None:
        """Let the observers know. What one of them does wrong is its own affair."""
        for observer in self.observers:
            try:
                observer(room, fact)
            except Exception:
                log.exception("%r failed at %s", observer, type(fact).__name__)

    def pace(self, seat: Seat, size: int) -> float:
        """Count a frame of this many bytes. Seconds to wait before the next one is read, so that others have room."""
        now = self.clock()
        self.limits.charge("messages", seat.id, now)
        self.limits.charge("bytes", seat.id, now, size)
        return max(self.limits.wait("messages", seat.id, now, 0), self.limits.wait("bytes", seat.id, now, 0))

    def run_errand(self, errand: Coroutine[Any, Any, object]) -> None:
        """Something for the store that nobody waits for. A store that fails says so in the log by itself."""
        task = asyncio.ensure_future(_tried(errand))
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    async def stop(self) -> None:
        """Close every socket with a reason, and finish what is under way."""
        for live in list(self.rooms.values()):
            live.close(SERVICE_RESTART, "server-stopping")
        self.rooms.clear()
        await asyncio.gather(*self._errands, return_exceptions=True)
        await self.store.close()

    def _make_room(self, name: str) -> LiveRoom:
        if len(self.rooms) >= self.rules.rooms:
            raise Refusal("too-many-rooms")
        return LiveRoom(name, self)

    def _open(self, live: LiveRoom) -> None:
        """Only when its first one has a seat: a room that nobody is in has nobody to end it."""
        self.rooms[live.core.name] = live
        self.run_errand(self.store.use(list(self.rooms), self.clock()))

    async def _spend(self, ticket: Ticket) -> bool:
        """Calls matter more than that nobody uses a ticket again after a crash within its 30 seconds."""
        until, now = ticket.expires, self.clock()
        try:
            return await _soon(self.store.spend(ticket.id, until=until, now=now))
        except StoreError:
            return await self._spare.spend(ticket.id, until=until, now=now)

    async def _has_left(self, stay: Stay | None) -> bool:
        """Whether a stay in an earlier life of this server was ended by who was there, who is not to be brought back.

        In this life nobody is: their seats tell. And calls matter more where the store does not know.
        """
        if stay is None or stay.current:
            return False
        try:
            return await _soon(self.store.is_spent(stay.participant))
        except StoreError:
            return False

    def _stay(self, hello: Hello, ticket: Ticket) -> Stay | None:
        """The earlier stay that a hello proves. An expired proof is no offence: a laptop slept."""
        if hello.resume is None:
            return None
        try:
            return self.tokens.stay(hello.resume.token, room=ticket.room, user=ticket.user, kind=ticket.kind)
        except Refusal as refusal:
            if refusal.code == "token-expired":
                return None
            raise


async def _soon(asked: Coroutine[Any, Any, T]) -> T:
    """What a store answers while somebody waits to be let in; a StoreError where it takes too long."""
    try:
        return await asyncio.wait_for(asked, ENTRY_SECONDS)
    except asyncio.TimeoutError:
        raise StoreError("it did not answer in time") from None


async def _tried(errand: Coroutine[Any, Any, object]) -> None:
    with suppress(StoreError):
        await errand
