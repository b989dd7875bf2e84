"""What two members of a call tell each other to set up their connection."""

from __future__ import annotations

from ..protocol import messages as wire
from ..protocol.errors import Refusal
from .calls import Calls
from .effects import Effects, Send
from .part import Handler, Part
from .participant import Participant


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
