"""Somebody in a browser, played by aiortc: offers the four sections, answers for consent, sends when it was given."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from aiortc import MediaStreamTrack, RTCPeerConnection, RTCSessionDescription

from jupyter_videoroom.kernel.access import Access, SocketTicket
from jupyter_videoroom.kernel.errors import RoomError
from jupyter_videoroom.kernel.mesh.negotiation import configuration
from jupyter_videoroom.kernel.signaling import Signaling
from jupyter_videoroom.protocol import messages as wire

from ..browser.servers import Jupyter
from ..server.roles import has_role

T = TypeVar("T")
SLOTS = ("audio", "video", "video", "audio")
MICROPHONE, CAMERA, SCREEN = 0, 1, 2
OPEN: list[BrowserPeer] = []


class BrowserPeer:
    """`allows`: what is answered to a kernel that asks; None leaves it waiting. `publishes`: what the server grants."""

    def __init__(
        self, server: Jupyter, room: str, name: str, allows: bool | None = True, publishes: bool = True
    ) -> None:
        self.name = name
        self.allows = allows
        self.publishes = publishes
        self.me = ""
        self.heard: list[wire.ServerMessage] = []
        self.people: dict[str, wire.Participant] = {}
        self.tracks: dict[int, MediaStreamTrack] = {}
        self.pc: RTCPeerConnection | None = None
        self.connection = ""
        self.kernel = ""
        self.shown: dict[str, MediaStreamTrack] = {}
        self.offered = ""
        self.answered = ""
        self._server, self._room = server, room
        self._access = Access(room, server.address(""), server.token, kind="browser")
        self._signaling = Signaling(self, name)
        self._news = asyncio.Event()
        self._turns: asyncio.Queue[wire.ServerMessage] = asyncio.Queue()
        self._tasks = [asyncio.ensure_future(self._signaling.run()), asyncio.ensure_future(self._take_turns())]
        OPEN.append(self)

    async def enters(self) -> BrowserPeer:
        """Into the room and its call."""
        self.says(wire.Join(call=wire.MAIN_CALL))
        await self.hears(wire.Joined)
        return self

    def says(self, message: wire.ClientMessage) -> None:
        self._signaling.send(message)

    async def sends(self, **tracks: MediaStreamTrack | None) -> None:
        """Switch camera, microphone or screen."""
        for what, track in tracks.items():
            slot = {"microphone": MICROPHONE, "camera": CAMERA, "screen": SCREEN}[what]
            if track:
                self.tracks[slot] = track
            else:
                self.tracks.pop(slot, None)
        media = wire.Media(audio=MICROPHONE in self.tracks, video=CAMERA in self.tracks, screen=SCREEN in self.tracks)
        self.says(wire.SetMedia(media=media))
        self._send_tracks()

    def consents(self, allowed: bool) -> None:
        """To the kernel."""
        self.allows = allowed
        self.says(wire.Consent(kernel=self.kernel, allowed=allowed))
        self._send_tracks()

    async def hears(self, kind: type[T], where: Callable[[T], bool] = lambda _: True) -> T:
        """A message of this kind, which may have come already."""
        while True:
            for message in self.heard:
                if isinstance(message, kind) and where(message):
                    return message
            await self.news()

    async def news(self) -> None:
        """Something was heard."""
        self._news.clear()
        await self._news.wait()

    def heard_of(self, kind: type[T]) -> list[T]:
        """All messages of this kind so far."""
        return [message for message in self.heard if isinstance(message, kind)]

    async def kernel_ticket(self) -> object:
        """What the page tells a kernel that asks it for one."""
        access = Access(self._room, self._server.address(""), self._server.token)
        access._cookies = self._access._cookies
        given = await access.socket_ticket()
        reply = {"url": given.url, "ticket": given.ticket, "version": wire.PROTOCOL_VERSION}
        return {"reply": reply, "base": self._server.address("")}

    def breaks(self) -> None:
        """The socket is gone without a word."""
        break_socket(self._signaling)

    async def parts(self) -> None:
        OPEN.remove(self)
        await self._signaling.leave()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for track in [*self.tracks.values(), *self.shown.values()]:
            track.stop()
        if self.pc:
            await self.pc.close()

    async def begins_anew(self) -> None:
        """Another connection to the kernel, as after one that failed."""
        if self.pc:
            await self.pc.close()
        self.pc, self.connection = RTCPeerConnection(configuration([])), secrets.token_hex(8)
        self.pc.on("track", self._track)
        for kind in SLOTS:
            self.pc.addTransceiver(kind, direction="sendrecv")
        self._send_tracks()
        await self.pc.setLocalDescription()
        self._tell(self.pc)

    # --- ports of the socket

    async def socket_ticket(self) -> SocketTicket:
        given = await self._access.socket_ticket()
        if self.publishes:
            return given
        # A role is a user's, and whom Jupyter knows by a bare token is another user at each request.
        has_role(self._server, self.name, "guest")
        tokens = self._server.tokens()
        ticket = tokens.ticket(user=self.name, account=self.name, room=self._room, kind="browser")
        return replace(given, ticket=ticket)

    def ended(self, error: RoomError) -> None:
        raise error

    def received(self, message: wire.ServerMessage) -> None:
        self.heard.append(message)
        self._turns.put_nowait(message)

    async def _take_turns(self) -> None:
        while True:
            await self._take(await self._turns.get())
            self._news.set()

    async def _take(self, message: wire.ServerMessage) -> None:
        if isinstance(message, wire.Welcome):
            self.me = message.you
        if isinstance(message, wire.Roster):
            self.people = {person.id: person for person in message.people}
        if isinstance(message, wire.Presence):
            self.people |= {person.id: person for person in message.changed}
            for gone in message.left:
                self.people.pop(gone, None)
        if isinstance(message, wire.Joined):
            for peer in message.media.peers:
                await self._meet(peer.participant, peer.offer)
        if isinstance(message, wire.MemberJoined):
            await self._meet(message.participant, message.media is not None and message.media.offer)
        if isinstance(message, wire.Asked) and self.allows is not None:
            self.consents(self.allows)
        if isinstance(message, wire.Signalled) and message.connection == self.connection:
            await self._describe(message.payload)

    async def _meet(self, participant: str, offer: bool) -> None:
        # Guests do not talk to each other: the newcomers' offers to other guests are not made.
        if offer and await self._is_kernel(participant):
            self.kernel = participant
            await self.begins_anew()

    async def _is_kernel(self, id: str) -> bool:
        while id not in self.people:
            await self._take(await self._turns.get())
        return self.people[id].kind == "kernel"

    async def _describe(self, payload: wire.SignalPayload) -> None:
        if not isinstance(payload, wire.Description) or self.pc is None:
            return
        await self.pc.setRemoteDescription(RTCSessionDescription(payload.sdp, payload.kind))
        if payload.kind == "offer":
            self.offered = payload.sdp
            await self.pc.setLocalDescription()
            self._tell(self.pc)
        else:
            self.answered = payload.sdp

    def _tell(self, pc: RTCPeerConnection) -> None:
        told = pc.localDescription
        kind: Any = told.type
        payload = wire.Description(kind=kind, sdp=told.sdp)
        self.says(wire.Signal(to=self.kernel, connection=self.connection, payload=payload))

    def _send_tracks(self) -> None:
        if self.pc:
            for slot in range(len(SLOTS)):
                track = self.tracks.get(slot) if self.allows else None
                sender = self.pc.getTransceivers()[slot].sender
                if sender.track is not track:
                    sender.replaceTrack(track)

    def _track(self, track: MediaStreamTrack) -> None:
        self.shown[track.id] = track


async def part_all() -> None:
    for guest in list(OPEN):
        await guest.parts()


def break_socket(signaling: Signaling) -> None:
    """The connection is gone without a word."""
    socket: Any = signaling._socket
    socket.protocol._abort()
