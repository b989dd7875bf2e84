"""A room with its sockets and its timer: performs what the core decides."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Protocol

from .core import effects as fx
from .core.people import Person
from .core.room import Entry, Room
from .protocol.codec import decode_client_frame, encode, frame
from .protocol.delivery import Delivery
from .protocol.errors import Refusal
from .protocol.messages import (
    PROTOCOL_VERSION,
    ChatLine,
    Credentials,
    Hello,
    History,
    Missed,
    Ping,
    ServerMessage,
    Shared,
    Signalled,
    Welcome,
)
from .stores.port import StoreError
from .tokens import Stay, Ticket

if TYPE_CHECKING:
    from .host import Host

log = logging.getLogger(__name__)

# RFC 6455, 7.4.1, and the registry of close codes.
NORMAL, GOING_AWAY, SERVICE_RESTART = 1000, 1001, 1012

# What a newcomer is shown of the chat is at the most this long, in characters: a few pages, not a book.
MAX_HISTORY = 200_000

# A number that no stream has, so that nothing can be replayed from it.
NEVER = -1


class Connection(Protocol):
    """A socket, as the host sees it. Neither method fails if the other end is gone."""

    def send(self, frame: bytes) -> None: ...

    def close(self, code: int, reason: str) -> None: ...


class Seat:
    """A participant's place in a room: its numbered stream, and the socket it has at the moment.

    `missed`: the last missed call that was told through this stream; `missed_seq`: the message that tells it, until it
    is acknowledged.
    """

    __slots__ = ("connection", "delivery", "id", "missed", "missed_seq", "replay", "room")

    def __init__(self, room: LiveRoom, id: str) -> None:
        self.room = room
        self.id = id
        self.delivery = Delivery()
        self.connection: Connection | None = None
        self.replay: list[tuple[int, bytes]] = []
        self.missed = 0
        self.missed_seq = 0

    def begin_anew(self) -> None:
        """What was told and not acknowledged is void: it is told again."""
        self.delivery.restart()
        self.missed = self.missed_seq = 0

    def post(self, body: bytes, seq: int) -> None:
        """Out through the socket, if there is one."""
        if self.connection:
            self.connection.send(frame(body, seq, self.delivery.received))

    def take(self, connection: Connection) -> None:
        """A newer socket of the same participant wins."""
        if self.connection:
            words = Refusal("replaced").words
            self.connection.close(words.close or NORMAL, "replaced")
        self.connection = connection


class LiveRoom:
    """One room with its sockets and its timer."""

    def __init__(self, name: str, host: Host) -> None:
        self.core = Room(name, new_id, host.rules, host.limits)
        self._host = host
        self._seats: dict[str, Seat] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._armed = float("inf")
        self._closed = False

    def seat(self, connection: Connection, ticket: Ticket, hello: Hello, stay: Stay | None) -> Seat:
        """Give somebody a place: the one they had, the one they had before a restart, or a new one."""
        earlier = self._seats.get(stay.participant) if stay else None
        # A kernel that was introduced since is another user's now, of whom this ticket is not.
        if stay and hello.resume and earlier and self.core.people[earlier.id].user == ticket.user:
            seat = earlier
            # Numbers of an earlier life of the server mean nothing in this one: then everything is told again.
            self._take_over(seat, connection, ticket, hello.resume.seq if stay.current else NEVER)
        else:
            # A token of this life whose participant is gone has nothing to restore: its lease is over.
            restored = None if earlier or (stay and stay.current) else stay
            self._host.check_enterable(ticket.user)
            self.core.check_enterable(ticket.user)
            seat = self._add(connection, ticket, hello, restored)
        self._host.run_errand(self._tell_missed(seat))
        return seat

    def receive(self, seat: Seat, connection: Connection, data: str | bytes) -> None:
        """A frame from a socket. Refusal if it cannot be read; a socket that was replaced is not listened to."""
        if seat.connection is not connection:
            return
        incoming = decode_client_frame(data)
        seat.delivery.acknowledge(incoming.ack)
        if 0 < seat.missed_seq <= incoming.ack:
            self._forget_missed(seat)
        if seat.delivery.accept(incoming.seq):
            self.perform(self.core.receive(seat.id, incoming.body, self._host.clock()))

    def disconnected(self, seat: Seat, connection: Connection, code: int | None) -> None:
        """A socket closed. A page that is being closed says so (1001); anything else may come back."""
        if seat.connection is not connection:
            return
        seat.connection = None
        now = self._host.clock()
        self.perform(self.core.leave(seat.id, now) if code == GOING_AWAY else self.core.detach(seat.id, now))

    def dismiss(self, seat: Seat, connection: Connection) -> None:
        """The server has closed a socket whose owner does not come back: nobody waits for them."""
        if seat.connection is connection:
            seat.connection = None
            self.perform(self.core.leave(seat.id, self._host.clock()))

    def perform(self, effects: Iterable[fx.Effect]) -> None:
        """Carry out what the core decided."""
        if self._closed:
            return
        for effect in effects:
            PERFORMERS[type(effect)](self, effect)
        self._end_if_empty()
        self._arm()

    def close(self, code: int, reason: str) -> None:
        """The end of the room in this process."""
        self._closed = True
        if self._timer:
            self._timer.cancel()
        for seat in self._seats.values():
            connection, seat.connection = seat.connection, None
            if connection:
                connection.close(code, reason)

    def _take_over(self, seat: Seat, connection: Connection, ticket: Ticket, seq: int) -> None:
        seat.take(connection)
        now = self._host.clock()
        replay = seat.delivery.since(seq)
        seat.replay = replay or []
        come_back = self.core.resync if replay is None else self.core.resume
        self.perform(come_back(seat.id, ticket.grants, now))

    def _add(self, connection: Connection, ticket: Ticket, hello: Hello, restored: Stay | None) -> Seat:
        seat = Seat(self, restored.participant if restored else new_id())
        seat.take(connection)
        self._seats[seat.id] = seat
        entry = Entry(
            id=seat.id,
            user=ticket.user,
            account=ticket.account,
            name=hello.name or "",
            kind=ticket.kind,
            grants=ticket.grants,
            call=restored.call if restored else None,
            call_began=restored.began if restored else None,
        )
        self.perform(self.core.enter(entry, self._host.clock()))
        return seat

    def _send(self, effect: fx.Send) -> None:
        if not effect.to:
            return
        body = encode(effect.message)
        if type(effect.message) is Signalled:
            self._host.relayed += 1
        numbered = not isinstance(effect.message, Ping)
        for id in effect.to:
            if seat := self._seats.get(id):
                seat.post(body, seat.delivery.send(body) if numbered else 0)

    def _admit(self, effect: fx.Admit) -> None:
        seat = self._seats[effect.participant]
        if not effect.resumed:
            seat.begin_anew()
        seat.post(encode(self._welcome(seat, effect.resumed)), 0)
        replay, seat.replay = seat.replay, []
        for seq, body in replay:
            seat.post(body, seq)

    def _issue(self, effect: fx.Issue) -> None:
        # A participant that has left in the same breath needs none.
        if effect.participant in self.core.people:
            credentials = self._credentials(self.core.people[effect.participant])
            self._send(fx.Send((effect.participant,), credentials))

    def _redeem(self, effect: fx.Redeem) -> None:
        self._host.run_errand(self._introduce(effect.participant, effect.ticket))

    async def _introduce(self, id: str, shown: str) -> None:
        try:
            ticket = await self._host.introduction(shown, self.core.name)
            self._host.check_enterable(ticket.user)
        except Refusal as refusal:
            self.perform(self.core.not_introduced(id, refusal))
        else:
            now = self._host.clock()
            self.perform(self.core.introduced(id, ticket.user, ticket.account, ticket.grants, now))

    def _drop(self, effect: fx.Drop) -> None:
        seat = self._seats.pop(effect.participant)
        connection, seat.connection = seat.connection, None
        if connection:
            connection.close(NORMAL, "left")
        # A token of theirs may outlive this process, and is not to bring them back in the next one.
        now = self._host.clock()
        until = now + self._host.tokens.seconds
        self._host.run_errand(self._host.store.spend(seat.id, until=until, now=now))

    def _note(self, effect: fx.Note) -> None:
        self._host.run_errand(self._store_missed(effect.user, effect.missed))

    async def _store_missed(self, user: str, missed: Missed) -> None:
        try:
            await self._host.store.add_missed(self.core.name, user, missed)
        except StoreError:
            self.perform([fx.Send(tuple(person.id for person in self.core.people.pages_of(user)), missed)])
            raise
        for seat in [self._seats[person.id] for person in self.core.people.pages_of(user)]:
            await self._tell_missed(seat)

    def _keep(self, effect: fx.Keep) -> None:
        self._host.run_errand(self._store_line(effect.participant, effect.line))

    async def _store_line(self, author: str, line: ChatLine) -> None:
        try:
            stored = await self._host.store.add_line(self.core.name, line)
        except StoreError as error:
            self.perform(self.core.not_kept(author, line, error.refusal("not-stored")))
            raise
        self.perform(self.core.kept(stored))

    def _recall(self, effect: fx.Recall) -> None:
        self._host.run_errand(self._tell_history(effect.participant))

    async def _tell_history(self, id: str) -> None:
        if id not in self.core.people:
            return
        store, name, user = self._host.store, self.core.name, self.core.people[id].user
        try:
            lines, objects = await asyncio.gather(store.lines(name, user, self._host.history), store.objects(name))
        except StoreError as error:
            self.perform([fx.Send((id,), error.refusal("not-read").as_problem())])
            raise
        told = (History(lines=_newest(lines, MAX_HISTORY)), Shared(objects=objects))
        self.perform(fx.Send((id,), message) for message in told)

    async def _tell_missed(self, seat: Seat) -> None:
        """Tell a page of the calls that its user has missed. They are kept until it says that it has them."""
        person = self.core.people.get(seat.id)
        if person is None or person.kind != "browser":
            return
        for number, missed in await self._host.store.missed(self.core.name, person.user):
            if number > seat.missed:
                self.perform([fx.Send((seat.id,), missed)])
                seat.missed, seat.missed_seq = number, seat.delivery.sent

    def _forget_missed(self, seat: Seat) -> None:
        user = self.core.people[seat.id].user
        self._host.run_errand(self._host.store.forget_missed(self.core.name, user, seat.missed))
        seat.missed_seq = 0

    def _tell(self, effect: fx.Tell) -> None:
        self._host.tell(self.core.name, effect.fact)

    def _welcome(self, seat: Seat, resumed: bool) -> ServerMessage:
        person = self.core.people[seat.id]
        return Welcome(
            version=PROTOCOL_VERSION,
            you=seat.id,
            user=person.user,
            name=person.name,
            room=self.core.name,
            resumed=resumed,
            seq=seat.delivery.sent,
            received=seat.delivery.received,
            now=self._host.clock(),
            call_limit=self._host.rules.mesh_limit,
            role=person.role,
            grants=person.grants,
            credentials=self._credentials(person),
        )

    def _credentials(self, person: Person) -> Credentials:
        token = self._host.tokens.session(
            participant=person.id,
            user=person.user,
            kind=person.kind,
            room=self.core.name,
            call=person.call,
            began=self.core.began(person),
        )
        servers = self._host.ice.servers(person.id, self._host.clock())
        life = min(self._host.tokens.seconds, self._host.ice.turn_seconds)
        return Credentials(token=token, ice_servers=servers, expires_in=life)

    def _end_if_empty(self) -> None:
        if len(self.core.people):
            return
        self.close(NORMAL, "empty")
        # What the store answers late may find another room of the same name in its place.
        if self._host.rooms.get(self.core.name) is self:
            del self._host.rooms[self.core.name]

    def _arm(self) -> None:
        """Keep one timer, for the earliest deadline."""
        if self._closed:
            return
        deadline = self.core.deadline
        if self._timer and not self._timer.cancelled() and self._armed <= deadline:
            return
        if self._timer:
            self._timer.cancel()
        self._armed = deadline
        delay = max(0.0, deadline - self._host.clock())
        self._timer = asyncio.get_running_loop().call_later(delay, self._advance)

    def _advance(self) -> None:
        self._armed, self._timer = float("inf"), None
        self.perform(self.core.advance(self._host.clock()))


PERFORMERS: dict[type[Any], Callable[[LiveRoom, Any], None]] = {
    fx.Send: LiveRoom._send,
    fx.Admit: LiveRoom._admit,
    fx.Issue: LiveRoom._issue,
    fx.Redeem: LiveRoom._redeem,
    fx.Drop: LiveRoom._drop,
    fx.Note: LiveRoom._note,
    fx.Keep: LiveRoom._keep,
    fx.Recall: LiveRoom._recall,
    fx.Tell: LiveRoom._tell,
}


def _newest(lines: list[ChatLine], characters: int) -> list[ChatLine]:
    """The last ones that fit."""
    kept: list[ChatLine] = []
    for line in reversed(lines):
        characters -= len(line.text)
        if characters < 0:
            break
        kept.append(line)
    return kept[::-1]


def new_id() -> str:
    """An id that nobody guesses: 96 random bits."""
    return secrets.token_urlsafe(12)
