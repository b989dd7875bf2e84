"""In a notebook's kernel, which the server started: of ipykernel as it is now, and of the one before."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest

from jupyter_videoroom.protocol import messages as wire

from ..browser.servers import Jupyter
from .browser_peer import BrowserPeer
from .notebook import Notebook
from .stamps import StampedVideo


@pytest.fixture(scope="module")
def before(server: Jupyter, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A kernel of ipykernel 6."""
    folder = tmp_path_factory.mktemp("packages")
    # Without what they need, which is here for ipykernel 7.
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps")
    subprocess.run([*pip, "--target", str(folder), "ipykernel==6.*", "nest-asyncio"], check=True)
    server.offers_kernel("ipykernel6", folder)
    return "ipykernel6"


@pytest.fixture(params=["now", "before"])
def kind(request: pytest.FixtureRequest) -> str:
    return "python3" if request.param == "now" else str(request.getfixturevalue("before"))


async def test_the_ipykernel_before_is_one(server: Jupyter, before: str) -> None:
    notebook = await Notebook.opens(server, before)
    assert await notebook.runs("import ipykernel; print(ipykernel.version_info[0])") == "6\n"
    await notebook.closes()


async def test_it_finds_its_server_and_a_restart_leaves_no_participant_behind(
    server: Jupyter, name: str, kind: str
) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    notebook = await Notebook.opens(server, kind)
    joins = f"""
import jupyter_videoroom
room = await jupyter_videoroom.connect({name!r})
async for frame in room.frames("Ana"):
    print(frame.array.shape)
    break
"""
    assert await notebook.runs(joins) == "(480, 640, 3)\n"
    await notebook.restarts()
    assert (await ana.hears(wire.MemberLeft)).reason == "left-room"
    await notebook.closes()


async def test_an_interrupted_cell_interrupts_nothing_else(server: Jupyter, name: str, kind: str) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    notebook = await Notebook.opens(server, kind)
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


async def test_loops_within_loops_are_fine(server: Jupyter, name: str, kind: str) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    notebook = await Notebook.opens(server, kind)
    nests = f"""
import asyncio, jupyter_videoroom, nest_asyncio
nest_asyncio.apply()
room = await jupyter_videoroom.connect({name!r})
async def looks():
    async for frame in room.frames("Ana"):
        return frame.size, (await room.show("x", "awaited")).title
print(await looks())
print(asyncio.run(looks()))
print(asyncio.get_event_loop().run_until_complete(looks()))
print(next(room.frames("Ana")).size, room.show("x", "waited for").result(10).title)
room.close().result(5)
"""
    seen = "((640, 480), 'awaited')\n"
    assert await notebook.runs(nests) == f"{3 * seen}(640, 480) waited for\n"
    await notebook.closes()
