"""The messages of a call in which everybody has a connection to everybody."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta

from .base import MAX_SDP, Count, Id, Message, Record


class Peer(Record):
    """Another member of one's call.

    `offer`: it is this message's receiver that makes the first offer. `polite`: in a collision of offers, it is the
    receiver that gives way.
    """

    participant: Id
    polite: bool
    offer: bool


class Mesh(Record, tag_field="engine", tag="mesh"):
    """What the media of a call need in which everybody sends to everybody.

    `uplink` is what a page may send to all its peers together, in bits per second.
    """

    peers: list[Peer]
    uplink: int


class MeshMember(Record, tag_field="engine", tag="mesh"):
    """What is needed of one new member; `polite` and `offer` as in a Peer."""

    polite: bool
    offer: bool


class Description(Record, tag_field="type", tag="description"):
    """An RTCSessionDescription."""

    kind: Literal["offer", "answer"]
    sdp: Annotated[str, Meta(max_length=MAX_SDP)]


class Candidate(Record, tag_field="type", tag="candidate"):
    """An RTCIceCandidate; an empty `candidate` ends the gathering."""

    candidate: Annotated[str, Meta(max_length=1024)]
    mid: Annotated[str, Meta(max_length=64)] | None = None
    line: Count | None = None
    fragment: Annotated[str, Meta(max_length=256)] | None = None


class Demand(Record, tag_field="type", tag="demand"):
    """How high, in device pixels, the sender shows the receiver's pictures; 0: not at all, so none need be sent.

    `bits`: so many a second are all that comes through from there to here, sound and headers too; None: not known.
    `sound`: whether anybody there listens to the receiver; if not, no sound need be sent. `frames`: so many pictures a
    second are all that the sender's machine can take; None: not known.
    """

    camera: Count
    screen: Count
    bits: Count | None = None
    sound: bool = True
    frames: Count | None = None


SignalPayload: TypeAlias = Description | Candidate | Demand


class Signal(Message, tag="signal"):
    """Relay to one peer of one's call. `connection` names the sender's RTCPeerConnection, so that late ones drop."""

    to: Id
    connection: Id
    payload: SignalPayload


class Signalled(Message, tag="signal"):
    """A peer's signal. `sender` is stamped by the server."""

    sender: Id
    connection: Id
    payload: SignalPayload
