"""What a room's holder publishes in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import os

    from .frames import FrameStream
    from .numbers import Size
    from .process import Processor
    from .publishing import Publication
    from .source import Source
    from .sources import AudioFeed, Feed


class Outgoing:
    """The half of a room that gives. aiortc is imported where it is needed, as everywhere before a room is joined."""

    if TYPE_CHECKING:
        _processors: dict[str, Processor]

        def _publish(self, name: str, *sources: Source) -> tuple[Publication, ...]: ...

        def _reading(
            self, person: str, source: Literal["camera", "screen"] = "camera", fps: float | None = None
        ) -> Callable[[], FrameStream]: ...

    def publish(
        self,
        name: str | os.PathLike[str] | os.PathLike[bytes],
        source: Any = None,
        fps: float | None = None,
        size: Size | None = None,
    ) -> Feed:
        """Show pictures to the room, on a tile of their own; and play a film, with its sound.

        Parameters
        ----------
        name : str or path
            What the tile is called: 1 to 64 characters. An earlier feed of the name is closed. Without a source it may
            be a file, whose name is the tile's: `room.publish("film.mp4")`. A path object is one, and so is a str that
            names a file which is there, or ends as images, films and sounds do (`.mp4`, `.png`, ...): where there is
            none, that is FileNotFoundError.
        source : optional
            Default: none; pictures are pushed with `feed.push(array)`. Or one of these, read in a thread of its own:

            - a list, an iterator or a generator of pictures: asked `fps` times a second;
            - an async iterator of pictures: read as fast as it gives, the newest wins; on the running loop, if any;
            - a Matplotlib Figure: looked at `fps` times a second, drawn when it has changed;
            - a Matplotlib Animation: at its own interval, again and again if it says `repeat`, and drawn no more than
              `fps` times a second;
            - a path to an image, which stays, or to a film, which plays once at its own speed, with its sound in step;
            - a PyAV container opened for reading, likewise, from where it is; it stays open;
            - a picture alone, which stays; an animated one of Pillow plays once.

            Pictures are what `Feed.push` takes, and may change their size. After the last one, or None in its place,
            the feed closes. One that cannot be shown is told on the tile until a good one comes, and in the notebook,
            each kind of error once. When a source itself raises an error, that is told likewise, and the last picture
            stays. The end can be awaited: `await feed.ended`, or `feed.ended.result()`.

            Of a film's several sounds the one that players choose is played; it counts as a track of its own among the
            8. What is damaged in a file is passed over.
        fps : float
            Pictures sent per second, from 0.1 to 60, evenly: a slow source's last picture is repeated, a fast one's are
            left out but for the newest. Default: as a film has them, up to 60; of all else 20.
        size : tuple of (int, int), optional
            Width and height in pixels, from 2 to 4096 each. Pictures of a source are scaled to it; those that are
            pushed must have it. Default: as they come, and of no more pixels than 2560x1440, in their proportions.

        Returns
        -------
        Feed
            Closed with `close()`, or as a context manager.

        Raises
        ------
        TypeError, ValueError, OSError
            At once, naming what was expected.
        """
        from .sources import publish  # noqa: PLC0415

        return publish(self, name, source, fps, size)

    def publish_audio(self, name: str, source: Any = None, rate: int = 48_000, buffer: float = 2.0) -> AudioFeed:
        """Play sound to the room.

        Parameters
        ----------
        name : str
            What it is called: 1 to 64 characters. An earlier one of the name is closed.
        source : optional
            Default: none; sound is pushed with `feed.push(array)`. Or one of these, read in a thread of its own: an
            array, an iterator or an async iterator of arrays, a path to a file with sound (of a film, `room.publish`
            plays both), or a PyAV container. Arrays are as `AudioFeed.push` takes them. At its end, or None in its
            place, the feed closes: `await feed.ended`. A bad array is told as a bad picture is. When the source raises
            an error, it is shown in the notebook and beside the track, and there is silence.
        rate : int
            Samples a second of arrays, from 8000 to 192000. Default: 48000.
        buffer : float
            Seconds of sound that may wait, from 0.1 to 60; when more are pushed, the oldest are dropped. Default: 2.

        Returns
        -------
        AudioFeed
            Closed with `close()`, or as a context manager. Where nothing comes, there is silence.

        Raises
        ------
        TypeError, ValueError, OSError
            At once, naming what was expected.
        """
        from .sources import publish_audio  # noqa: PLC0415

        return publish_audio(self, name, source, rate, buffer)

    def process(
        self,
        person: str,
        publish: str | None = None,
        fps: float | None = None,
        source: Literal["camera", "screen"] = "camera",
    ) -> Callable[[Callable[[Any], Any]], Processor]:
        """Publish what a function makes of somebody's pictures: `@room.process("ana", publish="ana-edges")`.

        The function gets an array, RGB uint8 of shape (height, width, 3), and returns a picture as `Feed.push` takes
        it, of any size (grey costs least), or None for that which came. It runs in a thread of its own; when it is
        slower than the camera, it gets the newest picture. When it raises an error, or returns something else, that is
        shown once, in the notebook and on the tile, and pictures pass through as they are until the function is defined
        anew: another one under the same name takes the place of the one before, on the same tile.

        While no pictures come, before their consent or since the camera is switched off, it waits, and its tile is
        black and says so. It ends when they leave the call, or share with this kernel no more; the error is shown.

        Parameters
        ----------
        person : str
            As `room.frames` takes it; they are asked for their consent when they were not yet.
        publish : str, optional
            What the tile is called: 1 to 64 characters. Default: the function's name.
        fps : float, optional
            At the most so many pictures a second, from 0.1 to 60. Default: all that come, as soon as they do.
        source : "camera" or "screen"

        Raises
        ------
        TypeError, ValueError
            At once, naming what was expected; and what `room.frames` raises.
        """
        from .process import process  # noqa: PLC0415

        return process(self, person, publish, fps, source)
