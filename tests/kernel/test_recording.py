"""Recordings of a call on the real server."""

from __future__ import annotations

import asyncio
import fractions
import json
import os
import signal
import statistics
import time
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from aiortc import MediaStreamTrack

from jupyter_videoroom.kernel import Disconnected, NobodyThere
from jupyter_videoroom.protocol import messages as wire

from ..browser.servers import Jupyter
from .browser_peer import BrowserPeer
from .fake_session import PACKET, RATE, Played, loudest, packet
from .notebook import Notebook
from .programs import connects, run, until
from .published import BLUE, plain, same
from .stamps import StampedVideo

FLASH = 0.2
LEFT, RIGHT, MIDDLE = (320, 360), (960, 360), (640, 360)


class Flashes(MediaStreamTrack):
    """White for a fifth of each second of the machine's clock. Small, so that the encoder adds no time of its own."""

    kind = "video"

    def __init__(self) -> None:
        super().__init__()
        self._start = time.time()
        self._count = 0

    async def recv(self) -> av.VideoFrame:
        self._count += 1
        await asyncio.sleep(max(0.0, self._start + self._count / 25 - time.time()))
        bright = 255 if time.time() % 1 < FLASH else 0
        frame = av.VideoFrame.from_ndarray(np.full((90, 160, 3), bright, np.uint8), format="rgb24")
        frame.pts, frame.time_base = round((time.time() - self._start) * 90_000), fractions.Fraction(1, 90_000)
        return frame


class Beeps(MediaStreamTrack):
    """The same, to be heard."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._start = time.time()
        self._samples = 0

    async def recv(self) -> av.AudioFrame:
        began = self._start + self._samples / RATE

        def wave(times: Any) -> Any:
            return np.where((times + self._start) % 1 < FLASH, 0.5 * np.sin(2 * np.pi * 1000 * times), 0.0)

        frame = packet(self._samples, wave)
        self._samples += PACKET
        await asyncio.sleep(max(0.0, began + PACKET / RATE - time.time()))
        return frame


def events(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def wave(tone: int, seconds: float) -> Any:
    return (0.5 * np.sin(2 * np.pi * tone * np.arange(round(seconds * RATE)) / RATE)).astype(np.float32)


def is_progress(message: dict[str, Any]) -> bool:
    return message["msg_type"] in ("display_data", "update_display_data")


def named(path: Path, event: str) -> list[str]:
    return [found.get("name", "") for found in events(path) if found["event"] == event]


async def test_a_call_is_recorded(server: Jupyter, name: str, tmp_path: Path) -> None:
    """Ana flashes and beeps, Ben shows numbers, Cleo refuses."""
    ana = await BrowserPeer(server, name, "Ana").enters()
    ben = await BrowserPeer(server, name, "Ben").enters()
    cleo = await BrowserPeer(server, name, "Cleo", allows=False).enters()
    await ana.sends(camera=Flashes(), microphone=Beeps())
    await ben.sends(camera=StampedVideo())
    await cleo.sends(camera=StampedVideo())
    async with await connects(server, name) as room:
        with room.record(tmp_path / "lesson.mp4") as recording:
            await until(lambda: recording.people == ["Ana", "Ben"])
            await until(lambda: ana.people[room.id].recording)
            ana.says(wire.Say(key="one", text="to all"))
            ana.says(wire.Say(key="two", text="psst", to=ben.people[ben.me].user))
            cleo.says(wire.Say(key="three", text="I am not here"))
            begun = recording.seconds
            await until(lambda: recording.seconds > begun + 6)
            await ben.parts()
            await until(lambda: recording.people == ["Ana"])
            assert "lesson.mp4" in repr(recording)
        await until(lambda: not ana.people[room.id].recording)
        assert recording.closed
        assert recording.bytes == (tmp_path / "lesson.mp4").stat().st_size > 0
    film, timeline = Played(tmp_path / "lesson.mp4"), tmp_path / "lesson.jsonl"
    assert set(named(timeline, "joined")) == {"Ana", "Ben"}
    assert named(timeline, "left") == ["Ben"]
    assert [event["text"] for event in events(timeline) if event["event"] == "chat"] == ["to all"]
    assert events(timeline)[0]["event"] == "started"
    assert events(timeline)[-1]["event"] == "stopped"
    assert film.pictures[-1][0] == pytest.approx(recording.seconds, abs=1.5)
    assert any(picture[RIGHT[1], RIGHT[0]].tolist() != [0, 0, 0] for _, picture in film.pictures)
    flashes = film.flashes(*LEFT)
    apart = [min((onset - flash for onset in film.onsets()), key=abs) for flash in flashes]
    assert abs(statistics.median(apart)) < 0.15


async def test_what_the_kernel_shows_is_recorded_too(server: Jupyter, name: str, tmp_path: Path) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    async with await connects(server, name) as room:
        with room.record(tmp_path / "lesson.mp4") as recording:
            await until(lambda: recording.people == ["Ana"])
            with room.publish("sim", fps=10) as feed, room.publish_audio("hum") as sound:
                feed.push(plain(BLUE))
                sound.push(wave(880, 1.0))
                begun = recording.seconds
                await until(lambda: recording.seconds > begun + 2)
                assert recording.people == ["Ana"]
    film = Played(tmp_path / "lesson.mp4")
    assert any(same([int(value) for value in picture[RIGHT[1], RIGHT[0]]], BLUE, 12) for _, picture in film.pictures)
    first = film.onsets()[0]
    assert loudest(film.sound[round((first + 0.2) * RATE) : round((first + 0.8) * RATE)]) == pytest.approx(880, abs=5)


async def test_it_ends_with_the_session(server: Jupyter, name: str, tmp_path: Path) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    room = await connects(server, name)
    with pytest.raises(NobodyThere):
        room.record(tmp_path / "nobody.webm", people=["Zoe"])
    with pytest.raises(TypeError, match="list"):
        room.record(tmp_path / "nobody.webm", people="Ana")
    with pytest.raises(ValueError, match="webm"):
        room.record(tmp_path / "lesson.avi")
    with pytest.raises(ValueError, match="tracks"):
        room.record(tmp_path / "lesson.mp4", layout="circle")  # type: ignore[arg-type]
    recording = room.record(tmp_path / "lesson.webm", people=["Ana"], layout="tracks")
    with pytest.raises(FileExistsError):
        room.record(tmp_path / "lesson.webm")
    await until(lambda: bool(recording.files))
    begun = recording.seconds
    await until(lambda: recording.seconds > begun + 1)
    await room.close()
    assert recording.closed
    recording.stop()
    assert Played(tmp_path / "lesson" / "Ana.webm").pictures
    assert "stopped" in [event["event"] for event in events(tmp_path / "lesson.jsonl")]
    with pytest.raises(Disconnected):
        room.record(tmp_path / "more.mp4")


async def test_it_ends_with_the_program(server: Jupyter, name: str, tmp_path: Path) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    script = """
import sys, time, jupyter_videoroom
room = jupyter_videoroom.connect(sys.argv[1]).result(30)
recording = room.record(sys.argv[2])
while not recording.people:
    time.sleep(0.05)
