"""Whether somebody lets this kernel see and hear them, as far as it knows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from .errors import ConsentRefused, Refused, RoomError
from .questions import Questions


class Consent:
    """One participant's. `changed` is called at every change, and before those who wait for an answer go on."""

    def __init__(self, participant: str, questions: Questions, changed: Callable[[], None]) -> None:
        self._participant = participant
        self._questions = questions
        self._changed = changed
        self._answer: bool | None = None
        self._waiting: asyncio.Future[bool] | None = None

    @property
    def allowed(self) -> bool:
        """Whether they have said yes."""
        return self._answer is True

    async def obtain(self, name: str) -> None:
        """Ask, unless they have answered; ConsentRefused if it is no. They may take as long as they like."""
        answer = self._answer
        if answer is None:
            answer = await asyncio.shield(self._asked())
        if not answer:
            raise ConsentRefused(
                f"{name} does not want to be seen and heard by this kernel, and is not asked again. They may change "
                'their mind with "Decide again", beside it in their list of people.'
            )

    def answered(self, allowed: bool) -> None:
        """Yes, no, or no longer."""
        if self._answer is not allowed:
            self._answer = allowed
            self._changed()
        if waiting := self._settled():
            waiting.set_result(allowed)

    def seen(self, shares: bool) -> None:
        """What presence says, which is the truth where a message was missed."""
        if shares:
            self.answered(True)
        elif self.allowed:
            # Not a no, which comes by message: the server has forgotten, and may be asked again.
            self._answer = None
            self._changed()

    def refused(self, code: str, words: str) -> None:
        """The server does not pass a question on: what comes too fast is asked again, later, and often enough."""
        if code == "too-fast" and self._questions.put_off(self._participant):
            return
        if waiting := self._settled():
            waiting.set_exception(Refused(code, words))

    def ask_again(self) -> None:
        """The server told everything anew: a question may have been lost with its memory."""
        if self._waiting:
            self._questions.put(self._participant)

    def close(self, error: RoomError) -> None:
        """They are out of the call, and those who wait for their answer hear why."""
        self._answer = None
        if waiting := self._settled():
            waiting.set_exception(error)

    def _settled(self) -> asyncio.Future[bool] | None:
        """Nobody waits for an answer any longer. Returns what those who did are to be told by."""
        self._questions.answered(self._participant)
        waiting, self._waiting = self._waiting, None
        return None if waiting is None or waiting.done() else waiting

    def _asked(self) -> asyncio.Future[bool]:
        if self._waiting is None:
            self._waiting = asyncio.get_running_loop().create_future()
            # Those who asked may be gone when the answer comes.
            self._waiting.add_done_callback(lambda done: done.cancelled() or done.exception())
            self._questions.put(self._participant)
        return self._waiting
