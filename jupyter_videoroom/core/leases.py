"""Leases: how long somebody may be silent before they are gone, and what they are asked and given meanwhile."""

from __future__ import annotations

from ..protocol.messages import Ping
from .effects import Effects, Send
from .people import People, Person
from .rules import Rules

NEVER = float("-inf")


class Leases:
    """The leases of a room's people. `due` is when they are to be looked at next."""

    def __init__(self, people: People, rules: Rules) -> None:
        self._people = people
        self._rules = rules
        self._ping_due = NEVER
        self.due = NEVER

    def heard(self, person: Person, now: float) -> None:
        """Somebody gives a sign of life."""
        person.heard = now
        if person.silent:
            person.silent = False
            self._people.changed(person, now)

    def begin_look(self, now: float) -> float:
        """Seconds for which the server itself did not listen, by which all leases last longer.

        Its loop may have stood still, its machine may have slept, or its clock was set: what people said meanwhile is
        still waiting to be read. Nobody is heard in the future, though: whoever was heard since has missed nothing.
        """
        late = 0.0 if self.due == NEVER else now - self.due
        self.due = now + self._rules.sweep
        if late <= self._rules.sweep:
            return 0.0
        for person in self._people:
            person.heard = min(now, person.heard + late)
        return late

    def ended(self, now: float) -> list[Person]:
        """Those who are gone."""
        return [person for person in self._people if now - person.heard > self._rules.gone]

    def remind(self, now: float) -> Effects:
        """Show who is silent, replace credentials that age, and ask everybody for a sign of life now and then."""
        for person in self._people:
            if now - person.heard > self._rules.lost and not person.silent:
                person.silent = True
                self._people.changed(person, now)
            if now - person.issued > self._rules.refresh:
                yield from self._people.issue(person, now)
        if now >= self._ping_due:
            self._ping_due = now + self._rules.heartbeat
            yield Send(tuple(person.id for person in self._people), Ping())
