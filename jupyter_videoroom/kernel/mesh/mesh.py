"""A call in which everybody has a connection to everybody: this kernel's connections, and the signals for them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from ...protocol.messages import IceServer, ServerMessage, Signal, Signalled, SignalPayload
from ..participant import Participant
from ..publishing import Publication
from ..transport import Ports
from .peer import Peer


class MeshTransport:
    """The browsers offer, and this answers: of what the server says about offers it needs nothing."""

    def __init__(self, ports: Ports) -> None:
        self.publications: list[Publication] = []
        self._ports = ports
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

    # --- ports of the peers

    def ice_servers(self) -> Iterable[IceServer]:
        return self._ports.ice_servers()

    def signal(self, to: str, connection: str, payload: SignalPayload) -> None:
        self._ports.send(Signal(to=to, connection=connection, payload=payload))
