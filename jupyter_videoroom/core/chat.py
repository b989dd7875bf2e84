"""Who may write to whom. A message is told only once it is stored."""

from __future__ import annotations

from ..protocol.errors import Refusal
from ..protocol.messages import ChatLine, Said, Say
from ..protocol.names import clean_text
from .effects import Effects, Keep, Recall, Send
from .people import People, Person


class Chat:
    """The chat of a room. Its lines are the store's; nothing is kept here."""

    def __init__(self, people: People) -> None:
        self._people = people

    def say(self, person: Person, message: Say, now: float) -> Effects:
        """Have a line stored; `told` tells it."""
        text = clean_text(message.text)
        if not text:
            raise Refusal("empty-message")
        line = ChatLine(
            id=0,
            key=message.key,
            at=now,
            user=person.user,
            name=person.name,
            text=text,
            to=message.to,
            to_name=self._addressee(person, message.to),
        )
        yield Keep(person.id, line)

    def told(self, line: ChatLine) -> Effects:
        """It is stored: tell all who may read it."""
        readers = tuple(p.id for p in self._people if line.to is None or p.user in (line.to, line.user))
        yield Send(readers, Said(line=line))

    def recall(self, person: Person) -> Effects:
        """Tell a newcomer what was written before."""
        yield Recall(person.id)

    def _addressee(self, person: Person, user: str | None) -> str:
        if user is None:
            return ""
        if user == person.user:
            raise Refusal("yourself")
        if not (there := self._people.of_user(user)):
            raise Refusal("nobody-there")
        return there[0].name
