"""Where a person's pictures or sound come in, for all who read them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from functools import partial
from typing import Generic, Protocol, TypeVar
from weakref import ReferenceType, ref

from .loop import soon

M_contra = TypeVar("M_contra", contravariant=True)
M = TypeVar("M")


class Reader(Protocol[M_contra]):
    """A stream, from its filled end. `waited`: the seconds since an item came to this process."""

    @property
    def closed(self) -> bool: ...

    def put(self, item: M_contra, waited: float = 0.0) -> None: ...

    def end(self, error: Exception | None = None) -> None: ...

    def on_close(self, closing: Callable[[], None]) -> None: ...


class Inlet(Generic[M]):
    """Lives as long as its person is in the call, over all of their connections. Shut, it lets nothing through.

    It knows its readers weakly: a stream that a loop has left, and that nobody holds, reads no more. Readers are in
    threads of their own: `copy` makes another of what these cannot share. Only `put` may be called in any thread: after
    `end`, nothing more is put into those who have read until then.
    """

    def __init__(self, changed: Callable[[], None], copy: Callable[[M], M] | None = None) -> None:
        self.allowed = False
        self._on = True
        self._known: tuple[ReferenceType[Reader[M]], ...] = ()
        self._changed = changed
        self._copy = copy
        self._lock = threading.Lock()
        self._loop = asyncio.get_running_loop()

    @property
    def open(self) -> bool:
        """Whether what comes is let through."""
        return self.allowed and self._on

    @property
    def readers(self) -> list[Reader[M]]:
        """All that somebody still holds."""
        return [reader for known in self._known if (reader := known()) is not None]

    @property
    def wanted(self) -> bool:
        """Whether anybody gets what comes."""
        return self.open and bool(self._known)

    def put(self, item: M, waited: float = 0.0) -> None:
        """Something came, so many seconds ago. A reader that fails at it is told, and the others go on."""
        with self._lock:
            readers = self.readers if self.open else []
            # All are made before the first reader begins with its own.
            others = [self._copy(item) if self._copy else item for _ in readers[1:]]
            for reader, own in zip(readers, [item, *others], strict=False):
                try:
                    reader.put(own, waited)
                except Exception as error:
                    reader.end(error)
                    soon(self._loop, self._sweep)

    def add(self, reader: Reader[M]) -> None:
        """One more reads, until it closes or nobody holds it."""
        if not reader.closed:
            # The last reference may go in any thread, even in one that holds a lock: there only the loop is told.
            sweep = partial(soon, self._loop, self._sweep)
            self._known = (*self._known, ref(reader, lambda _: sweep()))
            reader.on_close(sweep)
            self._changed()

    def switched(self, on: bool) -> None:
        """On or off. What still comes after it was switched off was on its way, and is nobody's any more."""
        was_on, self._on = self._on, on
        if was_on and not on:
            self.end()

    def end(self, error: Exception | None = None) -> None:
        """For all who read now, it is over."""
        with self._lock:
            readers, known, self._known = self.readers, self._known, ()
        for reader in readers:
            reader.end(error)
        # Those count too that nobody holds any more: until now the browser was asked to send for them.
        if known:
            self._changed()

    def _sweep(self) -> None:
        """Readers that are closed, or that nobody holds, read no more."""
        left = tuple(known for known in self._known if (reader := known()) is not None and not reader.closed)
        if len(left) < len(self._known):
            self._known = left
            self._changed()
