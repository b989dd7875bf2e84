"""What a widget's room can do once its kernel has joined: all of it is `KernelRoom`'s, under the same names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import os

    from ..kernel import AudioStream, Frame, FrameStream, KernelRoom, Pending
    from ..kernel.process import Processor
    from ..kernel.recording.recording import Recording
    from ..kernel.replay import Replay
    from ..kernel.room import PictureOf
    from ..kernel.sources import AudioFeed, Feed
    from ..protocol.messages import SharedObject

Size = tuple[int, int]


class KernelSide:
    """Each method raises RuntimeError where the kernel has not joined: `await room.connect()` first."""

    @property
    def kernel(self) -> KernelRoom:
        """This kernel's stay in the room."""
        raise NotImplementedError

    def frames(
        self, person: str, source: PictureOf = "camera", fps: float | None = None, size: Size | None = None
    ) -> FrameStream:
        """Somebody's pictures: see `KernelRoom.frames`."""
        return self.kernel.frames(person, source, fps, size)

    def snapshot(self, person: str, source: PictureOf = "camera", timeout: float = 30) -> Frame:
        """The next picture of somebody: see `KernelRoom.snapshot`."""
        return self.kernel.snapshot(person, source, timeout)

    def audio(
        self,
        person: str,
        rate: int = 16_000,
        block: float = 0.02,
        channels: int = 1,
        source: Literal["microphone", "screen"] = "microphone",
    ) -> AudioStream:
        """Somebody's sound: see `KernelRoom.audio`."""
        return self.kernel.audio(person, rate, block, channels, source)

    def publish(
        self,
        name: str | os.PathLike[str] | os.PathLike[bytes],
        source: Any = None,
        fps: float | None = None,
        size: Size | None = None,
    ) -> Feed:
        """Show pictures or a film to the room, on a tile of their own: see `KernelRoom.publish`."""
        return self.kernel.publish(name, source, fps, size)

    def publish_audio(self, name: str, source: Any = None, rate: int = 48_000, buffer: float = 2.0) -> AudioFeed:
        """Play sound to the room: see `KernelRoom.publish_audio`."""
        return self.kernel.publish_audio(name, source, rate, buffer)

    def process(
        self,
        person: str,
        publish: str | None = None,
        fps: float | None = None,
        source: Literal["camera", "screen"] = "camera",
    ) -> Callable[[Callable[[Any], Any]], Processor]:
        """Publish what a function makes of somebody's pictures: see `KernelRoom.process`."""
        return self.kernel.process(person, publish, fps, source)

    def record(
        self, path: str | Path, people: Iterable[str] | None = None, layout: Literal["grid", "tracks"] = "grid"
    ) -> Recording:
        """Record the call, as a context manager: see `KernelRoom.record`."""
        return self.kernel.record(path, people, layout)

    def replay(self, path: str | Path) -> Replay:
        """A recording with its timeline, in a cell: see `KernelRoom.replay`."""
        return self.kernel.replay(path)

    def show(self, object: object, title: str = "") -> Pending[SharedObject]:
        """Show something to everybody in the room: see `KernelRoom.show`."""
        return self.kernel.show(object, title)

    @property
    def shared(self) -> tuple[SharedObject, ...]:
        """What is shown to the room, by whomever: see `KernelRoom.shared`."""
        return self.kernel.shared
