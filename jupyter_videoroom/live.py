"""A room with its sockets and its timer: performs what the core decides."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from typing import Any

from .core import effects as fx
from .core.calls import Calls
from .core.kernels import Kernels
from .core.outputs import Outputs
from .core.participant import Entry, Participant
from .core.room import Room
from .protocol import messages as wire
from .protocol.codec import decode_client_frame, encode, frame
from .protocol.errors import Refusal
from .protocol.objects import check_object
from .records import WORK, Records
from .seat import NORMAL, Connection, Seat
from .services import Services, new_id
from .stores.port import RoomSettings, StoreError
from .tokens import Session, Ticket

log = logging.getLogger(__name__)

# RFC 6455, 7.4.1, and the registry of close codes.
GOING_AWAY, SERVICE_RESTART = 1001, 1012

# A number that no stream has, so that nothing can be replayed from it.
NEVER = -1


class LiveRoom:
    def __init__(
        self, name: str, settings: RoomSettings, services: Services, on_empty: Callable[[LiveRoom], None]
    ) -> None:
        self.name = name
        self.life = new_id()
        """Random: a session token names it, and so proves more here than in a later life of this room."""
        self.closed = False
        self._services = services
        self._on_empty = on_empty
        self.room = Room(name, new_id, services.rules, services.limits, settings, engine=services.make_engine(name))
        self._seats: dict[str, Seat] = {}
        self._records = Records(self.room, self._seats, services, self.perform)
        self._armed = float("inf")
        # It ends a room that nobody enters after all.
        self._timer = asyncio.get_running_loop().call_later(services.rules.sweep, self.advance)

    def enter(
        self, connection: Connection, ticket: Ticket, hello: wire.Hello, role: wire.Role, session: Session | None
    ) -> Seat:
        """Give somebody a seat: the one of the session, in this life or an earlier one of the room, or a new one."""
        current = session is not None and session.life == self.life
        earlier = self._seats.get(session.participant) if session else None
        # A kernel that was introduced since is another user's now, of whom this ticket is not.
        if session and hello.resume and earlier and self.room.people[earlier.id].user == ticket.user:
            # Numbers of an earlier life mean nothing in this one: then everything is told again.
            self._take_over(earlier, connection, role, hello.resume.seq if current else NEVER)
            return earlier
        # A token of this life whose participant is gone has nothing to restore: its lease is over.
        restored = None if earlier or current else session
        self._services.check_user(ticket.user)
        self.room.people.check_enterable(ticket.user)
        return self._add(connection, ticket, hello, role, restored)

    def receive(self, seat: Seat, connection: Connection, data: str | bytes) -> None:
        """A frame from a socket. Refusal if it cannot be read; a socket that was replaced is not listened to."""
        if seat.connection is not connection:
            return
        incoming = decode_client_frame(data)
        seat.delivery.acknowledge(incoming.ack)
        if 0 < seat.missed_seq <= incoming.ack:
            self._records.forget_missed(seat)
        if seat.delivery.accept(incoming.seq):
            self.perform(self.room.receive(seat.id, incoming.body, self._services.clock()))

    def disconnected(self, seat: Seat, connection: Connection, code: int | None) -> None:
        """A socket closed. A page that is being closed says so (1001); anything else may come back."""
        if seat.connection is not connection:
            return
        seat.connection = None
        now = self._services.clock()
        self.perform(self.room.leave(seat.id, now) if code == GOING_AWAY else self.room.detach(seat.id, now))

    def dismiss(self, seat: Seat, connection: Connection) -> None:
        """The server has closed a socket whose owner does not come back: nobody waits for them."""
        if seat.connection is connection:
            seat.connection = None
            self.perform(self.room.leave(seat.id, self._services.clock()))

    def shut_out(self, user: str, refusal: Refusal) -> None:
        """End all that this user has here. Where a socket is open, it is told why."""
        for person in self.room.people.of_user(user):
            seat = self._seats[person.id]
            connection, seat.connection = seat.connection, None
            if connection:
                connection.send(frame(encode(refusal.as_problem())))
                connection.close(refusal.words.close or NORMAL, refusal.code)
            self.perform(self.room.leave(person.id, self._services.clock()))

    async def refresh_roles(self, user: str | None) -> None:
        """Ask again for the roles of those who are here, or of this user."""
        for id in {person.user for person in self.room.people if user in (None, person.user)}:
            try:
                role = await self._services.roles.of(id, self.name)
            except Exception:
                log.exception("The role of %r in room %r could not be asked for, and stays as it is", id, self.name)
                continue
            for person in self.room.people.of_user(id):
                self.perform(self.room.set_role(person.id, role, self._services.clock()))

    async def show(self, participant: str, *, type: str, title: str, body: bytes) -> wire.SharedObject:
        """Show something to all, as this participant; or a Refusal."""
        now = self._services.clock()
        # First, since it takes time to look at a large body.
        outputs = self.room.part(Outputs)
        outputs.check(participant, now)
        if len(body) > self._services.rules.max_object:
            raise Refusal("object-too-large")
        wanted = outputs.describe(participant, check_object(type, body), title, len(body), now)
        try:
            stored = await self._services.stores.outputs.add_object(self.name, wanted, body)
        except StoreError as error:
            raise error.refusal("server-trouble") from None
        self.perform(outputs.announce(stored))
        return stored

    def pace(self, seat: Seat, size: int) -> float:
        """Count a frame of this many bytes. Seconds to wait before the next one is read, so that others have room."""
        limits, now = self._services.limits, self._services.clock()
        limits.charge("messages", seat.id, now)
        limits.charge("bytes", seat.id, now, size)
        return max(limits.wait("messages", seat.id, now, 0), limits.wait("bytes", seat.id, now, 0))

    def advance(self) -> None:
        self._armed = float("inf")
        self.perform(self.room.advance(self._services.clock()))

    def perform(self, effects: Iterable[fx.Effect]) -> None:
        if self.closed:
            return
        for effect in effects:
            if isinstance(effect, fx.Fact):
                self._report(effect)
            else:
                PERFORMERS[type(effect)](self, effect)
        self.end_if_empty()
        self._arm()

    def close(self, code: int, reason: str) -> None:
        """The end of the room in this process."""
        self.closed = True
        self._timer.cancel()
        for seat in self._seats.values():
            connection, seat.connection = seat.connection, None
            if connection:
                connection.close(code, reason)

    def _take_over(self, seat: Seat, connection: Connection, role: wire.Role, seq: int) -> None:
        seat.take(connection)
        now = self._services.clock()
        known = seat.delivery.since(seq) is not None
        if known:
            seat.delivery.acknowledge(seq)
        come_back = self.room.resume if known else self.room.resync
        self.perform(come_back(seat.id, role, now))

    def _add(
        self, connection: Connection, ticket: Ticket, hello: wire.Hello, role: wire.Role, restored: Session | None
    ) -> Seat:
        seat = Seat(restored.participant if restored else new_id())
        seat.take(connection)
        self._seats[seat.id] = seat
        entry = Entry(
            id=seat.id,
            user=ticket.user,
            account=ticket.account,
            name=hello.name or "",
            kind=ticket.kind,
            role=role,
            call=restored.call if restored else None,
            call_began=restored.began if restored else None,
        )
        self.perform(self.room.enter(entry, self._services.clock()))
        return seat

    def _send(self, effect: fx.Send) -> None:
        if not effect.to:
            return
        body = encode(effect.message)
        if type(effect.message) is wire.Signalled:
            self._services.counts.relayed += 1
        numbered = not isinstance(effect.message, wire.Ping)
        for id in effect.to:
            if seat := self._seats.get(id):
                seat.post(body, seat.delivery.send(body) if numbered else 0)

    def _admit(self, effect: fx.Admit) -> None:
        seat = self._seats[effect.participant]
        if not effect.resumed:
            seat.begin_anew()
        seat.post(encode(self._welcome(seat, effect.resumed)), 0)
        for seq, body in seat.delivery.unacknowledged():
            seat.post(body, seq)

    def _issue(self, effect: fx.Issue) -> None:
        # A participant that has left with the same message needs none.
        if effect.participant in self.room.people:
            credentials = self._credentials(self.room.people[effect.participant])
            self._send(fx.Send((effect.participant,), credentials))

    def _redeem(self, effect: fx.Redeem) -> None:
        self._services.background.run(self._introduce(effect.participant, effect.ticket))

    async def _introduce(self, id: str, shown: str) -> None:
        try:
            ticket = await self._services.admission.introduction(shown, self.name)
            role = await self._services.roles.of(ticket.user, self.name)
            self._services.check_user(ticket.user)
        except Refusal as refusal:
            self.perform(self.room.part(Kernels).not_introduced(id, refusal))
        else:
            now = self._services.clock()
            self.perform(self.room.part(Kernels).introduced(id, ticket.user, ticket.account, role, now))

    def _drop(self, effect: fx.Drop) -> None:
        seat = self._seats.pop(effect.participant)
        connection, seat.connection = seat.connection, None
        if connection:
            connection.close(NORMAL, "left")
        # A token of theirs may outlive this life of the room, and is not to bring them back in the next one.
        self._services.background.run(self._services.admission.leave(seat.id))

    def _record(self, effect: fx.Effect) -> None:
        self._records.perform(effect)

    def _report(self, fact: fx.Fact) -> None:
        self._services.observers.report(self.name, fact)

    def _welcome(self, seat: Seat, resumed: bool) -> wire.ServerMessage:
        person = self.room.people[seat.id]
        return wire.Welcome(
            version=wire.PROTOCOL_VERSION,
            you=seat.id,
            user=person.user,
            name=person.name,
            room=self.name,
            resumed=resumed,
            seq=seat.delivery.sent,
            received=seat.delivery.received,
            now=self._services.clock(),
            call_limit=self.room.engine.limit,
            role=person.role,
            grants=person.grants,
            credentials=self._credentials(person),
        )

    def _credentials(self, participant: Participant) -> wire.Credentials:
        token = self._services.tokens.session(
            participant=participant.id,
            user=participant.user,
            kind=participant.kind,
            room=self.name,
            life=self.life,
            call=participant.call,
            began=self.room.part(Calls).began(participant),
        )
        servers = self._services.ice.servers(participant.id, self._services.clock())
        life = min(self._services.tokens.seconds, self._services.ice.turn_seconds)
        return wire.Credentials(token=token, ice_servers=servers, expires_in=life)

    def end_if_empty(self) -> None:
        if not (len(self.room.people) or self.closed):
            self.close(NORMAL, "empty")
            self._on_empty(self)

    def _arm(self) -> None:
        if self.closed:
            return
        deadline = self.room.deadline
        if self._armed <= deadline:
            return
        self._timer.cancel()
        self._armed = deadline
        delay = max(0.0, deadline - self._services.clock())
        self._timer = asyncio.get_running_loop().call_later(delay, self.advance)


PERFORMERS: dict[type[Any], Callable[[LiveRoom, Any], None]] = {
    fx.Send: LiveRoom._send,
    fx.Admit: LiveRoom._admit,
    fx.Issue: LiveRoom._issue,
    fx.Redeem: LiveRoom._redeem,
    fx.Drop: LiveRoom._drop,
    **dict.fromkeys(WORK, LiveRoom._record),
}
