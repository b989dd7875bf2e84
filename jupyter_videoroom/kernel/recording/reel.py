"""A film as it goes on: which picture and which sound are due, by one clock for both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from .canvas import Canvas
from .film import FPS, HEIGHT, WIDTH
from .mixer import Mixer
from .voice import RATE, Voice

if TYPE_CHECKING:
    from av import VideoFrame

    from .voice import Samples

# Sound may arrive this late, which is as long as the videoroom thread may be held up.
DELAY = 1.0


class Sink(Protocol):
    """What a film takes."""

    block: int

    def picture(self, number: int, picture: VideoFrame) -> None: ...

    def sound(self, samples: Samples) -> None: ...

    def close(self) -> None: ...


class Reel:
    """Begins at `begin`, in seconds of the recording's clock."""

    def __init__(self, film: Sink, begin: float = 0.0) -> None:
        self._film = film
        self._begin = begin
        self._canvas = Canvas(WIDTH, HEIGHT)
        self._mixer = Mixer()
        self._next = 0
        self._mixed = 0

    @property
    def due(self) -> float:
        """When the next picture is due."""
        return self._begin + self._next / FPS

    def step(self, now: float, pictures: Sequence[VideoFrame], voices: Sequence[Voice]) -> None:
        """What is due at this time. Of pictures that are due and were not made the latest is."""
        number = int((now - self._begin) * FPS + 1e-6)
        if number >= self._next:
            self._film.picture(number, self._canvas.compose(pictures))
            self._next = number + 1
        self._mix(now - DELAY, voices)

    def finish(self, now: float, voices: Sequence[Voice]) -> None:
        """The sound of the last moments, and the end."""
        try:
            self._mix(now, voices)
        finally:
            self._film.close()

    def _mix(self, until: float, voices: Sequence[Voice]) -> None:
        block, first = self._film.block, round(self._begin * RATE)
        while self._mixed + block <= (until - self._begin) * RATE:
            heard = [voice.take(first + self._mixed, block) for voice in voices]
            self._film.sound(self._mixer.mix(heard, block))
            self._mixed += block
