"""In a notebook's kernel, which the server started."""

from __future__ import annotations

import asyncio

from jupyter_videoroom.protocol import messages as wire

from ..browser.servers import Jupyter
from .guest import Guest
from .notebook import Notebook
from .stamps import StampedVideo


async def test_it_finds_its_server_and_a_restart_leaves_no_ghost(server: Jupyter, name: str) -> None:
    ana = await Guest(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    notebook = await Notebook.opens(server)
    joins = f"""
import jupyter_videoroom
room = await jupyter_videoroom.connect({name!r})
async for frame in room.frames("Ana"):
    print(frame.array.shape)
    break
"""
    assert await notebook.runs(joins) == "(480, 640, 3)\n"
    await notebook.restarts()
    assert (await ana.hears(wire.PeerLeft)).reason == "left-room"
    await notebook.closes()


async def test_an_interrupted_cell_interrupts_nothing_else(server: Jupyter, name: str) -> None:
    ana = await Guest(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    notebook = await Notebook.opens(server)
    waits = f"""
import jupyter_videoroom
room = jupyter_videoroom.connect({name!r}).result(30)
never = room.frames("Ana", source="screen")
try:
    next(never)
except KeyboardInterrupt:
    print("interrupted")
print(next(room.frames("Ana")).size)
room.close().result(5)
"""
    cell = asyncio.ensure_future(notebook.runs(waits))
    await ana.hears(wire.Asked)
    await notebook.interrupts()
    assert await cell == "interrupted\n(640, 480)\n"
    await notebook.closes()
