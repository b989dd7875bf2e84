"""What feeds of pictures and of sound have in common: a name, a track in the room, a source, an end."""

from __future__ import annotations

from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, TypeVar

from .publication import MAX_PROBLEM, Publication

if TYPE_CHECKING:
    from aiortc import MediaStreamTrack

This = TypeVar("This", bound="Outlet")


class Driver(Protocol):
    """What puts something into an outlet, in a thread of its own."""

    def start(self, name: str) -> None: ...

    def stop(self) -> None: ...


class Outlet:
    """Something published, until it is closed. Also a context manager, which closes it."""

    track: MediaStreamTrack

    def __init__(self, name: str) -> None:
        self.name = name
        self.closed = False
        self.problem = ""
        self._publication: Publication | None = None
        self._driver: Driver | None = None
        self._lock = Lock()

    def begin(self, publication: Publication, driver: Driver | None = None) -> None:
        """Say where the track was published, and start what drives it."""
        self._publication = publication
        if driver:
            self.drive(driver)

    def drive(self, driver: Driver) -> None:
        """Start what drives it from now on; it is stopped when this closes."""
        self._driver = driver
        driver.start(self.name)

    def report(self, problem: str) -> None:
        """Show what is wrong on the tile; nothing, if `problem` is empty."""
        self.problem = problem
        if self._publication:
            self._publication.problem(problem[:MAX_PROBLEM])

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
        self.track.stop()

    def check_open(self) -> None:
        if self.closed:
            raise RuntimeError(f"{self.name!r} is closed: publish it anew.")

    def __enter__(self: This) -> This:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        state = self.problem or ("closed" if self.closed else "live")
        return f"<{type(self).__name__} {self.name!r}: {self._figures()}, {state}>"

    def _figures(self) -> str:
        raise NotImplementedError
