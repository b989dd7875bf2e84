"""All rooms of a process: opened when somebody comes, and gone when nobody is there any more."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from .admission import Admission
from .clock import Clock
from .core.calls import Calls
from .core.limits import Limits
from .core.rules import Rules
from .engines.port import Engine
from .ice import Ice
from .live import SERVICE_RESTART, LiveRoom
from .protocol.errors import Refusal
from .protocol.messages import PROTOCOL_VERSION, Hello, Kind, Participant, Role, SharedObject
from .protocol.names import check_room_name
from .seat import MAX_PENDING, Connection, PendingSockets, Seat
from .services import RoleFor, Roles, Services
from .stores.port import RoomSettings, StoreError, Stores, in_time
from .tokens import Ticket, Tokens

STOPPING = "server-stopping"


@dataclass(frozen=True, slots=True)
class Numbers:
    """The rooms in numbers; `relayed`: signals that were passed on since the start."""

    rooms: int
    calls: int
    participants: Counter[Kind]
    relayed: int


class Rooms:
    """The directory of the rooms of a process."""

    def __init__(
        self,
        *,
        tokens: Tokens,
        stores: Stores,
        ice: Ice,
        make_engine: Callable[[str], Engine],
        rules: Rules,
        clock: Clock,
        role_for: RoleFor,
        pending: int = MAX_PENDING,
    ) -> None:
        self.rules = rules
        self.pending = PendingSockets(pending)
        self._services = Services(
            tokens=tokens,
            stores=stores,
            admission=Admission(tokens, stores.tickets, clock),
            ice=ice,
            make_engine=make_engine,
            rules=rules,
            limits=Limits(rules.limits),
            clock=clock,
            check_user=self._check_user,
            roles=Roles(role_for),
        )
        self.observers = self._services.observers
        self._live: dict[str, LiveRoom] = {}
        self._opening: dict[str, asyncio.Task[LiveRoom]] = {}
        self._stopped = False

    def ticket(self, *, user: str, account: str, room: str, kind: Kind, address: str) -> str:
        """A ticket for somebody whom the caller has authenticated. Refusal("bad-room-name") or ("too-fast")."""
        room = check_room_name(room)
        limits, now = self._services.limits, self._services.clock()
        if not (limits.take("tickets", user, now) and limits.take("address-tickets", address, now)):
            raise Refusal("too-fast")
        return self._services.tokens.ticket(user=user, account=account, room=room, kind=kind)

    async def enter(
        self, connection: Connection, hello: Hello, admits: Callable[[Ticket], bool]
    ) -> tuple[LiveRoom, Seat]:
        """Let somebody in, or back in, or raise a Refusal. `admits`: whether this ticket may come by this socket."""
        if hello.version != PROTOCOL_VERSION:
            raise Refusal("wrong-version")
        ticket = self._services.tokens.redeem(hello.ticket)
        if not admits(ticket):
            raise Refusal("not-signed-in")
        admission = self._services.admission
        session = admission.session(hello, ticket)
        # All at once, since a store does together what it is asked together.
        _, left, _ = await asyncio.gather(admission.spend(ticket), admission.has_left(session), self.open(ticket.room))
        role, live = await self._role_and_room(ticket)
        try:
            seat = live.enter(connection, ticket, hello, role, None if left else session)
        finally:
            live.end_if_empty()
        if self._stopped:
            live.close(SERVICE_RESTART, STOPPING)
        return live, seat

    async def open(self, name: str) -> LiveRoom:
        """The room of this name, with what the store keeps of it. It ends by itself where nobody enters it."""
        while True:
            live = self._live.get(name)
            if live is None:
                live = await asyncio.shield(self._open_once(name))
            if not live.closed:
                return live

    async def refresh_roles(self, user: str | None = None) -> None:
        """Roles have changed, of this user or of all: ask again for those who are inside."""
        self._services.roles.changes += 1
        for live in list(self._live.values()):
            await live.refresh_roles(user)

    def people(self, room: str, *, user: str, token: str) -> list[Participant]:
        """Who is in a room now, for those who are in it."""
        return [person.public() for person in self._check_inside(room, user, token).room.people.inside]

    async def show(self, token: str, *, room: str, type: str, title: str, body: bytes) -> SharedObject:
        """Show something to everybody in a room, as the participant whose session token this is; or a Refusal."""
        room = check_room_name(room)
        participant = self._services.tokens.read_session(token, room=room).participant
        live = self._live.get(room)
        if live is None:
            raise Refusal("not-allowed")
        return await live.show(participant, type=type, title=title, body=body)

    async def shown(self, room: str, id: int, *, user: str, token: str) -> tuple[SharedObject, bytes]:
        """Something that is shown, with its bytes, for those who are in the room; or Refusal("no-such-object")."""
        self._check_inside(room, user, token)
        try:
            found = await self._services.stores.outputs.object(check_room_name(room), id)
        except StoreError as error:
            raise error.refusal("server-trouble") from None
        if found is None:
            raise Refusal("no-such-object")
        return found

    def users(self) -> set[str]:
        """Who holds a seat in any room."""
        return {person.user for live in self._live.values() for person in live.room.people}

    def in_call(self, user: str) -> bool:
        """Whether this user, or a kernel of theirs, is in a call."""
        return any(person.call for live in self._live.values() for person in live.room.people.of_user(user))

    def shut_out(self, user: str, code: str, where: Callable[[str], bool] = lambda room: True) -> None:
        """The user may not be in these rooms any more: they are told why, and are gone."""
        for live in list(self._live.values()):
            if where(live.name):
                live.shut_out(user, Refusal(code))

    def numbers(self) -> Numbers:
        rooms = [live.room for live in self._live.values()]
        participants = Counter(person.kind for room in rooms for person in room.people)
        calls = sum(len(room.part(Calls)) for room in rooms)
        return Numbers(len(rooms), calls, participants, self._services.counts.relayed)

    async def stop(self) -> None:
        """Close every socket with a reason, and finish what is under way."""
        self._stopped = True
        for live in self._live.values():
            live.close(SERVICE_RESTART, STOPPING)
        self._live.clear()
        await self._services.background.finish()
        await self._services.stores.close()

    async def _role_and_room(self, ticket: Ticket) -> tuple[Role, LiveRoom]:
        """The role of somebody who enters, and an open room. The role comes first: a room does not wait for long."""
        roles = self._services.roles
        while True:
            changes, role = roles.changes, await roles.of(ticket.user, ticket.room)
            live = await self.open(ticket.room)
            if changes == roles.changes:
                return role, live

    def _open_once(self, name: str) -> asyncio.Task[LiveRoom]:
        """However many ask at the same time, one room is opened."""
        if opening := self._opening.get(name):
            return opening
        if len(self._live) + len(self._opening) >= self._services.rules.rooms:
            raise Refusal("too-many-rooms")
        opening = self._opening[name] = asyncio.ensure_future(self._open(name))
        opening.add_done_callback(lambda _: self._opening.pop(name))
        return opening

    async def _open(self, name: str) -> LiveRoom:
        settings = await self._settings(name)
        live = self._live[name] = LiveRoom(name, settings, self._services, self._on_empty)
        self._services.background.run(self._services.stores.use(list(self._live), self._services.clock()))
        return live

    async def _settings(self, name: str) -> RoomSettings:
        """Calls matter more than what a room was set to, where the store does not know."""
        try:
            return await in_time(self._services.stores.settings.settings(name))
        except StoreError:
            return {}

    def _on_empty(self, live: LiveRoom) -> None:
        # What the store answers late may find another room of the same name in its place.
        if self._live.get(live.name) is live:
            del self._live[live.name]

    def _check_user(self, user: str) -> None:
        places = sum(len(live.room.people.of_user(user)) for live in self._live.values())
        if places >= self.rules.user_participants:
            raise Refusal("too-many-places")

    def _check_inside(self, name: str, user: str, token: str) -> LiveRoom:
        """Refusal("not-inside"), unless this user, or the participant whose session token this is, is in the room."""
        name = check_room_name(name)
        participant = self._services.tokens.read_session(token, room=name).participant if token else ""
        live = self._live.get(name)
        inside = live.room.people.inside if live else []
        if live is None or not any(participant == person.id or user == person.user for person in inside):
            raise Refusal("not-inside")
        return live
