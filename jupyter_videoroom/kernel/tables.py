"""What a room knows, as tables: rows of plain facts that show themselves, and turn into pandas where it is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timezone
from html import escape
from importlib import import_module
from typing import Any, ClassVar, Literal, SupportsIndex, overload

from ..protocol.messages import Participant
from ..protocol.names import Bearer, clean_line, find, find_all

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


class Row(dict[str, Any]):
    """One tab of a person, or one kernel. Its facts are keys and attributes: `row["name"]` is `row.name`."""

    id: str
    """Of the tab."""
    user: str
    account: str
    """What the server calls the user, in words."""
    name: str
    you: bool
    """Whether it is the page that is asked, or the kernel itself."""
    kind: Literal["browser", "kernel"]
    state: str
    call: str | None
    """None, or what those in the same call have in common."""
    microphone: bool
    camera: bool
    screen: bool
    """Whether they are sent now."""
    hand: str | None
    """When it was raised, or None; as `since`, when the room was entered, in ISO 8601 and UTC."""
    since: str

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"a row of people has no {name!r}") from None


class Participants(Table):
    """Who is in a room, a `Row` for each tab of a person and for each kernel.

    Read like a list (`people[0]`), or like a dict: `people["Bo"]` is the row of a name, of a user id or of the id of a
    tab. It raises LookupError if there is no such person, or if several people have that name.
    """

    columns = ("name", "state", "microphone", "camera", "screen", "hand", "since")
    times = ("hand", "since")
    empty = "nobody seen yet"

    __slots__ = ()

    def __new__(cls, rows: Iterable[Mapping[str, Any]] = ()) -> Participants:
        return super().__new__(cls, map(Row, rows))

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


def participants(people: Iterable[Participant], you: str) -> Participants:
    """The table of these, as pages tell it. `you`: the participant who asks."""
    return Participants(_row(person, you) for person in people)


class Log(Table):
    """What happened in a room, newest last: `time` (ISO 8601, UTC), `text`, and `level` ("info" or "error")."""

    columns = ("time", "text")
    times = ("time",)

    __slots__ = ()


def _row(person: Participant, you: str) -> dict[str, Any]:
    return {
        **{name: getattr(person, name) for name in ("id", "user", "account", "name", "kind", "state", "call")},
        "you": person.id == you,
        "microphone": person.media.audio,
        "camera": person.media.video,
        "screen": person.media.screen,
        "hand": None if person.hand is None else _iso(person.hand),
        "since": _iso(person.entered),
    }


def _iso(seconds: float) -> str:
    """As `toISOString` of JavaScript has it."""
    return datetime.fromtimestamp(seconds, timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _bearer(row: Row) -> Bearer:
    return Bearer(row["id"], row["user"], row["name"])


def one_line(text: str, most: int) -> str:
    """Others' words as one line: at the most that many characters, none of which moves the others about."""
    return shorten(clean_line(text), most)


def shorten(text: str, most: int) -> str:
    """At the most that many characters of it."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _html_row(cells: list[str]) -> str:
    style = "text-align:left;white-space:nowrap"
    return "<tr>" + "".join(f'<td style="{style}">{escape(cell)}</td>' for cell in cells) + "</tr>"
