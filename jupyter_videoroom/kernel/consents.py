"""Who lets this kernel see and hear them, as far as it knows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from ..protocol.messages import Ask, Participant
from .errors import ConsentRefused, Refused, RoomError
from .questions import Questions

Send = Callable[[Ask], None]
Told = Callable[[str, bool], None]


class Consents:
    """`told(participant, allowed)` is called at every change, and before those who wait for an answer go on."""

    def __init__(self, send: Send, told: Told) -> None:
        self._told = told
        self._questions = Questions(lambda to: send(Ask(to=to)), asyncio.get_running_loop().call_later)
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
        if waiting := self._over(participant):
            waiting.set_result(allowed)

    def seen(self, me: str, person: Participant) -> None:
        """What presence says, which is the truth where a message was missed."""
        if me in person.shares:
            self.answered(person.id, True)
        elif self.allowed(person.id):
            # Not a no, which comes by message: the server has forgotten, and may be asked again.
            del self._answers[person.id]
            self._told(person.id, False)

    def refused(self, participant: str, code: str, words: str) -> None:
        """The server does not pass a question on: what comes too fast is asked again, later, and often enough."""
        if code == "too-fast" and self._questions.put_off(participant):
            return
        if waiting := self._over(participant):
            waiting.set_exception(Refused(code, words))

    def forget(self, participant: str, error: RoomError) -> None:
        """They are out of the call, and so is what they said in it; whoever waits for their answer hears why."""
        self._answers.pop(participant, None)
        if waiting := self._over(participant):
            waiting.set_exception(error)

    def ask_again(self) -> None:
        """The server told everything anew: a question may have been lost with its memory."""
        for participant in self._waiting:
            self._questions.put(participant)

    def _over(self, participant: str) -> asyncio.Future[bool] | None:
        """Whoever waits for an answer need not any longer."""
        self._questions.answered(participant)
        waiting = self._waiting.pop(participant, None)
        return None if waiting is None or waiting.done() else waiting

    def _asked(self, participant: str) -> asyncio.Future[bool]:
        waiting = self._waiting.get(participant)
        if waiting is None:
            waiting = self._waiting[participant] = asyncio.get_running_loop().create_future()
            # It may be that nobody waits any more when the answer comes.
            waiting.add_done_callback(lambda done: done.cancelled() or done.exception())
            self._questions.put(participant)
        return waiting
