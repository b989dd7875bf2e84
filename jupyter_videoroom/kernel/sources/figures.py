"""Matplotlib's figures and animations, drawn aside: neither the canvas on the page nor pyplot's state is touched.

A source can be of these kinds only where Matplotlib was imported already: nothing here does it before.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from threading import get_ident
from typing import Any

import numpy as np

from .pictures import picture
from .shots import Request, Shots


def figure(source: Any, request: Request) -> Shots | None:
    """Looked at `fps` times a second, drawn when it has changed."""
    return _watch(source, 1 / request.fps) if _is(source, "matplotlib.figure", "Figure") else None


def animation(source: Any, request: Request) -> Shots | None:
    """Its frames, `interval` apart, again and again where it says `repeat`."""
    return _animate(source) if _is(source, "matplotlib.animation", "Animation") else None


def _is(source: Any, module: str, name: str) -> bool:
    kind = getattr(sys.modules.get(module), name, None)
    return kind is not None and isinstance(source, kind)


def _watch(source: Any, seconds: float) -> Shots:
    changes = Changes(source)
    try:
        while True:
            yield (_draw_if_whole(source, changes) if changes.take() else None), seconds
    finally:
        changes.close()


def _draw_if_whole(source: Any, changes: Changes) -> Any:
    """A picture; None if it was changed half way, so that it could not be drawn: the next look will."""
    try:
        return _draw(source)
    except Exception:  # whatever drawing raises
        if changes.waiting:
            return None
        raise


class Changes:
    """Whether a figure was changed since the last look, by another thread than the one that draws it.

    `Figure.stale` alone would lose what changes while it is drawn: drawing clears it at its end.
    """

    def __init__(self, source: Any) -> None:
        self.waiting = True
        self._figure = source
        self._earlier = source.stale_callback
        self._drawer: int | None = None
        source.stale_callback = self._hear

    def take(self) -> bool:
        self._drawer = get_ident()
        changed, self.waiting = self.waiting, False
        return changed

    def close(self) -> None:
        self._figure.stale_callback = self._earlier

    def _hear(self, source: Any, stale: bool) -> None:
        if get_ident() == self._drawer:
            return
        self.waiting = True
        if self._earlier:
            self._earlier(source, stale)


def _draw(source: Any) -> Any:
    width, height = (int(side) for side in source.bbox.size)
    renderer = import_module("matplotlib.backends.backend_agg").RendererAgg(width, height, source.dpi)
    source.draw(renderer)
    return picture(np.asarray(renderer.buffer_rgba()))


def _animate(source: Any) -> Shots:
    seconds = max(getattr(source, "_interval", 200), 1) / 1000
    playing = True
    while playing:
        playing = False
        for frame in _frames(source):
            yield frame, seconds
            playing = getattr(source, "_repeat", False)


def _frames(source: Any) -> Iterator[Any]:
    """As `Animation.save` goes through them."""
    source._init_draw()
    for data in source.new_frame_seq():
        source._pre_draw(data, False)
        source._draw_frame(data)
        yield _draw(source._fig)
