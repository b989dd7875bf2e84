"""Where a person's pictures or sound come in, for all who read them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

M_contra = TypeVar("M_contra", contravariant=True)
M = TypeVar("M")


class Reader(Protocol[M_contra]):
    """A stream, from its filled end."""

    @property
    def over(self) -> bool: ...

    def put(self, item: M_contra) -> None: ...

    def end(self, error: Exception | None = None) -> None: ...

    def on_close(self, closing: Callable[[], None]) -> None: ...


class Inlet(Generic[M]):
    """Lives as long as its person is in the call, over all of their connections. Shut, it lets nothing through.

    Readers are in threads of their own: `copy` makes another of what these cannot share. Only `put` may be called in
    any thread: after `end`, nothing more is put into those who have read until then.
    """

    def __init__(self, changed: Callable[[], None], copy: Callable[[M], M] | None = None) -> None:
        self.readers: set[Reader[M]] = set()
        self.open = False
        self._changed = changed
        self._copy = copy
        self._lock = threading.Lock()

    @property
    def wanted(self) -> bool:
        """Whether anybody gets what comes."""
        return self.open and bool(self.readers)

    def put(self, item: M) -> None:
        """Something came."""
        with self._lock:
            readers = tuple(self.readers) if self.open else ()
            # All are made before the first reader begins with its own.
            others = [self._copy(item) if self._copy else item for _ in readers[1:]]
            for reader, own in zip(readers, [item, *others], strict=False):
                reader.put(own)

    def add(self, reader: Reader[M]) -> None:
        """One more reads."""
        if not reader.over:
            self.readers.add(reader)
            self._changed()

    def remove(self, reader: Reader[M]) -> None:
        """One reads no more."""
        self.readers.discard(reader)
        self._changed()

    def end(self, error: Exception | None = None) -> None:
        """For all who read now, it is over."""
        with self._lock:
            readers, self.readers = self.readers, set()
        for reader in readers:
            reader.end(error)
        if readers:
            self._changed()


async def pump(track: Any, reader: Reader[Any]) -> None:
    """All of a track, as it comes."""
    from aiortc.mediastreams import MediaStreamError  # noqa: PLC0415

    try:
        while True:
            reader.put(await track.recv())
    except MediaStreamError:
        return
