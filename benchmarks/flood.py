"""One member of a call floods the server while others signal: how much longer do the others wait?

Pairs of people send each other a signal and wait for the answer, again and again, as slowly as people do. The flooder
sits in a call of its own and sends as many messages a second as asked for, relayed signals and chat in turns, from a
process of its own. Rounds with and without it alternate on the same sockets. The server has its default limits.

    python -m benchmarks flood --rate 1000 --seconds 5 --rounds 4
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import statistics
import tempfile
import time
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.protocol.codec import encode, frame
from tests.browser.servers import Jupyter
from tests.server.visitor import Line, Visitor

GOAL = 2.0
PAIRS = 10
PAUSE = 0.02
OFFER = wire.Description(kind="offer", sdp="x" * 850)


async def in_a_call(server: Jupyter, room: str) -> list[Line]:
    """Two people in the main call of a room."""
    pair = [await Visitor(server).enters(room) for _ in range(2)]
    for line in pair:
        await line.says(wire.Join(call="main"))
        await line.hears(wire.Joined)
    return pair


async def ping_pong(asking: Line, answering: Line, until: float, waits: list[float]) -> None:
    """Ask and be answered, noting the seconds in between."""
    while time.monotonic() < until:
        began = time.perf_counter()
        await asking.says(wire.Signal(to=answering.me, connection="c", payload=OFFER))
        await answering.hears(wire.Signalled)
        await answering.says(wire.Signal(to=asking.me, connection="c", payload=OFFER))
        await asking.hears(wire.Signalled)
        waits.append(time.perf_counter() - began)
        await asyncio.sleep(PAUSE)


async def round_of(pairs: list[list[Line]], seconds: float) -> list[float]:
    waits: list[float] = []
    until = time.monotonic() + seconds
    await asyncio.gather(*(ping_pong(ana, bo, until, waits) for ana, bo in pairs))
    return waits


def flood(server: Jupyter, rate: int, flooding: Event, stop: Event) -> None:
    """The flooder's process."""
    asyncio.run(_flood(server, rate, flooding, stop))


async def _flood(server: Jupyter, rate: int, flooding: Event, stop: Event) -> None:
    evil, victim = await in_a_call(server, "flooded")
    reading = [asyncio.ensure_future(_reads(line)) for line in (evil, victim)]
    signal = encode(wire.Signal(to=victim.me, connection="c", payload=OFFER))
    while not stop.is_set():
        if not flooding.is_set():
            await asyncio.sleep(0.05)
            continue
        began = time.monotonic()
        for number in range(rate // 20):
            evil.sent += 1
            say = encode(wire.Say(key=str(evil.sent), text="flood"))
            body = signal if number % 2 else say
            # Where the server does not read on, this waits: that is the defence.
            await evil.socket.write_message(frame(body, evil.sent, evil.received))
        await asyncio.sleep(max(0.0, began + 0.05 - time.monotonic()))
    for task in reading:
        task.cancel()


async def _reads(line: Line) -> None:
    with contextlib.suppress(AssertionError):
        while True:
            await line.hears(wire.Leave)  # which never comes


async def take_turns(server: Jupyter, flooding: Event, seconds: float, rounds: int) -> dict[str, list[float]]:
    pairs = [await in_a_call(server, f"quiet {number}") for number in range(PAIRS)]
    waits: dict[str, list[float]] = {"quiet": [], "flooded": []}
    for _ in range(rounds):
        for name, on in (("quiet", False), ("flooded", True)):
            flooding.set() if on else flooding.clear()
            await asyncio.sleep(0.5)
            waits[name] += await round_of(pairs, seconds)
    flooding.clear()
    for line in (line for pair in pairs for line in pair):
        line.closes()
    return waits


def measure(rate: int = 1000, seconds: float = 5.0, rounds: int = 4) -> dict[str, Any]:
    """Milliseconds there and back through the relay, with and without a flood."""
    flooding, stop = multiprocessing.Event(), multiprocessing.Event()
    with tempfile.TemporaryDirectory() as folder, Jupyter(Path(folder)) as server:
        flooder = multiprocessing.Process(target=flood, args=(server, rate, flooding, stop))
        flooder.start()
        waits = asyncio.run(take_turns(server, flooding, seconds, rounds))
        stop.set()
        flooder.join(10)
        flooder.kill()
    result: dict[str, Any] = {"unit": "ms", "rate": rate, "goal": GOAL}
    for name, seconds_waited in waits.items():
        cuts = statistics.quantiles(seconds_waited, n=100)
        result[name] = {"p50": cuts[49] * 1000, "p99": cuts[98] * 1000, "count": len(seconds_waited)}
    return {**result, "ratio": result["flooded"]["p99"] / result["quiet"]["p99"]}


def table(result: dict[str, Any]) -> str:
    rows = [
        f"{name:8} p50 {waits['p50']:6.2f} ms   p99 {waits['p99']:6.2f} ms   ({waits['count']} times)"
        for name, waits in result.items()
        if name in ("quiet", "flooded")
    ]
    return "\n".join([*rows, f"ratio of the p99s {result['ratio']:.2f}   (goal < {result['goal']:.0f})"])
