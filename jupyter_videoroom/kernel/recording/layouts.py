"""What a recording is written to: one film of all, or one of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from .film import FPS, Film
from .reel import DELAY, Reel
from .subject import Part
from .voice import Voice

if TYPE_CHECKING:
    from av import VideoFrame

MAX_NAME = 40


class Layout(Protocol):
    """Used by one thread. All times are seconds of the recording's clock."""

    files: list[Path]

    @property
    def due(self) -> float:
        """When there is something to do again."""

    def step(self, now: float, parts: Sequence[Part]) -> None: ...

    def finish(self, now: float) -> None: ...

    def remove(self) -> None:
        """Delete what was written, once it is finished."""


class Grid:
    """One film of everybody, side by side."""

    def __init__(self, path: Path) -> None:
        self.files = [path]
        self._reel = Reel(Film(path))
        self._heard: dict[Voice, float] = {}

    @property
    def due(self) -> float:
        return self._reel.due

    def step(self, now: float, parts: Sequence[Part]) -> None:
        self._reel.step(now, pictures(parts), self._voices(now, parts))

    def finish(self, now: float) -> None:
        self._reel.finish(now, list(self._heard))

    def remove(self) -> None:
        for file in self.files:
            file.unlink(missing_ok=True)

    def _voices(self, now: float, parts: Sequence[Part]) -> list[Voice]:
        """Those of the moment, and of who left: their last words are still to be mixed."""
        self._heard |= {part.ear.voice: now for part in parts}
        self._heard = {voice: last for voice, last in self._heard.items() if now - last < 2 * DELAY}
        return list(self._heard)


class Tracks:
    """A folder of films: one of each person from when they came, of each screen while it is shared, and of each track.

    No container takes a new stream after its beginning. `began(file, part)` is called for each.
    """

    def __init__(self, folder: Path, suffix: str, began: Callable[[Path, Part], None]) -> None:
        self.files: list[Path] = []
        self._folder, self._suffix = folder, suffix
        self._began = began
        self._reels: dict[Part, Reel] = {}
        self._next = 0.0
        folder.mkdir()

    @property
    def due(self) -> float:
        return min((reel.due for reel in self._reels.values()), default=self._next)

    def step(self, now: float, parts: Sequence[Part]) -> None:
        self._next = now + 1 / FPS
        running = {part for part in parts if part.source != "screen" or part.look.picture}
        for part in [part for part in self._reels if part not in running]:
            self._reels.pop(part).finish(now, [part.ear.voice])
        for part in parts:
            if part in running and part not in self._reels:
                self._reels[part] = self._begin(now, part)
        for part, reel in self._reels.items():
            reel.step(now, pictures([part]), [part.ear.voice])

    def finish(self, now: float) -> None:
        with ExitStack() as endings:
            # All of them are finished, whichever fails.
            for part, reel in self._reels.items():
                endings.callback(reel.finish, now, [part.ear.voice])

    def remove(self) -> None:
        for file in self.files:
            file.unlink(missing_ok=True)
        self._folder.rmdir()

    def _begin(self, now: float, part: Part) -> Reel:
        path = self._free(f"{safe(part.name)}{'-screen' if part.source == 'screen' else ''}")
        reel = Reel(Film(path), now)
        self.files.append(path)
        self._began(path, part)
        return reel

    def _free(self, stem: str) -> Path:
        names = (f"{stem}{f'-{number}' if number > 1 else ''}{self._suffix}" for number in range(1, 10_000))
        return next(path for path in map(self._folder.joinpath, names) if path not in self.files)


def pictures(parts: Sequence[Part]) -> list[VideoFrame]:
    """What is seen of these now: first of those who are there longest."""
    return [picture for part in parts if (picture := part.look.picture)]


def safe(name: str) -> str:
    """A file's name after somebody's."""
    return re.sub(r"[^\w-]+", "-", name).strip("-")[:MAX_NAME] or "somebody"
