"""Who may write to whom. A message is told only once it is stored."""

from __future__ import annotations

from ..protocol.errors import Refusal
from ..protocol.messages import ChatLine, Said, Say
from ..protocol.names import clean_text
from .effects import Effects, Send, SendHistory, StoreLine, refuse
from .part import Handler, Part, RoomPort
from .participant import Participant

# A text of this many bytes counts as one message, a longer one as several.
BYTES_OF_ONE = 1024


class Chat(Part):
    """The chat of a room. Its lines are the store's; nothing is kept here."""

    def __init__(self, room: RoomPort) -> None:
        self._room = room
        self._people = room.people
        self.handlers = {
            Say: Handler(self._say, grant="data", pace="chat", excess=excess, key=lambda message: message.key),
        }

    def brief(self, participant: Participant, now: float) -> Effects:
        """Newcomers are sent what was written before."""
        return [SendHistory(participant.id)]

    def stored(self, line: ChatLine) -> Effects:
        """A line is stored, under the id that it has now: tell all who may read it."""
        readers = tuple(p.id for p in self._people.inside if line.to is None or p.user in (line.to, line.user))
        return [Send(readers, Said(line=line))]

    def not_stored(self, id: str, line: ChatLine, refusal: Refusal) -> Effects:
        """A line of this participant could not be stored."""
        return refuse(id, refusal, "say", line.key)

    def _say(self, participant: Participant, message: Say, now: float) -> Effects:
        self._room.limits.demand("room-chat", self._room.name, now, excess(message))
        text = clean_text(message.text)
        if not text:
            raise Refusal("empty-message")
        line = ChatLine(
            id=0,
            key=message.key,
            at=now,
            user=participant.user,
            name=participant.name,
            text=text,
            to=message.to,
            to_name=self._addressee(participant, message.to),
        )
        return [StoreLine(participant.id, line)]

    def _addressee(self, participant: Participant, user: str | None) -> str:
        if user is None:
            return ""
        if user == participant.user:
            raise Refusal("yourself")
        if not (there := self._people.inside_of(user)):
            raise Refusal("nobody-there")
        return there[0].name


def excess(message: Say) -> int:
    """As how many messages a long text counts, beside the one that it is."""
    return len(message.text.encode()) // BYTES_OF_ONE
