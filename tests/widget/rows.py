"""What pages tell: rows of people, and whole messages."""

from __future__ import annotations

from typing import Any

from jupyter_videoroom import VideoRoom


def row(name: str, user: str = "", **facts: Any) -> dict[str, Any]:
    user = user or f"user of {name}"
    sent = {"microphone": False, "camera": False, "screen": False}
    common = {"you": False, "kind": "browser", "state": "available", "call": None, "hand": None}
    return {
        "id": user,
        "user": user,
        "account": user,
        "name": name,
        **common,
        **sent,
        "since": "2026-11-22T20:00:00.000Z",
        **facts,
    }


def facts(state: str, people: list[dict[str, Any]], page: str = "page", **more: Any) -> dict[str, Any]:
    return {"tell": "facts", "page": page, "state": state, "people": people, **more}


def says(room: VideoRoom, client: str = "client", **content: Any) -> None:
    """A page sends a message by this widget's comm, as its client of the kernel."""
    room._handle_msg(message(client, content))


def tells(room: VideoRoom, state: str, people: list[dict[str, Any]], page: str = "page", **more: Any) -> None:
    """A page tells what it sees. Each page has one client here, which is called as it is."""
    says(room, page, **facts(state, people, page, **more))


def message(client: str, content: dict[str, Any]) -> dict[str, Any]:
    data = {"method": "custom", "content": content}
    return {"header": {"session": client}, "content": {"data": data}, "buffers": []}
