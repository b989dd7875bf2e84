"""What `publish` is given alone: the name of a tile, or a file that is its own name."""

from __future__ import annotations

import os
from typing import Any

from ...protocol.names import MAX_NAME, clean_line, clean_name

IMAGES = ".apng .avif .bmp .gif .heic .heif .jpeg .jpg .png .svg .tif .tiff .webp"
FILMS = ".3gp .avi .flv .m4v .mkv .mov .mp4 .mpeg .mpg .mts .ogv .ts .webm .wmv"
SOUNDS = ".aac .aif .aiff .flac .m4a .mp3 .oga .ogg .opus .wav .wma"
ENDINGS = frozenset(f"{IMAGES} {FILMS} {SOUNDS}".split())
"""By which a name is meant as a file's, also where there is none: who mistypes it is told so."""


def means_file(name: Any) -> bool:
    """Whether it is a path, a file that is there, or ends as the files of images, films and sounds do."""
    if not isinstance(name, str):
        return isinstance(name, os.PathLike)
    return os.path.splitext(name)[1].lower() in ENDINGS or os.path.isfile(name)


def name_of(path: Any) -> str:
    """What its tile is called: the file's name without the folders."""
    return clean_name(os.fsencode(os.path.basename(path)).decode("utf-8", "replace"), "film")


def check_name(name: object) -> str:
    """A name for a track, as all will see it. Raises TypeError or ValueError, naming what was expected."""
    if not isinstance(name, str):
        raise TypeError(f"A track's name is a str, not a {type(name).__name__}.")
    name = clean_line(name)
    if not 1 <= len(name) <= MAX_NAME:
        raise ValueError(f"A track's name has 1 to {MAX_NAME} visible characters; this one has {len(name)}.")
    return name
