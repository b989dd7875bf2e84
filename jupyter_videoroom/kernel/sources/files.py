"""Image and video files, and containers of PyAV: at their own speed, with their sound."""

from __future__ import annotations

import os
from typing import Any

from av.container import InputContainer, OutputContainer

from .film import Film
from .opening import open_file, take
from .shots import Request, Shots


def file(source: Any, request: Request) -> Shots | None:
    """A path. Raises OSError if there is no such file, ValueError if it has no pictures."""
    return Film(open_file(source), request.wanted) if isinstance(source, str | os.PathLike) else None


def container(source: Any, request: Request) -> Shots | None:
    """A container opened for reading, which stays open."""
    if isinstance(source, OutputContainer):
        raise TypeError(f"The container of {source.name!r} is being written: close it, and give its path.")
    return Film(take(source), request.wanted) if isinstance(source, InputContainer) else None
