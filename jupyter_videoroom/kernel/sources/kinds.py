"""What can be published: a kind is a function, and a line here. The first that fits is taken."""

from __future__ import annotations

from .arrays import is_table
from .asyncs import pictures_to_come
from .figures import animation, figure
from .film import container, file
from .shots import Opener, Request, Shots, is_open_file, pictures_in_turn, still
from .sounds import array, blocks_in_turn, blocks_to_come, sound_container, sound_file

PICTURES: dict[Opener, str] = {
    animation: "a Matplotlib Animation",
    figure: "a Matplotlib Figure",
    container: "a PyAV container",
    file: "a path to an image or a video file",
    still: "an array, a picture of Pillow or a frame of PyAV",
    pictures_to_come: "an async iterator of arrays or pictures",
    pictures_in_turn: "a list or an iterator of pictures or of arrays",
}

SOUNDS: dict[Opener, str] = {
    sound_container: "a PyAV container",
    sound_file: "a path to a file with sound",
    array: "an array",
    blocks_to_come: "an async iterator of arrays",
    blocks_in_turn: "a list or an iterator of arrays",
}


def open_source(source: object, request: Request, kinds: dict[Opener, str]) -> Shots:
    """The shots of a source. Raises TypeError, with all kinds, if it is of none; and what its kind raises."""
    for opens in kinds:
        if shots := opens(source, request):
            return shots
    raise TypeError(f"A source is {', '.join(kinds.values())}; this is a {type(source).__name__}.{_advice(source)}")


def _advice(source: object) -> str:
    if isinstance(source, bytes | bytearray | memoryview):
        return " Of a file's bytes, make a container: av.open(io.BytesIO(data))."
    if is_open_file(source):
        return " Of an open file, give the path, or make a container: av.open(file)."
    if is_table(source):
        return " room.show(table) shows a table; here a figure of it can be given, or its values as uint8."
    return ""
