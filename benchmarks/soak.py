"""A reader that never reads: how much does its memory grow?

Somebody sends camera (640x480, 30 a second) and microphone from this process to a script that has asked for both and
does not take what comes. Its memory is that of the whole process, a minute after the first picture and at the end.

    python -m benchmarks soak --minutes 10
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.browser.servers import Jupyter
from tests.kernel.browser_peer import BrowserPeer, part_all
from tests.kernel.stamps import StampedVideo, Tone

from . import processes

GOAL = 30e6
# Until then libraries are loaded and buffers found their size.
WARM_UP = 60.0
EVERY = 10.0


async def soak(server: Jupyter, seconds: float) -> list[tuple[float, int]]:
    """Memory in bytes, over the seconds since the warm-up."""
    ana = await BrowserPeer(server, "soak", "Ana").enters()
    camera = StampedVideo()
    await ana.sends(camera=camera, microphone=Tone())
    command = ("-m", "benchmarks.readers.idle", server.address(""), server.token, "soak")
    reader = await asyncio.create_subprocess_exec(sys.executable, *command, stdout=asyncio.subprocess.PIPE)
    try:
        assert reader.stdout
        assert await reader.stdout.readline() == b"reading\n"
        await asyncio.sleep(WARM_UP)
        began, sent = time.monotonic(), camera.sent
        samples = [(0.0, processes.memory(reader.pid))]
        while (now := time.monotonic() - began) < seconds:
            await asyncio.sleep(min(EVERY, seconds - now))
            samples.append((time.monotonic() - began, processes.memory(reader.pid)))
        assert reader.returncode is None, "the reader has ended"
        # On a machine that is too busy to send, nothing would grow.
        assert camera.sent - sent > 10 * seconds, f"only {camera.sent - sent} pictures were sent"
    finally:
        reader.kill()
        await reader.wait()
        await part_all()
    return samples


def measure(minutes: float = 10.0) -> dict[str, Any]:
    """Bytes."""
    with tempfile.TemporaryDirectory() as folder, Jupyter(Path(folder) / "server") as server:
        samples = asyncio.run(soak(server, minutes * 60))
    first = samples[0][1]
    return {
        "minutes": minutes,
        "memory": first,
        "growth": samples[-1][1] - first,
        "most": max(memory for _, memory in samples) - first,
        "samples": samples,
        "goal": GOAL,
    }


def table(result: dict[str, Any]) -> str:
    return (
        f"{result['memory'] / 1e6:.0f} MB, and {result['growth'] / 1e6:+.1f} MB after {result['minutes']:g} minutes,"
        f" {result['most'] / 1e6:+.1f} MB at the most (goal < {result['goal'] / 1e6:.0f} MB)"
    )
