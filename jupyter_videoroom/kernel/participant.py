"""Somebody in the call with this kernel: what comes of them, for all who read it here, and whether they allow that."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar
from weakref import ReferenceType, ref

from ..protocol import messages as wire
from .consent import Consent, Questions
from .errors import ConsentWithdrawn, NotGranted, RoomError
from .frames import copied
from .loop import soon

if TYPE_CHECKING:
    from av import AudioFrame, VideoFrame

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


# Higher than any screen: as large as it can be sent.
UNLIMITED = 4320


class Wanted(NamedTuple):
    """What is read of somebody here: their pictures, at these heights in pixels (0: not at all), and any sound."""

    camera: int
    screen: int
    sound: bool


class Participant:
    """Whatever transport brings their media. `demand`: called when something else is `wanted` of them."""

    def __init__(self, id: str, name: str, questions: Questions, demand: Callable[[Participant], None]) -> None:
        self.id = id
        self.name = name
        self.consent = Consent(id, questions, self._consent_changed)
        self.pictures: dict[str, Inlet[VideoFrame]] = {
            source: Inlet(lambda: demand(self), copied) for source in ("camera", "screen")
        }
        self.sounds: dict[str, Inlet[AudioFrame]] = {
            source: Inlet(lambda: demand(self)) for source in ("microphone", "screen")
        }
        self._granted = True
        self._closed: RoomError | None = None

    @property
    def wanted(self) -> Wanted:
        """What somebody here reads, as high as they do."""
        heights = {source: height(inlet.readers) for source, inlet in self.pictures.items()}
        return Wanted(**heights, sound=any(inlet.readers for inlet in self.sounds.values()))

    def see(self, me: str, person: wire.Participant) -> None:
        """What the room says of them now. A picture that is switched off has ended; a microphone is only silent."""
        self.name = person.name
        self.pictures["camera"].switched(person.media.video)
        self.pictures["screen"].switched(person.media.screen)
        self.sounds["screen"].switched(person.media.screen)
        granted = not person.listens
        if granted is not self._granted:
            self._granted = granted
            self._admit(self._refused())
        self.consent.seen(me in person.shares)

    async def willing(self) -> None:
        """Until they have said yes, and are still there, and still say it; or raises why they are not willing."""
        self._check_granted()
        await self.consent.obtain(self.name)
        if self._closed:
            raise self._closed.with_traceback(None)
        self._check_granted()
        if not self.consent.allowed:
            raise self._withdrawn()

    def close(self, error: RoomError) -> None:
        """They are in the call no more, and those who read hear why."""
        self._closed = error
        self.consent.close(error)
        self._end(error)

    def _consent_changed(self) -> None:
        self._admit(self._withdrawn())

    def _admit(self, error: RoomError) -> None:
        """Open or shut all ways in; where they are shut, those who read hear why."""
        allowed = self.consent.allowed and self._granted
        for inlet in self._inlets:
            inlet.allowed = allowed
        if not allowed:
            self._end(error)

    def _end(self, error: RoomError) -> None:
        for inlet in self._inlets:
            inlet.end(error)

    @property
    def _inlets(self) -> Iterable[Inlet[Any]]:
        return (*self.pictures.values(), *self.sounds.values())

    def _check_granted(self) -> None:
        if not self._granted:
            raise self._refused()

    def _refused(self) -> NotGranted:
        return NotGranted(f"{self.name} may only watch and listen on this server: there is nothing to read of them.")

    def _withdrawn(self) -> ConsentWithdrawn:
        return ConsentWithdrawn(f"{self.name} does not share with this kernel any more.")


def height(readers: Iterable[Reader[Any]]) -> int:
    """Of the pictures that these read, in pixels; 0 if there are none."""
    sizes = [getattr(reader, "size", None) for reader in readers]
    return max((size[1] if size else UNLIMITED for size in sizes), default=0)