time.sleep(1)
"""
    program = await run(server, script, name, str(tmp_path / "lesson.mp4"))
    printed, error = await program.communicate()
    assert (program.returncode, printed, error) == (0, b"", b"")
    assert events(tmp_path / "lesson.jsonl")[-1]["event"] == "stopped"
    assert Played(tmp_path / "lesson.mp4").pictures


async def test_in_a_notebook_that_is_killed(server: Jupyter, name: str) -> None:
    """The cell shows how far it is, cells are in the timeline, and what is left of the film plays."""
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    notebook = await Notebook.opens(server)
    film = server.notebooks / f"{name}.mp4"
    await notebook.runs(f"""
import asyncio, jupyter_videoroom, os
room = await jupyter_videoroom.connect({name!r})
recording = room.record({str(film)!r})
""")
    await notebook.runs("answer = 6 * 7")
    await notebook.runs("""
while not recording.people or recording.seconds < 8:
    await asyncio.sleep(0.1)
""")
    kernel = int(await notebook.runs("print(os.getpid())"))
    os.kill(kernel, signal.SIGKILL)
    cells = [event for event in events(film.with_suffix(".jsonl")) if event["event"] == "cell"]
    assert cells[0]["source"] == "answer = 6 * 7"
    assert cells[0]["success"] is True
    assert len(Played(film).pictures) > 25
    shown = [message["content"]["data"]["text/html"] for message in notebook.heard if is_progress(message)]
    assert len(set(shown)) > 3
    assert "Ana" in shown[-1]
    await notebook.closes_after_a_crash()
