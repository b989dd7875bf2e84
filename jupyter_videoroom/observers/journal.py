"""What fails in the pages, once in the server's log: the operator is often the one who can do something about it."""

from __future__ import annotations

import logging

from ..core.effects import Fact, Failed
from ..protocol.messages import Failure

log = logging.getLogger(__name__)

FIXES: dict[Failure, str] = {
    "no-route": "no way for media was found between the two. If they are in different networks, set up a TURN server "
    "and name it in c.VideoRooms.turn_urls.",
    "insecure-origin": "browsers give no camera to pages that come over plain http from another machine. "
    "Serve Jupyter over https (--certfile, --keyfile) or reach it through an SSH tunnel.",
    "blocked-by-page": "Jupyter is shown inside another page, which must allow camera and microphone in its iframe.",
}
# Pages come and go; what is remembered of them does not grow for ever.
MANY = 10_000


class Journal:
    """An observer that writes each failure of each participant down once."""

    def __init__(self) -> None:
        self._known: set[tuple[str, str, str | None]] = set()

    def __call__(self, room: str, fact: Fact) -> None:
        if not isinstance(fact, Failed):
            return
        failure = (fact.participant, fact.code, fact.peer)
        if failure in self._known:
            return
        if len(self._known) >= MANY:
            self._known.clear()
        self._known.add(failure)
        towards = f" towards {fact.peer!r}" if fact.peer else ""
        fix = FIXES.get(fact.code, "the page has told the user what to do.")
        log.warning("In the page of %r in room %r, %s%s: %s", fact.user, room, fact.code, towards, fix)
