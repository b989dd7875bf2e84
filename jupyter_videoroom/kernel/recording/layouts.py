"""What a recording is written to: one file of all, or one of each. A compositor makes the film in each file."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

from av import VideoFrame

from .canvas import Canvas
from .muxer import FPS, HEIGHT, WIDTH, Muxer
from .participants import RecordedStream
from .sound import RATE, Mixer, PlayoutBuffer

MAX_NAME = 40
# Sound may arrive this late, which is as long as the videoroom thread may be held up.
DELAY = 1.0


class Compositor:
    """Makes one film as time goes on: which picture and which sound are due, by one clock for both.

    It begins at `begin`, in seconds of the recording's clock.
    """

    def __init__(self, output: Muxer, begin: float = 0.0) -> None:
        self._output = output
        self._begin = begin
        self._canvas = Canvas(WIDTH, HEIGHT)
        self._mixer = Mixer()
        self._next = 0
        self._mixed = 0

    @property
    def due(self) -> float:
        """When the next picture is due."""
        return self._begin + self._next / FPS

    def step(self, now: float, pictures: Sequence[VideoFrame], sounds: Sequence[PlayoutBuffer]) -> None:
        """What is due at this time. Of pictures that are due and were not made the latest is."""
        number = int((now - self._begin) * FPS + 1e-6)
        if number >= self._next:
            self._output.picture(number, self._canvas.compose(pictures))
            self._next = number + 1
        self._mix(now - DELAY, sounds)

    def finish(self, now: float, sounds: Sequence[PlayoutBuffer]) -> None:
        """The sound of the last moments, and the end."""
        try:
            self._mix(now, sounds)
        finally:
            self._output.close()

    def _mix(self, until: float, sounds: Sequence[PlayoutBuffer]) -> None:
        block, first = self._output.block, round(self._begin * RATE)
        while self._mixed + block <= (until - self._begin) * RATE:
            heard = [sound.take(first + self._mixed, block) for sound in sounds]
            self._output.sound(self._mixer.mix(heard, block))
            self._mixed += block


class Layout(Protocol):
    """Used by one thread. All times are seconds of the recording's clock."""

    files: list[Path]

    @property
    def due(self) -> float:
        """When there is something to do again."""

    def step(self, now: float, streams: Sequence[RecordedStream]) -> None: ...

    def finish(self, now: float) -> None: ...

    def remove(self) -> None:
        """Delete what was written, once it is finished."""


class Grid:
    """One film of everybody, side by side."""

    def __init__(self, path: Path) -> None:
        self.files = [path]
        self._compositor = Compositor(Muxer(path))
        self._heard: dict[PlayoutBuffer, float] = {}

    @property
    def due(self) -> float:
        return self._compositor.due

    def step(self, now: float, streams: Sequence[RecordedStream]) -> None:
        self._compositor.step(now, pictures(streams), self._sounds(now, streams))

    def finish(self, now: float) -> None:
        self._compositor.finish(now, list(self._heard))

    def remove(self) -> None:
        for file in self.files:
            file.unlink(missing_ok=True)

    def _sounds(self, now: float, streams: Sequence[RecordedStream]) -> list[PlayoutBuffer]:
        """Those of the moment, and of who left: their last words are still to be mixed."""
        self._heard |= {stream.audio.buffer: now for stream in streams}
        self._heard = {buffer: last for buffer, last in self._heard.items() if now - last < 2 * DELAY}
        return list(self._heard)


class Tracks:
    """A folder of films: one of each person from when they came, of each screen while it is shared, and of each track.

    No container takes a new stream after its beginning. `began(file, stream)` is called for each.
    """

    def __init__(self, folder: Path, suffix: str, began: Callable[[Path, RecordedStream], None]) -> None:
        self.files: list[Path] = []
        self._folder, self._suffix = folder, suffix
        self._began = began
        self._compositors: dict[RecordedStream, Compositor] = {}
        self._next = 0.0
        folder.mkdir()

    @property
    def due(self) -> float:
        return min((compositor.due for compositor in self._compositors.values()), default=self._next)

    def step(self, now: float, streams: Sequence[RecordedStream]) -> None:
        self._next = now + 1 / FPS
        running = {stream for stream in streams if stream.source != "screen" or stream.video.picture}
        for stream in [stream for stream in self._compositors if stream not in running]:
            self._compositors.pop(stream).finish(now, [stream.audio.buffer])
        for stream in streams:
            if stream in running and stream not in self._compositors:
                self._compositors[stream] = self._begin(now, stream)
        for stream, compositor in self._compositors.items():
            compositor.step(now, pictures([stream]), [stream.audio.buffer])

    def finish(self, now: float) -> None:
        with ExitStack() as endings:
            # All of them are finished, whichever fails.
            for stream, compositor in self._compositors.items():
                endings.callback(compositor.finish, now, [stream.audio.buffer])

    def remove(self) -> None:
        for file in self.files:
            file.unlink(missing_ok=True)
        self._folder.rmdir()

    def _begin(self, now: float, stream: RecordedStream) -> Compositor:
        path = self._free(f"{safe(stream.name)}{'-screen' if stream.source == 'screen' else ''}")
        compositor = Compositor(Muxer(path), now)
        self.files.append(path)
        self._began(path, stream)
        return compositor

    def _free(self, stem: str) -> Path:
        names = (f"{stem}{f'-{number}' if number > 1 else ''}{self._suffix}" for number in range(1, 10_000))
        return next(path for path in map(self._folder.joinpath, names) if path not in self.files)


def pictures(streams: Sequence[RecordedStream]) -> list[VideoFrame]:
    """What is seen of these now: first of those who are there longest."""
    return [picture for stream in streams if (picture := stream.video.picture)]


def safe(name: str) -> str:
    """A file's name after somebody's."""
    return re.sub(r"[^\w-]+", "-", name).strip("-")[:MAX_NAME] or "somebody"
