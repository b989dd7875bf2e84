"""Whose a kernel is, and what it is called for that."""

from __future__ import annotations

from ..protocol.errors import Refusal
from ..protocol.messages import Grants
from ..protocol.names import clean_name
from .consent import Consents
from .effects import Effects, Redeem, Tell
from .facts import Introduced
from .people import People, Person
from .standing import Standing


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
        yield from self._consents.ask_anew(kernel)
        yield Tell(Introduced(kernel.id, user))

    def _call(self, kernel: Person, name: str, now: float) -> None:
        if name != kernel.name:
            kernel.name = name
            self._people.changed(kernel, now)
