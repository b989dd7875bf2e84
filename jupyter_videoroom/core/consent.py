"""Which kernels may see and hear whom. Each person decides, and may decide otherwise at any time."""

from __future__ import annotations

from collections.abc import Iterable

from ..protocol import messages as wire
from ..protocol.errors import Refusal
from .effects import Effects, Send
from .part import Handler, Part, RoomPort
from .participant import Participant


class Consents(Part):
    """The consents of a room; they are kept with the participant who gave them.

    A yes is one kernel's, and ends with the call. A no is for all kernels of that user, whatever they are called and
    however often they come, for as long as the participant is in the room, or until it says yes after all.
    """

    def __init__(self, room: RoomPort) -> None:
        self._people = room.people
        self._limits = room.limits
        self.handlers = {
            wire.Ask: Handler(self._ask, pace="asks", key=lambda message: message.to),
            wire.Consent: Handler(self._answer, pace="switches"),
        }

    def brief(self, participant: Participant, now: float) -> Effects:
        """What this one has been asked and has not answered."""
        open_questions = [kernel for kernel, answer in participant.asked.items() if answer is None]
        return [Send((participant.id,), question(self._people[kernel])) for kernel in open_questions]

    def introduced(self, kernel: Participant) -> Effects:
        """The kernel is somebody else's, or has another name, than those know who have been asked."""
        for participant in self._people:
            if participant.asked.get(kernel.id) is False:
                participant.refused.add(kernel.user)
        asked = tuple(one.id for one in self._people if one.asked.get(kernel.id, False) is None)
        return [Send(asked, question(kernel))]

    def forget(self, gone: Participant, members: Iterable[str], now: float) -> None:
        """Somebody is out of the call. What was allowed in it, and what was published, has ended; a no has not."""
        gone.asked.clear()
        gone.tracks, gone.recording = [], False
        for participant in (self._people[id] for id in members):
            if gone.id in participant.asked:
                del participant.asked[gone.id]
                self._people.changed(participant, now)

    def _ask(self, kernel: Participant, message: wire.Ask, now: float) -> Effects:
        """A participant who has said yes is not asked again, and neither is one who has said no."""
        participant = self._people.get(message.to)
        if participant is None or not _are_together(participant, kernel):
            raise Refusal("peer-gone")
        if kernel.kind != "kernel" or participant.kind != "browser":
            raise Refusal("not-allowed")
        if not participant.asked.get(kernel.id) and kernel.user in participant.refused:
            participant.asked[kernel.id] = False
        if (answer := participant.asked.get(kernel.id)) is not None:
            return [Send((kernel.id,), wire.Consented(participant=participant.id, allowed=answer))]
        # By who is asked: many who ask one person would each keep below a limit of their own.
        self._limits.demand("questions", participant.user, now)
        participant.asked[kernel.id] = None
        return [Send((participant.id,), question(kernel))]

    def _answer(self, participant: Participant, message: wire.Consent, now: float) -> Effects:
        """Yes, no, or no longer; or yes after all, to a kernel of somebody who was refused."""
        kernel = self._people.get(message.kernel)
        if kernel is None or not _is_to_answer(participant, kernel):
            raise Refusal("not-asked")
        if participant.asked.get(kernel.id) is message.allowed:
            return []
        participant.asked[kernel.id] = message.allowed
        if message.allowed:
            participant.refused.discard(kernel.user)
        else:
            participant.refused.add(kernel.user)
        self._people.changed(participant, now)
        return [Send((kernel.id,), wire.Consented(participant=participant.id, allowed=message.allowed))]


def question(kernel: Participant) -> wire.Asked:
    """What a kernel asks. It says whether the kernel records, since presence comes later than the question."""
    return wire.Asked(kernel=kernel.id, user=kernel.user, name=kernel.name, recording=kernel.recording)


def _are_together(participant: Participant, kernel: Participant) -> bool:
    return participant.call is not None and participant.call == kernel.call


def _is_to_answer(participant: Participant, kernel: Participant) -> bool:
    refused = kernel.kind == "kernel" and kernel.user in participant.refused and _are_together(participant, kernel)
    return refused or kernel.id in participant.asked
