"""What participants set of themselves: their name, whether they are away, what they send, and their raised hand."""

from __future__ import annotations

from ..protocol import messages as wire
from ..protocol.errors import Refusal
from .effects import Effects
from .kernels import Kernels
from .part import Handler, Part, RoomPort
from .participant import Participant


class Profile(Part):
    """All of it is told by presence."""

    def __init__(self, room: RoomPort, kernels: Kernels) -> None:
        self._people = room.people
        self._kernels = kernels
        self.handlers = {
            wire.Rename: Handler(self._rename, pace="names"),
            wire.SetAway: Handler(self._set_away, pace="switches"),
            wire.SetMedia: Handler(self._set_media, pace="switches"),
            wire.SetHand: Handler(self._set_hand, grant="data", pace="reactions"),
        }

    def restrict(self, participant: Participant, now: float) -> Effects:
        """Those who may not publish show no camera, and those who may not write have no hand up."""
        if not participant.grants.publish:
            participant.media = wire.Media()
        if not participant.grants.data:
            participant.hand = None
        return []

    def _rename(self, participant: Participant, message: wire.Rename, now: float) -> Effects:
        participant.rename(message.name)
        self._people.changed(participant, now)
        self._kernels.follow(participant.user, now)
        return []

    def _set_away(self, participant: Participant, message: wire.SetAway, now: float) -> Effects:
        participant.away = message.away
        self._people.changed(participant, now)
        return []

    def _set_media(self, participant: Participant, message: wire.SetMedia, now: float) -> Effects:
        sends = message.media.audio or message.media.video or message.media.screen
        if sends and not participant.grants.publish:
            raise Refusal("not-allowed")
        participant.media = message.media
        self._people.changed(participant, now)
        return []

    def _set_hand(self, participant: Participant, message: wire.SetHand, now: float) -> Effects:
        # Raised again, it keeps its place in the queue.
        participant.hand = (participant.hand or now) if message.raised else None
        self._people.changed(participant, now)
        return []
