"""How often is too often."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..protocol.errors import Refusal

# Who has been quiet for long needs no memory. Fewer than this many are not looked through for them.
MANY = 4096


class Limit(NamedTuple):
    """`burst` at once, and `per_second` in the long run."""

    per_second: float
    burst: float


class Limits:
    """The generic cell rate algorithm (ITU-T I.371, annex A): one number for everybody who did something lately.

    That number is when their bucket will be empty again. What has no limit is free.
    """

    def __init__(self, limits: Mapping[str, Limit]) -> None:
        self._limits = limits
        self._empty_at: dict[tuple[str, str], float] = {}
        self._many = MANY

    def take(self, what: str, who: str, now: float, amount: float = 1.0) -> bool:
        """Whether it is allowed now. What is refused costs nothing."""
        if self.wait(what, who, now, amount) > 0:
            return False
        self.charge(what, who, now, amount)
        return True

    def demand(self, what: str, who: str, now: float, excess: float = 0.0) -> None:
        """Refusal("too-fast") unless once is allowed now; what it takes besides is paid off before the next."""
        if not self.take(what, who, now):
            raise Refusal("too-fast")
        if excess:
            self.charge(what, who, now, excess)

    def wait(self, what: str, who: str, now: float, amount: float = 1.0) -> float:
        """Seconds until this would be allowed."""
        limit = self._limits.get(what)
        if limit is None:
            return 0.0
        if amount > limit.burst:
            return float("inf")
        backlog = max(self._empty_at.get((what, who), now) - now, 0.0)
        return max(0.0, backlog + (amount - limit.burst) / limit.per_second)

    def charge(self, what: str, who: str, now: float, amount: float = 1.0) -> None:
        """Count it, allowed or not."""
        limit = self._limits.get(what)
        if limit is None or not limit.per_second:
            return
        if len(self._empty_at) > self._many:
            self._forget_the_quiet(now)
        begin = max(self._empty_at.get((what, who), now), now)
        self._empty_at[what, who] = begin + amount / limit.per_second

    def _forget_the_quiet(self, now: float) -> None:
        """Not again before there are twice as many as are left: so each one is looked at once or twice on average."""
        self._empty_at = {key: at for key, at in self._empty_at.items() if at > now}
        self._many = max(MANY, 2 * len(self._empty_at))
