"""Who is asked when, where a server takes so many questions a minute."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable

import pytest

from jupyter_videoroom.core.limits import Limit, Limits
from jupyter_videoroom.kernel.consent import TRIALS, Questions


class Server:
    """Refuses what comes too fast, by the rule of the real one; the clock is the test's own."""

    def __init__(self, per_minute: float) -> None:
        self.now = 0.0
        self.asked: Counter[str] = Counter()
        self.given_up: list[str] = []
        self.questions = Questions(self._asks, self._later)
        self._limits = Limits({"asks": Limit(per_minute / 60, per_minute)})
        self._due: list[tuple[float, int, Callable[[], object]]] = []

    def runs(self) -> None:
        """Until nothing more is to happen."""
        while self._due:
            self.now, _, happen = heapq.heappop(self._due)
            happen()

    def _later(self, seconds: float, happen: Callable[[], object]) -> None:
        heapq.heappush(self._due, (self.now + seconds, len(self._due) + id(happen), happen))

    def _asks(self, who: str) -> None:
        if self._limits.take("asks", "kernel", self.now):
            self.asked[who] += 1
        else:
            self._later(0.02, lambda: self._refuses(who))

    def _refuses(self, who: str) -> None:
        if not self.questions.put_off(who):
            self.given_up.append(who)


@pytest.mark.parametrize("per_minute", [600, 60, 30, 5])
def test_in_a_class_of_300_everybody_is_asked_once_and_nobody_too_late(per_minute: float) -> None:
    server = Server(per_minute)
    people = [f"person {number}" for number in range(300)]
    for who in people:
        server.questions.put(who)
    server.runs()
    assert server.asked == Counter(people)
    assert server.given_up == []
    # Nobody could do it in less than so many minutes.
    assert server.now / 60 < 2.5 * 300 / per_minute + 1


def test_a_server_that_takes_no_question_is_not_asked_for_ever() -> None:
    server = Server(0.1)
    for who in ("Ana", "Bo"):
        server.questions.put(who)
    server.runs()
    assert sorted(server.given_up) == ["Ana", "Bo"]
    assert server.now < 60 * TRIALS


def test_who_is_not_waited_for_any_more_is_not_asked_again() -> None:
    server = Server(1)
    for who in ("Ana", "Bo", "Cleo"):
        server.questions.put(who)
    server.questions.answered("Bo")
    server.runs()
    assert server.asked == Counter(["Ana", "Cleo"])
