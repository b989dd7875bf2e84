"""`Recording`, what `room.record` gives."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection
from contextlib import ExitStack
from datetime import datetime, timezone
from pathlib import Path
from types import TracebackType
from typing import Literal, Protocol

from ...forks import check_process
from ...protocol.messages import ChatLine
from ..loop import LoopThread
from ..session import Watcher
from ..timeline import CellWatch, Timeline
from .cast import Cast, Stage
from .film import check_suffix
from .layouts import Grid, Layout, Tracks
from .progress import Progress, as_html, as_text
from .studio import Studio
from .subject import Part, Subject

LayoutName = Literal["grid", "tracks"]

# For the end of a recording that was interrupted while it began; it ends in any case.
PATIENCE = 3.0


class Host(Stage, Protocol):
    """A session, as a recording needs it."""

    async def watch(self, watcher: Watcher) -> None: ...

    def unwatch(self, watcher: Watcher) -> None: ...


class Recording:
    """A recording that runs, once it is started.

    `with` ends it, and so do `stop()`, leaving the room and the end of the program.

    Attributes
    ----------
    path : Path
        The file; with "tracks" the folder.
    timeline : Path
        What happened when, as lines of JSON.
    """

    def __init__(
        self,
        path: Path,
        layout: LayoutName,
        *,
        room: str,
        host: Host,
        thread: LoopThread,
        tell: Callable[[int], None],
        users: Collection[str] | None = None,
    ) -> None:
        check_suffix(path)
        self.path = path if layout == "grid" else path.with_suffix("")
        self.timeline = path.with_suffix(".jsonl")
        self._suffix, self._form, self._room = path.suffix, layout, room
        self._host, self._thread, self._tell = host, thread, tell
        self._start = time.monotonic()
        self._length: float | None = None
        self._unwanted = False
        self._cast = Cast(host, users, self._now, self)
        self._studio = Studio(
            self._cast,
            self._now,
            begin=self._begin,
            each=self._each,
            before=self._leave,
            after=(self._end_timeline, self._end),
        )
        self._progress = Progress(self)

    def start(self) -> Recording:
        """Begin, or raise what stands in the way. Who interrupts this has no recording, and nothing of it is left."""
        try:
            self._studio.start()
            self._progress.show()
            return self
        except BaseException:
            self._unwanted = True
            self._studio.stop()
            self._studio.wait(PATIENCE)
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
        return list(dict.fromkeys(part.name for part in self._cast.parts if part.source != "published"))

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return self._studio.running

    @property
    def error(self) -> Exception | None:
        """Why it ended by itself, if it did."""
        return self._studio.error

    def stop(self) -> None:
        """End it, and wait until all is written. Raises what went wrong meanwhile."""
        check_process(self._thread.pid)
        self._studio.stop()
        self._studio.wait()
        if self._studio.error:
            raise self._studio.error

    def __enter__(self) -> Recording:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def __repr__(self) -> str:
        return f"<Recording {as_text(self)}>"

    def _repr_html_(self) -> str:
        return as_html(self)

    # --- what the room tells, in the videoroom thread

    def changed(self) -> None:
        self._cast.review()

    def said(self, line: ChatLine) -> None:
        self._cast.said(line)

    def over(self) -> asyncio.Future[None]:
        self._studio.stop()
        return self._written

    # --- what happens

    def came(self, subject: Subject) -> None:
        self._events.add("joined", name=subject.name, user=subject.user)

    def went(self, subject: Subject) -> None:
        self._events.add("left", name=subject.name, user=subject.user)

    def chat(self, line: ChatLine) -> None:
        self._events.add("chat", name=line.name, user=line.user, text=line.text)

    def _new_file(self, path: Path, part: Part) -> None:
        self._events.add("file", file=self._name(path), name=part.name, source=part.source)

    # --- beginning and end, in the recording's thread

    def _begin(self) -> Layout:
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
        return self._layout

    def _open(self) -> Layout:
        if self._form == "grid":
            return Grid(self.path)
        return Tracks(self.path, self._suffix, self._new_file)

    def _each(self) -> None:
        self._events.write()
        self._progress.update()

    def _leave(self) -> None:
        self._thread.call(self._detach)
        self._length = self._now()
        self._cells.stop()

    def _end_timeline(self) -> None:
        error = self._studio.error
        self._events.add("stopped", **({"error": str(error)} if error else {}))
        self._events.close()

    def _end(self) -> None:
        self._thread.call(self._ended)
        self._progress.finish()
        if self._unwanted:
            self._layout.remove()
            self.timeline.unlink()

    # --- the same, in the videoroom thread

    async def _enter(self) -> None:
        self._written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        # Everybody is told before anybody is seen.
        self._tell(1)
        try:
            await self._host.watch(self)
        except BaseException:
            self._tell(-1)
            raise

    def _detach(self) -> None:
        self._host.unwatch(self)
        self._cast.close()

    def _ended(self) -> None:
        self._tell(-1)
        self._written.set_result(None)

    def _now(self) -> float:
        return time.monotonic() - self._start

    def _names(self) -> list[str]:
        return [self._name(path) for path in self._layout.files]

    def _name(self, path: Path) -> str:
        """As seen from the timeline."""
        return path.relative_to(self.timeline.parent).as_posix()


def check_free(*paths: Path) -> None:
    """FileExistsError, if one of them is there: a lesson must not be lost under the next one."""
    for path in paths:
        if path.exists():
            raise FileExistsError(f"{path} is there already: delete it, or give the recording another name")
