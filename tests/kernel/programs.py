"""Programs with a kernel's session, which several tests start."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable

import jupyter_videoroom
from jupyter_videoroom.kernel import FrameStream, KernelRoom

from ..browser.servers import Jupyter


async def connects(server: Jupyter, name: str) -> KernelRoom:
    """A kernel, into the room and its call."""
    return await jupyter_videoroom.connect(name, url=server.address(""), token=server.token)


async def feeds(frames: FrameStream) -> None:
    """Read to the end, or to the error."""
    async for _ in frames:
        pass


async def until(holds: Callable[[], bool]) -> None:
    """Until something is so, which nobody tells of."""
    while not holds():  # noqa: ASYNC110
        await asyncio.sleep(0.02)


async def run(server: Jupyter, script: str, *arguments: str) -> asyncio.subprocess.Process:
    """A plain Python that finds its server in the environment."""
    return await start(server, "-W", "error", "-c", script, *arguments)


async def start(server: Jupyter, *arguments: str, **environment: str) -> asyncio.subprocess.Process:
    """Python, with something to do."""
    found = {"JUPYTER_VIDEOROOM_URL": server.address("lab?reset"), "JUPYTER_VIDEOROOM_TOKEN": server.token}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, *arguments),
        env={**os.environ, **found, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
