"""How much the way from a browser carries, from when its packets come and which do not.

aiortc has no such estimate that works for several pictures at once, and Chromium without one looks at losses only:
behind a long queue it would let the delay grow for seconds. No input, no output, no clock.
"""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

# Seconds.
PERIOD = 0.2
WINDOW = 0.5
# Longer than what a busy browser or kernel adds, short enough to be mended before somebody notices.
LATE = 0.1
# A stream that was silent for longer may come back with another clock: Chromium's sound does.
SILENCE = 0.5
# Clocks drift by up to 0.1 ms a second: what was least late is looked for anew in so long.
MEMORY = 30.0
# How long a decrease takes to be seen here, beyond the queue that is there already: the page's and the encoder's share.
REACTION = 0.3
# Above what was found too much nothing is tried for so long at first, and so long at last. A trial costs little: some
# per cent too much, until the queue has grown to LATE.
SHORTEST, LONGEST = 5.0, 20.0

# Congestion loses many packets; radio loses some at any rate. A share of so many packets says which it is.
LOSSY, SAMPLE = 0.12, 100
# Shares of what came through while there was a queue.
CAREFUL, FULL, DRAINING = 0.85, 0.95, 0.35
# By so much a second, as Google congestion control does.
GROWTH = 0.08
# Bits per second. Sound and the smallest picture; and more than any page sends.
LEAST, MOST = 100_000, 6_000_000
# Timestamps a second of RTP.
CLOCKS = {"audio": 48_000, "video": 90_000}
# IPv4, UDP, RTP and SRTP's tag.
HEADERS = 20 + 8 + 12 + 10


class Clock:
    """When packets of one stream were sent, but for a constant: by their timestamps, `rate` a second, 32 bits wide."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._timestamp: int | None = None
        self._sent = 0.0
        self._came = 0.0
        self._least = [0.0, 0.0]
        self._since = 0.0

    def lateness(self, now: float, timestamp: int, presumed: float) -> float:
        """Seconds that a packet came later than the swiftest; `presumed` is what the first one's is taken for."""
        if self._timestamp is not None:
            self._sent += signed(timestamp - self._timestamp, 32) / self._rate
        raw = now - self._sent
        if self._timestamp is None or now - self._came > SILENCE:
            self._least, self._since = [raw - presumed] * 2, now
        elif now - self._since > MEMORY:
            self._least, self._since = [self._least[1], raw], now
        self._timestamp, self._came = timestamp, now
        self._least[1] = min(self._least[1], raw)
        return raw - min(self._least)


class Packet(NamedTuple):
    """What counts of one: its stream, with so many timestamps a second, and its size behind the header, in bytes."""

    stream: int
    rate: int
    sequence: int
    timestamp: int
    size: int


class Stream:
    """One stream's clock and numbers."""

    def __init__(self, rate: int) -> None:
        self.clock = Clock(rate)
        self._highest: int | None = None

    def numbered(self, sequence: int) -> int:
        """How many packets this one stands for: itself and those missing before it; 0 if it is a late one."""
        step = 1 if self._highest is None else signed(sequence - self._highest, 16)
        if step > 0:
            self._highest = sequence
        return max(0, step)


class Estimator:
    """`limit`: bits per second with all headers, or None as long as nothing shows that there is one."""

    def __init__(self) -> None:
        self.limit: int | None = None
        self._streams: dict[int, Stream] = {}
        self._sizes: deque[tuple[float, int]] = deque()
        self._began = 0.0
        self._assessed = 0.0
        # The least late since the last assessment.
        self._least: float | None = None
        # Packets that came in turn, and all that should have, until there are enough of them.
        self._came = self._due = 0
        # The queue that stands in the way, in seconds.
        self._queue = 0.0
        # What came through while there was one; no decrease before; nothing beyond it is tried before.
        self._carries = 0.0
        self._settles = 0.0
        self._tries = 0.0
        self._interval = SHORTEST
        self._draining = False

    def arrived(self, now: float, packet: Packet) -> None:
        """One more, in its turn or late."""
        if not self._streams:
            self._began = self._assessed = now
        known = self._streams.setdefault(packet.stream, Stream(packet.rate))
        late = known.clock.lateness(now, packet.timestamp, self._queue)
        if due := known.numbered(packet.sequence):
            self._came, self._due = self._came + 1, self._due + due
            self._least = late if self._least is None else min(late, self._least)
        self._sizes.append((now, 8 * (packet.size + HEADERS)))
        if now - self._assessed >= PERIOD:
            self._assess(now)

    def _assess(self, now: float) -> None:
        since, self._assessed = now - self._assessed, now
        # After a pause nothing is left of a queue.
        self._queue = self._least if self._least is not None and since < SILENCE else 0.0
        self._least = None
        while self._sizes[0][0] < now - WINDOW:
            self._sizes.popleft()
        if self._loss() > LOSSY or self._queue > LATE:
            if now >= self._settles:
                self._lower(now)
        elif self.limit is not None and self._queue < LATE / 2:
            self._raise(now, self.limit, min(since, SILENCE))

    def _loss(self) -> float:
        """The share that is lost, each time that it can be told."""
        if self._due < SAMPLE:
            return 0.0
        loss = 1 - self._came / self._due
        self._came = self._due = 0
        return loss

    def _lower(self, now: float) -> None:
        self._carries = sum(bits for _, bits in self._sizes) / min(WINDOW, now - self._began)
        if self.limit is not None and now >= self._tries:
            self._interval = min(LONGEST, 2 * self._interval)
        # By so much that the queue is gone within a second or so.
        self._set(self._carries * max(DRAINING, CAREFUL - self._queue))
        self._draining = True
        self._settles = now + self._queue + REACTION
        self._tries = now + self._interval

    def _raise(self, now: float, limit: float, seconds: float) -> None:
        if self._draining:
            self._draining = False
            self._set(max(limit, self._carries * CAREFUL))
            return
        raised = limit * (1 + GROWTH * seconds)
        if now < self._tries:
            raised = min(raised, max(limit, self._carries * FULL))
        if raised > 1.5 * self._carries:
            self._interval = SHORTEST
        self._set(raised)
        if raised > MOST:
            self.limit = None

    def _set(self, limit: float) -> None:
        self.limit = max(LEAST, round(limit))


def signed(difference: int, bits: int) -> int:
    """Of two numbers that wrap around at so many bits."""
    half = 1 << (bits - 1)
    return (difference + half) % (1 << bits) - half
