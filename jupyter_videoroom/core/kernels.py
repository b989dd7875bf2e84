"""Whose a kernel is, what it is called for that, and what it publishes."""

from __future__ import annotations

from ..protocol import messages as wire
from ..protocol.codec import changed
from ..protocol.errors import Refusal
from ..protocol.names import clean_line, clean_name
from .consent import Consents
from .effects import Effects, Introduced, Redeem, refuse
from .part import Handler, Part, RoomPort
from .participant import Participant

# In bytes, since everybody is told of all tracks whenever one changes: a name, and a line of what is the matter.
MAX_TRACK_NAME = 128
MAX_PROBLEM = 200


class Kernels(Part):
    """The kernels of a room. Those that chose no name are called by their owner's."""

    def __init__(self, room: RoomPort, consents: Consents) -> None:
        self._room = room
        self._people = room.people
        self._consents = consents
        self.handlers = {
            wire.Introduce: Handler(self._introduce, pace="names"),
            wire.SetTracks: Handler(self._set_tracks, pace="reactions"),
        }

    def entered(self, participant: Participant, now: float) -> Effects:
        """A kernel finds its owner here, or the owner the kernel."""
        self.follow(participant.user, now)
        return []

    def left(self, participant: Participant, reason: wire.Departure, now: float) -> Effects:
        """Another page of the owner may have another name."""
        self.follow(participant.user, now)
        return []

    def restrict(self, participant: Participant, now: float) -> Effects:
        """A kernel that may not publish has no tracks."""
        if not participant.grants.publish:
            participant.tracks = []
        return []

    def follow(self, user: str, now: float) -> None:
        """A user's kernels that chose no name are called by their owner's, for as long as there is one to be seen."""
        here = self._people.inside_of(user)
        owner = next((one for one in here if one.kind == "browser"), None)
        for kernel in here:
            if owner and kernel.kind == "kernel" and not kernel.named:
                self._call(kernel, clean_name(f"kernel of {owner.name}", kernel.account), now)

    def introduced(self, id: str, user: str, account: str, role: wire.Role, now: float) -> Effects:
        """The ticket that a kernel has shown is good, and this user's: so is the kernel from now on.

        The call that it is in, and what it was allowed, stay.
        """
        kernel = self._people.get(id)
        if kernel is None or kernel.user == user:
            return []
        try:
            self._people.check_tabs(user)
        except Refusal as refusal:
            return self.not_introduced(id, refusal)
        kernel.user, kernel.account = user, clean_name(account, "Somebody")
        effects = self._room.set_role(id, role, now)
        if not kernel.named:
            kernel.rename("")
        self._people.changed(kernel, now)
        self.follow(user, now)
        # The old credentials name another user.
        effects += self._people.issue(kernel, now)
        effects += self._consents.introduced(kernel)
        return [*effects, Introduced(id, user)]

    def not_introduced(self, id: str, refusal: Refusal) -> Effects:
        """The ticket that a kernel has shown is good for nothing."""
        return refuse(id, refusal, "introduce")

    def _introduce(self, participant: Participant, message: wire.Introduce, now: float) -> Effects:
        if participant.kind != "kernel":
            raise Refusal("not-allowed")
        return [Redeem(participant.id, message.ticket)]

    def _set_tracks(self, participant: Participant, message: wire.SetTracks, now: float) -> Effects:
        # A kernel says that it records also where it may publish nothing.
        if participant.kind != "kernel" or (message.tracks and not participant.grants.publish):
            raise Refusal("not-allowed")
        participant.tracks = [clean_track(track) for track in message.tracks]
        participant.recording = message.recording
        self._people.changed(participant, now)
        return []

    def _call(self, kernel: Participant, name: str, now: float) -> None:
        if name != kernel.name:
            kernel.name = name
            self._people.changed(kernel, now)


def clean_track(track: wire.Track) -> wire.Track:
    """As everybody may be told of it."""
    name = cut(clean_name(track.name, "track"), MAX_TRACK_NAME)
    return changed(track, name=name, problem=cut(clean_line(track.problem), MAX_PROBLEM))


def cut(text: str, size: int) -> str:
    """Its first letters, as far as so many bytes hold them."""
    return text.encode()[:size].decode(errors="ignore").strip()
