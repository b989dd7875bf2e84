"""A kernel's stay in a room, as it is lived in the videoroom thread."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any, Protocol
from weakref import ReferenceType, ref

from ..protocol import messages as wire
from .access import Access, AskPage, Door
from .consents import Consents
from .errors import Disconnected, NobodyThere, PersonLeft, Refused, RoomError, words
from .inlet import Reader
from .mesh.peer import Peer
from .publishing import Publication, Publications
from .show import Form
from .signaling import Signaling

log = logging.getLogger(__name__)


class Watcher(Protocol):
    """Somebody who follows what happens in the room."""

    def changed(self) -> None:
        """People, the call, consents or what is published may be others now."""

    def said(self, line: wire.ChatLine) -> None:
        """To all, or to this kernel's user."""

    def over(self) -> Awaitable[None]:
        """It is over; done when nothing is left behind."""


class Session:
    """`people`, `call` and `shared` are replaced, never changed, so that any thread may read them."""

    def __init__(self, access: Access, name: str = "", call: str = wire.MAIN_CALL) -> None:
        self.me = ""
        self.people: dict[str, wire.Participant] = {}
        self.call: str | None = None
        self.shared: tuple[wire.SharedObject, ...] = ()
        self._access = access
        self._wanted = call
        self._signaling = Signaling(self, name)
        self._servers: list[wire.IceServer] = []
        self._peers: dict[str, Peer] = {}
        self._consents = Consents(self._signaling.send, self._consented)
        self.published = Publications(self._signaling.send, self._spread)
        self._ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._ready.add_done_callback(lambda done: done.cancelled() or done.exception())
        self._error: RoomError | None = None
        self._closing: set[asyncio.Task[None]] = set()
        self._watchers: set[Watcher] = set()
        self._running = asyncio.ensure_future(self._signaling.run())

    @property
    def over(self) -> bool:
        """Whether the stay has ended."""
        return self._error is not None

    def check_open(self) -> None:
        """Raises what has ended the stay, once it has ended. From any thread."""
        if self._error:
            raise self._error.with_traceback(None)

    async def ready(self) -> None:
        """Until the call is joined and everybody known; raises what stands in the way."""
        await asyncio.shield(self._ready)

    def read(self, participant: str, kind: str, source: str, reader: Reader[Any]) -> Coroutine[Any, Any, None]:
        """Let a stream have somebody's pictures or sound, once they allow it; the stream hears what goes wrong."""
        # Known weakly: it may be that nobody holds it any more when the answer comes.
        return self._read(participant, kind, source, ref(reader))

    async def _read(self, participant: str, kind: str, source: str, known: ReferenceType[Reader[Any]]) -> None:
        try:
            peer = await self._willing(participant)
        except RoomError as error:
            if reader := known():
                reader.end(error)
            return
        inlets = peer.pictures if kind == "picture" else peer.sounds
        if reader := known():
            inlets[source].add(reader)

    async def _willing(self, participant: str) -> Peer:
        """Somebody who has said yes, and is still there, and still says it."""
        peer = self._peer(participant)
        peer.check_granted()
        await self._consents.obtain(participant, peer.name)
        self.check_open()
        if self._peers.get(participant) is not peer:
            raise PersonLeft(f"{peer.name} has left the call.")
        peer.check_granted()
        if not self._consents.allowed(participant):
            raise peer.withdrawn()
        return peer

    async def show(self, title: str, form: Form) -> wire.SharedObject:
        """Show something to everybody."""
        self.check_open()
        return await self._access.show(self._signaling.token, title, form)

    async def introduce(self, ask_page: AskPage) -> None:
        """Be the kernel of who is in that page, unless a page has introduced it already."""
        if not self._error and (ticket := await self._access.introduction(ask_page)):
            self._signaling.send(wire.Introduce(ticket=ticket))

    def peers(self) -> list[wire.Participant]:
        """The people in the call with us."""
        return [self.people[id] for id in self._peers if id in self.people]

    async def watch(self, watcher: Watcher) -> None:
        """Tell them, from now on; raises what has ended the stay."""
        self.check_open()
        self._watchers.add(watcher)
        watcher.changed()

    def unwatch(self, watcher: Watcher) -> None:
        """No more."""
        self._watchers.discard(watcher)

    async def close(self) -> None:
        """Out of the room, and nothing is left behind."""
        self._error = self._error or Disconnected("This kernel has left the room: connect again.")
        self.published.end(self._error)
        ending = [watcher.over() for watcher in self._watchers]
        # Others hear it at once, however long it takes to write what was recorded.
        await self._signaling.leave()
        self._over(self._error)
        await asyncio.gather(*ending)
        self._running.cancel()
        await asyncio.gather(self._running, *self._closing, return_exceptions=True)

    # --- ports of the socket

    async def door(self) -> Door:
        return await self._access.door()

    def received(self, message: wire.ServerMessage) -> None:
        if self._error:
            # What the room says to who leaves is no news.
            return
        if handler := HANDLERS.get(type(message)):
            try:
                handler(self, message)
                self._tell_watchers()
            except Exception:
                log.exception("A message of the room could not be handled: %s", type(message).__name__)

    def ended(self, error: RoomError) -> None:
        self._over(error)

    # --- ports of the peers

    def ice_servers(self) -> Iterable[wire.IceServer]:
        return self._servers

    def signal(self, to: str, connection: str, payload: wire.SignalPayload) -> None:
        self._signaling.send(wire.Signal(to=to, connection=connection, payload=payload))

    def publications(self) -> Iterable[Publication]:
        return self.published

    # --- messages

    def _on_welcome(self, message: wire.Welcome) -> None:
        self._servers = message.credentials.ice_servers
        if message.resumed:
            return
        if message.you != self.me:
            self._drop_peers(Disconnected("The room was out of reach for too long, and has been joined anew."))
            self.me = message.you
            self._signaling.send(wire.Join(call=self._wanted))
        self._consents.ask_again()

    def _on_credentials(self, message: wire.Credentials) -> None:
        self._servers = message.ice_servers

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
        there = {id for id in message.members if id != self.me}
        for gone in [id for id in self._peers if id not in there]:
            self._lose(gone)
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
        self._drop_peers(Disconnected("The call is over."))

    def _on_signal(self, message: wire.Signalled) -> None:
        if peer := self._peers.get(message.sender):
            peer.signalled(message.connection, message.payload)

    def _on_consented(self, message: wire.Consented) -> None:
        if message.participant in self._peers:
            self._consents.answered(message.participant, message.allowed)

    def _on_shared(self, message: wire.Shared) -> None:
        known = {object.id: object for object in (*self.shared, *message.objects)}
        self.shared = tuple(known[id] for id in sorted(known))

    def _on_said(self, message: wire.Said) -> None:
        for watcher in tuple(self._watchers):
            watcher.said(message.line)

    def _on_problem(self, message: wire.Problem) -> None:
        if message.about == "join" and not self._ready.done():
            self._ready.set_exception(Refused(message.code, words(message.code, message.message, message.fix)))
        elif message.about == "ask":
            self._consents.refused(message.key, message.code, words(message.code, message.message, message.fix))
        else:
            if message.about == "introduce":
                self._access.not_introduced()
            log.info("The room refused %r: %s", message.about, message.code)

    # --- the parts

    def _check_ready(self) -> None:
        if self.call and self.me in self.people and not self._ready.done():
            self._ready.set_result(None)

    def _peer(self, participant: str) -> Peer:
        self.check_open()
        if participant not in self._peers:
            person = self.people.get(participant)
            name = person.name if person else participant
            raise NobodyThere(f'{name} is not in the room\'s call, where this kernel is: "Join call" leads there.')
        return self._peers[participant]

    def _meet(self, id: str) -> None:
        person = self.people.get(id)
        if id in self._peers:
            self._peers[id].found_again()
        elif not (person and person.kind == "kernel"):
            self._peers[id] = Peer(id, person.name if person else id, self)
            if person:
                self._see([person])

    def _see(self, people: Iterable[wire.Participant]) -> None:
        for person in people:
            if peer := self._peers.get(person.id):
                peer.name = person.name
                peer.told(person.media)
                peer.grant(not person.listens)
                self._consents.seen(self.me, person)

    def _consented(self, participant: str, allowed: bool) -> None:
        if peer := self._peers.get(participant):
            peer.allow(allowed)

    def _spread(self, publication: Publication, there: bool) -> None:
        for peer in self._peers.values():
            peer.spread(publication, there)
        self._tell_watchers()

    def _tell_watchers(self) -> None:
        for watcher in tuple(self._watchers):
            watcher.changed()

    def _lose(self, id: str) -> None:
        if peer := self._peers.pop(id, None):
            self._drop(peer, PersonLeft(f"{peer.name} has left the call."))

    def _drop_peers(self, error: RoomError) -> None:
        peers, self._peers = self._peers, {}
        for peer in peers.values():
            self._drop(peer, error)

    def _drop(self, peer: Peer, error: RoomError) -> None:
        self._consents.forget(peer.id, error)
        peer.end(error)
        closing = asyncio.ensure_future(peer.close())
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)

    def _over(self, error: RoomError) -> None:
        self._error = self._error or error
        self.published.end(self._error)
        for watcher in tuple(self._watchers):
            watcher.over()
        self.people, self.call = {}, None
        self._drop_peers(self._error)
        if not self._ready.done():
            self._ready.set_exception(self._error)


HANDLERS: dict[type[Any], Callable[[Session, Any], None]] = {
    wire.Welcome: Session._on_welcome,
    wire.Credentials: Session._on_credentials,
    wire.Roster: Session._on_roster,
    wire.Presence: Session._on_presence,
    wire.Joined: Session._on_joined,
    wire.MemberJoined: Session._on_member_joined,
    wire.MemberLeft: Session._on_member_left,
    wire.CallLeft: Session._on_call_left,
    wire.Signalled: Session._on_signal,
    wire.Consented: Session._on_consented,
    wire.Shared: Session._on_shared,
    wire.Said: Session._on_said,
    wire.Problem: Session._on_problem,
}
