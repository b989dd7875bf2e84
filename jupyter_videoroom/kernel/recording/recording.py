"""`Recording`, what `room.record` gives, and the thread that makes it."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from _thread import start_new_thread
from collections.abc import Callable, Collection, Iterable
from contextlib import ExitStack
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ...forks import check_process
from ...protocol.messages import ChatLine
from ..timeline import CellWatch, Timeline
from .layouts import Grid, Layout, Tracks
from .muxer import check_suffix
from .participants import Participants, RecordedStream
from .progress import Progress, as_html, as_text

if TYPE_CHECKING:
    from ..room import KernelRoom

log = logging.getLogger(__name__)

LayoutName = Literal["grid", "tracks"]

# For the end of a recording that was interrupted while it began; it ends in any case.
TIMEOUT = 3.0
# Seconds between two looks at what the other thread has done.
GLANCE = 0.005


class Recording:
    """A recording, once it is started.

    `with` ends it, and so do `stop()`, leaving the room and the end of the program.

    Attributes
    ----------
    path : Path
        The file; with "tracks" the folder.
    timeline : Path
        What happened when, as lines of JSON.
    error : Exception, or None
        Why it ended by itself, if it did.
    """

    def __init__(self, path: Path, layout: LayoutName, room: KernelRoom, users: Collection[str] | None) -> None:
        check_suffix(path)
        self.path = path if layout == "grid" else path.with_suffix("")
        self.timeline = path.with_suffix(".jsonl")
        self.error: Exception | None = None
        self._suffix, self._form, self._room = path.suffix, layout, room.name
        self._session, self._thread = room._session, room._thread
        self._start = time.monotonic()
        self._length: float | None = None
        # The two threads share only flags: an interrupt can leave the lock of an `Event`, a `Future` or a `Thread` that
        # starts locked for ever.
        self._begun = self._unwanted = self._stopping = self._written = False
        self._participants = Participants(room._session, users, self._now, self._note)
        self._progress = Progress(self)

    def start(self) -> Recording:
        """Begin, or raise what stands in the way. Who interrupts this has no recording, and nothing of it is left."""
        try:
            start_new_thread(self._run, ())
            while not self._begun:
                if self._written and self.error:
                    raise self.error
                time.sleep(GLANCE)
            self._progress.show()
            return self
        except BaseException:
            self._unwanted = self._stopping = True
            self._wait(TIMEOUT)
            raise

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self._now() if self._length is None else self._length

    @property
    def bytes(self) -> int:
        """How large its files are by now."""
        return sum(path.stat().st_size for path in list(self._layout.files) if path.exists())

    @property
    def files(self) -> list[Path]:
        """The films; with "tracks" those that were begun so far."""
        return list(self._layout.files)

    @property
    def people(self) -> list[str]:
        """The names of those who are in it now."""
        return list(dict.fromkeys(stream.name for stream in self._participants.streams if stream.source != "published"))

    @property
    def closed(self) -> bool:
        """Whether it has ended; what is still to be written may be on its way."""
        return self._stopping

    def stop(self) -> None:
        """End it, and wait until all is written. Raises what went wrong meanwhile."""
        check_process(self._thread.pid)
        self._stopping = True
        self._wait()
        if self.error:
            raise self.error

    def __enter__(self) -> Recording:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def __repr__(self) -> str:
        return f"<Recording {as_text(self)}>"

    def _repr_html_(self) -> str:
        return as_html(self)

    # --- what the room tells, in the videoroom thread

    def changed(self) -> None:
        self._participants.review()

    def said(self, line: ChatLine) -> None:
        self._participants.said(line)

    def session_closed(self) -> asyncio.Future[None]:
        self._stopping = True
        return self._ended

    def _note(self, event: str, **details: str) -> None:
        self._events.add(event, **details)

    def _new_file(self, path: Path, stream: RecordedStream) -> None:
        self._note("file", file=self._name(path), name=stream.name, source=stream.source)

    def _wait(self, seconds: float = math.inf) -> None:
        """Until all is written, or for so long."""
        end = time.monotonic() + seconds
        while not self._written and time.monotonic() < end:
            time.sleep(GLANCE)

    # --- in a thread of its own, which opens, writes and closes all: an interrupt comes to the main thread only

    def _run(self) -> None:
        try:
            self._begin()
            self._begun = True
            # What ends it comes in any case, whatever has failed before.
            for task in (self._record, self._leave, self._finish, self._end_timeline, self._end):
                self._try(task)
        except Exception as error:
            self.error = error
        finally:
            self._stopping = self._written = True

    def _try(self, task: Callable[[], None]) -> None:
        try:
            task()
        except Exception as error:
            # What fails after this fails for the same reason, and is not logged again.
            if self.error is None:
                log.exception("A recording failed")
                self.error = error
            self._stopping = True

    def _record(self) -> None:
        while not self._stopping:
            time.sleep(max(0.0, self._layout.due - self._now()))
            self._layout.step(self._now(), self._participants.streams)
            self._events.write()
            self._progress.update()

    def _begin(self) -> None:
        check_free(self.path, self.timeline)
        with ExitStack() as failing:
            self._layout = self._open()
            failing.callback(self._layout.remove)
            failing.callback(self._layout.finish, 0.0)
            self._events = Timeline(self.timeline, self._now)
            failing.callback(self.timeline.unlink)
            failing.callback(self._events.close)
            self._start = time.monotonic()
            began = datetime.now(timezone.utc).isoformat(timespec="seconds")
            self._events.add("started", at=began, room=self._room, layout=self._form, files=self._names())
            self._thread.run(self._enter()).result()
            failing.pop_all()
        self._cells = CellWatch(self._events)
        self._cells.start()

    def _open(self) -> Layout:
        if self._form == "grid":
            return Grid(self.path)
        return Tracks(self.path, self._suffix, self._new_file)

    def _leave(self) -> None:
        self._thread.call(self._detach)
        self._length = self._now()
        self._cells.stop()

    def _finish(self) -> None:
        self._layout.finish(self._now())

    def _end_timeline(self) -> None:
        self._events.add("stopped", **({"error": str(self.error)} if self.error else {}))
        self._events.close()

    def _end(self) -> None:
        self._thread.call(self._tell_end)
        self._progress.finish()
        if self._unwanted:
            self._layout.remove()
            self.timeline.unlink()

    # --- the same, in the videoroom thread

    async def _enter(self) -> None:
        self._ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        # Everybody is told before anybody is seen.
        self._session.published.record(1)
        try:
            await self._session.watch(self)
        except BaseException:
            self._session.published.record(-1)
            raise

    def _detach(self) -> None:
        self._session.unwatch(self)
        self._participants.close()

    def _tell_end(self) -> None:
        self._session.published.record(-1)
        self._ended.set_result(None)

    def _now(self) -> float:
        return time.monotonic() - self._start

    def _names(self) -> list[str]:
        return [self._name(path) for path in self._layout.files]

    def _name(self, path: Path) -> str:
        """As seen from the timeline."""
        return path.relative_to(self.timeline.parent).as_posix()


def record(room: KernelRoom, path: str | Path, people: Iterable[str] | None, layout: LayoutName) -> Recording:
    """See `Room.record`."""
    if layout not in ("grid", "tracks"):
        raise ValueError(f"layout is one of 'grid', 'tracks', not {layout!r}")
    check_process(room._thread.pid)
    room._session.check_open()
    users = None if people is None else _users(room, people)
    return Recording(Path(path).expanduser().resolve(), layout, room, users).start()


def _users(room: KernelRoom, people: Iterable[str]) -> set[str]:
    if isinstance(people, str):
        raise TypeError(f"people is a list of names, not one: [{people!r}]")
    return {room._session.people[room._find(person)].user for person in people}


def check_free(*paths: Path) -> None:
    """FileExistsError, if one of them is there: a lesson must not be lost under the next one."""
    for path in paths:
        if path.exists():
            raise FileExistsError(f"{path} is there already: delete it, or give the recording another name")
