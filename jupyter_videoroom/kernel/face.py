"""What Python can do in a room: all that `VideoRoom` in a notebook and `KernelRoom` in a script have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from ..protocol.messages import MAX_CHAT
from ..protocol.names import clean_line
from .events import Callback, EventName, Listeners, check_event

if TYPE_CHECKING:
    import os

    from ..protocol.messages import SharedObject
    from .frames import Frame, FrameStream
    from .numbers import Size
    from .pending import Operation, Pending
    from .player import Replay
    from .process import Processor
    from .recording.recording import Recording
    from .room import KernelRoom
    from .sound import AudioStream
    from .sources import AudioFeed, Feed
    from .tables import Participants

Camera: TypeAlias = Literal["camera", "screen"]


class Room:
    """Other packages are imported where they are needed: a notebook shows a room also where there is no aiortc."""

    _listeners: Listeners

    @property
    def kernel(self) -> KernelRoom:
        """This kernel in the room. RuntimeError if it has not joined: `await room.connect()` first.

        All that reads, publishes, records or shows needs it, and raises the same.
        """
        raise NotImplementedError

    @property
    def people(self) -> Participants:
        """Who is in the room: a table, read like a list of rows or like a dict by name or user id."""
        raise NotImplementedError

    def say(self, text: str, to: str | None = None) -> Operation:
        """Write in the room's chat: to all, or to one person, by name or by user id.

        In a script the kernel says it, in a notebook the person whose page it is. Returns an `Operation` whose
        `Outcome` is true, "stored", once the server has the message, else "refused" with the reason in `word`.

        Raises LookupError if there is no such person or several have that name, ValueError if there is nothing to say,
        or too much; in a notebook RuntimeError as `call` does.
        """
        check_type("text", text, str)
        if to is not None:
            check_type("person", to, str)
        if not clean_line(text):
            raise ValueError("text is empty: there is nothing to say")
        if len(text.strip()) > MAX_CHAT:
            raise ValueError(f"text has at most {MAX_CHAT} characters, this one has {len(text.strip())}")
        return self._say(text, to)

    def on(self, event: EventName, callback: Callback | None = None) -> Callable[..., Any]:
        """Call `callback` with a record whenever that happens, and return how to stop it.

        Events and records: "joined" (`Joined`), "left" (`Left`), "message" (`ChatMessage`), "call" (`CallChange`).
        Without a callback it is a decorator. What a callback raises is shown once, and is nothing to other callbacks.

        Those of a `VideoRoom` run in the kernel's main thread between cells, and while a cell awaits or asks for a
        `result`; those of a `KernelRoom` run one after the other in a thread of their own.

        Raises ValueError for any other event.
        """
        check_event(event)
        if callback is not None:
            return self._listeners.add(event, callback)

        def decorate(function: Callback) -> Callback:
            self._listeners.add(event, function)
            return function

        return decorate

    def frames(
        self, person: str, source: Camera = "camera", fps: float | None = None, size: Size | None = None
    ) -> FrameStream:
        """Somebody's pictures, for `for` and `async for`; the newest one wins.

        Parameters
        ----------
        person : str
            A name, a user id or a participant id. They are asked for their consent when they were not yet.
        source : "camera" or "screen"
        fps : float, optional
            At the most so many a second, evenly. Default: as many as come.
        size : (width, height), optional
            In pixels. Default: as they come, which may change while one reads.

        Raises
        ------
        NobodyThere, TypeError, ValueError
            At once.
        NotGranted, ConsentRefused, ConsentWithdrawn, PersonLeft, Disconnected
            While reading. It just ends when the camera or screen is switched off.
        """
        return self.kernel._reading(person, source, fps, size)()

    def snapshot(self, person: str, source: Camera = "camera", timeout: float = 30) -> Frame:
        """The next picture of somebody, which a notebook shows. TimeoutError after so many seconds without one."""
        from .errors import Disconnected  # noqa: PLC0415

        with self.frames(person, source) as stream:
            frame = stream.read(timeout)
        if frame is None:
            raise Disconnected(f"The {source} of {person} was switched off before a picture came.")
        return frame

    def audio(
        self,
        person: str,
        rate: int = 16_000,
        block: float = 0.02,
        channels: int = 1,
        source: Literal["microphone", "screen"] = "microphone",
    ) -> AudioStream:
        """Somebody's sound: float32 between -1 and 1, shape (samples, channels), `block` seconds each, without gaps.

        `rate` is in samples a second. A block is 60 s at the most; the last one is as long as what there is. Each has
        `time`, `lost` and `dropped`. Consent and errors are those of `frames`.
        """
        return self.kernel._listening(person, rate, block, channels, source)

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
            be a file, whose name is the tile's: `room.publish("film.mp4")`.
        source : optional
            Default: none; pictures are pushed with `feed.push(array)`. Or one of these, read in a thread of its own: a
            list, an iterator or a generator of pictures, asked `fps` times a second; an async iterator, read as fast as
            it gives; a Matplotlib Figure, drawn when it has changed, or Animation; a path to an image, which stays, or
            to a film, which plays once; a PyAV container opened for reading; a picture alone, which stays.

            Pictures are what `Feed.push` takes. After the last one, or None in its place, the feed closes, which can be
            awaited: `await feed.ended`. What cannot be shown is told on the tile and, once, in the notebook.
        fps : float
            Pictures sent per second, from 0.1 to 60, evenly: a slow source's last picture is repeated, a fast one's are
            left out but for the newest. Default: as a film has them, up to 60; of all else 20.
        size : tuple of (int, int), optional
            Width and height in pixels, from 2 to 4096 each. Pictures of a source are scaled to it; those that are
            pushed must have it. Default: as they come, and of no more pixels than 2560x1440, in their proportions.

        Raises
        ------
        TypeError, ValueError, OSError
            At once, naming what was expected.
        """
        from .sources import publish  # noqa: PLC0415

        return publish(self.kernel, name, source, fps, size)

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

        return publish_audio(self.kernel, name, source, rate, buffer)

    def process(
        self, person: str, publish: str | None = None, fps: float | None = None, source: Camera = "camera"
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

        return process(self.kernel, person, publish, fps, source)

    def record(
        self, path: str | Path, people: Iterable[str] | None = None, layout: Literal["grid", "tracks"] = "grid"
    ) -> Recording:
        """Record the call: `with room.record("lesson.mp4") as recording:`, or until `recording.stop()`.

        Everybody in the room is told. Who was not asked yet for their consent is asked, and those who refuse are
        neither seen nor heard in it. People may come and leave meanwhile, in the recording as in the call.

        Parameters
        ----------
        path : str or Path
            Ends in ".mp4" (H.264 and AAC) or ".webm" (VP9 and Opus). Beside it comes a timeline, ".jsonl".
        people : iterable of str, optional
            Names, user ids or participant ids of those to record, and nobody else. Default: all in the call, and what
            this kernel publishes.
        layout : "grid" or "tracks"
            One film of 1280x720 at 25/s with all pictures side by side and all sound mixed; or a folder, named as
            the file without its suffix, with one such film of each person, screen and published track. Their
            beginnings are in the timeline.

        Raises
        ------
        NobodyThere, Disconnected, ValueError, TypeError, OSError
            At once. It never replaces a file: FileExistsError.
        """
        from .recording.recording import record  # noqa: PLC0415

        return record(self.kernel, path, people, layout)

    def replay(self, path: str | Path) -> Replay:
        """A recording to look at in a cell: its film with the timeline beside it, where a click on a line goes there.

        `path` is that of `record`; the suffix may be left out. Raises FileNotFoundError.
        """
        from .player import replay  # noqa: PLC0415

        return replay(Path(path).expanduser())

    def show(self, object: object, title: str = "") -> Pending[SharedObject]:
        """Show something to everybody in the room, and to those who come later.

        The safest rich form of it is sent: a picture (PNG, JPEG, SVG), a table (data frames, lists of dicts), Markdown,
        or its text; never HTML or JavaScript. Arrays are pictures: uint8, (H, W), (H, W, 3) RGB or (H, W, 4) RGBA. At
        the most 2 MiB, unless the operator allows more. Raises Refused when waited for, which says why not. Where
        nobody waits, the cell shows it.
        """
        return self.kernel._show(object, title)

    @property
    def shared(self) -> tuple[SharedObject, ...]:
        """What is shown to the room, by anybody: `title`, `type`, `name`, `at` (s since the epoch), `size` (bytes)."""
        return self.kernel._session.shared

    def _say(self, text: str, to: str | None) -> Operation:
        raise NotImplementedError


def check_type(what: str, value: Any, expected: type) -> None:
    """TypeError that names what was expected."""
    if not isinstance(value, expected):
        raise TypeError(f"{what} is a {expected.__name__}, not {type(value).__name__}: {value!r}")
