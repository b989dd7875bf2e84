"""What becomes of somebody who comes back with other grants: what they may do no more, they do no more."""

from __future__ import annotations

from ..protocol.messages import Granted, Grants, Media
from .calls import Calls
from .effects import Effects, Send
from .invites import Invites
from .people import People, Person


class Standing:
    """The grants of a room's people, as of their latest tickets."""

    def __init__(self, people: People, calls: Calls, invites: Invites) -> None:
        self._people = people
        self._calls = calls
        self._invites = invites

    def grant(self, person: Person, grants: Grants, now: float) -> Effects:
        """These, in place of those so far."""
        if grants == person.grants:
            return
        person.grants = grants
        if not grants.publish:
            person.media, person.tracks = Media(), []
        if not grants.data:
            person.hand = None
        self._people.changed(person, now)
        yield Send((person.id,), Granted(role=person.role, grants=grants))
        if not grants.join:
            yield from self._invites.abandon(person, "gone", now)
            yield from self._calls.leave(person, "ended", now)
