"""What a room knows, as tables: rows of plain facts that show themselves, and turn into pandas where it is there."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from importlib import import_module
from typing import Any, ClassVar, SupportsIndex, overload

from ..protocol.names import Bearer, find, find_all
from .words import one_line

Row = Mapping[str, Any]

MAX_SHOWN = 60


# Of anything, for type checkers: or they would not let one ask whether a name is in it.
class Table(tuple[Any, ...]):
    """Rows, oldest first. A tuple of dicts for programs, a table for readers."""

    columns: ClassVar[tuple[str, ...]] = ()
    times: ClassVar[tuple[str, ...]] = ()
    empty: ClassVar[str] = "nothing yet"

    __slots__ = ()

    def to_pandas(self) -> Any:
        """A `pandas.DataFrame` with a row each; times are in UTC. Raises ImportError where pandas is not installed."""
        try:
            pandas: Any = import_module("pandas")
        except ImportError:
            raise ImportError(
                "to_pandas() needs pandas: run “pip install pandas” in the kernel's environment"
            ) from None
        frame = pandas.DataFrame(list(self), columns=list(self[0]) if self else list(self.columns))
        return frame.assign(**{name: pandas.to_datetime(frame[name], utc=True) for name in self.times if name in frame})

    def __repr__(self) -> str:
        if not self:
            return self.empty
        lines = [self._titles(), *self._cells()]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)

    def _repr_html_(self) -> str:
        if not self:
            return f"<em>{escape(self.empty)}</em>"
        head = "".join(f'<th scope="col" style="text-align:left">{escape(name)}</th>' for name in self._titles())
        return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(map(_html_row, self._cells()))}</tbody></table>"

    def _titles(self) -> list[str]:
        return [f"{name} (UTC)" if name in self.times else name for name in self.columns]

    def _cells(self) -> list[list[str]]:
        return [[self._show(name, row.get(name)) for name in self.columns] for row in self]

    def _show(self, name: str, value: Any) -> str:
        if isinstance(value, bool):
            return "on" if value else "off"
        text = "" if value is None else str(value)
        # To the second: "2026-11-22T20:00:00.000Z" is what the page tells.
        return one_line(text[:19].replace("T", " ") if name in self.times else text, MAX_SHOWN)


class Participants(Table):
    """Who is in a room, a row for each tab of a person.

    Read like a list (`people[0]`), or like a dict: `people["Bo"]` is the row of a name, or of a user id. It raises
    LookupError if there is no such person, or if several people have that name.

    Each row has `id` (of the tab), `user`, `account` (what the server calls the user, in words), `name`, `you` (whether
    it is this widget's own page), `kind` ("browser" or "kernel"), `state`, `call` (None, or what those in the same call
    have in common), `microphone`, `camera` and `screen` (whether they are sent now), `hand` (when it was raised, or
    None) and `since` (when the room was entered), both ISO 8601 in UTC.
    """

    columns = ("name", "state", "microphone", "camera", "screen", "hand", "since")
    times = ("hand", "since")
    empty = "nobody seen yet"

    __slots__ = ()

    @overload
    def __getitem__(self, key: str | SupportsIndex) -> Row: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, key: str | SupportsIndex | slice) -> Row | tuple[Row, ...]:
        return self._find(key) if isinstance(key, str) else super().__getitem__(key)

    def __contains__(self, person: object) -> bool:
        if isinstance(person, str):
            return bool(find_all(person, self, _bearer))
        return super().__contains__(person)

    def get(self, person: str, default: Row | None = None) -> Row | None:
        """The row of that user id or unambiguous name, or `default`."""
        try:
            return self._find(person)
        except LookupError:
            return default

    def _find(self, person: str) -> Row:
        found: Row = find(person, self, _bearer)[0]
        return found


class Log(Table):
    """What happened in a room, newest last: `time` (ISO 8601, UTC), `text`, and `level` ("info" or "error")."""

    columns = ("time", "text")
    times = ("time",)

    __slots__ = ()


def _bearer(row: Row) -> Bearer:
    return Bearer(row["id"], row["user"], row["name"])


def _html_row(cells: list[str]) -> str:
    style = "text-align:left;white-space:nowrap"
    return "<tr>" + "".join(f'<td style="{style}">{escape(cell)}</td>' for cell in cells) + "</tr>"
