"""What happens in the rooms, as Jupyter events: for attendance, audits and dashboards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..core import facts

SCHEMA = Path(__file__).parent / "schemas" / "room.v1.yaml"
SCHEMA_ID = "https://schema.jupyter.org/jupyter_videoroom/room/v1"

Record = dict[str, Any]


class EventRecorder:
    """An observer that emits the facts of which the schema speaks. `logger` is Jupyter's EventLogger."""

    def __init__(self, logger: Any) -> None:
        self._logger = logger
        logger.register_event_schema(SCHEMA)

    def __call__(self, room: str, fact: facts.Fact) -> None:
        if record := RECORDS.get(type(fact)):
            self._logger.emit(schema_id=SCHEMA_ID, data={"room": room, **record(fact)})


def _joined(fact: facts.Entered) -> Record:
    return {"event": "joined", "participant": fact.participant, "user": fact.user, "kind": fact.kind}


def _introduced(fact: facts.Introduced) -> Record:
    return {"event": "introduced", "participant": fact.participant, "user": fact.user}


def _left(fact: facts.Left) -> Record:
    who = {"participant": fact.participant, "user": fact.user}
    return {"event": "left", **who, "reason": fact.reason, "seconds": fact.stayed}


def _call_started(fact: facts.CallStarted) -> Record:
    return {"event": "call-started", "call": fact.call, "kind": fact.kind}


def _call_ended(fact: facts.CallEnded) -> Record:
    length = {"seconds": fact.seconds, "people": fact.people}
    return {"event": "call-ended", "call": fact.call, "kind": fact.kind, **length}


def _invite(fact: facts.InviteClosed) -> Record:
    return {"event": "invite", "caller": fact.caller, "callee": fact.callee, "outcome": fact.outcome}


RECORDS: dict[type[Any], Callable[[Any], Record]] = {
    facts.Entered: _joined,
    facts.Introduced: _introduced,
    facts.Left: _left,
    facts.CallStarted: _call_started,
    facts.CallEnded: _call_ended,
    facts.InviteClosed: _invite,
}
