"""What a notebook's cell shows: a handful of traits and a loader. The front end itself comes from the server."""

from .room import VideoRoom

__all__ = ["VideoRoom"]
