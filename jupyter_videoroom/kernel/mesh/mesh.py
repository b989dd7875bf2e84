"""A call in which everybody has a connection to everybody: this kernel's connections, and the signals for them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from ...protocol.messages import Candidate, Demand, Description, ServerMessage, Signal, Signalled, SignalPayload
from ..participant import Inlet, Participant
from ..publishing import Publication
from ..session import Session
from .negotiation import Negotiation

log = logging.getLogger(__name__)


class MeshTransport:
    """The browsers offer, and this answers: of what the server says about offers it needs nothing."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.publications: list[Publication] = []
        self._peers: dict[str, Peer] = {}
        self._closing: set[asyncio.Task[None]] = set()

    def meet(self, participant: Participant) -> None:
        if peer := self._peers.get(participant.id):
            peer.found_again()
        else:
            self._peers[participant.id] = Peer(participant, self)

    def lose(self, participant: Participant) -> None:
        closing = asyncio.ensure_future(self._peers.pop(participant.id).close())
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)

    def demand(self, participant: Participant) -> None:
        if peer := self._peers.get(participant.id):
            peer.demand()

    def publish(self, publication: Publication) -> None:
        if publication not in self.publications:
            self.publications.append(publication)
            for peer in self._peers.values():
                peer.spread(publication, True)

    def withdraw(self, publication: Publication) -> None:
        if publication in self.publications:
            self.publications.remove(publication)
            for peer in self._peers.values():
                peer.spread(publication, False)

    def received(self, message: ServerMessage) -> None:
        if isinstance(message, Signalled) and (peer := self._peers.get(message.sender)):
            peer.signalled(message.connection, message.payload)

    async def close(self) -> None:
        await asyncio.gather(*self._closing, *(peer.close() for peer in self._peers.values()), return_exceptions=True)
        self._peers.clear()

    def signal(self, to: str, connection: str, payload: SignalPayload) -> None:
        self.session.send(Signal(to=to, connection=connection, payload=payload))


class Peer:
    """One member of the call, and the connection with them: a new one each time that theirs begins anew.

    What is done to it is done in turn, by one task.
    """

    def __init__(self, participant: Participant, mesh: MeshTransport) -> None:
        self._participant = participant
        self._mesh = mesh
        self._negotiation: Negotiation | None = None
        self._demanded: Demand | None = None
        # None is the last.
        self._turns: asyncio.Queue[Callable[[], Awaitable[None]] | None] = asyncio.Queue()
        self._task = asyncio.ensure_future(self._take_turns())

    def signalled(self, connection: str, payload: SignalPayload) -> None:
        self._turns.put_nowait(lambda: self._take(connection, payload))

    def found_again(self) -> None:
        """The server tells of them anew: what was said to them last may have been lost with what it knew before."""
        self._turns.put_nowait(self._repeat)

    def spread(self, publication: Publication, there: bool) -> None:
        self._turns.put_nowait(lambda: self._spread(publication, there))

    def demand(self) -> None:
        """Ask for what is wanted of them, and for no more than the way and this machine carry."""
        if self._negotiation is None:
            return
        wanted = self._participant.wanted._asdict()
        asked = Demand(**wanted, bits=self._negotiation.gauge.limit, frames=self._negotiation.frames)
        if asked != self._demanded:
            self._demanded = asked
            self._mesh.signal(self._participant.id, self._negotiation.id, asked)

    async def close(self) -> None:
        """Let go of the connection. What is being done to it is done first: cut off, it would leave sockets behind."""
        while not self._turns.empty():
            self._turns.get_nowait()
        self._turns.put_nowait(None)
        await self._task

    @property
    def _inlets(self) -> tuple[Inlet[Any], ...]:
        """In the order of the sections in a description."""
        pictures, sounds = self._participant.pictures, self._participant.sounds
        return sounds["microphone"], pictures["camera"], pictures["screen"], sounds["screen"]

    async def _take_turns(self) -> None:
        while turn := await self._turns.get():
            try:
                await turn()
            except Exception:
                # The browser notices that nothing comes, and begins anew.
                log.exception("The connection with %r failed", self._participant.name)
        if self._negotiation:
            await self._negotiation.close()

    async def _take(self, connection: str, payload: SignalPayload) -> None:
        current = self._negotiation
        if current is None or current.id != connection:
            # Another name is a new beginning of theirs; all else is late news of an earlier connection.
            if isinstance(payload, Description) and payload.kind == "offer":
                await self._replace(connection, payload)
        elif isinstance(payload, Description):
            await current.describe(payload)
        elif isinstance(payload, Candidate):
            await current.add_candidate(payload)

    async def _replace(self, connection: str, offer: Description) -> None:
        old, self._negotiation = self._negotiation, None
        if old:
            await old.close()

        def send(payload: Description) -> None:
            self._mesh.signal(self._participant.id, connection, payload)

        new = Negotiation(connection, self._mesh.session.ice_servers, self._inlets, send, self.demand)
        self._negotiation, self._demanded = new, None
        self.demand()
        await new.describe(offer)
        # After the answer: sections that nobody offered have no place in it.
        for publication in self._mesh.publications:
            new.publish(publication.told.stream, publication.subscribe())
        if new.publishing:
            await new.offer()

    async def _spread(self, publication: Publication, there: bool) -> None:
        negotiation = self._negotiation
        if negotiation is None:
            return
        # Meanwhile a new connection may have begun with all that there is, or this may be over again.
        if there == ((publication.told.stream, publication.told.kind) in negotiation.publishing):
            return
        if there:
            negotiation.publish(publication.told.stream, publication.subscribe())
        else:
            negotiation.withdraw(publication.told.stream, publication.told.kind)
        await negotiation.offer()

    async def _repeat(self) -> None:
        if self._negotiation:
            self._negotiation.repeat()
            self._demanded = None
            self.demand()
