"""Many join one room at once: when does everybody know of everybody, and what does that cost the server?

All sockets are open and all tickets in hand before the clock starts; then everyone says hello and joins as fast as the
server takes them. A roster is whole when its reader knows of all. CPU is that of the server's main thread, for the
coming and for a minute's share of being there, per participant.

    python -m benchmarks crowd --people 30 100 300 --plot docs/images/crowd.svg
"""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.browser.servers import Jupyter
from tests.server.visitor import Line, Visitor

GOAL = 1.0
SIZES = (30, 100, 200, 300)
STAY = 10.0
OPTIONS = ("--VideoRooms.per_minute={'tickets': 1e6, 'address-tickets': 1e6}",)


class Guest:
    """A socket that reads just enough of each message to know who is there."""

    def __init__(self, line: Line, ticket: str) -> None:
        self.line = line
        self.ticket = ticket
        self.known: set[str] = set()
        self.welcomed = 0.0
        self.whole = 0.0

    async def arrives(self, size: int) -> None:
        await self.line.says_hello(self.ticket)
        while len(self.known) < size:
            await self.reads()
        self.whole = time.monotonic()

    async def reads(self) -> None:
        data = await self.line.socket.read_message()
        assert data is not None, f"closed with {self.line.socket.close_code}"
        received = json.loads(data)
        self.line.received = received["seq"] or self.line.received
        body = received["body"]
        if body["type"] == "welcome":
            self.welcomed = time.monotonic()
        elif body["type"] == "roster":
            self.known = {person["id"] for person in body["people"]}
        elif body["type"] == "presence":
            self.known |= {person["id"] for person in body["changed"]}
        elif body["type"] == "ping":
            await self.line.says_raw(f'{{"seq":0,"ack":{self.line.received},"body":{{"type":"pong"}}}}')

    async def stays(self) -> None:
        while True:
            await self.reads()


async def gather_in(server: Jupyter, size: int) -> dict[str, float]:
    room = f"crowd {size}"
    visitors = [Visitor(server) for _ in range(size)]
    guests = [Guest(await visitor.opens_socket(), visitor.ticket(room)["ticket"]) for visitor in visitors]
    cpu, began = _cpu(server), time.monotonic()
    await asyncio.gather(*(guest.arrives(size) for guest in guests))
    joining, last = _cpu(server) - cpu, max(guest.welcomed for guest in guests)
    cpu = _cpu(server)
    staying = [asyncio.ensure_future(guest.stays()) for guest in guests]
    await asyncio.sleep(STAY)
    stayed = _cpu(server) - cpu
    for task, guest in zip(staying, guests, strict=True):
        task.cancel()
        guest.line.closes()
    return {
        "people": size,
        "all_in": last - began,
        "whole": max(guest.whole for guest in guests) - last,
        "join_cpu": joining / size,
        "stay_cpu": stayed / size * 60 / STAY,
    }


def measure(people: tuple[int, ...] = SIZES, plot: str = "") -> dict[str, Any]:
    """Seconds from the last welcome to the last whole roster, and seconds of the server's CPU per participant.

    `plot`: a file for a drawing of it.
    """
    rows = []
    for size in people:
        with tempfile.TemporaryDirectory() as folder, Jupyter(Path(folder), "lab", *OPTIONS) as server:
            rows.append(asyncio.run(gather_in(server, size)))
    if plot:
        Path(plot).write_text(drawing(rows))
    return {"unit": "s", "rows": rows, "goal": GOAL}


def table(result: dict[str, Any]) -> str:
    head = "people   all in after   last roster whole   CPU to join, each   CPU to stay, each a minute"
    rows = [
        f"{row['people']:6.0f} {row['all_in']:12.2f} s {row['whole']:17.2f} s {row['join_cpu'] * 1000:14.1f} ms"
        f" {row['stay_cpu'] * 1000:21.1f} ms"
        for row in result["rows"]
    ]
    return "\n".join([head, *rows, f"(goal: last roster whole <= {result['goal']:.0f} s after the last join)"])


def drawing(rows: list[dict[str, float]]) -> str:
    """CPU per participant over their number, as an SVG that follows the reader's colours."""
    width, height, left, bottom = 560, 260, 60, 40
    right = float(max(row["people"] for row in rows))
    top: float = 1.2 * max(max(row["join_cpu"], row["stay_cpu"]) for row in rows) * 1000

    def x(people: float) -> float:
        return left + (width - left - 20) * people / right

    def y(ms: float) -> float:
        return height - bottom - (height - bottom - 20) * ms / top

    def line(key: str, colour: str, words: str, place: int) -> str:
        points = [(x(row["people"]), y(row[key] * 1000)) for row in rows]
        path = " ".join(f"{px:.1f},{py:.1f}" for px, py in points)
        dots = "".join(f'<circle cx="{px:.1f}" cy="{py:.1f}" r="3" fill="{colour}"/>' for px, py in points)
        label = f'<text x="{left + 10}" y="{place}" fill="{colour}">{words}</text>'
        return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>{dots}{label}'

    grid = "".join(
        f'<text x="{left - 8}" y="{y(ms) + 4:.1f}" text-anchor="end">{ms:.1f}</text>'
        f'<path d="M{left} {y(ms):.1f}H{width - 20}" stroke="#8884"/>'
        for ms in (0, top / 4, top / 2, 3 * top / 4, top)
    )
    marks = "".join(
        f'<text x="{x(row["people"]):.1f}" y="{height - bottom + 18}" text-anchor="middle">{row["people"]}</text>'
        for row in rows
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'font-family="sans-serif" font-size="12" fill="#888">'
        f"<title>CPU of the server per participant</title>{grid}{marks}"
        f'<text x="{width / 2}" y="{height - 6}" text-anchor="middle">participants in one room</text>'
        + line("join_cpu", "#1976d2", "ms of CPU to join, each", 34)
        + line("stay_cpu", "#e65100", "ms of CPU a minute to stay, each", 52)
        + "</svg>\n"
    )


def _cpu(server: Jupyter) -> float:
    """Seconds that the server's main thread, where its loop runs, has worked so far (proc(5), schedstat: in ns)."""
    assert server._process
    return int(Path(f"/proc/{server._process.pid}/schedstat").read_text().split()[0]) / 1e9
