"""Whose a kernel is, and what it is called for that."""

from __future__ import annotations

from ..protocol.codec import changed
from ..protocol.errors import Refusal
from ..protocol.messages import Grants, SetTracks, Track
from ..protocol.names import clean_line, clean_name
from .consent import Consents
from .effects import Effects, Redeem, Tell
from .facts import Introduced
from .people import People, Person
from .standing import Standing

# In bytes, since everybody is told of all tracks whenever one changes: a name, and a line of what is the matter.
MAX_TRACK_NAME = 128
MAX_PROBLEM = 200


class Kernels:
    """The kernels of a room, and their owners."""

    def __init__(self, people: People, consents: Consents, standing: Standing) -> None:
        self._people = people
        self._consents = consents
        self._standing = standing

    def rename(self, user: str, now: float) -> None:
        """A user's kernels that chose no name are called by their owner's, for as long as there is one to be seen."""
        here = self._people.of_user(user)
        owner = next((person for person in here if person.kind == "browser"), None)
        for kernel in here:
            if owner and kernel.kind == "kernel" and not kernel.named:
                self._call(kernel, clean_name(f"kernel of {owner.name}", kernel.account), now)

    def publish(self, kernel: Person, message: SetTracks, now: float) -> None:
        """What it sends from now on, and whether it records."""
        kernel.tracks = [clean_track(track) for track in message.tracks]
        kernel.recording = message.recording
        self._people.changed(kernel, now)

    def show_ticket(self, person: Person, ticket: str) -> Effects:
        """What comes of it the room hears by `introduce`."""
        if person.kind != "kernel":
            raise Refusal("not-allowed")
        yield Redeem(person.id, ticket)

    def introduce(self, kernel: Person, *, user: str, account: str, grants: Grants, now: float) -> Effects:
        """It is this user's from now on; the call that it is in, and what it was allowed, stays."""
        kernel.user, kernel.account = user, clean_name(account, "Somebody")
        yield from self._standing.grant(kernel, grants, now)
        if not kernel.named:
            kernel.rename("")
        self._people.changed(kernel, now)
        self.rename(user, now)
        # The old credentials name another user.
        yield from self._people.issue(kernel, now)
        yield from self._consents.introduced(kernel)
        yield Tell(Introduced(kernel.id, user))

    def _call(self, kernel: Person, name: str, now: float) -> None:
        if name != kernel.name:
            kernel.name = name
            self._people.changed(kernel, now)


def clean_track(track: Track) -> Track:
    """As everybody may be told of it."""
    name = cut(clean_name(track.name, "track"), MAX_TRACK_NAME)
    return changed(track, name=name, problem=cut(clean_line(track.problem), MAX_PROBLEM))


def cut(text: str, size: int) -> str:
    """Its first letters, as far as so many bytes hold them."""
    return text.encode()[:size].decode(errors="ignore").strip()
