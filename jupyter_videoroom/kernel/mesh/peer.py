"""One member of the call, and the connection with them: a new one each time that theirs begins anew."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Protocol

from ...protocol.messages import Candidate, Demand, Description, IceServer, SignalPayload
from ..inlet import Inlet
from ..participant import Participant
from ..publishing import Publication
from .negotiation import Negotiation

log = logging.getLogger(__name__)


class Ports(Protocol):
    """What a peer needs of its mesh."""

    publications: list[Publication]

    def ice_servers(self) -> Iterable[IceServer]: ...

    def signal(self, to: str, connection: str, payload: SignalPayload) -> None: ...


class Peer:
    """What is done to it is done in turn, by one task."""

    def __init__(self, participant: Participant, ports: Ports) -> None:
        self._participant = participant
        self._ports = ports
        self._negotiation: Negotiation | None = None
        self._demanded: Demand | None = None
        # None is the last.
        self._turns: asyncio.Queue[Callable[[], Awaitable[None]] | None] = asyncio.Queue()
        self._task = asyncio.ensure_future(self._take_turns())

    def signalled(self, connection: str, payload: SignalPayload) -> None:
        """Their signal."""
        self._turns.put_nowait(lambda: self._take(connection, payload))

    def found_again(self) -> None:
        """The server tells of them anew: what was said to them last may have been lost with what it knew before."""
        self._turns.put_nowait(self._repeat)

    def spread(self, publication: Publication, there: bool) -> None:
        """Begin or end sending them a track."""
        self._turns.put_nowait(lambda: self._spread(publication, there))

    def demand(self) -> None:
        """Ask for what is wanted of them, and for no more than the way and this machine carry."""
        if self._negotiation is None:
            return
        wanted = self._participant.wanted._asdict()
        asked = Demand(**wanted, bits=self._negotiation.limit, frames=self._negotiation.frames)
        if asked != self._demanded:
            self._demanded = asked
            self._ports.signal(self._participant.id, self._negotiation.id, asked)

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
            self._ports.signal(self._participant.id, connection, payload)

        new = Negotiation(connection, self._ports.ice_servers(), self._inlets, send, self.demand)
        self._negotiation, self._demanded = new, None
        self.demand()
        await new.describe(offer)
        # After the answer: sections that nobody offered have no place in it.
        for publication in self._ports.publications:
            new.publish(publication.told.stream, publication.subscribe())
        if new.publishes:
            await new.offer()

    async def _spread(self, publication: Publication, there: bool) -> None:
        negotiation = self._negotiation
        if negotiation is None:
            return
        # Meanwhile a new connection may have begun with all that there is, or this may be over again.
        if there == negotiation.sends(publication.told.stream, publication.told.kind):
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
