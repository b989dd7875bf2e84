"""Rows as the page tells them."""

from __future__ import annotations

from typing import Any


def row(name: str, user: str = "", **facts: Any) -> dict[str, Any]:
    user = user or f"user of {name}"
    sent = {"microphone": False, "camera": False, "screen": False}
    common = {"you": False, "kind": "browser", "state": "available", "call": None, "hand": None}
    return {"id": user, "user": user, "name": name, **common, **sent, "since": "2026-11-22T20:00:00.000Z", **facts}
