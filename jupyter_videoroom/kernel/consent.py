"""Whether somebody lets this kernel see and hear them, as far as it knows."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any

from .errors import ConsentRefused, Refused, RoomError

# Seconds between questions that are put again: fewer than the 60 a minute that a server takes unless it is configured.
PACE = 1.5
# The longest, where it takes fewer; and so often it may refuse one before those who wait for it are told.
SLOWEST, TRIALS = 24.0, 12

Later = Callable[[float, Callable[[], None]], Any]


class Questions:
    """`ask` is called at once, and again, one person after the other, for those whose question came too fast.

    `later`: a loop's `call_later`.
    """

    def __init__(self, ask: Callable[[str], None], later: Later) -> None:
        self._ask = ask
        self._later = later
        self._refused: dict[str, int] = {}
        self._again: deque[str] = deque()
        self._pace = PACE
        self._running = False

    def put(self, participant: str) -> None:
        """A new question."""
        self._refused[participant] = 0
        self._ask(participant)

    def put_off(self, participant: str) -> bool:
        """It came too fast. Whether it is put again."""
        if participant not in self._refused:
            return True
        self._refused[participant] += 1
        if self._refused[participant] > 1:
            self._pace = min(2 * self._pace, SLOWEST)
        if self._refused[participant] > TRIALS:
            return False
        self._again.append(participant)
        self._run()
        return True

    def answered(self, participant: str) -> None:
        """Or nobody waits for it any more."""
        self._refused.pop(participant, None)

    def _run(self) -> None:
        if not self._running and self._again:
            self._running = True
            self._later(self._pace, self._next)

    def _next(self) -> None:
        self._running = False
        while self._again:
            participant = self._again.popleft()
            if participant in self._refused:
                self._ask(participant)
                # Faster again, unless it is refused.
                self._pace = max(PACE, self._pace / 1.5)
                break
        self._run()


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
