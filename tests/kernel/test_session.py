"""A kernel enters a room, keeps its session through faults, and leaves no participant behind."""

from __future__ import annotations

import asyncio
import re
import resource
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

import jupyter_videoroom
from jupyter_videoroom.kernel import Disconnected, NoServer
from jupyter_videoroom.protocol import messages as wire

from ..browser.servers import Jupyter
from .browser_peer import BrowserPeer, break_socket
from .programs import connects, run, start, until
from .stamps import Sourced, StampedVideo, read_stamp


async def test_it_is_shown_as_a_kernel_in_the_call(server: Jupyter, name: str) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    async with await connects(server, name) as room:
        joined = await ana.hears(wire.MemberJoined)
        assert joined.participant == room.id
        await ana.hears(wire.Presence, lambda told: any(person.kind == "kernel" for person in told.changed))
        assert {person.name for person in room.people if person.kind == "browser"} == {"Ana"}
        assert "Ana" in repr(room)


async def test_whose_page_comes_later_it_is_from_then_on(server: Jupyter, name: str) -> None:
    bo = await BrowserPeer(server, name, "Bo").enters()
    await bo.sends(camera=StampedVideo())
    async with await connects(server, name) as room:
        me = room.id
        frames = room.frames("Bo")
        await frames.__anext__()
        assert room.people[me].name.startswith("kernel of Anonymous")
        ana = await BrowserPeer(server, name, "Ana").enters()
        asked: list[object] = []

        async def page() -> object:
            asked.append(await ana.kernel_ticket())
            return asked[-1]

        async def nobody() -> object:
            return None

        await room.introduce(nobody)
        await asyncio.gather(room.introduce(page), room.introduce(page))
        await until(lambda: room.people[me].name == "kernel of Ana")
        assert room.people[me].user == room.people[ana.me].user
        await room.introduce(page)
        assert len(asked) == 1
        await frames.__anext__()
        assert (room.id, len(bo.heard_of(wire.MemberLeft))) == (me, 0)
        broken = room._session._signaling._socket
        room._thread.call(break_socket, room._session._signaling)
        await until(lambda: room._session._signaling._socket not in (None, broken) and room.id in room.people)
        assert (room.id, room.people[me].name) == (me, "kernel of Ana")


async def test_closing_leaves_nobody_behind(server: Jupyter, name: str) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    room = await connects(server, name)
    frames = room.frames("Ana")
    await frames.__anext__()
    await room.close()
    left = await ana.hears(wire.MemberLeft)
    assert left.reason == "left-room"
    with pytest.raises(Disconnected, match="connect again"):
        async for _ in frames:
            pass
    with pytest.raises(Disconnected, match="connect again"):
        room.frames("Ana")


async def test_a_killed_socket_costs_nothing(server: Jupyter, name: str) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    async with await connects(server, name) as room:
        me = room.id
        frames = room.frames("Ana")
        await frames.__anext__()
        broken = room._session._signaling._socket
        room._thread.call(break_socket, room._session._signaling)
        await until(lambda: room._session._signaling._socket not in (None, broken))
        ana.says(wire.Rename(name="Anna"))
        await until(lambda: "Anna" in repr(room))
        await frames.__anext__()
        assert room.id == me
        assert not [message for message in ana.heard if isinstance(message, wire.MemberLeft)]


async def test_the_rooms_thread_does_not_wait_for_a_busy_cell(server: Jupyter, name: str) -> None:
    """The guest lives in another process: this one's main thread does nothing else meanwhile."""
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    script = """
import sys, time, jupyter_videoroom
with jupyter_videoroom.connect(sys.argv[1]).result(30) as room:
    frames = room.frames("Ana")
    next(frames)
    print("reading", flush=True)
    time.sleep(14)
    newest = next(frames), next(frames)
    print(newest[1].age_ms < 5000, frames.dropped > 100, len(room.people) > 0, flush=True)
"""
    process = await run(server, script, name)
    output, errors = await process.communicate()
    assert output.decode().split() == ["reading", "True", "True", "True"], errors.decode()
    # Longer than a lease: a thread that had waited would have lost its place.
    assert [m.reason for m in ana.heard if isinstance(m, wire.MemberLeft)] == ["left-room"]
    assert not any(p.state == "reconnecting" for m in ana.heard if isinstance(m, wire.Presence) for p in m.changed)


