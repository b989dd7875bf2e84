"""Which kernels may see and hear whom. Each person decides, and may think better of it at any time."""

from __future__ import annotations

from collections.abc import Iterable

from ..protocol.errors import Refusal
from ..protocol.messages import Asked, Consented
from .effects import Effects, Send
from .limits import Limits
from .people import People, Person


class Consents:
    """The consents of a room; they are kept with the person who gave them.

    A yes is one kernel's, and ends with the call. A no is for all kernels of that user, whatever they are called and
    however often they come, for as long as the person is in the room: until they think better of it by themselves.
    """

    def __init__(self, people: People, limits: Limits) -> None:
        self._people = people
        self._limits = limits

    def ask(self, kernel: Person, to: str, now: float) -> Effects:
        """Put the question; who has said yes is not asked again, and neither is who has said no."""
        person = self._people.get(to)
        if person is None or not _are_together(person, kernel):
            raise Refusal("peer-gone")
        if kernel.kind != "kernel" or person.kind != "browser":
            raise Refusal("not-allowed")
        if not person.asked.get(kernel.id) and kernel.user in person.refused:
            person.asked[kernel.id] = False
        if (answer := person.asked.get(kernel.id)) is not None:
            yield Send((kernel.id,), Consented(participant=person.id, allowed=answer))
            return
        # By who is asked: many who ask one person would each keep below a limit of their own.
        self._limits.demand("questions", person.user, now)
        person.asked[kernel.id] = None
        yield Send((person.id,), question(kernel))

    def answer(self, person: Person, id: str, allowed: bool, now: float) -> Effects:
        """Yes, no, or no longer; or yes after all, to a kernel of somebody who was refused."""
        kernel = self._people.get(id)
        if kernel is None or not _is_to_answer(person, kernel):
            raise Refusal("not-asked")
        if person.asked.get(id) is allowed:
            return
        person.asked[id] = allowed
        if allowed:
            person.refused.discard(kernel.user)
        else:
            person.refused.add(kernel.user)
        self._people.changed(person, now)
        yield Send((id,), Consented(participant=person.id, allowed=allowed))

    def questions(self, person: Person) -> list[Asked]:
        """What somebody has been asked and has not answered."""
        return [question(self._people[id]) for id, answer in person.asked.items() if answer is None]

    def introduced(self, kernel: Person) -> Effects:
        """It is somebody else's, or has another name, than those know who have been asked."""
        for person in self._people:
            if person.asked.get(kernel.id) is False:
                person.refused.add(kernel.user)
        asked = tuple(person.id for person in self._people if person.asked.get(kernel.id, False) is None)
        yield Send(asked, question(kernel))

    def forget(self, gone: Person, members: Iterable[str], now: float) -> None:
        """Somebody is out of the call: what was allowed in it, and what was published, is over; a no is not."""
        gone.asked.clear()
        gone.tracks, gone.recording = [], False
        for person in (self._people[id] for id in members):
            if gone.id in person.asked:
                del person.asked[gone.id]
                self._people.changed(person, now)


def question(kernel: Person) -> Asked:
    """What a kernel asks: presence, which tells that it records, comes later than the question."""
    return Asked(kernel=kernel.id, user=kernel.user, name=kernel.name, recording=kernel.recording)


def _are_together(person: Person, kernel: Person) -> bool:
    return person.call is not None and person.call == kernel.call


def _is_to_answer(person: Person, kernel: Person) -> bool:
    refused = kernel.kind == "kernel" and kernel.user in person.refused and _are_together(person, kernel)
    return refused or kernel.id in person.asked
