"""What a page tells for the log and for the numbers of the server."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta

from .base import Id, Message

Failure: TypeAlias = Literal[
    "insecure-origin",
    "no-webrtc",
    "blocked-by-page",
    "permission-denied",
    "no-device",
    "device-busy",
    "device-unsuitable",
    "device-lost",
    "device-failed",
    "screen-failed",
    "no-route",
]


class Trouble(Message, tag="trouble"):
    """Something failed in the page, such as the camera or the way to a peer: for the server's log."""

    code: Failure
    peer: Id | None = None


class Timing(Message, tag="timing"):
    """Seconds from the click that joined a call to the first picture or sound of a peer."""

    joined: Annotated[float, Meta(ge=0, le=600)]
