"""Recording a room, and seeing it again: a part of `KernelRoom`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..forks import check_process
from .loop import LoopThread
from .replay import Replay, replay
from .session import Session

if TYPE_CHECKING:
    from .recording.recording import Recording


class Recorder:
    """What a room can do with recordings."""

    name: str
    _session: Session
    _thread: LoopThread

    def record(
        self, path: str | Path, people: Iterable[str] | None = None, layout: Literal["grid", "tracks"] = "grid"
    ) -> Recording:
        """Record the call: `with room.record("lesson.mp4") as recording:`, or until `recording.stop()`.

        Everybody in the room is told. Who was not asked yet for their consent is asked, and those who refuse are
        neither seen nor heard in it; whoever comes or leaves meanwhile does so in the recording too.

        Parameters
        ----------
        path : str or Path
            Ends in ".mp4" (H.264 and AAC) or ".webm" (VP9 and Opus). Beside it comes a timeline, ".jsonl".
        people : iterable of str, optional
            Names, user ids or participant ids of those to record, and nobody else. Default: all in the call, and what
            this kernel publishes.
        layout : "grid" or "tracks"
            One film of 1280x720 at 25/s with all pictures side by side and all sound mixed; or a folder, named as
            the file without its suffix, with one such film of each person, screen and published track. Their
            beginnings are in the timeline.

        Raises
        ------
        NobodyThere, Disconnected, ValueError, TypeError, OSError
            At once. It never replaces a file: FileExistsError.
        """
        from .recording.recording import Recording  # noqa: PLC0415

        if layout not in ("grid", "tracks"):
            raise ValueError(f"layout is one of 'grid', 'tracks', not {layout!r}")
        check_process(self._thread.pid)
        self._session.check_open()
        users = None if people is None else self._users(people)
        recording = Recording(
            Path(path).expanduser().resolve(),
            layout,
            room=self.name,
            session=self._session,
            thread=self._thread,
            tell=self._session.published.record,
            users=users,
        )
        return recording.start()

    def replay(self, path: str | Path) -> Replay:
        """A recording to look at in a cell: its film with the timeline beside it, where a click on a line goes there.

        `path` is that of `record`; the suffix may be left out. Raises FileNotFoundError.
        """
        return replay(Path(path).expanduser())

    def _find(self, who: str) -> str:
        raise NotImplementedError

    def _users(self, people: Iterable[str]) -> set[str]:
        if isinstance(people, str):
            raise TypeError(f"people is a list of names, not one: [{people!r}]")
        return {self._session.people[self._find(person)].user for person in people}
