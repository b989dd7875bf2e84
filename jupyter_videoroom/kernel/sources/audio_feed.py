"""`AudioFeed`: sound on its way into the room."""

from __future__ import annotations

from .outlet import Outlet
from .pace import Pace, Ticks
from .sound import BLOCK, RATE, Converter, Queue, Samples, Schedule, SoundSource

CATCH_UP = 5
"""Frames, 100 ms, that are made up for: left out, they would stay in the queue as delay."""


class AudioFeed(Outlet):
    """A published audio track. `room.publish_audio` makes it; see there.

    Also a context manager, which closes it.

    Attributes
    ----------
    name : str
        What it is called.
    rate : int
        Samples a second that `push` takes.
    pushed, dropped : int
        Samples at 48 kHz that were pushed, and that were left out since more than `buffer` seconds waited.
    closed : bool
        Whether it is over.
    problem : str
        What is wrong with the source; empty if nothing is.
    ended : Pending
        Its end, to be awaited: `await feed.ended`, or `feed.ended.result(timeout)`; see `Feed`.
    """

    def __init__(
        self,
        name: str,
        rate: int = RATE,
        buffer: float = 2.0,
        pace: Pace | None = None,
        schedule: Schedule | None = None,
    ) -> None:
        super().__init__(name)
        self.rate = rate
        self.pushed = 0
        self._convert = Converter(rate)
        self._queue = schedule or Queue(round(buffer * RATE))
        self.frames = SoundSource(self._queue, pace or Ticks(RATE / BLOCK, CATCH_UP), self.close)

    @property
    def dropped(self) -> int:
        return self._queue.dropped

    def push(self, samples: object) -> None:
        """Play a block after those before. From one thread at a time; the array is copied.

        Parameters
        ----------
        samples : numpy.ndarray
            float32 from -1 to 1 (louder is cut) or int16, of shape (samples,) or (samples, channels) with 1 or 2
            channels, at `rate` samples a second.

        Raises
        ------
        TypeError, ValueError
            At once, naming what was expected: TypeError for the type and dtype, ValueError for the shape.
        RuntimeError
            If the feed is closed.
        """
        self.check_open()
        self._put(self._convert(samples))

    def _put(self, item: Samples) -> None:
        """Samples that are at 48 kHz in stereo already."""
        self.pushed += len(item)
        self._queue.put(item)

    def play(self, samples: Samples, moment: float) -> None:
        """Play samples of a film at a moment of `time.monotonic()`."""
        self.pushed += len(samples)
        self._queue.put(samples, moment)

    def _figures(self) -> str:
        return f"{self.pushed / RATE:.1f} s pushed, {self.dropped / RATE:.1f} s dropped"
