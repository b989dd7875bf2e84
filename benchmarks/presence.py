"""What a change of somebody's presence costs the page of everybody else.

One real page is in a room with others, who are bare sockets. One after the other they look away from the room and back,
a tenth of a second apart, so that each change is a tick of its own. The cost is what the page's main thread worked, by
Chromium's own account, less what it works while nothing changes.

    python -m benchmarks presence --people 5 50 300
"""

from __future__ import annotations

import asyncio
import itertools
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any, cast

from playwright.sync_api import CDPSession, sync_playwright

from jupyter_videoroom.protocol import messages as wire
from tests.browser.browsers import chromium
from tests.browser.notebooks import Notebook, RoomPage
from tests.browser.people import Person
from tests.browser.servers import Jupyter
from tests.server.visitor import Visitor

from .crowd import OPTIONS, Guest

GOAL = 0.002
SIZES = (5, 50, 300)
TICKS = 100
TICK = 0.1
# All that the page does with one: messages, rows, styles, layout, paint; and what of that is scripts.
WORK = {"whole": "TaskDuration", "script": "ScriptDuration"}


class Crowd:
    """Bare sockets in a room, on a thread of their own, since Playwright has this one."""

    def __init__(self, server: Jupyter, room: str, size: int) -> None:
        self._loop = asyncio.new_event_loop()
        Thread(target=self._loop.run_forever, daemon=True).start()
        visitors = [Visitor(server) for _ in range(size)]
        tickets = [visitor.ticket(room)["ticket"] for visitor in visitors]
        self._guests = self._runs(self._enter(visitors, tickets))

    def ticks(self, count: int) -> None:
        self._runs(self._change(count))

    def closes(self) -> None:
        self._runs(self._leave())
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _enter(self, visitors: list[Visitor], tickets: list[str]) -> list[Guest]:
        guests = [
            Guest(await visitor.opens_socket(), ticket) for visitor, ticket in zip(visitors, tickets, strict=True)
        ]
        await asyncio.gather(*(guest.arrives(len(guests)) for guest in guests))
        self._staying = [asyncio.ensure_future(guest.stays()) for guest in guests]
        return guests

    async def _change(self, count: int) -> None:
        turns = ((away, guest) for away in itertools.cycle((True, False)) for guest in self._guests)
        for away, guest in itertools.islice(turns, count):
            await guest.line.says(wire.SetAway(away=away))
            await asyncio.sleep(TICK)

    async def _leave(self) -> None:
        for task, guest in zip(self._staying, self._guests, strict=True):
            task.cancel()
            guest.line.closes()

    def _runs(self, task: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(task, self._loop).result()


def measure(people: tuple[int, ...] = SIZES) -> dict[str, Any]:
    """Seconds of the page's main thread for each tick, by the number of people in the room."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = chromium(playwright, None)
        with Jupyter(Path(folder), "lab", *OPTIONS) as server:
            rows = []
            for size in people:
                room = f"presence {size}"
                page = RoomPage(browser.context(), server, room)
                Person("Ana", browser, cast(Notebook, page), room).enters()
                crowd = Crowd(server, room, size - 1)
                rows.append({"people": size, **cost(page.page.context.new_cdp_session(page.page), crowd)})
                crowd.closes()
                page.page.close()
        browser.close()
    return {"unit": "s", "rows": rows, "goal": GOAL}


def cost(devtools: CDPSession, crowd: Crowd) -> dict[str, float]:
    devtools.send("Performance.enable")
    # What runs for the first time is compiled first.
    crowd.ticks(TICKS // 2)
    idle = spent(devtools, lambda: time.sleep(TICKS * TICK))
    busy = spent(devtools, lambda: crowd.ticks(TICKS))
    return {name: (busy[name] - idle[name]) / TICKS for name in WORK}


def spent(devtools: CDPSession, act: Callable[[], None]) -> dict[str, float]:
    before = work(devtools)
    act()
    after = work(devtools)
    return {name: after[name] - before[name] for name in WORK}


def work(devtools: CDPSession) -> dict[str, float]:
    metrics = {metric["name"]: metric["value"] for metric in devtools.send("Performance.getMetrics")["metrics"]}
    return {name: metrics[metric] for name, metric in WORK.items()}


def table(result: dict[str, Any]) -> str:
    rows = [
        f"{row['people']:6.0f} {row['whole'] * 1000:16.2f} ms {row['script'] * 1000:12.2f} ms" for row in result["rows"]
    ]
    head = "people   the page, a tick   its scripts"
    return "\n".join([head, *rows, f"(goal < {result['goal'] * 1000:.0f} ms of scripts)"])
