"""A session that ends: nothing of it goes on, and everything says why. One that is interrupted goes on."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import re
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any
from weakref import ReferenceType, ref

import numpy as np
import pytest

from jupyter_videoroom.kernel import Disconnected, KernelRoom, NoServer, Refused, RoomError
from jupyter_videoroom.kernel.errors import words
from jupyter_videoroom.kernel.sources import Feed
from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.protocol.errors import PROBLEMS

from ..browser.servers import Jupyter
from .browser_peer import BrowserPeer, break_socket
from .programs import connects, feeds, until
from .stamps import StampedVideo

PICTURE = np.zeros((48, 64, 3), np.uint8)
End = Callable[[KernelRoom], Awaitable[object]]


async def leaves(room: KernelRoom) -> None:
    await room.close()


async def is_thrown_out(room: KernelRoom) -> None:
    socket: Any = room._session._signaling._socket
    room._thread.call(socket.write_message, '{"type": "nonsense"}')


async def fails_by_itself(room: KernelRoom) -> None:
    def fail(_: object) -> None:
        raise ZeroDivisionError

    signaling: Any = room._session._signaling
    signaling._hear = fail


async def is_told_of_another_engine(room: KernelRoom) -> None:
    joined = {"type": "joined", "call": "main", "kind": "main", "started": 0, "members": [], "media": {"engine": "x"}}
    frame = json.dumps({"seq": 0, "ack": 0, "body": joined})
    signaling: Any = room._session._signaling
    hear = signaling._hear
    signaling._hear = lambda _: hear(frame)


async def loses_its_sign_in(room: KernelRoom) -> None:
    room._session._access._token = "another"
    room._thread.call(break_socket, room._session._signaling)


@pytest.mark.parametrize(
    ("ends", "error", "says"),
    [
        (leaves, Disconnected, "connect again"),
        (is_thrown_out, Refused, "could not read a message of this kernel.* Connect again"),
        (fails_by_itself, Disconnected, "a fault of its own: ZeroDivisionError.* Connect again"),
        (is_told_of_another_engine, Refused, "cannot read .*engine.* install the same jupyter-videoroom"),
        (loses_its_sign_in, NoServer, "did not take the token"),
    ],
)
async def test_all_ends_with_the_session_and_says_why(
    server: Jupyter, name: str, tmp_path: Path, ends: End, error: type[RoomError], says: str
) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    silent = await BrowserPeer(server, name, "Cy", allows=None).enters()
    room = await connects(server, name)
    work = Work(room)
    frames, unanswered = room.frames("Ana"), room.frames("Cy")
    await frames.__anext__()
    await silent.hears(wire.Asked)
    await until(lambda: work.begun)

    await ends(room)
    await until(lambda: room.closed)
    await until(lambda: work.closed)
    assert isinstance(work.pushed[0], error)
    assert all(feed.closed for feed in work.feeds)
    for reader in (frames, unanswered):
        with pytest.raises(error, match=f"(?s){says}"):
            await feeds(reader)
    uses: list[Callable[[], object]] = [
        lambda: room.publish("another"),
        lambda: room.publish_audio("another"),
        lambda: room.process("Ana")(lambda image: image),
        lambda: room.frames("Ana"),
        lambda: room.audio("Ana"),
        lambda: room.snapshot("Ana"),
        lambda: room.record(tmp_path / "lesson.mp4"),
        lambda: room.show("x").result(5),
        lambda: work.feed.push(PICTURE),
    ]
    for use in uses:
        with pytest.raises(error, match=f"(?s){says}") as raised:
            use()
        assert not re.search(r"\bthis page|[Rr]eload", str(raised.value))
    assert not os.listdir(tmp_path)
    if ends is not loses_its_sign_in:
        # The server need not wait for somebody who does not come back.
        left = await ana.hears(wire.MemberLeft)
        assert left.reason == "left-room"
    await room.close()


async def test_nothing_is_kept_of_a_room_that_was_left(server: Jupyter, name: str) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    left = await works_and_leaves(await connects(server, name))

    def is_gone() -> bool:
        gc.collect()
        return left() is None

    await until(is_gone)


async def works_and_leaves(room: KernelRoom) -> ReferenceType[KernelRoom]:
    feed = room.publish("still", PICTURE)
    processor = room.process("Ana", publish="edges")(lambda image: image)
    await until(lambda: processor._feed.pushed > 0)
    await room.close()
    await until(lambda: processor.closed and feed.closed)
    return ref(room)


def tracks(guest: BrowserPeer, room: KernelRoom) -> list[wire.Track]:
    """What a kernel publishes, as far as a guest knows."""
    return guest.people[room.id].tracks if room.id in guest.people else []


class Work:
    """All that a kernel can publish, and a thread that pushes until that raises an error."""

    def __init__(self, room: KernelRoom) -> None:
        self.pushed: list[Exception] = []
        self.ended: set[str] = set()
        self.shown = 0
        self.processor = room.process("Ana", publish="edges")(lambda image: image)
        self.feed = room.publish("pushed")
        self.feeds = [
            self.feed,
            room.publish("generated", self._generated()),
            room.publish("awaited", self._awaited()),
            room.publish_audio("hum", self._hum()),
            self.processor._feed,
        ]
        threading.Thread(target=self._push, daemon=True).start()

    @property
    def begun(self) -> bool:
        return self.shown > 3 and self.processor._feed.pushed > 0

    @property
    def closed(self) -> bool:
        return self.ended == {"push", "generator", "hum", "awaited"} and self.processor.closed

    def _push(self) -> None:
        try:
            while True:
                self.feed.push(PICTURE)
                time.sleep(0.01)
        except Exception as error:
            self.pushed.append(error)
            self.ended.add("push")

    def _generated(self) -> Iterator[Any]:
        try:
            while True:
                self.shown += 1
                yield PICTURE
        finally:
            self.ended.add("generator")

    def _hum(self) -> Iterator[Any]:
        try:
            while True:
                yield np.zeros(4_800, np.float32)
        finally:
            self.ended.add("hum")

    async def _awaited(self) -> Any:
        try:
            while True:
                yield PICTURE
                await asyncio.sleep(0.01)
        finally:
            self.ended.add("awaited")


@pytest.mark.parametrize("as_somebody_new", [False, True], ids=["resumed", "joined anew"])
async def test_a_session_that_is_only_interrupted_keeps_what_is_published(
    server: Jupyter, name: str, as_somebody_new: bool
) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    async with await connects(server, name) as room:
        me, signaling = room.id, room._session._signaling
        feed = room.publish("sim")
        feed.push(PICTURE)
        if as_somebody_new:
            signaling.token = ""
        broken = signaling._socket
        room._thread.call(break_socket, signaling)
        await until(lambda: signaling._socket not in (None, broken) and signaling._welcomed)
        await until(lambda: (room.id != me) == as_somebody_new and room.id in room.people)
        feed.push(PICTURE)
        await until(lambda: [track.name for track in tracks(ana, room)] == ["sim"])
        assert not feed.closed


async def test_a_function_waits_while_the_camera_is_off_and_ends_when_they_leave(server: Jupyter, name: str) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    async with await connects(server, name) as room:
        processor = room.process("Ana", publish="edges")(lambda image: image)
        for _ in range(2):
            await until(lambda: "Waiting for pictures." in [track.problem for track in tracks(ana, room)])
            await ana.sends(camera=StampedVideo())
            await until(lambda: not processor.waiting and processor.fps > 5)
            await until(lambda: [track.problem for track in tracks(ana, room)] == [""])
            # Whatever they are called by then.
            ana.says(wire.Rename(name="Anna"))
            await ana.sends(camera=None)
            await until(lambda: processor.waiting)
        await ana.parts()
        await until(lambda: processor.closed)
        assert processor.problem == "PersonLeft: Anna has left the call."


async def test_there_are_eight_tracks_from_all_publishers_at_all_times(server: Jupyter, name: str) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    async with await connects(server, name) as room:
        published: list[Feed] = []
        refused: list[str] = []

        def publishes(number: int) -> None:
            try:
                published.append(room.publish(f"tile {number}", PICTURE))
            except ValueError as error:
                refused.append(str(error))

        threads = [threading.Thread(target=publishes, args=(number,)) for number in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (len(published), len(refused)) == (8, 4)
        assert all(repr(feed.name) in words and "close()" in words for feed in published for words in refused)
        # A cell that is run again means the same tile, and there is room for that at once.
        for feed in published * 5:
            room.publish(feed.name, PICTURE)
        with pytest.raises(ValueError, match="at most 8 tracks"):
            room.publish_audio("hum")
        room.publish(published[0].name).close()
        room.publish_audio("hum")
        tiles = sorted([*(feed.name for feed in published[1:]), "hum"])
        await until(lambda: sorted(track.name for track in tracks(ana, room)) == tiles)
        assert not room.closed


@pytest.mark.parametrize("code", PROBLEMS)
def test_a_kernel_is_told_nothing_of_pages(code: str) -> None:
    told = PROBLEMS[code]
    assert not re.search(r"\b(page|pages|tabs?|[Rr]eload|[Ee]nter the room)\b", words(code, told.message, told.fix))
