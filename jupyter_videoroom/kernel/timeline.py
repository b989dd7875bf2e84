"""What happened during a recording: lines of JSON, one an event."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .tables import shorten
from .trouble import shell

MAX_SOURCE = 500


class Timeline:
    """`add` in any thread, at no cost; `write` in one. `now`: seconds since the recording began."""

    def __init__(self, path: Path, now: Callable[[], float]) -> None:
        self.path = path
        self._now = now
        self._waiting: deque[dict[str, Any]] = deque()
        self._file = path.open("x", encoding="utf-8", errors="replace")

    def add(self, event: str, **details: Any) -> None:
        self._waiting.append({"t": round(self._now(), 3), "event": event, **details})

    def write(self) -> None:
        if not self._waiting:
            return
        while self._waiting:
            self._file.write(json.dumps(self._waiting.popleft(), ensure_ascii=False) + "\n")
        self._file.flush()

    def close(self) -> None:
        """Write the rest, and end."""
        try:
            self.write()
        finally:
            self._file.close()


class CellWatch:
    """Notes every cell that runs, where there is IPython."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._began: float | None = None
        self._events: Any = None

    def start(self) -> None:
        if running := shell():
            self._events = running.events
            self._events.register("pre_run_cell", self._before)
            self._events.register("post_run_cell", self._after)

    def stop(self) -> None:
        events, self._events = self._events, None
        if events:
            events.unregister("pre_run_cell", self._before)
            events.unregister("post_run_cell", self._after)

    def _before(self, info: Any) -> None:
        self._began = time.monotonic()

    def _after(self, result: Any) -> None:
        # The cell that started the recording was not seen to begin.
        if self._began is None:
            return
        duration, self._began = time.monotonic() - self._began, None
        source = shorten(result.info.raw_cell or "", MAX_SOURCE)
        self._timeline.add("cell", source=source, success=bool(result.success), duration=round(duration, 3))


def read_timeline(path: Path) -> list[dict[str, Any]]:
    """The events of a file; a line that was cut off is left out."""
    events = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if isinstance(event, dict) and isinstance(event.get("t"), (int, float)) and isinstance(event.get("event"), str):
            events.append(event)
    return events
