"""Where somebody's pictures and sound come in: readers that never wait, and keep no more than is needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from ..errors import ConsentWithdrawn
from .film import HEIGHT, WIDTH
from .voice import Voice

if TYPE_CHECKING:
    from av import AudioFrame, VideoFrame

M = TypeVar("M")
Now = Callable[[], float]


class Input(Generic[M]):
    """A reader as `Inlet` wants it. `ended(None)`: it was switched off, and may be switched on again."""

    # No picture is needed larger than the film.
    size = (WIDTH, HEIGHT)

    def __init__(
        self,
        attached: Callable[[], None] = lambda: None,
        ended: Callable[[Exception | None], None] = lambda error: None,
    ) -> None:
        self.over = False
        self._attached = attached
        self._ended = ended
        self._closing: Callable[[], None] | None = None

    def put(self, item: M, waited: float = 0.0) -> None:
        """Something came."""
        raise NotImplementedError

    def end(self, error: Exception | None = None) -> None:
        """Nothing comes for now; with an error, ever."""
        self.over = self.over or error is not None
        self._ended(error)

    def on_close(self, closing: Callable[[], None]) -> None:
        """From now on something may come."""
        self._closing = closing
        self._attached()

    def close(self) -> None:
        """No more of it."""
        self.over = True
        if self._closing:
            self._closing()


class Look(Input["VideoFrame"]):
    """The newest picture, if there is one now."""

    picture: VideoFrame | None = None

    def put(self, item: VideoFrame, waited: float = 0.0) -> None:
        if not self.over:
            self.picture = item

    def end(self, error: Exception | None = None) -> None:
        self.picture = None
        super().end(error)

    def close(self) -> None:
        super().close()
        self.picture = None


class Ear(Input["AudioFrame"]):
    """Sound, on its way to the mixer. What was heard of somebody who withdraws and was not mixed yet never will be.

    A packet comes when it is over; `ahead`: so many packets earlier.
    """

    def __init__(
        self,
        now: Now,
        attached: Callable[[], None] = lambda: None,
        ended: Callable[[Exception | None], None] = lambda error: None,
        ahead: int = 0,
    ) -> None:
        super().__init__(attached, ended)
        self.voice = Voice()
        self._now = now
        self._ahead = ahead

    def put(self, item: AudioFrame, waited: float = 0.0) -> None:
        if not self.over:
            self.voice.put(self._now() + self._ahead * item.samples / item.sample_rate, item)

    def end(self, error: Exception | None = None) -> None:
        if isinstance(error, ConsentWithdrawn):
            self.voice.silence()
        super().end(error)
