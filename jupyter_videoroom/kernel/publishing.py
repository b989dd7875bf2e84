"""What this kernel publishes, to all of its call."""

from __future__ import annotations

import asyncio
import os
import secrets
import threading
from collections.abc import Callable, Iterator, Sequence

from ..forks import check_process
from ..protocol.codec import changed
from ..protocol.messages import SetTracks, Track
from .errors import RoomError
from .loop import soon
from .source import FanOut, Kind, Source

# As many as the message that tells of them may name.
MOST = 8
MAX_PROBLEM = 200
WORDS: dict[Kind, str] = {"video": "pictures", "audio": "sound"}


class Publication:
    """One published track; its methods may be called in any thread.

    `stream`: a picture and its sound have the same one.
    """

    def __init__(self, name: str, source: Source, stream: str, others: Publications) -> None:
        self.source = source
        self.told = Track(stream=stream, name=name, kind=source.kind)
        self._fan_out = FanOut(source)
        self.ended: RoomError | None = None
        """Why it is published no more, if the session in the room is closed."""
        self._others = others

    @property
    def name(self) -> str:
        """What its tile is called."""
        return self.told.name

    def problem(self, text: str) -> None:
        """Show this on its tile; an empty text takes it away."""
        self._others.told(self, text[:MAX_PROBLEM])

    def subscribe(self) -> Source:
        """Its frames, for one more reader; in the videoroom thread."""
        return self._fan_out.subscribe()

    def close(self) -> None:
        """Publish it no more. The source itself is its owner's to stop."""
        self._others.remove(self)


class Publications:
    """What there is, at any moment and in any thread; the others hear of it in the videoroom thread.

    `spread(publication, there)`: begin or end sending it to every peer.
    """

    def __init__(self, send: Callable[[SetTracks], None], spread: Callable[[Publication, bool], None]) -> None:
        self._send = send
        self._spread = spread
        self._loop = asyncio.get_running_loop()
        self._lock = threading.Lock()
        self._pid = os.getpid()
        # It is replaced and never changed, so that any thread may read it without the lock.
        self._all: tuple[Publication, ...] = ()
        self._ended: RoomError | None = None
        self._recordings = 0

    def __iter__(self) -> Iterator[Publication]:
        return iter(self._all)

    def add(self, name: str, *sources: Source) -> tuple[Publication, ...]:
        """Publish all of these or none, as one new stream.

        ValueError if there is no room for them; or what has closed the session.
        """
        stream = secrets.token_urlsafe(12)
        publications = tuple(Publication(name, source, stream, self) for source in sources)
        with self._locked():
            if self._ended:
                raise self._ended.with_traceback(None)
            check_number(self._all, len(publications))
            self._all = (*self._all, *publications)
        soon(self._loop, self._tell_added, publications)
        return publications

    def told(self, publication: Publication, problem: str) -> None:
        check_process(self._pid)
        publication.told = changed(publication.told, problem=problem)
        if publication in self._all:
            soon(self._loop, self.tell)

    def remove(self, publication: Publication) -> None:
        """It is published no more, and there is room for another at once."""
        with self._locked():
            if publication not in self._all:
                return
            self._all = tuple(other for other in self._all if other is not publication)
        soon(self._loop, self._tell_removed, publication)

    def end(self, error: RoomError) -> None:
        """The session is closed: all of it closes, and nothing more is published."""
        with self._lock:
            self._ended = self._ended or error
            ending, self._all = self._all, ()
        for publication in ending:
            publication.ended = self._ended
            # Its feed hears it, and lets go of what drives it.
            publication.source.stop()

    def record(self, change: int) -> None:
        """`change` is 1 when a recording begins, and -1 when it ends."""
        self._recordings += change
        self.tell()

    @property
    def worth_telling(self) -> bool:
        """Whether there is anything that others do not take for granted."""
        return bool(self._all or self._recordings)

    def tell(self) -> None:
        """Tell everybody what is published, and whether this kernel records."""
        if self._ended:
            return
        tracks = [publication.told for publication in self._all]
        self._send(SetTracks(tracks=tracks, recording=self._recordings > 0))

    def _locked(self) -> threading.Lock:
        # In a forked process it may be held for ever.
        check_process(self._pid)
        return self._lock

    def _tell_added(self, publications: tuple[Publication, ...]) -> None:
        # Everybody is told their names before their pictures come.
        self.tell()
        for publication in publications:
            if publication in self._all:
                self._spread(publication, True)

    def _tell_removed(self, publication: Publication) -> None:
        self.tell()
        self._spread(publication, False)


def check_number(published: Sequence[Publication], more: int) -> None:
    """ValueError that says what is published, unless there is room for so many more."""
    if len(published) + more <= MOST:
        return
    names = ", ".join(f"{publication.name!r} ({WORDS[publication.told.kind]})" for publication in published)
    raise ValueError(
        f"A kernel publishes at most {MOST} tracks, and these are published: {names}. "
        "Close what is not needed first, with `feed.close()`."
    )
