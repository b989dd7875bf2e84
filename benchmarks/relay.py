"""Signals relayed in pairs through the real extension, against a bare Tornado echo of the same messages.

Both servers run in a process of their own, the load in this one; the two take turns. Every socket keeps a few signals
under way, so that the server is the bottleneck. The echo does what any Tornado program must: it reads a text frame and
writes it back, so a signal through it is one message in and one out, as in the relay.

    python -m benchmarks relay --pairs 50 --seconds 5 --rounds 5
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.protocol.codec import encode, frame
from tests.browser.servers import Jupyter, free_port

from .flood import in_a_call

GOAL = 0.8
WINDOW = 4
# What a page may send is limited; here the server is.
OPTIONS = ("--VideoRooms.messages_per_second=1e9", "--VideoRooms.bytes_per_second=1e12")
# A candidate is some 200 bytes and an offer some 6,000; the floors that were published before used 1 kB.
PAYLOAD = wire.Description(kind="offer", sdp="x" * 850)

ECHO = """
import asyncio, sys
from tornado.web import Application
from tornado.websocket import WebSocketHandler

class Echo(WebSocketHandler):
    def open(self):
        self.set_nodelay(True)
    def on_message(self, message):
        self.write_message(message)

async def main():
    Application([("/", Echo)]).listen(int(sys.argv[1]), "127.0.0.1")
    print("ready", flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


class End:
    """One end of a pair: for every signal that it gets it sends one back, as a page does that answers."""

    def __init__(self, socket: WebSocketClientConnection, body: bytes, sent: int = 0) -> None:
        self.socket = socket
        self.body = body
        self.sent = sent
        self.received = 0
        self.signals = 0
        self.relayed = 0
        self.other = self

    async def run(self, until: float) -> None:
        for _ in range(WINDOW):
            await self.send()
        while time.monotonic() < until:
            await self.next_signal()
            await self.send()

    async def settle(self) -> None:
        """Take what is still under way."""
        while self.relayed < self.other.signals:
            await self.next_signal()

    async def send(self) -> None:
        self.sent += 1
        self.signals += 1
        await self.socket.write_message(frame(self.body, self.sent, self.received))

    async def next_signal(self) -> None:
        while True:
            data = await self.socket.read_message()
            if data is None:
                raise ConnectionError(f"closed with {self.socket.close_code}")
            text = data if isinstance(data, str) else data.decode()
            # The number is where frame() puts it: to parse the whole would measure the load generator.
            self.received = int(text[7 : text.index(",")]) or self.received
            if '"signal"' in text:
                self.relayed += 1
                return


async def open_relay(server: Jupyter, room: int) -> list[End]:
    """Two people in the main call of a room of their own."""
    pair = await in_a_call(server, f"relay {room}")
    bodies = [encode(wire.Signal(to=line.me, connection="c", payload=PAYLOAD)) for line in pair]
    ana, bo = (End(line.socket, body, line.sent) for line, body in zip(pair, reversed(bodies), strict=True))
    ana.other, bo.other = bo, ana
    return [ana, bo]


async def open_echo(port: int) -> End:
    socket = await websocket_connect(HTTPRequest(f"ws://127.0.0.1:{port}/"))
    return End(socket, encode(wire.Signal(to="x" * 16, connection="c", payload=PAYLOAD)))


async def rate(ends: list[End], seconds: float) -> float:
    """Signals a second, all ends together."""
    before = sum(end.relayed for end in ends)
    began = time.monotonic()
    await asyncio.gather(*(end.run(began + seconds) for end in ends))
    took = time.monotonic() - began
    await asyncio.gather(*(end.settle() for end in ends))
    return (sum(end.relayed for end in ends) - before) / took


@contextmanager
def echo_server() -> Iterator[int]:
    port = free_port()
    with subprocess.Popen([sys.executable, "-c", ECHO, str(port)], stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        yield port
        process.terminate()


async def take_turns(server: Jupyter, port: int, pairs: int, seconds: float, rounds: int) -> dict[str, list[float]]:
    ends = {
        "relay": [end for number in range(pairs) for end in await open_relay(server, number)],
        "echo": [await open_echo(port) for _ in range(2 * pairs)],
    }
    rates: dict[str, list[float]] = {"relay": [], "echo": []}
    for _ in range(rounds):
        for name, own in ends.items():
            rates[name].append(await rate(own, seconds))
    for end in ends["relay"] + ends["echo"]:
        end.socket.close()
    return rates


def measure(pairs: int = 50, seconds: float = 4.0, rounds: int = 5) -> dict[str, Any]:
    """Signals a second in both, and the ratio of each round."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Jupyter(Path(folder), "lab", *OPTIONS) as server,
        echo_server() as port,
    ):
        rates = asyncio.run(take_turns(server, port, pairs, seconds, rounds))
    ratios = [relay / echo for relay, echo in zip(rates["relay"], rates["echo"], strict=True)]
    return {
        "unit": "signals a second",
        "pairs": pairs,
        "relay": statistics.median(rates["relay"]),
        "echo": statistics.median(rates["echo"]),
        "ratio": statistics.median(ratios),
        "ratios": ratios,
        "goal": GOAL,
    }


def table(result: dict[str, Any]) -> str:
    return "\n".join(
        [
            f"relay through the extension {result['relay']:10,.0f} signals a second",
            f"bare Tornado echo           {result['echo']:10,.0f} signals a second",
            f"ratio                       {result['ratio']:10.2f}   (goal >= {result['goal']})",
        ]
    )
