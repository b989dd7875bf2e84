"""Who may write to whom. A message is told only once it is stored."""

from __future__ import annotations

import unicodedata

from ..protocol.errors import Refusal
from ..protocol.messages import ChatLine, Said, Say
from .effects import Effects, Keep, Recall, Send
from .people import People, Person

# Embeddings, overrides, isolates and marks turn round what stands beside them (Unicode Standard Annex 9); what joins
# letters and emoji stays.
BIDIRECTIONAL = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
CONTROL = {"Cc", "Co", "Cs"}
KEPT = set("\n\t")


def clean_text(text: str) -> str:
    """Lines of visible text."""
    text = text.replace("\r\n", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    visible = (c for c in text if c in KEPT or (c not in BIDIRECTIONAL and unicodedata.category(c) not in CONTROL))
    return "".join(visible).strip()


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
