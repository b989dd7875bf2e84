"""What this kernel publishes, to all of its call."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal

from ..protocol.codec import changed
from ..protocol.messages import SetTracks, Track

if TYPE_CHECKING:
    from aiortc import MediaStreamTrack

Kind = Literal["audio", "video"]
# As many as the message that tells of them may name.
MOST = 8
MAX_PROBLEM = 200


class Publication:
    """One published track; its methods may be called in any thread."""

    def __init__(self, name: str, kind: Kind, source: MediaStreamTrack, call: Callable[..., None]) -> None:
        self.source = source
        self.told = Track(stream=secrets.token_urlsafe(12), name=name, kind=kind)
        self._call = call

    @property
    def name(self) -> str:
        """What its tile is called."""
        return self.told.name

    def problem(self, text: str) -> None:
        """Show this on its tile; an empty text takes it away."""
        self._call("told", self, text[:MAX_PROBLEM])

    def close(self) -> None:
        """Publish it no more. The track itself is its owner's to stop."""
        self._call("remove", self)


class Publications:
    """In the videoroom thread. `spread(publication, there)`: begin or end sending it to every peer."""

    def __init__(self, send: Callable[[SetTracks], None], spread: Callable[[Publication, bool], None]) -> None:
        from .relay import Relay  # noqa: PLC0415

        self._relay = Relay()
        self._send = send
        self._spread = spread
        self._all: list[Publication] = []
        self._recordings = 0

    def __iter__(self) -> Iterator[Publication]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def add(self, publication: Publication) -> None:
        """One more. Everybody is told its name before its pictures come."""
        self._all.append(publication)
        self.tell()
        self._spread(publication, True)

    def told(self, publication: Publication, problem: str) -> None:
        """What is the matter with one."""
        publication.told = changed(publication.told, problem=problem)
        if publication in self._all:
            self.tell()

    def remove(self, publication: Publication) -> None:
        """One less."""
        if publication in self._all:
            self._all.remove(publication)
            self.tell()
            self._spread(publication, False)

    def record(self, change: int) -> None:
        """One recording more, or one less."""
        self._recordings += change
        self.tell()

    @property
    def worth_telling(self) -> bool:
        """Whether there is anything that others do not take for granted."""
        return bool(self._all or self._recordings)

    def tell(self) -> None:
        """To everybody, what there is."""
        tracks = [publication.told for publication in self._all]
        self._send(SetTracks(tracks=tracks, recording=self._recordings > 0))

    def copy(self, publication: Publication) -> MediaStreamTrack:
        """The track, for one more who takes it."""
        return self._relay.subscribe(publication.source)
