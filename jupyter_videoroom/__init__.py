"""A live video room in a notebook cell.

from jupyter_videoroom import VideoRoom
VideoRoom(name="algebra")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .kernel import connect
    from .widget import VideoRoom

__version__ = "0.1.0"
__all__ = ["VideoRoom", "__version__", "connect"]


def __getattr__(name: str) -> Any:
    # Lazily: a server needs no widgets, and a kernel no server.
    if name == "VideoRoom":
        from .widget import VideoRoom  # noqa: PLC0415

        return VideoRoom
    if name == "connect":
        from .kernel import connect  # noqa: PLC0415

        return connect
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    from .server import app_of_this_server  # noqa: PLC0415

    return [{"module": "jupyter_videoroom", "app": app_of_this_server()}]
