"""Kernels of notebooks in a call: while a cell of Ana's is busy for 40 s, Bo's kernel reads, publishes and records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import expect

from .browser_pool import BrowserPool
from .conftest import RESULTS, in_the_room
from .kernels import BLUE, KERNEL, allows, is_near, kernels_in_the_list, question, read_bar, read_number, sees_published
from .media import PICTURES
from .people import Person
from .servers import Jupyter
from .waiting import until

FLASHES = Path(__file__).with_name("flashes.js").read_text()
TONE = 660
BOS = "kernel of Bo"
RATE = 48_000

# What moves is not the cell that is busy, but what drives the feed.
PUBLISHES = f"""
import numpy as np, time

def paint():
    while True:
        picture = np.full((240, 320, 3), {BLUE}, np.uint8)
        start = int(time.monotonic() * 100) % 280
        picture[:, start : start + 40] = 255
        yield picture

session = await room.connect()
sim = room.publish("sim", paint(), fps=10)
frames = room.frames("Bo")
"""
IS_BUSY = """
next(frames)
print("asleep")
time.sleep(40)
ages = [next(frames).age_ms for _ in range(3)]
print("awake", ages[-1] < 5000, frames.dropped > 100, room.kernel is session, session.closed)
"""


@dataclass
class Call:
    ana: Person
    bo: Person
    folder: Path


@pytest.fixture(scope="module")
def pool_of_file(pool: BrowserPool, request: pytest.FixtureRequest) -> Iterator[BrowserPool]:
    """For all of this file, which has one call."""
    before = request.session.testsfailed
    yield pool
    failed = request.session.testsfailed > before
    if failed:
        pool.save_pictures(RESULTS, "kernel_vision")
    pool.end_test(keep=not failed)


@pytest.fixture(scope="module")
def call(pool_of_file: BrowserPool, lab: Jupyter) -> Iterator[Call]:
    """Ana and Bo, who flashes and beeps, are in a call with both their kernels, and Ana's is busy."""
    ana, bo = (in_the_room(pool_of_file.person(name, lab, "vision")) for name in ("Ana", "Bo"))
    bo.page.evaluate(FLASHES)
    ana.joins()
    bo.joins()
    ana.sees(bo)
    ana.notebook.executes(PUBLISHES)
    allows(bo)
    bo.notebook.executes("import numpy as np\nstay = await room.connect()")
    ana.notebook.begins(IS_BUSY)
    ana.notebook.has_printed("asleep")
    yield Call(ana, bo, lab.notebooks)
    for person in (ana, bo):
        person.notebook.executes("room.kernel.close().result(10)")
    bo.page.evaluate("stopFlashes()")


def test_what_a_busy_kernel_publishes_moves_at_both_browsers(call: Call) -> None:
    for person in (call.ana, call.bo):
        sees_published(person, "sim", BLUE)
    outputs = call.ana.page.locator(".jp-OutputArea-output").all_inner_texts()
    assert not any("awake" in text for text in outputs)


def test_the_numbers_in_a_camera_s_pictures_are_read_from_arrays(call: Call) -> None:
    call.bo.notebook.executes("numbered = room.frames('Ana')")
    allows(call.ana, BOS)
    call.bo.notebook.executes("with numbered: np.save('numbered.npy', [next(numbered).array for _ in range(30)])")
    pictures: NDArray[np.uint8] = np.load(call.folder / "numbered.npy")

    assert call.ana.look.colour
    assert all(is_near(np.median(picture.reshape(-1, 3), axis=0), call.ana.look.colour) for picture in pictures)
    numbers = [read_number(picture) for picture in pictures]
    bars = [read_bar(picture) for picture in pictures]
    assert all(around(bar - number) < 1 for number, bar in zip(numbers, bars, strict=True)), (numbers, bars)
    # The film begins anew after its last picture; a browser may leave some out.
    steps = [(later - number) % PICTURES for number, later in pairwise(numbers)]
    assert all(0 <= step < PICTURES / 2 for step in steps), numbers
    assert len(set(numbers)) > 15


def around(difference: float) -> float:
    """How far apart two numbers of pictures are, by the shorter way."""
    return abs((difference + PICTURES / 2) % PICTURES - PICTURES / 2)


