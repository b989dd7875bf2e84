"""Sources of sound, as blocks at 48 kHz: arrays, iterators, files."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from av import AudioResampler
from av.container import InputContainer

from .asyncs import to_come
from .files import open_file
from .shots import Request, Shots
from .sound import RATE, Converter, Samples, check_sound, joined, samples_of

WAITING = 100
"""Blocks of an async iterator that may wait."""
PIECES = 10
"""Pieces a second in which a long array is taken."""


def array(source: Any, request: Request) -> Shots | None:
    """All of a sound, in pieces."""
    if not isinstance(source, np.ndarray):
        return None
    checked, step = check_sound(source), request.rate // PIECES
    return _blocks((checked[at : at + step] for at in range(0, len(checked), step)), Converter(request.rate))


def blocks_to_come(source: Any, request: Request) -> Shots | None:
    """Blocks of an async iterator, none left out."""
    return to_come(source, Converter(request.rate), WAITING) if isinstance(source, AsyncIterable) else None


def blocks_in_turn(source: Any, request: Request) -> Shots | None:
    """Blocks of an iterator, asked for when they are needed."""
    return _blocks(iter(source), Converter(request.rate)) if isinstance(source, Iterable) else None


def sound_file(source: Any, request: Request) -> Shots | None:
    """The first sound of a file. Raises OSError if there is no such file, ValueError if it has no sound."""
    if not isinstance(source, str | os.PathLike):
        return None
    opened = open_file(Path(source))
    _check(opened)
    return _lasting(_decoded(opened, close=True))


def sound_container(source: Any, request: Request) -> Shots | None:
    """The first sound of a container opened for reading, which stays open."""
    if not isinstance(source, InputContainer):
        return None
    _check(source)
    return _lasting(_decoded(source, close=False))


def _blocks(blocks: Iterator[Any], convert: Converter) -> Shots:
    return _lasting(convert(block) for block in blocks)


def _lasting(blocks: Iterator[Samples]) -> Shots:
    for block in blocks:
        yield block, len(block) / RATE


def _check(opened: InputContainer) -> None:
    if not opened.streams.audio:
        raise ValueError(f"{opened.name!r} has no sound; it has {[stream.type for stream in opened.streams]}.")


def _decoded(opened: InputContainer, close: bool) -> Iterator[Samples]:
    # From mono to stereo, FFmpeg would take 3 dB away.
    layout = "mono" if opened.streams.audio[0].layout.nb_channels == 1 else "stereo"
    resampler = AudioResampler(format="s16", layout=layout, rate=RATE)
    try:
        for frame in opened.decode(audio=0):
            yield joined([samples_of(part) for part in resampler.resample(frame)])
        yield joined([samples_of(part) for part in resampler.resample(None)])
    finally:
        if close:
            opened.close()
