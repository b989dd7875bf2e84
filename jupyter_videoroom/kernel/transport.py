"""How media travel between this kernel and the members of its call: the port, and what is known to stand behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol, TypeAlias

from ..protocol.messages import Mesh, ServerMessage
from .errors import Refused
from .participant import Participant
from .publishing import Publication

if TYPE_CHECKING:
    from .session import Session


class Transport(Protocol):
    """Everything is called in the videoroom thread."""

    def meet(self, participant: Participant) -> None:
        """They are in the call; or the server, which may have forgotten what was said to them, tells of them anew."""

    def lose(self, participant: Participant) -> None:
        """They have left it."""

    def demand(self, participant: Participant) -> None:
        """What is `wanted` of them has changed."""

    def publish(self, publication: Publication) -> None:
        """Send this to all members from now on; to publish it again does nothing."""

    def withdraw(self, publication: Publication) -> None:
        """Send it no more, if it was sent."""

    def received(self, message: ServerMessage) -> None:
        """A message that is not one of the session's."""

    async def close(self) -> None:
        """Leave nothing behind."""


Maker: TypeAlias = "Callable[[Session], Transport]"


def make_mesh(session: Session) -> Transport:
    """Of aiortc, which is imported when it is needed."""
    from .mesh.mesh import MeshTransport  # noqa: PLC0415

    return MeshTransport(session)


TRANSPORTS: Mapping[type, Maker] = {Mesh: make_mesh}
"""By what the server says that a call's media need."""


def find_maker(media: object, known: Mapping[type, Maker]) -> Maker:
    """Refused, if this version has no transport for a call's media."""
    if maker := known.get(type(media)):
        return maker
    raise Refused(
        "unknown-engine",
        f"The media of this room travel in a way that this kernel does not know ({type(media).__name__}). The "
        "administrator of the kernel's environment can mend that: pip install -U jupyter-videoroom.",
    )
