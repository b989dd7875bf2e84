"""What happens in the rooms, as Jupyter events: for attendance, audits and dashboards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..core import effects as fx
from ..protocol.codec import to_plain

SCHEMA = Path(__file__).parent / "schemas" / "room.v1.yaml"
SCHEMA_ID = "https://schema.jupyter.org/jupyter_videoroom/room/v1"


# The fields of these facts are those of the schema.
EVENTS: dict[type[fx.Fact], str] = {
    fx.Entered: "joined",
    fx.Introduced: "introduced",
    fx.Left: "left",
    fx.CallStarted: "call-started",
    fx.CallEnded: "call-ended",
    fx.InviteClosed: "invite",
}


class EventRecorder:
    """An observer that emits the facts of which the schema speaks. `logger` is Jupyter's EventLogger."""

    def __init__(self, logger: Any) -> None:
        self._logger = logger
        logger.register_event_schema(SCHEMA)

    def __call__(self, room: str, fact: fx.Fact) -> None:
        if event := EVENTS.get(type(fact)):
            self._logger.emit(schema_id=SCHEMA_ID, data={"room": room, "event": event, **to_plain(fact)})
