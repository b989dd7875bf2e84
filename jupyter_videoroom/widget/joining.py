"""The kernel in the room, seen from the widget."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from .comm_pump import wait_for_messages

if TYPE_CHECKING:
    from ..kernel import KernelRoom, Pending

# The page asks its server, which takes moments; a page that was closed never answers.
PATIENCE = 3.0
GLANCE = 0.05


class PageTickets:
    """Tickets that a page asks for: they make the kernel its user's, where a token alone says nobody's name.

    `send(id)` asks one page, or raises RuntimeError that says why there is none.
    """

    def __init__(self, send: Callable[[str], None]) -> None:
        self._send = send
        self._asked: dict[str, Future[Any]] = {}

    async def ask(self) -> object:
        """The page's answer: a ticket, or why there is none; None if the page does not answer."""
        id, answer = secrets.token_hex(8), Future[Any]()
        self._asked[id] = answer
        try:
            self._send(id)
            return await asyncio.wait_for(asyncio.wrap_future(answer), PATIENCE)
        except RuntimeError as error:
            return {"error": {"what": str(error), "why": "", "fix": ""}}
        except asyncio.TimeoutError:
            return None
        finally:
            self._asked.pop(id, None)

    def answered(self, id: str, content: object) -> None:
        """The page has one, or says why not."""
        answer = self._asked.pop(id, None)
        if answer and answer.set_running_or_notify_cancel():
            answer.set_result(content)


def join(name: str, tickets: PageTickets) -> Pending[KernelRoom]:
    """Begin to join; who waits for it in a cell hears the page meanwhile."""
    from ..kernel.room import join as join_room  # noqa: PLC0415

    return join_room(name, ask_page=tickets.ask, meanwhile=hear)


def has_ended(joined: Pending[KernelRoom]) -> bool:
    """Whether it could not join, or has left."""
    return joined.done() and (joined.failed() or joined.result().closed)


def introduce(joined: Pending[KernelRoom], tickets: PageTickets) -> None:
    """Somebody has entered the room in a page: the kernel may be theirs, once it is in the room itself."""
    from ..kernel.loop import loop_thread  # noqa: PLC0415

    loop_thread().run(_introduce(joined, tickets))


async def _introduce(joined: Pending[KernelRoom], tickets: PageTickets) -> None:
    # Who has asked for it to join is told why it could not.
    with suppress(Exception, asyncio.CancelledError):
        (await joined).introduce(tickets.ask)


def leave(joined: Pending[KernelRoom]) -> None:
    """Out of the room, or on the way there no further."""
    if not joined.cancel() and not has_ended(joined):
        joined.result().close()


def hear(done: Callable[[], bool], timeout: float | None) -> None:
    """Hear the pages until it is done, or the time is over."""
    until = time.monotonic() + (float("inf") if timeout is None else timeout)
    while not done() and time.monotonic() < until and wait_for_messages(GLANCE):
        pass
