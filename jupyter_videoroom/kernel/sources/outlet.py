"""What feeds of pictures and of sound have in common: a name, a track in the room, a source, an end."""

from __future__ import annotations

import os
from concurrent.futures import Future
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from ...forks import check_process
from ..loop import program_ends
from ..pending import Pending
from ..publishing import Publication
from ..source import Source
from ..trouble import line, show, spawn

if TYPE_CHECKING:
    from ..room import KernelRoom

This = TypeVar("This", bound="Outlet")


class Driver(Protocol):
    """What puts something into an outlet, in a thread of its own."""

    def run(self) -> None: ...

    def stop(self) -> None: ...


class Outlet:
    """Something published, until it is closed. Also a context manager, which closes it."""

    frames: Source
    """What others read of it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.closed = False
        self.problem = ""
        self._publication: Publication | None = None
        self._driver: Driver | None = None
        self._end: Future[None] = Future()
        self._lock = Lock()
        self._pid = os.getpid()
        self._failing = False
        self._told: set[type[Exception]] = set()

    def enter(self, room: KernelRoom, *others: Outlet) -> None:
        """Into the room, in the place of an earlier one of the name; with the others, as one stream that browsers play
        in step, or not at all.
        """
        outlets = {(outlet.name, outlet.frames.kind): outlet for outlet in (self, *others)}
        for place in outlets:
            if earlier := room._outlets.get(place):
                earlier.close()
        publications = room._publish(self.name, *(outlet.frames for outlet in outlets.values()))
        for outlet, publication in zip(outlets.values(), publications, strict=True):
            outlet._publication = publication
        room._outlets.update(outlets)

    @property
    def ended(self) -> Pending[None]:
        """Its end, to be awaited. Raises what the source raised, or what has ended the session."""
        return Pending(self._end)

    def drive(self, driver: Driver) -> None:
        """Start what drives it from now on; it is stopped when this closes."""
        self._driver = driver
        spawn(driver.run, self.name)
        if self.closed:
            # The session ended meanwhile, in its own thread.
            driver.stop()

    def show(self, item: Any) -> None:
        """What a source gives. One that is bad, or an error in its place, is told; the next good one takes that away.

        In the cell each kind of error is shown once: a source may be bad many times a second.
        """
        try:
            if isinstance(item, Exception):
                raise item
            self._put(item)
        except Exception as error:
            self._fail(error)
        else:
            self._recover()

    def _put(self, item: Any) -> None:
        """Let it be seen or heard. Raises what is wrong with it."""
        raise NotImplementedError

    def _fail(self, error: Exception) -> None:
        if not self._failing or self.problem != line(error):
            self._failing = True
            self.report(line(error))
        if type(error) not in self._told:
            self._told.add(type(error))
            show(error.with_traceback(None))

    def _recover(self) -> None:
        if self._failing:
            self._failing = False
            self.report("")

    def report(self, problem: str) -> None:
        """Show what is wrong on the tile; nothing, if `problem` is empty."""
        self.problem = problem
        if self._publication:
            self._publication.problem(problem)

    def give_up(self, error: BaseException) -> None:
        """Its source has ended with an error, which is shown."""
        self._settle(error)
        show(error)

    def close(self) -> None:
        """Take the track out of the room. From any thread; closing again does nothing."""
        with self._lock:
            if self.closed:
                return
            self.closed = True
        if self._driver:
            self._driver.stop()
        if self._publication:
            self._publication.close()
        self.frames.stop()
        self._settle(self._publication.ended if self._publication else None)

    def check_open(self) -> None:
        """RuntimeError once it is closed, and in a forked process; what has ended the session, if it did."""
        check_process(self._pid)
        # Threads that still push when the program ends are not to blame.
        if not self.closed or program_ends():
            return
        if self._publication and self._publication.ended:
            raise self._publication.ended.with_traceback(None)
        raise RuntimeError(f"{self.name!r} is closed: publish it anew.")

    def __enter__(self: This) -> This:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        state = self.problem or ("closed" if self.closed else "live")
        return f"<{type(self).__name__} {self.name!r}: {self._figures()}, {state}>"

    def _settle(self, error: BaseException | None) -> None:
        with self._lock:
            if self._end.done():
                return
            if error:
                self._end.set_exception(error)
            else:
                self._end.set_result(None)

    def _figures(self) -> str:
        raise NotImplementedError
