"""Who and what is in a recording, as it goes on: everybody in the call who is wanted and allows it, and what this
kernel publishes.

All of it is in the videoroom thread, but for the streams, which the recording's thread reads.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from av import AudioFrame, VideoFrame

from ...protocol.messages import ChatLine, Participant
from ..errors import ConsentRefused, ConsentWithdrawn
from ..face import Camera
from ..participant import Reader
from ..publishing import Publication
from ..session import Session
from ..source import Source
from .muxer import HEIGHT, WIDTH
from .sound import PlayoutBuffer

M = TypeVar("M")
Now = Callable[[], float]
OnBegin = Callable[[], None]
OnEnd = Callable[[Exception | None], None]
Note = Callable[..., None]
"""Called with what happened, and its details: see `Timeline.add`."""
Sound = Literal["microphone", "screen"]
SOUND_OF: dict[Camera, Sound] = {"camera": "microphone", "screen": "screen"}

# Packets by which published sound is ahead of what browsers send: it is read when it is given out, and heard from then.
AHEAD = 1


class Input(Generic[M]):
    """A reader as `Inlet` wants it. It never waits, and keeps no more than is needed.

    `on_end(None)`: what it reads was switched off, and may be switched on again.
    """

    # No picture is needed larger than the recording's.
    size = (WIDTH, HEIGHT)

    def __init__(self, on_begin: OnBegin = lambda: None, on_end: OnEnd = lambda error: None) -> None:
        self.closed = False
        self._on_begin = on_begin
        self._on_end = on_end
        self._closing: Callable[[], None] | None = None

    def put(self, item: M, waited: float = 0.0) -> None:
        """Something came."""
        raise NotImplementedError

    def end(self, error: Exception | None = None) -> None:
        """Nothing comes for now; with an error, ever."""
        self.closed = self.closed or error is not None
        self._on_end(error)

    def on_close(self, closing: Callable[[], None]) -> None:
        """From now on something may come."""
        self._closing = closing
        self._on_begin()

    def close(self) -> None:
        self.closed = True
        if self._closing:
            self._closing()


class VideoInput(Input[VideoFrame]):
    """The newest picture, if there is one now."""

    picture: VideoFrame | None = None

    def put(self, item: VideoFrame, waited: float = 0.0) -> None:
        if not self.closed:
            self.picture = item

    def end(self, error: Exception | None = None) -> None:
        self.picture = None
        super().end(error)

    def close(self) -> None:
        super().close()
        self.picture = None


class AudioInput(Input[AudioFrame]):
    """Sound, on its way to the mixer. What of somebody who withdraws was not mixed yet never will be.

    A packet comes when it is over; `ahead`: so many packets earlier.
    """

    def __init__(
        self, now: Now, on_begin: OnBegin = lambda: None, on_end: OnEnd = lambda error: None, ahead: int = 0
    ) -> None:
        super().__init__(on_begin, on_end)
        self.buffer = PlayoutBuffer()
        self._now = now
        self._ahead = ahead

    def put(self, item: AudioFrame, waited: float = 0.0) -> None:
        if not self.closed:
            self.buffer.put(self._now() + self._ahead * item.samples / item.sample_rate, item)

    def end(self, error: Exception | None = None) -> None:
        if isinstance(error, ConsentWithdrawn):
            self.buffer.silence()
        super().end(error)


@dataclass(frozen=True)
class RecordedStream:
    """A picture of somebody, or of what a kernel publishes, and the sound that belongs to it."""

    name: str
    source: Literal["camera", "screen", "published"]
    video: VideoInput
    audio: AudioInput

    def close(self) -> None:
        self.video.close()
        self.audio.close()


class RecordedParticipant:
    """Somebody who is asked whether they may be recorded, and is, if they say yes.

    `on_join` when they have allowed it, `on_leave` when they are recorded no more.
    """

    def __init__(
        self,
        person: Participant,
        session: Session,
        now: Now,
        on_join: Callable[[RecordedParticipant], None],
        on_leave: Callable[[RecordedParticipant], None],
    ) -> None:
        self.id, self.user, self.name = person.id, person.user, person.name
        self.present = False
        self.declined = False
        self._session = session
        self._on_join, self._on_leave = on_join, on_leave
        self._reading: set[asyncio.Task[None]] = set()
        self.streams = tuple(self._stream(source, now) for source in SOUND_OF)

    def ask(self) -> None:
        """For their consent, unless they gave it, and read what they send from then on."""
        for stream, (picture, sound) in zip(self.streams, SOUND_OF.items(), strict=True):
            self._read("picture", picture, stream.video)
            self._read("sound", sound, stream.audio)

    def close(self) -> None:
        """Record no more of them. A question that they have not answered has no asker any more."""
        for task in self._reading:
            task.cancel()
        for stream in self.streams:
            stream.close()
        self._leave()

    def _stream(self, source: Camera, now: Now) -> RecordedStream:
        video = VideoInput(self._begin, lambda error: self._end("picture", source, video, error))
        audio = AudioInput(now, self._begin, lambda error: self._end("sound", SOUND_OF[source], audio, error))
        return RecordedStream(self.name, source, video, audio)

    def _read(self, kind: str, source: str, reader: Reader[Any]) -> None:
        task = asyncio.ensure_future(self._session.read(self.id, kind, source, reader))
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)

    def _begin(self) -> None:
        if not self.present and not self.declined:
            self.present = True
            self._on_join(self)

    def _end(self, kind: str, source: str, reader: Reader[Any], error: Exception | None) -> None:
        if error is None:
            self._read(kind, source, reader)
            return
        self.declined = isinstance(error, (ConsentRefused, ConsentWithdrawn))
        self._leave()

    def _leave(self) -> None:
        if self.present:
            self.present = False
            self._on_leave(self)


class RecordedPublication:
    """What this kernel publishes in one stream: a source, or a picture and its sound. Nobody need be asked."""

    def __init__(self, name: str, now: Now) -> None:
        self.stream = RecordedStream(name, "published", VideoInput(), AudioInput(now, ahead=AHEAD))
        self._reading: dict[Publication, tuple[Source, asyncio.Future[None]]] = {}

    def follow(self, publications: Collection[Publication]) -> None:
        """Read these, each until it ends or is left out of them."""
        for gone in [publication for publication in self._reading if publication not in publications]:
            source, reading = self._reading.pop(gone)
            reading.cancel()
            source.stop()
        for new in [publication for publication in publications if publication not in self._reading]:
            source = new.subscribe()
            reader = self.stream.video if source.kind == "video" else self.stream.audio
            self._reading[new] = source, asyncio.ensure_future(pump(source, reader))

    def close(self) -> None:
        self.follow(())
        self.stream.close()


async def pump(source: Source, reader: Reader[Any]) -> None:
    """All of a source, as it comes."""
    while frame := await source.next():
        reader.put(frame)


class Participants:
    """`streams` is replaced, never changed, so that any thread may read it."""

    def __init__(self, session: Session, users: Collection[str] | None, now: Now, note: Note) -> None:
        self.streams: tuple[RecordedStream, ...] = ()
        self._session = session
        self._users = users
        self._now = now
        self._note = note
        self._people: dict[str, RecordedParticipant] = {}
        self._published: dict[str, RecordedPublication] = {}
        self._closed = False

    def review(self) -> None:
        if self._closed:
            return
        # In the order in which they entered the room, which is that of the cells.
        peers = sorted(self._session.members(), key=lambda person: person.entered)
        here = {person.id: person for person in peers if self._is_wanted(person)}
        for gone in [id for id in self._people if id not in here]:
            self._people.pop(gone).close()
        for person in here.values():
            known = self._people.get(person.id)
            if known is None or (known.declined and self._session.me in person.shares):
                self._begin(person)
        # With a choice of people nothing else is recorded: it may be others' pictures, processed.
        if self._users is None:
            self._review_publications()

    def said(self, line: ChatLine) -> None:
        """Words to all, by those who are in the recording or by its maker. Nobody else asked to be kept."""
        me = self._session.people.get(self._session.me)
        authors = {person.user for person in self._people.values() if person.present} | ({me.user} if me else set())
        if line.to is None and line.user in authors and not self._closed:
            self._note("chat", name=line.name, user=line.user, text=line.text)

    def close(self) -> None:
        self._closed = True
        for person in self._people.values():
            person.close()
        for published in self._published.values():
            published.close()
        self._people.clear()
        self._published.clear()

    def _is_wanted(self, person: Participant) -> bool:
        return person.kind == "browser" and not person.listens and (self._users is None or person.user in self._users)

    def _begin(self, person: Participant) -> None:
        recorded = RecordedParticipant(person, self._session, self._now, self._join, self._leave)
        self._people[person.id] = recorded
        recorded.ask()

    def _review_publications(self) -> None:
        streams: dict[str, list[Publication]] = {}
        for publication in self._session.published:
            streams.setdefault(publication.told.stream, []).append(publication)
        for gone in [stream for stream in self._published if stream not in streams]:
            self._published.pop(gone).close()
        for stream, publications in streams.items():
            if stream not in self._published:
                self._published[stream] = RecordedPublication(publications[0].name, self._now)
            self._published[stream].follow(publications)
        self._gather()

    def _join(self, person: RecordedParticipant) -> None:
        self._gather()
        self._note("joined", name=person.name, user=person.user)

    def _leave(self, person: RecordedParticipant) -> None:
        self._gather()
        if not self._closed:
            self._note("left", name=person.name, user=person.user)

    def _gather(self) -> None:
        people = (stream for person in self._people.values() if person.present for stream in person.streams)
        self.streams = (*people, *(published.stream for published in self._published.values()))