async def test_a_script_that_just_ends_says_goodbye(server: Jupyter, name: str) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    script = """
import sys, jupyter_videoroom
room = jupyter_videoroom.connect(sys.argv[1]).result(30)
print(next(room.frames("Ana")).array.shape)
"""
    process = await run(server, script, name)
    output, errors = await process.communicate()
    assert output.decode().strip() == "(480, 640, 3)", errors.decode()
    assert (process.returncode, errors) == (0, b"")
    assert (await ana.hears(wire.MemberLeft)).reason == "left-room"


async def test_it_is_in_the_room_from_ipython_in_a_terminal(server: Jupyter, name: str, tmp_path: Path) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    typed = f"""
import time, jupyter_videoroom
room = await jupyter_videoroom.connect({name!r})
frames = room.frames("Ana")
next(frames).array.shape
time.sleep(2)
next(frames).dropped > 30
"""
    process = await start(server, "-m", "IPython", "--simple-prompt", IPYTHONDIR=str(tmp_path))
    output, errors = await process.communicate(typed.encode())
    shown = re.findall(r"Out\[\d+\]: (.*)", output.decode())
    assert shown == ["(480, 640, 3)", "True"], (output, errors)
    assert (await ana.hears(wire.MemberLeft)).reason == "left-room"


async def test_a_reader_that_never_reads_keeps_memory_flat(server: Jupyter, name: str) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    camera = StampedVideo()
    await ana.sends(camera=camera)
    async with await connects(server, name) as room:
        frames, sound = room.frames("Ana"), room.audio("Ana")
        await frames.__anext__()
        await sent(camera, 60)
        before = memory()
        await sent(camera, 210)
        # A picture that is kept takes 460 kB: half of those that came.
        assert memory() - before < 75 * 460e3
        assert sound.dropped == 0


async def test_what_is_published_reaches_the_page_under_its_stream(server: Jupyter, name: str) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    async with await connects(server, name) as room:
        while not ana.answered:
            await ana.news()
        (first,) = room._publish("sim", Sourced(StampedVideo()))
        (second,) = room._publish("edges", Sourced(StampedVideo(first=2000)))
        assert read_stamp(await shown(ana, first.told.stream)) < 2000
        assert read_stamp(await shown(ana, second.told.stream)) >= 2000
        first.problem("too slow")
        await ana.hears(
            wire.Presence, lambda told: any("too slow" in t.problem for p in told.changed for t in p.tracks)
        )
        first.close()
        await ana.hears(wire.Presence, lambda told: any([t.name for t in p.tracks] == ["edges"] for p in told.changed))
        second.source.stop()


async def test_newcomers_get_what_is_published(server: Jupyter, name: str) -> None:
    async with await connects(server, name) as room:
        source = StampedVideo()
        (published,) = room._publish("sim", Sourced(source))
        ana = await BrowserPeer(server, name, "Ana").enters()
        assert read_stamp(await shown(ana, published.told.stream)) >= 0
        source.stop()


async def test_each_failure_says_what_was_tried(server: Jupyter, name: str) -> None:
    with pytest.raises(NoServer, match=r"(?s)127\.0\.0\.1:9/ \(the url given\): it did not answer.*token="):
        await jupyter_videoroom.connect(name, url="http://127.0.0.1:9")
    with pytest.raises(NoServer, match="did not take the token"):
        await jupyter_videoroom.connect(name, url=server.address(""), token="wrong")
    with pytest.raises(ValueError, match="not a name for a room"):
        jupyter_videoroom.connect("/")


async def shown(guest: BrowserPeer, stream: str) -> NDArray[np.uint8]:
    """The first picture of a published stream, as the page gets it."""
    while stream not in guest.offered:
        await guest.news()
    line = next(line for line in guest.offered.splitlines() if line.startswith(f"a=msid:{stream} "))
    track = guest.shown[line.split()[1]]
    picture = await track.recv()
    assert isinstance(picture, av.VideoFrame)
    array: NDArray[np.uint8] = picture.to_ndarray(format="rgb24").astype(np.uint8)
    return array


async def sent(camera: StampedVideo, number: int) -> None:
    await until(lambda: camera.sent >= number)


def memory() -> int:
    """Of this process, in bytes."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()
