"""Callbacks, without a page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone
from typing import Any

import pytest

from jupyter_videoroom import VideoRoom
from jupyter_videoroom.kernel.events import ChatMessage, Joined, Left

from .rows import row, says, tells

ANA = row("Ana", you=True)
BO = row("Bo")
LINE = {"id": 1, "key": "k", "at": 1.5, "user": "u1", "name": "Bo", "text": "hi", "to": None, "to_name": ""}


@pytest.fixture
def room() -> Iterator[VideoRoom]:
    made = VideoRoom("algebra")
    yield made
    made.close()


def writes(room: VideoRoom, line: dict[str, Any]) -> None:
    tells(room, "available", [ANA, BO])
    says(room, tell="message", page="page", line=line)


def test_joined_and_left(room: VideoRoom) -> None:
    heard: list[Any] = []
    room.on("joined", heard.append)
    room.on("left", heard.append)
    for people in ([ANA], [ANA, BO], [ANA], []):
        tells(room, "available", people)
    assert [(type(event), event.person["name"]) for event in heard] == [(Joined, "Bo"), (Left, "Bo")]
    assert heard[0].time.tzinfo is timezone.utc


def test_entering_is_not_everybody_joining(room: VideoRoom) -> None:
    heard: list[Any] = []
    room.on("joined", heard.append)
    tells(room, "available", [ANA, BO])
    assert heard == []


def test_one_s_own_call(room: VideoRoom) -> None:
    heard: list[Any] = []
    room.on("call", heard.append)
    tells(room, "available", [ANA, {**BO, "call": "main"}])
    tells(room, "available", [{**ANA, "call": "main"}, {**BO, "call": "main"}])
    tells(room, "available", [{**ANA, "call": "main", "microphone": True}, {**BO, "call": "main"}])
    tells(room, "available", [{**ANA, "call": "main"}, BO])
    tells(room, "available", [ANA, BO])
    assert [(event.state, [row["name"] for row in event.people]) for event in heard] == [
        ("begun", ["Ana", "Bo"]),
        ("changed", ["Ana"]),
        ("ended", []),
    ]


def test_messages(room: VideoRoom) -> None:
    heard: list[Any] = []
    room.on("message", heard.append)
    writes(room, {**LINE, "text": "<b>\u202ehi"})
    assert heard == [ChatMessage("u1", "Bo", "<b>\u202ehi", None, datetime.fromtimestamp(1.5, timezone.utc))]
    assert "\u202e" not in repr(heard[0])


def test_as_a_decorator_and_off_again(room: VideoRoom) -> None:
    heard: list[Any] = []

    @room.on("message")
    def decorated(message: ChatMessage) -> None:
        heard.append(f"decorated {message.text}")

    off = room.on("message", lambda message: heard.append(f"given {message.text}"))
    writes(room, LINE)
    off()
    off()
    writes(room, LINE)
    assert heard == ["decorated hi", "given hi", "decorated hi"]
    assert callable(decorated)


def test_what_a_callback_raises_is_shown_once_and_stops_nobody(
    room: VideoRoom, capsys: pytest.CaptureFixture[str]
) -> None:
    heard: list[Any] = []

    @room.on("message")
    def fails(message: ChatMessage) -> None:
        raise ValueError("on purpose")

    room.on("message", heard.append)
    for _ in range(2):
        writes(room, LINE)
    assert len(heard) == 2
    assert capsys.readouterr().err.count("ValueError: on purpose") == 1


def test_unknown_events_and_useless_callbacks(room: VideoRoom) -> None:
    with pytest.raises(ValueError, match="'came'; there are joined, left, message, call"):
        room.on("came", print)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="'came'"):
        room.on("came")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="callback"):
        room.on("left", 3)  # type: ignore[arg-type]
