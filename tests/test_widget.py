"""The Python face, without a front end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from jupyter_videoroom import VideoRoom
from jupyter_videoroom.widget.room import LOADER

from .widget.rows import row, tells


@pytest.fixture
def room() -> Iterator[VideoRoom]:
    made = VideoRoom("algebra", display_name="Ana")
    yield made
    made.close()


@pytest.fixture
def sent(room: VideoRoom, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    messages: list[Any] = []
    monkeypatch.setattr(room._end, "send", messages.append)
    return messages


def entered(room: VideoRoom) -> None:
    people = [
        row("Bo", id="p1", user="u1"),
        row("Cy", id="p2", user="u2"),
        row("Cy", id="p3", user="u3"),
        row("Bo", id="p4", user="u1", state="away"),
    ]
    tells(room, "available", people)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"name": 3}, TypeError, "name is a str"),
        ({"name": ""}, ValueError, "1 to 64 letters"),
        ({"name": "a/b"}, ValueError, "1 to 64 letters"),
        ({"name": "a", "display_name": 3}, TypeError, "display_name is a str"),
        ({"name": "a", "display_name": "x" * 65}, ValueError, "at most 64"),
        ({"name": "a", "auto_accept": "yes"}, TypeError, "auto_accept is a bool"),
    ],
)
def test_bad_arguments_raise_at_once(arguments: dict[str, Any], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        VideoRoom(**arguments)


def test_what_front_ends_keep_and_save_is_what_the_notebook_s_author_wrote(room: VideoRoom) -> None:
    ours = {name for name in room.keys if not name.startswith("_")}
    assert ours - {"tabbable", "tooltip", "layout"} == {"name", "display_name", "auto_accept"}
    entered(room)
    assert "Bo" not in str((room.get_state(), room._repr_mimebundle_()))


def test_the_room_s_name_is_set_once(room: VideoRoom) -> None:
    with pytest.raises(Exception, match="read-only"):
        room.name = "botany"


def test_calling_by_name_or_by_user(room: VideoRoom, sent: list[Any]) -> None:
    entered(room)
    room.call("Bo")
    room.call("u2")
    assert [(m["do"], m["user"]) for m in sent] == [("call", "u1"), ("call", "u2")]
    assert sent[0]["id"] != sent[1]["id"]


def test_hanging_up_and_leaving(room: VideoRoom, sent: list[Any]) -> None:
    entered(room)
    room.hang_up()
    room.leave()
    assert sent == [{"do": "hang-up", "page": "page"}, {"do": "leave", "page": "page"}]


@pytest.mark.parametrize("method", ["hang_up", "leave"])
def test_nothing_can_be_asked_of_a_room_that_nobody_entered(room: VideoRoom, method: str) -> None:
    with pytest.raises(RuntimeError, match="Enter room"):
        getattr(room, method)()


def test_nobody_can_be_called_from_outside(room: VideoRoom) -> None:
    with pytest.raises(RuntimeError, match="Enter room"):
        room.call("Bo")


def test_a_name_that_is_nobody_s_or_several_people_s(room: VideoRoom) -> None:
    entered(room)
    with pytest.raises(LookupError, match="Here are: Bo, Cy"):
        room.call("Dora")
    with pytest.raises(LookupError, match="2 people are called 'Cy'"):
        room.call("Cy")


def test_plain_words_where_there_is_no_front_end(room: VideoRoom) -> None:
    entered(room)
    assert repr(room) == "<VideoRoom 'algebra': available; Bo (available), Cy (available), Cy (available), Bo (away)>"
    bundle = room._repr_mimebundle_()
    assert "Open this notebook in JupyterLab" in bundle[0]["text/plain"]


def test_the_loader_is_small() -> None:
    assert LOADER.stat().st_size <= 3400


def test_a_display_name_stays_short_whenever_it_is_set() -> None:
    room = VideoRoom("a")
    with pytest.raises(ValueError, match="at most 64 characters, this one has 200"):
        room.display_name = "x" * 200
    assert room.display_name == ""


@pytest.mark.parametrize(
    ("given", "shown"), [(" Jose\u0301 ", "Jos\u00e9"), ("\u3164", ""), ("A\u202ena\u200b", "Ana")]
)
def test_a_display_name_is_what_can_be_seen_of_it(given: str, shown: str) -> None:
    room = VideoRoom("a", display_name=given)
    assert room.display_name == shown
    room.display_name = f"{given}\u00ad"
    assert room.display_name == shown
