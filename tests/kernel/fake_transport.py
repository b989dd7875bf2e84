"""A session whose server and whose transport are the test's: no network, and nothing of aiortc."""

from __future__ import annotations

import asyncio
from typing import Any

import av
import numpy as np

from jupyter_videoroom.kernel.access import Access, SocketTicket
from jupyter_videoroom.kernel.frames import FrameStream
from jupyter_videoroom.kernel.participant import Participant, Wanted
from jupyter_videoroom.kernel.publishing import Publication
from jupyter_videoroom.kernel.session import Session
from jupyter_videoroom.kernel.source import Kind, Media
from jupyter_videoroom.protocol import messages as wire

MEDIA = wire.Mesh(peers=[], uplink=0)
YES, NO = (wire.Consented(participant="ana", allowed=allowed) for allowed in (True, False))


class Nowhere(Access):
    """No server lets anybody in."""

    async def socket_ticket(self) -> SocketTicket:
        await asyncio.Event().wait()
        raise AssertionError


class FakeTransport:
    """A transport that brings what the test gives it."""

    def __init__(self) -> None:
        self.members: dict[str, Participant] = {}
        self.wanted: dict[str, Wanted] = {}
        self.published: list[str] = []
        self.heard: list[wire.ServerMessage] = []
        self.closed = False

    def meet(self, participant: Participant) -> None:
        self.members[participant.id] = participant

    def lose(self, participant: Participant) -> None:
        del self.members[participant.id]

    def demand(self, participant: Participant) -> None:
        self.wanted[participant.id] = participant.wanted

    def publish(self, publication: Publication) -> None:
        if publication.name not in self.published:
            self.published.append(publication.name)

    def withdraw(self, publication: Publication) -> None:
        if publication.name in self.published:
            self.published.remove(publication.name)

    def received(self, message: wire.ServerMessage) -> None:
        self.heard.append(message)

    async def close(self) -> None:
        self.closed = True

    def films(self, id: str, value: int) -> None:
        """A picture of their camera comes, all of one value."""
        array = np.full((48, 64, 3), value, np.uint8)
        self.members[id].pictures["camera"].put(av.VideoFrame.from_ndarray(array, format="rgb24"))


class Nothing:
    """A source that gives no picture."""

    kind: Kind = "video"

    async def next(self) -> Media | None:
        await asyncio.Event().wait()
        raise AssertionError

    def stop(self) -> None:
        pass


class Other:
    """What the server says where media travel in another way."""


def joined(*members: str, media: Any = MEDIA) -> wire.Joined:
    return wire.Joined(call="main", kind="main", started=0.0, members=["me", *members], media=media)


def in_call(*made: FakeTransport) -> Session:
    """A kernel in a call with Ana; each transport that it asks for is the next of these."""
    following = iter(made)

    def make(session: Session) -> FakeTransport:
        return next(following)

    session = Session(Nowhere("algebra"), transports={wire.Mesh: make, Other: make})
    session.me = "me"
    session.received(joined("ana"))
    return session


async def reads(session: Session, stream: FrameStream | None = None) -> FrameStream:
    """Ana's camera, which she allows."""
    stream = stream or FrameStream()
    reading = asyncio.ensure_future(session.read("ana", "picture", "camera", stream))
    await asyncio.sleep(0)
    session.received(YES)
    await reading
    return stream
