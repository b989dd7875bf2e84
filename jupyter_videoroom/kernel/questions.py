"""When to ask whom: a server takes so many questions a minute, and a class may have more people than that."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

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
