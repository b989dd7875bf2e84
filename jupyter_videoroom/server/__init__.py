"""The Jupyter Server extension: the composition root for one server and its users, or a broker for a Hub's rooms."""

from __future__ import annotations

from typing import Any


def app_of_this_server() -> type[Any]:
    """A user's server on a Hub that has a service for rooms has none of its own."""
    from .broker import BrokerApp, find_service  # noqa: PLC0415

    if find_service():
        return BrokerApp
    from .app import VideoRoomApp  # noqa: PLC0415

    return VideoRoomApp
