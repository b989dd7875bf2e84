"""One person in the call: their pictures and sound, over however many connections."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any, Protocol

from ...protocol.messages import Candidate, Demand, Description, IceServer, Media, SignalPayload
from ..copies import copied
from ..errors import ConsentWithdrawn, NotGranted, RoomError
from ..inlet import Inlet, Reader
from ..publishing import Publication

if TYPE_CHECKING:
    from av import AudioFrame, VideoFrame

    from .negotiation import Negotiation

log = logging.getLogger(__name__)

# Higher than any screen: as large as it can be sent.
UNLIMITED = 4320


class Ports(Protocol):
    """What a peer needs of its session."""

    def ice_servers(self) -> Iterable[IceServer]: ...

    def signal(self, to: str, connection: str, payload: SignalPayload) -> None: ...

    def publications(self) -> Iterable[Publication]: ...


class Peer:
    """What is done to it is done in turn, by one task."""

    def __init__(self, id: str, name: str, ports: Ports) -> None:
        self.id = id
        self.name = name
        self.pictures: dict[str, Inlet[VideoFrame]] = {
            "camera": Inlet(self._demand, copied),
            "screen": Inlet(self._demand, copied),
        }
        self.sounds: dict[str, Inlet[AudioFrame]] = {"microphone": Inlet(self._demand), "screen": Inlet(self._demand)}
        self._ports = ports
        self._negotiation: Negotiation | None = None
        self._allowed = False
        self._granted = True
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

    def allow(self, allowed: bool) -> None:
        """They have said yes, or no longer."""
        self._allowed = allowed
        self._admit(self.withdrawn())

    def grant(self, granted: bool) -> None:
        """The server lets them send, or only watch and listen."""
        if granted != self._granted:
            self._granted = granted
            self._admit(self.refused())

    def check_granted(self) -> None:
        """NotGranted, unless they may send."""
        if not self._granted:
            raise self.refused()

    def refused(self) -> NotGranted:
        """What those who read are told when the server lets them only listen."""
        return NotGranted(f"{self.name} may only watch and listen on this server: there is nothing to read of them.")

    def withdrawn(self) -> ConsentWithdrawn:
        """What those who read are told when they have taken their yes back."""
        return ConsentWithdrawn(f"{self.name} does not share with this kernel any more.")

    def told(self, media: Media) -> None:
        """What they send now. A picture that is switched off has ended; a microphone is only silent."""
        self.pictures["camera"].switched(media.video)
        self.pictures["screen"].switched(media.screen)
        self.sounds["screen"].switched(media.screen)

    def end(self, error: Exception) -> None:
        """For all who read: they are gone."""
        for inlet in self._inlets:
            inlet.end(error)

    async def close(self) -> None:
        """Let go of the connection. What is being done to it is done first: cut off, it would leave sockets behind."""
        while not self._turns.empty():
            self._turns.get_nowait()
        self._turns.put_nowait(None)
        await self._task

    def _admit(self, error: RoomError) -> None:
        """Open or shut all ways in; where they are shut, those who read hear why."""
        for inlet in self._inlets:
            inlet.allowed = self._allowed and self._granted
            if not inlet.allowed:
                inlet.end(error)

    @property
    def _inlets(self) -> tuple[Inlet[Any], ...]:
        """In the order of the sections in a description."""
        return self.sounds["microphone"], self.pictures["camera"], self.pictures["screen"], self.sounds["screen"]

    async def _take_turns(self) -> None:
        while turn := await self._turns.get():
            try:
                await turn()
            except Exception:
                # The browser notices that nothing comes, and begins anew.
                log.exception("The connection with %r failed", self.name)
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
        from .negotiation import Negotiation  # noqa: PLC0415

        old, self._negotiation = self._negotiation, None
        if old:
            await old.close()

        def send(payload: Description) -> None:
            self._ports.signal(self.id, connection, payload)

        new = Negotiation(connection, self._ports.ice_servers(), self._inlets, send, self._demand)
        self._negotiation, self._demanded = new, None
        self._demand()
        await new.describe(offer)
        # After the answer: sections that nobody offered have no place in it.
        for publication in self._ports.publications():
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
            self._demand()

    def _demand(self) -> None:
        """Ask for what somebody here reads, as high as they do, and for no more than the way and this machine carry."""
        if self._negotiation is None:
            return
        heights = {source: height(inlet.readers) for source, inlet in self.pictures.items()}
        heard = any(inlet.readers for inlet in self.sounds.values())
        wanted = Demand(**heights, bits=self._negotiation.limit, sound=heard, frames=self._negotiation.frames)
        if wanted != self._demanded:
            self._demanded = wanted
            self._ports.signal(self.id, self._negotiation.id, wanted)


def height(readers: Iterable[Reader[Any]]) -> int:
    """Of the pictures that these read, in pixels; 0 if there are none."""
    sizes = [getattr(reader, "size", None) for reader in readers]
    return max((size[1] if size else UNLIMITED for size in sizes), default=0)
