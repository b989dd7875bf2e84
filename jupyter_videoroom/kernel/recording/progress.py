"""How far a recording is, shown in a notebook."""

from __future__ import annotations

import contextvars
import html
import logging
import sys
import time
from typing import TYPE_CHECKING, Any

from ..trouble import shell

if TYPE_CHECKING:
    from .recording import Recording

log = logging.getLogger(__name__)

PERIOD = 1.0


class Progress:
    """In a notebook, an output that follows the recording. `update` may be called all the time, in another thread."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._handle: Any = None
        # ipykernel keeps in the context which cell an output belongs to.
        self._context = contextvars.copy_context()
        self._updated = time.monotonic()

    def show(self) -> None:
        """Begin, in the cell that runs."""
        # A terminal would fill with lines.
        if hasattr(shell(), "kernel"):
            self._handle = sys.modules["IPython"].display.display(self._recording, display_id=True)

    def update(self) -> None:
        """About once a second."""
        if time.monotonic() - self._updated >= PERIOD:
            self.finish()

    def finish(self) -> None:
        """As it is now."""
        self._updated = time.monotonic()
        if self._handle:
            try:
                self._context.run(self._handle.update, self._recording)
            except Exception:
                # The recording itself matters more.
                log.exception("The progress of a recording could not be shown")
                self._handle = None


def as_text(recording: Recording) -> str:
    state = "runs" if not recording.closed else f"failed: {recording.error}" if recording.error else "done"
    people = "" if recording.closed else ", ".join(recording.people)
    # The name of a file need not be valid UTF-8.
    path = str(recording.path).encode(errors="replace").decode()
    parts = [f"{path}: {state}", duration(recording.seconds), f"{recording.bytes / 1_000_000:.1f} MB", people]
    return ", ".join(part for part in parts if part)


def as_html(recording: Recording) -> str:
    """For a notebook. Names are others' words."""
    sign = "" if recording.closed else '<span style="color: #d32f2f">●</span> '
    return f"<div>{sign}{html.escape(as_text(recording))}</div>"


def duration(seconds: float) -> str:
    """1:05, or 2:03:04."""
    minutes, seconds = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
