"""The widget's room and a script's are one to those who write for them: both have what is said once, in `Room`."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from jupyter_videoroom import VideoRoom
from jupyter_videoroom.kernel import KernelRoom
from jupyter_videoroom.kernel.face import Room
from jupyter_videoroom.kernel.tables import Participants, participants

from ..kernel.fake_session import person
from .rows import row

# Where the widget has its own, or none: it is left by closing all widgets, and pages introduce its kernel.
OWN = {"id", "closed", "close", "introduce"}
# Each has its own source of these.
TOLD = {"kernel", "people"}


def public(face: type) -> dict[str, Any]:
    return {name: inspect.getattr_static(face, name) for name in dir(face) if not name.startswith("_")}


def test_what_a_script_can_do_the_widget_can_do() -> None:
    assert set(public(KernelRoom)) - set(public(Room)) == OWN
    assert set(public(Room)) <= set(public(VideoRoom))


@pytest.mark.parametrize("name", sorted(set(public(Room)) - TOLD))
def test_it_is_the_same_in_both_with_its_signature_and_its_words(name: str) -> None:
    assert public(VideoRoom)[name] is public(KernelRoom)[name] is public(Room)[name]
    assert inspect.getdoc(public(Room)[name])


def test_a_table_of_people_is_the_same_from_a_page_and_from_the_room() -> None:
    own = participants([person("Ana"), person("Otto", id="me", kind="kernel")], "me")
    told = Participants([row("Ana")])
    assert isinstance(own, Participants)
    assert {type(value) for value in own[0].values()} == {type(value) for value in told[0].values()}
    assert set(own[0]) == set(told[0])
    assert [(one.name, one["kind"], one.you) for one in own] == [("Ana", "browser", False), ("Otto", "kernel", True)]
    assert (own["me"], own["Ana"].since) == (own[1], "1970-01-01T00:00:00.000Z")
    with pytest.raises(AttributeError, match="no 'nose'"):
        own[0].nose  # noqa: B018


@pytest.mark.parametrize("name", sorted(set(public(Room)) - TOLD - {"on", "say", "replay", "shared"}))
def test_without_the_kernel_in_the_room_it_says_how_to_have_it_there(name: str) -> None:
    room = VideoRoom("algebra")
    arguments = ["Ana"] if name not in {"record", "show"} else ["lesson.mp4"]
    with pytest.raises(RuntimeError, match=r"await room\.connect"):
        getattr(room, name)(*arguments)
    room.close()
