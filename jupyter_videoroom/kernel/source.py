"""What is published: frames of PyAV, one after the other, for any number of readers."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias
from weakref import WeakSet

from .frames import copied

if TYPE_CHECKING:
    from av import AudioFrame, VideoFrame

Kind: TypeAlias = Literal["audio", "video"]
Media: TypeAlias = "AudioFrame | VideoFrame"


class Source(Protocol):
    """Gives frames of one kind, in one event loop, to one reader."""

    @property
    def kind(self) -> Kind: ...

    async def next(self) -> Media | None:
        """The next frame, with its time, once it is due; None at the end."""

    def stop(self) -> None:
        """End it; to end it again does nothing."""


class FanOut:
    """Lets many read one source. It is read from when the first of them asks for a frame until its end.

    Nobody's queue grows before they ask: an encoder begins only when its connection is there.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        # Weakly: one that its reader has let go of, without a word, is not filled for ever.
        self._branches: WeakSet[Branch] = WeakSet()
        self._reading: asyncio.Task[None] | None = None

    def subscribe(self) -> Source:
        """The source for one more reader, who may stop it without ending it for the others."""
        return Branch(self._source.kind, self)

    def add(self, branch: Branch) -> None:
        """It takes part from the next frame on."""
        if self._reading is None:
            self._reading = asyncio.ensure_future(self._read())
        if self._reading.done():
            branch.stop()
        else:
            self._branches.add(branch)

    def discard(self, branch: Branch) -> None:
        self._branches.discard(branch)

    async def _read(self) -> None:
        try:
            while frame := await self._source.next():
                for branch in self._branches:
                    branch.put(frame)
        finally:
            for branch in tuple(self._branches):
                branch.stop()


class Branch:
    """One reader's part of a source: of pictures the newest, of sound all."""

    def __init__(self, kind: Kind, fan_out: FanOut) -> None:
        self.kind: Kind = kind
        self._fan_out = fan_out
        self._frames: deque[Media] = deque(maxlen=1 if kind == "video" else None)
        self._changed = asyncio.Event()
        self._closed = False

    def put(self, frame: Media) -> None:
        self._frames.append(frame)
        self._changed.set()

    async def next(self) -> Media | None:
        if not self._closed:
            self._fan_out.add(self)
        while not self._frames and not self._closed:
            self._changed.clear()
            await self._changed.wait()
        if not self._frames:
            return None
        frame: Any = self._frames.popleft()
        # Encoders, each in its thread, set a picture's time and kind: every reader has its own copy.
        return copied(frame) if self.kind == "video" else frame

    def stop(self) -> None:
        self._closed = True
        self._fan_out.discard(self)
        self._changed.set()
