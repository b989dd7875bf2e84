"""The program around a room: it forks, is interrupted, and ends. The room goes on, or is left at once."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from jupyter_videoroom.protocol import messages as wire

from ..browser.servers import Jupyter
from .browser_peer import BrowserPeer
from .notebook import Notebook
from .programs import run, until
from .stamps import StampedVideo

BEGIN = """
import asyncio, multiprocessing, os, sys, threading, time
import numpy as np
import jupyter_videoroom
name, file = sys.argv[1:]
room = jupyter_videoroom.connect(name).result(30)
frames = room.frames("Ana")
next(frames)
feed = room.publish("sim", fps=30)
picture = np.zeros((480, 640, 3), np.uint8)
"""

FORKS = """
sound = room.publish_audio("hum")
shown = room.show("shown before")
uses = {
    "push": lambda: feed.push(picture),
    "push sound": lambda: sound.push(np.zeros(480, np.float32)),
    "publish": lambda: room.publish("another"),
    "process": lambda: room.process("Ana")(lambda image: image),
    "show": lambda: room.show("x"),
    "record": lambda: room.record(file),
    "read": lambda: next(frames),
    "frames": lambda: room.frames("Ana"),
    "sound": lambda: room.audio("Ana"),
    "wait": lambda: shown.result(),
}
def attempt(use, answers):
    try:
        uses[use]()
    except RuntimeError as error:
        answers.send((use, "forked" in str(error) and "jupyter_videoroom.connect(name)" in str(error)))
def anew(answers):
    with jupyter_videoroom.connect(name).result(30) as own:
        answers.send(("own", own.id != room.id))
context = multiprocessing.get_context("fork")
for target, arguments in [*((attempt, [use]) for use in uses), (anew, [])]:
    answers, asked = context.Pipe(False)
    process = context.Process(target=target, args=(*arguments, asked))
    process.start()
    assert answers.poll(60), arguments
    use, right = answers.recv()
    assert right, use
    process.join()
    assert process.exitcode == 0, use
assert not os.path.exists(file)
next(frames)
feed.push(picture)
print(shown.result(10).title, len(uses))
room.close().result(10)
"""


async def test_a_forked_process_is_told_at_once_that_it_is_not_in_the_room(
    server: Jupyter, name: str, tmp_path: Path
) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    process = await run(server, BEGIN + FORKS, name, str(tmp_path / "lesson.mp4"))
    output, errors = await process.communicate()
    assert (output.split(), errors.decode()) == ([b"10"], "")
    assert process.returncode == 0
    assert {left.reason for left in ana.heard if isinstance(left, wire.MemberLeft)} == {"left-room"}


WAITS = {
    "a loop over frames": 'for _ in room.frames("Ana", source="screen"): pass',
    "an awaited loop over frames": """
async def reads():
    async for _ in room.frames("Ana", source="screen"):
        pass
asyncio.run(reads())
""",
    "a result": 'jupyter_videoroom.connect("elsewhere", url=f"http://127.0.0.1:{silent.getsockname()[1]}").result()',
    "an awaited result": """
async def connects():
    await jupyter_videoroom.connect("elsewhere", url=f"http://127.0.0.1:{silent.getsockname()[1]}")
asyncio.run(connects())
""",
    "a snapshot": 'room.snapshot("Ana", source="screen")',
    "sound": 'next(room.audio("Ana", source="screen"))',
}

INTERRUPTED = """
import socket
silent = socket.create_server(("127.0.0.1", 0))
def draw():
    while True:
        feed.push(picture)
        time.sleep(0.02)
threading.Thread(target=draw, daemon=True).start()
for wait in {waits!r}:
    print("waiting", flush=True)
    try:
        exec(compile(wait, "waits", "exec"))
    except KeyboardInterrupt:
        newest = next(frames), next(frames)
        print(room.show("x").result(10).type, not feed.closed, flush=True)
