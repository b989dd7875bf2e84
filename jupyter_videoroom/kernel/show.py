"""Showing a cell's outputs to all of a room: as a picture, as text or as a table, never as something that runs."""

from __future__ import annotations

import base64
import io
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from ..protocol.messages import ObjectType
from .frames import png
from .tables import shorten
from .trouble import shell

# A table is to be looked at, not to be copied.
MAX_ROWS, MAX_COLUMNS, MAX_CELL = 500, 50, 200

Cells = tuple[Sequence[object], Iterable[Sequence[object]]]


@dataclass(frozen=True)
class Form:
    """An object as others see it."""

    type: ObjectType
    body: bytes = field(repr=False)


def render(object: Any) -> Form:
    """The safest rich form of an object: a picture, a table, Markdown, or its text.

    Arrays are pictures: uint8, (H, W) grey, (H, W, 3) RGB or (H, W, 4) RGBA. Data frames and lists of dicts are tables,
    of which at the most 500 rows and 50 columns are shown. HTML and JavaScript of an object are never used.
    """
    for attempt in ATTEMPTS:
        if form := attempt(object):
            return form
    return Form("text/plain", _encoded(object))


def _text(object: Any) -> Form | None:
    return Form("text/plain", _encoded(object)) if isinstance(object, str) else None


def _array(object: Any) -> Form | None:
    numpy = sys.modules.get("numpy")
    if numpy is None or not isinstance(object, numpy.ndarray):
        return None
    formats = {2: "gray", (3, 3): "rgb24", (3, 4): "rgba"}
    format = formats.get(object.ndim) or formats.get((object.ndim, object.shape[-1] if object.ndim == 3 else 0))
    return Form("image/png", png(object, format)) if format and object.dtype == numpy.uint8 else None


def _figure(object: Any) -> Form | None:
    """Matplotlib's figures show themselves only where a notebook has asked for it."""
    if not (hasattr(object, "savefig") and hasattr(object, "axes")):
        return None
    file = io.BytesIO()
    object.savefig(file, format="png", bbox_inches="tight")
    return Form("image/png", file.getvalue())


def _table(object: Any) -> Form | None:
    found = _frame(object) or _records(object)
    if found is None:
        return None
    columns, rows = found
    cells = [[_cell(value) for value in islice(row, MAX_COLUMNS)] for row in islice(rows, MAX_ROWS)]
    table = {"columns": [_cell(name) for name in islice(columns, MAX_COLUMNS)], "rows": cells}
    return Form("application/json", _encoded(json.dumps(table, ensure_ascii=False)))


def _frame(object: Any) -> Cells | None:
    """As pandas has them, with its index."""
    if not (hasattr(object, "itertuples") and hasattr(object, "columns")):
        return None
    return ["", *object.columns], object.itertuples()


def _records(object: Any) -> Cells | None:
    if not (isinstance(object, (list, tuple)) and object and all(isinstance(row, Mapping) for row in object)):
        return None
    columns = list(dict.fromkeys(name for row in object for name in row))
    return columns, ([row.get(name, "") for name in columns] for row in object)


def _cell(value: object) -> str:
    return shorten(str(value), MAX_CELL)


def _displayed(object: Any) -> Form | None:
    bundle = _bundle(object)
    for type, convert in DISPLAYED.items():
        if type in bundle:
            return Form(type, convert(bundle[type]))
    return None


def _bundle(object: Any) -> Mapping[str, Any]:
    """What IPython would display, with all that was registered for it; else what the object says of itself."""
    if running := shell():
        data: Mapping[str, Any] = running.display_formatter.format(object, include=set(DISPLAYED))[0]
        return data
    found = {type: getattr(object, name, None) for type, name in METHODS.items()}
    return {type: shown for type, method in found.items() if callable(method) and (shown := method()) is not None}


def _binary(data: Any) -> bytes:
    return base64.b64decode(data) if isinstance(data, str) else bytes(data)


def _encoded(data: Any) -> bytes:
    # Half a surrogate pair, as in the name of a file that is not UTF-8, is no text for others.
    return str(data).encode(errors="replace")


DISPLAYED: dict[ObjectType, Callable[[Any], bytes]] = {
    "image/png": _binary,
    "image/jpeg": _binary,
    "image/svg+xml": _encoded,
    "text/markdown": _encoded,
    "text/plain": _encoded,
}
METHODS: dict[ObjectType, str] = {
    "image/png": "_repr_png_",
    "image/jpeg": "_repr_jpeg_",
    "image/svg+xml": "_repr_svg_",
    "text/markdown": "_repr_markdown_",
}
ATTEMPTS: tuple[Callable[[Any], Form | None], ...] = (_text, _array, _table, _figure, _displayed)
