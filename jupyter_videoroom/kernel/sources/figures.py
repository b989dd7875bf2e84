"""Matplotlib's figures and animations, drawn aside: neither the canvas on the page nor pyplot's state is touched.

A source can be of these kinds only where Matplotlib was imported already: nothing here does it before.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from threading import get_ident
from typing import Any

import numpy as np
from av import VideoFrame

from ..frames import Pace
from ..private import ANIMATING
from .pictures import sendable
from .shots import Request, Shots

# Milliseconds, as Matplotlib has it.
DEFAULT_INTERVAL = 200


def figure(source: Any, request: Request) -> Shots | None:
    """Looked at `fps` times a second, drawn when it has changed."""
    return _watch(source, request) if _is(source, "matplotlib.figure", "Figure") else None


def animation(source: Any, request: Request) -> Shots | None:
    """Its frames, `interval` apart, again and again where it says `repeat`. Drawn no more than `fps` times a second."""
    if not _is(source, "matplotlib.animation", "Animation"):
        return None
    return _animate(source, request) if ANIMATING.available else _saved(source, request)


def _is(source: Any, module: str, name: str) -> bool:
    kind = getattr(sys.modules.get(module), name, None)
    return kind is not None and isinstance(source, kind)


def _watch(source: Any, request: Request) -> Shots:
    changes = Changes(source)
    try:
        while True:
            yield changes.look(lambda: _draw(source, request)), 1 / request.fps
    finally:
        changes.close()


class Changes:
    """Whether a figure was changed since the last look, by another thread than the one that draws it.

    `Figure.stale` alone would lose what changes while it is drawn: drawing clears it at its end.
    """

    def __init__(self, source: Any) -> None:
        self.waiting = True
        self._figure = source
        self._earlier = source.stale_callback
        self._drawer: int | None = None
        self._failed = False
        source.stale_callback = self._hear

    def take(self) -> bool:
        self._drawer = get_ident()
        changed, self.waiting = self.waiting, False
        return changed

    def look(self, draw: Callable[[], Any]) -> Any:
        """What is drawn of it, if it has changed; else None.

        One that could not be drawn may have been changed half way: the next look will do. The error is it only then.
        """
        if not self.take():
            return None
        try:
            drawn = draw()
        except Exception as error:
            if self._failed:
                return error
            self.waiting = self._failed = True
            return None
        self._failed = False
        return drawn

    def close(self) -> None:
        self._figure.stale_callback = self._earlier

    def _hear(self, source: Any, stale: bool) -> None:
        if get_ident() == self._drawer:
            return
        self.waiting = True
        if self._earlier:
            self._earlier(source, stale)


def _draw(source: Any, request: Request, above: Iterable[Any] = ()) -> VideoFrame:
    """`above`: what is drawn last, since the figure leaves it out, as blitting wants it."""
    width, height = (int(side) for side in source.bbox.size)
    renderer = import_module("matplotlib.backends.backend_agg").RendererAgg(width, height, source.dpi)
    source.draw(renderer)
    for artist in above:
        if artist.get_animated():
            artist.draw(renderer)
    return sendable(np.asarray(renderer.buffer_rgba()), request.size)


def _animate(source: Any, request: Request) -> Shots:
    seconds = max(getattr(source, "_interval", DEFAULT_INTERVAL), 1) / 1000
    pace, number, playing = Pace(request.fps), 0, True
    while playing:
        playing = False
        for _ in _frames(source):
            drawn = _draw(source._fig, request, _blitted(source)) if pace.admits(number * seconds) else None
            yield drawn, seconds
            number += 1
            playing = getattr(source, "_repeat", False)


def _frames(source: Any) -> Iterator[None]:
    """As `Animation.save` goes through them."""
    source._init_draw()
    for data in source.new_frame_seq():
        source._pre_draw(data, False)
        source._draw_frame(data)
        yield


def _blitted(source: Any) -> Iterable[Any]:
    return getattr(source, "_drawn_artists", None) or () if getattr(source, "_blit", False) else ()


def _saved(source: Any, request: Request) -> Shots:
    """The frames that `save` gives to a writer."""
    drawn: list[VideoFrame] = []

    class Writer(import_module("matplotlib.animation").AbstractMovieWriter):  # type: ignore[misc]
        def setup(self, fig: Any, outfile: str, dpi: float | None = None) -> None:
            super().setup(fig, outfile, dpi)

        def grab_frame(self, **_: Any) -> None:
            drawn.append(_draw(self.fig, request))

        def finish(self) -> None:
            pass

    source.save("frames", writer=Writer())
    for frame in drawn:
        yield frame, DEFAULT_INTERVAL / 1000
