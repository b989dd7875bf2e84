"""People for a recording, without a room: their pictures and sound come when the test says so, by the test's clock."""

from __future__ import annotations

import asyncio
import fractions
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
from msgspec import UNSET
from numpy.typing import NDArray

from jupyter_videoroom.kernel.errors import ConsentRefused
from jupyter_videoroom.kernel.participant import Reader
from jupyter_videoroom.kernel.publishing import Publication
from jupyter_videoroom.kernel.recording.participants import Participants
from jupyter_videoroom.kernel.session import Session, Watcher
from jupyter_videoroom.kernel.source import Kind, Source
from jupyter_videoroom.protocol.messages import Media, Participant

RATE = 48_000
PACKET = RATE // 50
ME = "kernel-id"


def person(
    name: str, *, id: str = "", shares: bool = False, kind: Any = "browser", listens: bool = False
) -> Participant:
    return Participant(
        id=id or f"{name}-id",
        user=f"{name}-user",
        name=name,
        account=f"{name}-user",
        kind=kind,
        state="in-call",
        call="main",
        media=Media(),
        entered=0.0,
        shares=[ME] if shares else [],
        listens=listens or UNSET,
    )


class FakeSession(Session):
    """A session, as a recording sees it. `refuse`: names of those who say no; `ponder`: of those who say nothing."""

    def __init__(self) -> None:
        self.me = ME
        self.refuse: set[str] = set()
        self.ponder: set[str] = set()
        self.people = {ME: person("Otto", id=ME, kind="kernel")}
        self.readers: dict[tuple[str, str, str], Reader[Any]] = {}
        self.asked: list[str] = []
        self.told: list[int] = []
        self.watchers: set[Watcher] = set()
        self.published: Any = []
        self._here: list[str] = []

    def enter(self, name: str, **traits: Any) -> None:
        self.people[f"{name}-id"] = person(name, **traits)
        self._here = [*(id for id in self._here if id != f"{name}-id"), f"{name}-id"]

    def leave(self, name: str) -> None:
        self._here.remove(f"{name}-id")

    def members(self) -> list[Participant]:
        return [self.people[id] for id in self._here]

    def publishes(self, name: str, kind: Kind = "video", stream: str = "") -> Given:
        """A source of the kernel's own, in a stream of its own if no other is named."""
        given = Given(kind)
        self.published.append(Shown(name, given, stream or f"{name}-{kind}", self.published))
        return given

    async def read(self, participant: str, kind: str, source: str, reader: Reader[Any]) -> None:
        name = self.people[participant].name
        self.asked.append(name)
        if name in self.ponder:
            await asyncio.Event().wait()
        if name in self.refuse:
            reader.end(ConsentRefused("no"))
            return
        self.readers[name, kind, source] = reader

        def close() -> None:
            self.readers.pop((name, kind, source), None)

        reader.on_close(close)

    async def watch(self, watcher: Watcher) -> None:
        self.watchers.add(watcher)
        watcher.changed()

    def unwatch(self, watcher: Watcher) -> None:
        self.watchers.discard(watcher)

    def shows(self, name: str, picture: av.VideoFrame, source: str = "camera") -> None:
        self._put((name, "picture", source), picture)

    def sounds(self, name: str, sound: av.AudioFrame, source: str = "microphone") -> None:
        self._put((name, "sound", source), sound)

    def _put(self, what: tuple[str, str, str], item: Any) -> None:
        # As an inlet does: what nobody may read goes nowhere.
        if reader := self.readers.get(what):
            reader.put(item)


class Shown(Publication):
    """What has one reader, whose end is that of the source."""

    def subscribe(self) -> Source:
        return self.source


class Given:
    """Gives what the test gives it."""

    def __init__(self, kind: Kind) -> None:
        self.kind: Kind = kind
        self.closed = False
        self.gives: asyncio.Queue[Any] = asyncio.Queue()

    async def next(self) -> Any:
        return await self.gives.get()

    def stop(self) -> None:
        self.closed = True


class Log:
    """Is told who is in a recording."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def __call__(self, event: str, *, name: str, user: str, text: str = "") -> None:
        self.lines.append(f"{name}: {text}" if event == "chat" else f"{name} {event}")


class Clock:
    """Seconds, as the test sets them."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def fake_recording(*names: str) -> tuple[FakeSession, Participants, Clock, Log]:
    """To be called in a running loop, as everything of the videoroom thread."""
    session, clock, log = FakeSession(), Clock(), Log()
    for name in names:
        session.enter(name)
    participants = Participants(session, None, clock, log)
    return session, participants, clock, log


async def settle() -> None:
    """Let all that is ready go on."""
    for _ in range(5):
        await asyncio.sleep(0)


def plain(colour: tuple[int, int, int], width: int = 640, height: int = 360) -> av.VideoFrame:
    array = np.full((height, width, 3), colour, np.uint8)
    return av.VideoFrame.from_ndarray(array, format="rgb24").reformat(format="yuv420p")


def packet(start: int, wave: Callable[[NDArray[Any]], NDArray[Any]], channels: int = 2) -> av.AudioFrame:
    """20 ms of a wave, from a sample on, as aiortc decodes it; `wave` is given seconds."""
    mono = (wave((start + np.arange(PACKET)) / RATE) * 32_767).astype(np.int16)
    array = np.repeat(mono, channels).reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(array, format="s16", layout="stereo" if channels == 2 else "mono")
    frame.sample_rate, frame.pts, frame.time_base = RATE, start, fractions.Fraction(1, RATE)
    return frame


def beeps(times: NDArray[Any]) -> NDArray[Any]:
    """40 ms at the beginning of every second, of 1 kHz."""
    return np.where(times % 1 < 0.04, 0.5 * np.sin(2 * np.pi * 1000 * times), 0.0)


def hum(times: NDArray[Any]) -> NDArray[Any]:
    return 0.3 * np.sin(2 * np.pi * 440 * times)


class Played:
    """A file, decoded: as much as there is of it."""

    def __init__(self, path: Path) -> None:
        self.pictures: list[tuple[float, NDArray[Any]]] = []
        blocks = []
        with av.open(str(path)) as container:
            try:
                for frame in container.decode(video=0, audio=0):
                    if isinstance(frame, av.VideoFrame):
                        assert frame.time is not None
                        self.pictures.append((frame.time, frame.to_ndarray(format="rgb24")))
                    elif isinstance(frame, av.AudioFrame):
                        blocks.append(frame.to_ndarray().mean(axis=0))
            except av.FFmpegError:
                # Cut off in the middle of a packet.
                pass
        self.sound: NDArray[Any] = np.concatenate(blocks)

    def onsets(self) -> list[float]:
        """When it gets loud, in seconds."""
        return onsets(self.sound)

    def flashes(self, x: int, y: int) -> list[float]:
        """When it gets bright there."""
        bright = [picture[y, x].mean() > 128 for _, picture in self.pictures]
        times = [time for time, _ in self.pictures]
        return [t for t, now, before in zip(times, bright, [False, *bright], strict=False) if now and not before]


def onsets(sound: NDArray[Any]) -> list[float]:
    loud = np.nonzero(np.abs(sound) > 0.2)[0]
    firsts = loud[np.diff(loud, prepend=-RATE) > RATE // 2]
    return [float(first) / RATE for first in firsts]


def loudest(sound: NDArray[Any]) -> float:
    """The frequency that there is most of, in Hz."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    return float(np.argmax(spectrum) * RATE / len(sound))
