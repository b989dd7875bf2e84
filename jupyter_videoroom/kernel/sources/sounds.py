"""Sources of sound, as blocks at 48 kHz: arrays, iterators, files."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from .asyncs import to_come
from .files import container, file
from .shots import Request, Shots
from .sound import RATE, Converter, Samples, check_sound

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
    """The sound of a file. Raises OSError if there is no such file, ValueError if it has no sound."""
    return file(source, replace(request, wanted="sound"))


def sound_container(source: Any, request: Request) -> Shots | None:
    """The sound of a container opened for reading, which stays open."""
    return container(source, replace(request, wanted="sound"))


def _blocks(blocks: Iterator[Any], convert: Converter) -> Shots:
    return _lasting(convert(block) for block in blocks)


def _lasting(blocks: Iterator[Samples]) -> Shots:
    for block in blocks:
        yield block, len(block) / RATE
