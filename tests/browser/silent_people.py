"""People without a browser, who fill the list of people: they are in the room, or in its call, and do nothing."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.protocol.codec import encode, frame

from ..server.visitor import Line, Visitor, hang_up
from .servers import Jupyter


async def _answers_pings(line: Line) -> None:
    """Somebody who is silent for long is taken for gone."""
    while True:
        await line.hears(wire.Ping)
        await line.says_raw(frame(encode(wire.Pong()), 0, line.received).decode())


async def _stand_by(
    server: Jupyter, room: str, names: Sequence[str], there: threading.Event, over: threading.Event
) -> None:
    try:
        lines = [await Visitor(server).enters(room, name) for name in names]
        staying = [asyncio.ensure_future(_answers_pings(line)) for line in lines]
        there.set()
        await asyncio.to_thread(over.wait)
        for task in staying:
            task.cancel()
    finally:
        there.set()
        await hang_up()


@contextmanager
def silent_people(server: Jupyter, room: str, names: Sequence[str]) -> Iterator[None]:
    """In a thread of its own, since Playwright's loop has this one."""
    there, over = threading.Event(), threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(_stand_by(server, room, names, there, over)))
    thread.start()
    try:
        there.wait(60)
        yield
    finally:
        over.set()
        thread.join()
