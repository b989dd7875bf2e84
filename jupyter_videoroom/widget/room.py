"""`VideoRoom`, the widget."""

from __future__ import annotations

import weakref
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from ..protocol.codec import check_room_name
from ..protocol.errors import Refusal

LOADER = Path(__file__).parent / "loader.js"
MAX_NAME = 64

# A page's old models stay alive, and hear every message, until Python closes them.
_by_name: weakref.WeakValueDictionary[str, VideoRoom] = weakref.WeakValueDictionary()


class VideoRoom(anywidget.AnyWidget):
    """A room for video calls, by name: whoever opens the same name on the same server is in the same room.

    Making one does nothing but show it. People enter with a click, and the camera opens with another.

    Parameters
    ----------
    name : str
        1 to 64 letters, digits, spaces, dots, hyphens or underscores; the first is a letter or a digit.
    display_name : str, optional
        What "Your name" says at first, at the most 64 characters. Default: the name that Jupyter knows.
    auto_accept : bool, optional
        Whether calls are answered without asking. The page says so before one enters. Default: False.

    Raises
    ------
    TypeError, ValueError
        At once, saying what was expected.

    Notes
    -----
    `state`, `people` and `log` tell what this widget's own browser sees, at most four times a second. `state` is
    "outside", "entering", "available", "ringing", "in-call" or "reconnecting". `people` is a list of dicts with `id`,
    `user`, `name`, `kind` and `state`; `log` a list of dicts with `time` (ISO 8601, UTC) and `text`, newest last.
    """

    _esm = LOADER

    name = traitlets.Unicode(read_only=True, help="The room.").tag(sync=True)
    display_name = traitlets.Unicode("", help='What "Your name" says at first.').tag(sync=True)
    auto_accept = traitlets.Bool(False, help="Whether calls are answered without asking.").tag(sync=True)
    state = traitlets.Unicode("outside", help="Where this widget's browser is.").tag(sync=True)
    people = traitlets.List(traitlets.Dict(), help="Who is in the room, as dicts.").tag(sync=True)
    log = traitlets.List(traitlets.Dict(), help="What happened, as dicts.").tag(sync=True)

    def __init__(self, name: str, *, display_name: str | None = None, auto_accept: bool = False) -> None:
        _check("name", name, str)
        _check("display_name", display_name or "", str)
        _check("auto_accept", auto_accept, bool)
        try:
            check_room_name(name)
        except Refusal as refusal:
            raise ValueError(f"{name!r} is not a name for a room. {refusal.words.fix}") from None
        if len(display_name or "") > MAX_NAME:
            raise ValueError(f"display_name has at most {MAX_NAME} characters, this one has {len(display_name or '')}")
        super().__init__(display_name=display_name or "", auto_accept=auto_accept)
        self.set_trait("name", name)
        if earlier := _by_name.get(name):
            earlier.close()
        _by_name[name] = self

    def call(self, person: str) -> None:
        """Ring somebody, by name or by user id, as "Call now" does. Camera and microphone wait for a click.

        Raises RuntimeError if nobody has entered the room here yet, LookupError if there is no such person or
        several have that name.
        """
        self._check_entered()
        self._ask("call", user=self._find(person))

    def hang_up(self) -> None:
        """Leave the call, or stop ringing, and stay in the room."""
        self._ask("hang-up")

    def leave(self) -> None:
        """Leave the room. Camera and microphone are released."""
        self._ask("leave")

    def __repr__(self) -> str:
        people = ", ".join(f"{person['name']} ({person['state']})" for person in self.people) or "nobody seen yet"
        return f"<VideoRoom {self.name!r}: {self.state}; {people}>"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """The widget, and for front ends without widgets the plain words."""
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle:
            data = bundle[0] if isinstance(bundle, tuple) else bundle
            data["text/plain"] = f"{self!r}\nOpen this notebook in JupyterLab or Notebook 7 to enter the room."
        return bundle

    def _check_entered(self) -> None:
        if self.state == "outside":
            raise RuntimeError(f'Nobody has entered the room here yet: press "Enter room" in {self.name!r} first.')

    def _ask(self, do: str, **details: str) -> None:
        self._check_entered()
        self.send({"do": do, **details})

    def _find(self, person: str) -> str:
        _check("person", person, str)
        if any(row["user"] == person for row in self.people):
            return person
        users = {row["user"] for row in self.people if person == row["name"]}
        if len(users) == 1:
            return str(users.pop())
        if users:
            raise LookupError(f"{len(users)} people are called {person!r}: use the user id, one of {sorted(users)}")
        here = ", ".join(sorted({row["name"] for row in self.people})) or "nobody"
        raise LookupError(f"{person!r} is not in the room. Here are: {here}.")


def _check(what: str, value: Any, expected: type) -> None:
    if not isinstance(value, expected):
        raise TypeError(f"{what} is a {expected.__name__}, not {type(value).__name__}: {value!r}")
