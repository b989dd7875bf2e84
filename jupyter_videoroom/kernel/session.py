"""A kernel's session in a room: everything happens in the videoroom thread."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from typing import Any, Protocol
from weakref import ReferenceType, ref

from ..protocol import messages as wire
from .access import Access, AskPage, SocketTicket
from .chat import Chat
from .consent import Questions
from .errors import Disconnected, NobodyThere, PersonLeft, Refused, RoomError, words
from .participant import Participant, Reader
from .publishing import Publication, Publications
from .show import Form
from .signaling import Signaling
from .transport import TRANSPORTS, Maker, Transport, find_maker

log = logging.getLogger(__name__)


class Watcher(Protocol):
    """Somebody who follows what happens in the room."""

    def changed(self) -> None:
        """People, the call, consents or what is published may be others now."""

    def said(self, line: wire.ChatLine) -> None:
        """To all, or to this kernel's user."""

    def session_closed(self) -> Awaitable[None] | None:
        """The session is closed. What is returned is done when nothing is left behind."""


class Session:
    """`people`, `call` and `shared` are replaced, never changed, so that any thread may read them."""

    def __init__(self, access: Access, name: str = "", transports: Mapping[type, Maker] = TRANSPORTS) -> None:
        self.me = ""
        self.people: dict[str, wire.Participant] = {}
        self.call: str | None = None
        self.shared: tuple[wire.SharedObject, ...] = ()
        self._access = access
        self._signaling = Signaling(self, name)
        self.ice_servers: list[wire.IceServer] = []
        self._transports = transports
        self._media: type | None = None
        self._transport: Transport | None = None
        # Those in the call whom one can read: other kernels are in it too.
        self._participants: dict[str, Participant] = {}
        self._questions = Questions(lambda id: self.send(wire.Ask(to=id)), asyncio.get_running_loop().call_later)
        self.published = Publications(self._signaling.send, self._spread)
        self.chat = Chat(self._signaling.send)
        self._ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._ready.add_done_callback(lambda done: done.cancelled() or done.exception())
        self._error: RoomError | None = None
        self._closing: set[asyncio.Task[None]] = set()
        self._watchers: set[Watcher] = set()
        self._running = asyncio.ensure_future(self._signaling.run())

    @property
    def closed(self) -> bool:
        return self._error is not None

    def check_open(self) -> None:
        """Raises what has closed the session, once it is closed. From any thread."""
        if self._error:
            raise self._error.with_traceback(None)

    async def ready(self) -> None:
        """Until the call is joined and everybody known; raises what stands in the way."""
        await asyncio.shield(self._ready)

    def read(self, participant: str, kind: str, source: str, reader: Reader[Any]) -> Coroutine[Any, Any, None]:
        """Let a stream have somebody's pictures or sound, once they allow it; the stream hears what goes wrong."""
        # Known weakly: it may be that nobody holds it any more when the answer comes.
        return self._read(participant, kind, source, ref(reader))

    async def _read(self, id: str, kind: str, source: str, known: ReferenceType[Reader[Any]]) -> None:
        try:
            participant = self._participant(id)
            await participant.willing()
        except RoomError as error:
            if reader := known():
                reader.end(error)
            return
        inlets = participant.pictures if kind == "picture" else participant.sounds
        if reader := known():
            inlets[source].add(reader)

    async def show(self, title: str, form: Form) -> wire.SharedObject:
        self.check_open()
        return await self._access.show(self._signaling.token, title, form)

    async def introduce(self, ask_page: AskPage) -> None:
        """Be the kernel of who is in that page, unless a page has introduced it already."""
        if not self._error and (ticket := await self._access.introduction(ask_page)):
            self._signaling.send(wire.Introduce(ticket=ticket))

    def members(self) -> list[wire.Participant]:
        """The people in the call with us."""
        return [self.people[id] for id in self._participants if id in self.people]

    async def watch(self, watcher: Watcher) -> None:
        """Tell them, from now on; raises what has closed the session."""
        self.check_open()
        self._watchers.add(watcher)
        watcher.changed()

    def unwatch(self, watcher: Watcher) -> None:
        self._watchers.discard(watcher)

    async def close(self) -> None:
        """Out of the room, and nothing is left behind."""
        self._error = self._error or Disconnected("This kernel has left the room: connect again.")
        self.published.end(self._error)
        ending = [written for watcher in self._watchers if (written := watcher.session_closed())]
        # Others hear it at once, however long it takes to write what was recorded.
        await self._signaling.leave()
        self.ended(self._error)
        await asyncio.gather(*ending)
        self._running.cancel()
        await asyncio.gather(self._running, *self._closing, return_exceptions=True)

    # --- ports of the socket

    async def socket_ticket(self) -> SocketTicket:
        return await self._access.socket_ticket()

    def received(self, message: wire.ServerMessage) -> None:
        if self._error:
            # What the room says to who leaves is no news.
            return
        try:
            if handler := HANDLERS.get(type(message)):
                handler(self, message)
                self._tell_watchers()
            elif self._transport:
                self._transport.received(message)
        except RoomError as error:
            self.ended(error)
            self._finish(self._signaling.leave())
        except Exception:
            log.exception("A message of the room could not be handled: %s", type(message).__name__)

    def ended(self, error: RoomError) -> None:
        self._error = self._error or error
        self.published.end(self._error)
        self.chat.close(str(self._error))
        for watcher in tuple(self._watchers):
            watcher.session_closed()
        self.people, self.call = {}, None
        self._leave_call(self._error)
        if not self._ready.done():
            self._ready.set_exception(self._error)

    def send(self, message: wire.ClientMessage) -> None:
        """What a transport has to say."""
        self._signaling.send(message)

    # --- messages

    def _on_welcome(self, message: wire.Welcome) -> None:
        self.ice_servers = message.credentials.ice_servers
        if message.resumed:
            return
        if message.you != self.me:
            self._leave_call(Disconnected("The room was out of reach for too long, and has been joined anew."))
            self.me = message.you
            self._signaling.send(wire.Join(call=wire.MAIN_CALL))
        self.chat.say_again()
        for participant in self._participants.values():
            participant.consent.ask_again()

    def _on_credentials(self, message: wire.Credentials) -> None:
        self.ice_servers = message.ice_servers

    def _on_roster(self, message: wire.Roster) -> None:
        self.people = {person.id: person for person in message.people}
        self._see(message.people)
        self._check_ready()

    def _on_presence(self, message: wire.Presence) -> None:
        changed = {person.id: person for person in message.changed}
        self.people = {id: person for id, person in {**self.people, **changed}.items() if id not in message.left}
        self._see(message.changed)

    def _on_joined(self, message: wire.Joined) -> None:
        self.call = message.call
        there = [id for id in message.members if id != self.me]
        for gone in [id for id in self._participants if id not in there]:
            self._lose(gone)
        self._travel_by(message.media)
        for id in there:
            self._meet(id)
        if self.published.worth_telling:
            self.published.tell()
        self._check_ready()

    def _on_member_joined(self, message: wire.MemberJoined) -> None:
        self._meet(message.participant)

    def _on_member_left(self, message: wire.MemberLeft) -> None:
        self._lose(message.participant)

    def _on_call_left(self, message: wire.CallLeft) -> None:
        self.call = None
        self._leave_call(Disconnected("The call is over."))

    def _on_consented(self, message: wire.Consented) -> None:
        if participant := self._participants.get(message.participant):
            participant.consent.answered(message.allowed)

    def _on_shared(self, message: wire.Shared) -> None:
        known = {object.id: object for object in (*self.shared, *message.objects)}
        self.shared = tuple(known[id] for id in sorted(known))

    def _on_said(self, message: wire.Said) -> None:
        self.chat.said(message.line)
        for watcher in tuple(self._watchers):
            watcher.said(message.line)

    def _on_problem(self, message: wire.Problem) -> None:
        if message.about == "join" and not self._ready.done():
            self._ready.set_exception(Refused(message.code, words(message.code, message.message, message.fix)))
        elif message.about == "ask":
            if participant := self._participants.get(message.key):
                participant.consent.refused(message.code, words(message.code, message.message, message.fix))
        elif message.about == "say":
            self.chat.refused(message.key, words(message.code, message.message, message.fix))
        else:
            if message.about == "introduce":
                self._access.not_introduced()
            log.info("The room refused %r: %s", message.about, message.code)

    # --- the parts

    def _check_ready(self) -> None:
        if self.call and self.me in self.people and not self._ready.done():
            self._ready.set_result(None)

    def _participant(self, id: str) -> Participant:
        self.check_open()
        if id not in self._participants:
            person = self.people.get(id)
            name = person.name if person else id
            raise NobodyThere(f'{name} is not in the room\'s call, where this kernel is: "Join call" leads there.')
        return self._participants[id]

    def _travel_by(self, media: wire.CallMedia) -> None:
        """From now on media travel in this way. Readers stay where they are, and get what comes in it."""
        if self._transport and self._media is type(media):
            return
        made = find_maker(media, self._transports)(self)
        if self._transport:
            self._finish(self._transport.close())
        self._media, self._transport = type(media), made
        for publication in self.published:
            made.publish(publication)

    def _meet(self, id: str) -> None:
        person = self.people.get(id)
        if person and person.kind == "kernel":
            return
        if id not in self._participants:
            self._participants[id] = Participant(id, person.name if person else id, self._questions, self._demand)
            if person:
                self._see([person])
        if self._transport:
            self._transport.meet(self._participants[id])

    def _see(self, people: Iterable[wire.Participant]) -> None:
        for person in people:
            if participant := self._participants.get(person.id):
                participant.see(self.me, person)

    def _demand(self, participant: Participant) -> None:
        if self._transport:
            self._transport.demand(participant)

    def _spread(self, publication: Publication, there: bool) -> None:
        if self._transport:
            (self._transport.publish if there else self._transport.withdraw)(publication)
        self._tell_watchers()

    def _tell_watchers(self) -> None:
        for watcher in tuple(self._watchers):
            watcher.changed()

    def _lose(self, id: str) -> None:
        if participant := self._participants.pop(id, None):
            participant.close(PersonLeft(f"{participant.name} has left the call."))
            if self._transport:
                self._transport.lose(participant)

    def _leave_call(self, error: RoomError) -> None:
        participants, self._participants = self._participants, {}
        for participant in participants.values():
            participant.close(error)
        if transport := self._transport:
            self._transport = None
            self._finish(transport.close())

    def _finish(self, closing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(closing)
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)


HANDLERS: dict[type[Any], Callable[[Session, Any], None]] = {
    wire.Welcome: Session._on_welcome,
    wire.Credentials: Session._on_credentials,
    wire.Roster: Session._on_roster,
    wire.Presence: Session._on_presence,
    wire.Joined: Session._on_joined,
    wire.MemberJoined: Session._on_member_joined,
    wire.MemberLeft: Session._on_member_left,
    wire.CallLeft: Session._on_call_left,
    wire.Consented: Session._on_consented,
    wire.Shared: Session._on_shared,
    wire.Said: Session._on_said,
    wire.Problem: Session._on_problem,
}
