"""Who lets this kernel see and hear them, as far as it knows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from ..protocol.messages import Ask, Participant
from .errors import ConsentRefused, RoomError

Send = Callable[[Ask], None]
Told = Callable[[str, bool], None]


class Consents:
    """`told(participant, allowed)` is called at every change, and before those who wait for an answer go on."""

    def __init__(self, send: Send, told: Told) -> None:
        self._send = send
        self._told = told
        self._answers: dict[str, bool] = {}
        self._waiting: dict[str, asyncio.Future[bool]] = {}

    def allowed(self, participant: str) -> bool:
        """Whether they have said yes."""
        return self._answers.get(participant, False)

    async def obtain(self, participant: str, name: str) -> None:
        """Ask, unless they have answered; ConsentRefused if it is no. They may take as long as they like."""
        answer = self._answers.get(participant)
        if answer is None:
            answer = await asyncio.shield(self._asked(participant))
        if not answer:
            raise ConsentRefused(
                f"{name} does not want to be seen and heard by this kernel, and is not asked again. They may change "
                'their mind with "Decide again", beside it in their list of people.'
            )

    def answered(self, participant: str, allowed: bool) -> None:
        """Yes, no, or no longer."""
        if self._answers.get(participant) != allowed:
            self._answers[participant] = allowed
            self._told(participant, allowed)
        waiting = self._waiting.pop(participant, None)
        if waiting and not waiting.done():
            waiting.set_result(allowed)

    def seen(self, me: str, person: Participant) -> None:
        """What presence says, which is the truth where a message was missed."""
        if me in person.shares:
            self.answered(person.id, True)
        elif self.allowed(person.id):
            # Not a no, which comes by message: the server has forgotten, and may be asked again.
            del self._answers[person.id]
            self._told(person.id, False)

    def forget(self, participant: str, error: RoomError) -> None:
        """They are out of the call, or we are, and so is what they said in it."""
        self._answers.pop(participant, None)
        waiting = self._waiting.pop(participant, None)
        if waiting and not waiting.done():
            waiting.set_exception(error)

    def ask_again(self) -> None:
        """The server told everything anew: a question may have been lost with its memory."""
        for participant in self._waiting:
            self._send(Ask(to=participant))

    def _asked(self, participant: str) -> asyncio.Future[bool]:
        waiting = self._waiting.get(participant)
        if waiting is None:
            waiting = self._waiting[participant] = asyncio.get_running_loop().create_future()
            # It may be that nobody waits any more when the answer comes.
            waiting.add_done_callback(lambda done: done.cancelled() or done.exception())
            self._send(Ask(to=participant))
        return waiting
