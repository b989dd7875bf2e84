"""What a notebook's cell shows: a handful of traits and a loader. The front end itself comes from the server."""

from ..kernel.operation import Operation, Outcome
from .room import VideoRoom

__all__ = ["Operation", "Outcome", "VideoRoom"]
