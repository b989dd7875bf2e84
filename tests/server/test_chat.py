"""Chat through the real extension: told to whom it is for, kept for those who come late, lost by nobody."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sqlite3
from pathlib import Path

import pytest

from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.protocol.codec import encode, frame

from ..browser.servers import Jupyter
from .visitor import Line, Visitor

WITHOUT_LIMITS = (
    "--VideoRooms.per_minute={'chat': 1e9, 'room-chat': 1e9}",
    "--VideoRooms.messages_per_second=1e6",
    "--VideoRooms.bytes_per_second=1e9",
    "--VideoRooms.chat_keep=100000",
)


async def test_all_or_one(server: Jupyter, room: str) -> None:
    ana, bo, cy = [await Visitor(server).enters(room, name) for name in ("Ana", "Bo", "Cy")]
    await ana.says(wire.Say(key="1", text="For Bo", to=bo.welcome.user), wire.Say(key="2", text="For all"))
    assert [(await bo.hears(wire.Said)).line.text for _ in range(2)] == ["For Bo", "For all"]
    heard = (await cy.hears(wire.Said)).line
    assert (heard.text, heard.name, heard.user, heard.to) == ("For all", "Ana", ana.welcome.user, None)
    assert abs(heard.at - ana.welcome.now) < 60


async def test_who_comes_late_reads_what_was_written_for_them(server: Jupyter, room: str) -> None:
    first = Visitor(server)
    ana, bo = await first.enters(room, "Ana"), await Visitor(server).enters(room, "Bo")
    await ana.says(wire.Say(key="1", text="For all"), wire.Say(key="2", text="For Bo", to=bo.welcome.user))
    await bo.hears(wire.Said)
    await bo.hears(wire.Said)
    cy = await Visitor(server).enters(room, "Cy")
    assert [line.text for line in (await cy.hears(wire.History)).lines] == ["For all"]
    again = await first.enters(room, "Ana")
    assert [line.text for line in (await again.hears(wire.History)).lines] == ["For all", "For Bo"]


async def test_what_is_sent_again_is_told_under_the_same_number(server: Jupyter, room: str) -> None:
    ana = await Visitor(server).enters(room, "Ana")
    await ana.says(wire.Say(key="1", text="once"), wire.Say(key="1", text="twice"))
    first, second = await ana.hears(wire.Said), await ana.hears(wire.Said)
    assert first == second


async def test_guests_read_only(tmp_path: Path) -> None:
    with Jupyter(tmp_path, "lab", "--VideoRooms.default_role=guest") as server:
        gus = await Visitor(server).enters("algebra", "Gus")
        assert not gus.welcome.grants.data
        await gus.says(wire.Say(key="1", text="x"))
        assert (await gus.hears(wire.Problem)).code == "not-allowed"


@pytest.mark.timeout(120)
async def test_of_10_000_acknowledged_messages_a_killed_server_loses_none(tmp_path: Path) -> None:
    with Jupyter(tmp_path, "lab", *WITHOUT_LIMITS) as server:
        ana = await Visitor(server).enters("algebra", "Ana")
        ahead = asyncio.Semaphore(500)
        writing = asyncio.ensure_future(_writes_on_and_on(ana, ahead))
        acknowledged = {await _acknowledged(ana, ahead) for _ in range(10_000)}
        assert server._process
        os.killpg(server._process.pid, signal.SIGKILL)
        # What still was on its way counts as well.
        with contextlib.suppress(AssertionError):
            while True:
                acknowledged.add(await _acknowledged(ana, ahead))
        writing.cancel()
        server.restart()
        stored = _keys(tmp_path)
        assert len(acknowledged) >= 10_000
        assert acknowledged <= stored
        # And the page that goes on writing where it was is understood.
        bo = await Visitor(server).enters("algebra", "Bo")
        newest = (await bo.hears(wire.History)).lines
        assert len(newest) == 200
        assert max(newest, key=lambda line: line.id) == newest[-1]


async def test_what_is_said_again_after_a_restart_is_told_once(tmp_path: Path) -> None:
    with Jupyter(tmp_path, "lab") as server:
        page = Visitor(server)
        ana = await page.enters("algebra", "Ana")
        await ana.says(wire.Say(key="1", text="Heard"), wire.Say(key="2", text="Not heard"))
        first = (await ana.hears(wire.Said)).line
        server.restart()
        again = await page.enters("algebra", "Ana", resume=ana.resume)
        assert again.me == ana.me
        again.sent = again.welcome.received
        await again.says(*(wire.Say(key=key, text="as before") for key in ("1", "2", "3")))
        told = [(await again.hears(wire.Said)).line for _ in range(3)]
        assert told[0] == first
        assert [line.text for line in told] == ["Heard", "Not heard", "as before"]
        late = await Visitor(server).enters("algebra")
        assert (await late.hears(wire.History)).lines == told


async def _acknowledged(line: Line, ahead: asyncio.Semaphore) -> str:
    key = (await line.hears(wire.Said)).line.key
    ahead.release()
    return key


async def _writes_on_and_on(line: Line, ahead: asyncio.Semaphore) -> None:
    """So far ahead of what is acknowledged, so that the store need not forget the first ones."""
    number = 0
    with contextlib.suppress(Exception):
        while True:
            await ahead.acquire()
            number += 1
            line.sent += 1
            say = encode(wire.Say(key=f"k{number}", text=f"Message {number}"))
            await line.socket.write_message(frame(say, line.sent, line.received).decode())


def _keys(folder: Path) -> set[str]:
    with contextlib.closing(sqlite3.connect(folder / "data" / "videoroom" / "rooms.sqlite")) as db:
        return {row[0] for row in db.execute("select key from chat")}
