"""Signals relayed in pairs through the real extension, against a bare Tornado echo of the same messages.

Both servers run in a process of their own, the load in this one; the two take turns. Every pair keeps a window of
signals under way, so that the server is the bottleneck. The echo does what any Tornado program must: it reads a text
frame and writes it back, so a signal through it is one message in and one out, as in the relay.

    python -m benchmarks.relay --pairs 50 --seconds 5 --rounds 5
"""

from __future__ import annotations

import argparse
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
from tests.browser.servers import Jupyter
from tests.server.visitor import Visitor

GOAL = 0.8
WINDOW = 8
# A candidate is some 200 bytes and an offer some 6,000; the floors that were published before used 1 kB.
SDP = "x" * 850

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


class Lane:
    """One socket that sends signals and one that gets them; they may be the same."""

    def __init__(self, sender: WebSocketClientConnection, receiver: WebSocketClientConnection, body: bytes) -> None:
        self.sender = sender
        self.receiver = receiver
        self.body = body
        self.sent = 1  # the join
        self.relayed = 0

    async def send(self) -> None:
        self.sent += 1
        await self.sender.write_message(frame(self.body, self.sent))

    async def run(self, until: float) -> None:
        for _ in range(WINDOW):
            await self.send()
        while time.monotonic() < until:
            await self.next_signal()
            self.relayed += 1
            await self.send()
        for _ in range(WINDOW):
            await self.next_signal()

    async def next_signal(self) -> None:
        while True:
            data = await self.receiver.read_message()
            if data is None:
                raise ConnectionError(f"closed with {self.receiver.close_code}")
            if b'"signal"' in (data if isinstance(data, bytes) else data.encode()):
                return


async def open_relay(server: Jupyter, room: int) -> Lane:
    """Two people in the main call of a room of their own."""
    ana, bo = await Visitor(server).enters(f"relay {room}"), await Visitor(server).enters(f"relay {room}")
    for person in (ana, bo):
        await person.says(wire.Join(call="main"))
        await person.hears(wire.Joined)
    payload = wire.Description(kind="offer", sdp=SDP)
    body = encode(wire.Signal(to=bo.me, connection="c", payload=payload))
    return Lane(ana._socket, bo._socket, body)


async def open_echo(port: int) -> Lane:
    socket = await websocket_connect(HTTPRequest(f"ws://127.0.0.1:{port}/"))
    payload = wire.Description(kind="offer", sdp=SDP)
    return Lane(socket, socket, encode(wire.Signal(to="x" * 16, connection="c", payload=payload)))


async def rate(lanes: list[Lane], seconds: float) -> float:
    """Signals a second, all lanes together."""
    before = sum(lane.relayed for lane in lanes)
    began = time.monotonic()
    await asyncio.gather(*(lane.run(began + seconds) for lane in lanes))
    return (sum(lane.relayed for lane in lanes) - before) / (time.monotonic() - began)


@contextmanager
def echo_server() -> Iterator[int]:
    port = _port()
    with subprocess.Popen([sys.executable, "-c", ECHO, str(port)], stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        yield port
        process.terminate()


async def take_turns(server: Jupyter, port: int, pairs: int, seconds: float, rounds: int) -> dict[str, list[float]]:
    lanes = {
        "relay": [await open_relay(server, number) for number in range(pairs)],
        "echo": [await open_echo(port) for _ in range(pairs)],
    }
    rates: dict[str, list[float]] = {"relay": [], "echo": []}
    for _ in range(rounds):
        for name, own in lanes.items():
            rates[name].append(await rate(own, seconds))
    for lane in lanes["relay"] + lanes["echo"]:
        lane.sender.close()
        lane.receiver.close()
    return rates


def measure(pairs: int = 50, seconds: float = 4.0, rounds: int = 5) -> dict[str, Any]:
    """Signals a second in both, and the ratio of each round."""
    with tempfile.TemporaryDirectory() as folder, Jupyter(Path(folder)) as server, echo_server() as port:
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


def _port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    print(table(measure(options.pairs, options.seconds, options.rounds)))
