"""The rules of a mesh: who makes the first offer to whom, who gives way in a collision, and who may signal to whom."""

from __future__ import annotations

from collections.abc import Sequence

from ..engines.port import Member
from ..protocol import messages as wire
from ..protocol.errors import Refusal
from .calls import Calls
from .effects import Effects, Send
from .part import Handler, Part
from .participant import Participant
from .rules import Rules


class Mesh:
    """The engine of calls in which everybody has a connection to everybody."""

    def __init__(self, rules: Rules) -> None:
        self.limit = rules.mesh_limit
        self._uplink = rules.uplink

    def joined(self, call: str, member: Member, members: Sequence[Member]) -> wire.Mesh:
        """The peers of one member, who all came before those that follow it in the list."""
        place = members.index(member)
        earlier = [self._peer(other, gives_way(member), offers(member, other)) for other in members[:place]]
        later = [self._peer(other, not gives_way(other), not offers(other, member)) for other in members[place + 1 :]]
        return wire.Mesh(peers=earlier + later, uplink=self._uplink)

    def member_joined(self, call: str, member: Member, newcomer: Member) -> wire.MeshMember:
        """The mirror image of what the newcomer is told about the member."""
        return wire.MeshMember(polite=not gives_way(newcomer), offer=not offers(newcomer, member))

    def _peer(self, other: Member, polite: bool, offer: bool) -> wire.Peer:
        return wire.Peer(participant=other.id, polite=polite, offer=offer)


def gives_way(newcomer: Member) -> bool:
    """Whether the newcomer rolls its offer back in a collision. A kernel cannot: aiortc has no rollback."""
    return newcomer.kind == "browser"


def offers(newcomer: Member, member: Member) -> bool:
    """Whether the newcomer makes the first offer. A browser always does to a kernel: it knows best what it can send."""
    return newcomer.kind == "browser" or member.kind == "kernel"


class Signals(Part):
    """Signals go from one member of a call to another, and to nobody else."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        free = "One member of one's call is told; a socket that sends too much is read more slowly."
        self.handlers = {wire.Signal: Handler(self._relay, free=free)}

    def _relay(self, participant: Participant, message: wire.Signal, now: float) -> Effects:
        if message.to == participant.id or message.to not in self._calls.members_with(participant):
            raise Refusal("peer-gone")
        signal = wire.Signalled(sender=participant.id, connection=message.connection, payload=message.payload)
        return [Send((message.to,), signal)]
