"""Somebody in the call with this kernel: what comes of them, for all who read it here, and whether they allow that."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from ..protocol import messages as wire
from .consent import Consent, Questions
from .errors import ConsentWithdrawn, NotGranted, RoomError
from .frames import copied
from .inlet import Inlet, Reader

if TYPE_CHECKING:
    from av import AudioFrame, VideoFrame

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