def test_processed_pictures_are_seen_by_all(call: Call) -> None:
    call.bo.notebook.executes(
        "@room.process('Ana', publish='negative')\ndef negative(image):\n    return 255 - image\n"
    )
    allows(call.ana, BOS)
    assert call.ana.look.colour
    red, green, blue = (255 - value for value in call.ana.look.colour)
    for person in (call.ana, call.bo):
        sees_published(person, "negative", (red, green, blue), BOS)
    call.bo.notebook.executes("negative.stop()")
    expect(call.ana.room.get_by_role("group", name="negative")).to_have_count(0)


def test_a_recording_of_both_is_in_time(call: Call) -> None:
    call.bo.notebook.executes("recording = room.record('two.mp4', people=['Ana', 'Bo'])")
    for person in (call.ana, call.bo):
        allows(person, BOS)
        expect(person.room.get_by_text(f"{BOS} is recording")).to_be_visible()
    until(lambda: call.bo.notebook.value("recording.people"), lambda names: names == ["Ana", "Bo"], "both are recorded")
    begun = call.bo.notebook.value("recording.seconds")
    until(lambda: call.bo.notebook.value("recording.seconds"), lambda now: now > begun + 6, "it goes on for 6 s")
    call.bo.notebook.executes("recording.stop()")
    expect(call.ana.room.get_by_text(f"{BOS} is recording")).to_have_count(0)

    film = Film(call.folder / "two.mp4")
    for person, column in ((call.ana, film.left), (call.bo, film.right)):
        assert person.look.colour
        assert is_near(np.median([colour for _, colour in column if max(colour) > 30], axis=0), person.look.colour)
    assert film.loudness(call.ana.look.tone).max() > 0.01
    flashes, beeps = film.flashes(), film.onsets(TONE)
    assert len(flashes) >= 4, flashes
    apart = [min((beep - flash for beep in beeps), key=abs) for flash in flashes]
    assert abs(median(apart)) < 0.15, (flashes, beeps)
    events = [json.loads(line)["event"] for line in (call.folder / "two.jsonl").read_text().splitlines()]
    assert events.count("joined") == 2


def test_after_a_busy_cell_nothing_was_lost(call: Call) -> None:
    call.ana.notebook.has_printed("awake True True True False", within=60)
    sees_published(call.bo, "sim", BLUE)
    call.ana.sees(call.bo)
    call.bo.sees(call.ana)
    for person in (call.ana, call.bo):
        assert sorted(kernels_in_the_list(person)) == [KERNEL, BOS]
        assert person.room.get_by_text("reconnecting").count() == 0
        assert question(person).count() == 0
        person.has_not_read("left")
        person.has_not_read("lost")


class Film:
    """What two people look and sound like in a recording."""

    def __init__(self, path: Path) -> None:
        self.left: list[tuple[float, tuple[int, ...]]] = []
        self.right: list[tuple[float, tuple[int, ...]]] = []
        blocks = []
        with av.open(str(path)) as container:
            for frame in container.decode(video=0, audio=0):
                if isinstance(frame, av.VideoFrame):
                    assert frame.time is not None
                    picture = frame.to_ndarray(format="rgb24")
                    for side, x in ((self.left, 320), (self.right, 960)):
                        side.append((frame.time, tuple(int(value) for value in picture[360, x])))
                elif isinstance(frame, av.AudioFrame):
                    blocks.append(frame.to_ndarray().mean(axis=0))
        self.sound: NDArray[np.float32] = np.concatenate(blocks)

    def flashes(self) -> list[float]:
        """When the right side turns white, in seconds."""
        bright = [min(colour) > 160 for _, colour in self.right]
        turns = zip(self.right, bright, [True, *bright], strict=False)
        return [time for (time, _), now, before in turns if now and not before]

    def onsets(self, tone: int) -> list[float]:
        """When the tone begins, in seconds."""
        loud = self.loudness(tone)
        over = loud > loud.max() / 2
        return [float(index) / RATE for index in np.nonzero(over[1:] & ~over[:-1])[0]]

    def loudness(self, tone: int) -> NDArray[np.float64]:
        """The amplitude of a tone over 20 ms around each sample, from 0 to 0.5."""
        turning = self.sound * np.exp(-2j * np.pi * tone * np.arange(len(self.sound)) / RATE)
        window = RATE // 50
        amplitude: NDArray[np.float64] = np.abs(np.convolve(turning, np.ones(window) / window, "same"))
        return amplitude
