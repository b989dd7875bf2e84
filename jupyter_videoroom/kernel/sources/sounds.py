"""Sources of sound, as blocks at 48 kHz: arrays, iterators, files."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from .arrays import as_array
from .asyncs import to_come
from .film import container, file
from .shots import Request, Shots, attempt, in_turn
from .sound import RATE, Converter, Samples, check_sound

WAITING = 100
"""Blocks of an async iterator that may wait."""
PIECES = 10
"""Pieces a second in which a long array is taken."""
BRIEF = 0.001
"""Seconds."""


def array(source: Any, request: Request) -> Shots | None:
    """All of a sound, in pieces."""
    if as_array(source) is None:
        return None
    checked, step = check_sound(source), request.rate // PIECES
    return _blocks((checked[at : at + step] for at in range(0, len(checked), step)), request)


def blocks_to_come(source: Any, request: Request) -> Shots | None:
    """Blocks of an async iterator, none left out."""
    return to_come(source, Converter(request.rate), WAITING) if isinstance(source, AsyncIterable) else None


def blocks_in_turn(source: Any, request: Request) -> Shots | None:
    """Blocks of an iterator, asked for when they are needed."""
    items = in_turn(source)
    if items is None:
        return None
    if isinstance(source, Sequence) and source and source[0] is not None:
        check_sound(source[0])
    return _blocks(items, request)


def sound_file(source: Any, request: Request) -> Shots | None:
    """The sound of a file. Raises OSError if there is no such file, ValueError if it has no sound."""
    return file(source, replace(request, wanted="sound"))


def sound_container(source: Any, request: Request) -> Shots | None:
    """The sound of a container opened for reading, which stays open."""
    return container(source, replace(request, wanted="sound"))


def _blocks(blocks: Iterator[Any], request: Request) -> Shots:
    convert = Converter(request.rate)
    return _lasting(attempt(convert, block) for block in blocks)


def _lasting(blocks: Iterator[Samples | Exception]) -> Shots:
    for block in blocks:
        # What is empty or bad takes no time to be heard, but a source without end must not take a processor.
        yield block, BRIEF if isinstance(block, Exception) else max(len(block) / RATE, BRIEF)