silent.close()
"""


async def test_an_interrupt_stops_what_waits_and_nothing_else(server: Jupyter, name: str, tmp_path: Path) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    script = BEGIN + INTERRUPTED.format(waits=list(WAITS.values()))
    process = await run(server, script, name, str(tmp_path / "lesson.mp4"))
    assert process.stdout
    for wait in WAITS:
        assert await process.stdout.readline() == b"waiting\n", wait
        # It waits for what never comes: this is only to let it begin.
        await asyncio.sleep(0.5)
        process.send_signal(signal.SIGINT)
        assert await process.stdout.readline() == b"text/plain True\n", wait
    _, errors = await process.communicate()
    assert (process.returncode, errors.decode()) == (0, "")
    assert [left.reason for left in ana.heard if isinstance(left, wire.MemberLeft)] == ["left-room"]


RECORDS = """
import signal
import jupyter_videoroom.kernel.recording.recording
for number in range(20):
    moment = threading.Timer(number / 50, os.kill, (os.getpid(), signal.SIGINT))
    try:
        moment.start()
        with room.record(f"{file}/{number}.mp4"):
            time.sleep(5)
    except KeyboardInterrupt:
        moment.join()
print(room.id, flush=True)
sys.stdin.readline()
room.close().result(20)
"""


async def test_interrupts_while_recordings_begin_leave_nobody_recorded(
    server: Jupyter, name: str, tmp_path: Path
) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    process = await run(server, BEGIN + RECORDS, name, str(tmp_path))
    assert process.stdout
    kernel = (await process.stdout.readline()).decode().strip()
    await until(lambda: not ana.people[kernel].recording)
    _, errors = await process.communicate(b"\n")
    assert process.returncode == 0, errors.decode()
    # What was interrupted while it began has left nothing, and what had begun is whole.
    files = set(os.listdir(tmp_path))
    begun = {name.removesuffix(".mp4") for name in files if name.endswith(".mp4")}
    assert files == {f"{name}{suffix}" for name in begun for suffix in (".mp4", ".jsonl")}
    assert len(begun) > 3
    assert all('"stopped"' in tmp_path.joinpath(f"{name}.jsonl").read_text() for name in begun)


DRAWS = """
def draw():
    while True:
        feed.push(np.random.randint(0, 255, picture.shape, np.uint8))
threading.Thread(target=draw, daemon=True).start()
hum = room.publish_audio("hum", (np.zeros(4_800, np.float32) for _ in iter(int, 1)))
waves = room.publish("waves", (np.random.randint(0, 255, picture.shape, np.uint8) for _ in iter(int, 1)))
edges = room.process("Ana", publish="edges")(lambda image: image[::2, ::2])
recording = room.record(file)
while recording.seconds < 2 or not recording.people:
    time.sleep(0.1)
"""


@pytest.mark.parametrize(
    ("ends", "code", "said"),
    [
        ("", 0, b""),
        ("1 // 0", 1, b"ZeroDivisionError"),
        ("while True: next(frames)", -signal.SIGINT, b"KeyboardInterrupt"),
    ],
    ids=["its last line", "an error", "an interrupt"],
)
async def test_a_program_that_ends_while_it_publishes_and_records_just_leaves(
    server: Jupyter, name: str, tmp_path: Path, ends: str, code: int, said: bytes
) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    process = await run(server, BEGIN + DRAWS + 'print("ready", flush=True)\n' + ends, name, str(tmp_path / "x.mp4"))
    assert process.stdout
    assert await process.stdout.readline() == b"ready\n"
    if code == -signal.SIGINT:
        process.send_signal(signal.SIGINT)
    _, errors = await process.communicate()
    assert process.returncode == code, errors.decode()
    assert errors.count(b"Traceback") == bool(said), errors.decode()
    assert said in errors
    assert (await ana.hears(wire.MemberLeft)).reason == "left-room"


CELLS = """
import jupyter_videoroom, numpy as np
room = await jupyter_videoroom.connect({name!r})
feed = room.publish("waves", (np.random.randint(0, 255, (480, 640, 3), np.uint8) for _ in iter(int, 1)))
recording = room.record({file!r})
await anext(room.frames("Ana"))
"""


async def test_a_kernel_that_is_shut_down_while_it_publishes_and_records_leaves(
    server: Jupyter, name: str, tmp_path: Path
) -> None:
    # Kernels of other tests write into it, too.
    written = len(server.log.read_text())
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    notebook = await Notebook.opens(server)
    await notebook.runs(CELLS.format(name=name, file=str(tmp_path / "lesson.mp4")))
    await notebook.closes()
    assert (await ana.hears(wire.MemberLeft)).reason == "left-room"
    assert "Traceback" not in server.log.read_text()[written:]
