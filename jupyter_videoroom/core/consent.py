"""Which kernels may see and hear whom. Each person decides, once a call, and may take it back at any time."""

from __future__ import annotations

from collections.abc import Iterable

from ..protocol.errors import Refusal
from ..protocol.messages import Asked, Consented
from .effects import Effects, Send
from .people import People, Person


class Consents:
    """The consents of a room; they are kept with the person who gave them."""

    def __init__(self, people: People) -> None:
        self._people = people

    def ask(self, kernel: Person, to: str) -> Effects:
        """Put the question; who has said yes is not asked again, and neither is who has said no."""
        person = self._people.get(to)
        if person is None or person.call is None or person.call != kernel.call:
            raise Refusal("peer-gone")
        if kernel.kind != "kernel" or person.kind != "browser":
            raise Refusal("not-allowed")
        if kernel.id in person.shares:
            yield Send((kernel.id,), Consented(participant=person.id, allowed=True))
            return
        if person.asked.get(kernel.id) is False:
            raise Refusal("asked-before")
        person.asked[kernel.id] = None
        yield Send((person.id,), question(kernel))

    def answer(self, person: Person, kernel: str, allowed: bool, now: float) -> Effects:
        """Yes, no, or no longer."""
        if kernel not in person.asked:
            raise Refusal("not-asked")
        person.asked[kernel] = allowed
        self._people.changed(person, now)
        yield Send((kernel,), Consented(participant=person.id, allowed=allowed))

    def questions(self, person: Person) -> list[Asked]:
        """What somebody has been asked and has not answered."""
        return [question(self._people[id]) for id, answer in person.asked.items() if answer is None]

    def ask_anew(self, kernel: Person) -> Effects:
        """It is somebody else's, or has another name, than the open questions say."""
        asked = tuple(person.id for person in self._people if person.asked.get(kernel.id, False) is None)
        yield Send(asked, question(kernel))

    def forget(self, gone: Person, members: Iterable[str], now: float) -> None:
        """Somebody is out of the call: what was allowed in it, and what was published, is over."""
        gone.asked.clear()
        gone.tracks, gone.recording = [], False
        for person in (self._people[id] for id in members):
            if gone.id in person.asked:
                del person.asked[gone.id]
                self._people.changed(person, now)


def question(kernel: Person) -> Asked:
    """What a kernel asks: presence, which tells that it records, comes later than the question."""
    return Asked(kernel=kernel.id, user=kernel.user, name=kernel.name, recording=kernel.recording)
