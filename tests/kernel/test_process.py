"""Functions at work on somebody's pictures: what they return, what they raise, and being defined anew."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import numpy as np
import pytest
from av import VideoFrame
from numpy.typing import NDArray
from PIL import Image as Pillow

from jupyter_videoroom.kernel import Disconnected, PersonLeft, trouble
from jupyter_videoroom.kernel.process import WAITING, Processor, process
from jupyter_videoroom.kernel.sources import Feed

from .published import BLUE, GREEN, RED, PictureStream, Published, StillRoom, colour, plain, same, seen, until

Image = NDArray[np.uint8]


class ProcessHarness:
    """A room, and what goes on in it."""

    def __init__(self) -> None:
        self.room = StillRoom()
        self.told: list[BaseException] = []
        self.loop = asyncio.new_event_loop()
        self.processor: Processor | None = None

    @property
    def published(self) -> Published:
        (published,) = self.room.published
        return published

    @property
    def stream(self) -> PictureStream:
        return self.room.streams[-1]

    def define(self, function: Callable[[Image], Any], name: str | None = "ana-edges") -> Processor:
        self.processor = process(self.room, "ana", publish=name)(function)
        return self.processor

    def sees(self, array: Image) -> list[int]:
        """Put a picture in, and see what comes out of it."""
        assert self.processor
        feed = self.processor._feed
        before = feed.pushed
        self.stream.put(array)
        until(lambda: feed.pushed > before)
        return self.shown()

    def shown(self) -> list[int]:
        """What is on the tile."""
        assert self.processor
        return colour(self.loop.run_until_complete(asyncio.wait_for(self.processor._feed.frames.next(), 30)))


@pytest.fixture
def harness(monkeypatch: pytest.MonkeyPatch) -> Iterator[ProcessHarness]:
    harness = ProcessHarness()
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: harness.told.append(error))
    monkeypatch.setattr(trouble, "shell", lambda: None)
    yield harness
    if harness.processor:
        harness.processor.stop()
    harness.loop.run_until_complete(harness.loop.shutdown_default_executor())
    harness.loop.close()


def test_what_the_function_returns_is_published(harness: ProcessHarness) -> None:
    processor = harness.define(lambda image: image[..., ::-1])
    assert (harness.published.name, harness.published.source.kind) == ("ana-edges", "video")
    assert same(harness.sees(plain(RED)), BLUE)
    assert same(list(processor(plain(RED))[0, 0]), BLUE)
    processor.stop()
    assert (harness.published.closed, harness.stream.closed, processor.closed) == (1, True, True)


def test_it_may_be_grey_of_another_size_or_nothing(harness: ProcessHarness) -> None:
    returned: list[Any] = [plain(90, 11, 21), None]
    processor = harness.define(lambda image: returned[0])
    assert same(harness.sees(plain(RED)), 90)
    returned.pop(0)
    assert same(harness.sees(plain(GREEN)), GREEN)
    assert processor.problem == ""
    processor.stop()


@pytest.mark.parametrize(
    "make",
    [
        lambda image: Pillow.fromarray(image).convert("CMYK"),
        lambda image: VideoFrame.from_ndarray(image, format="rgb24"),
        lambda image: np.ma.masked_array(image, mask=False)[::-1, ::-1],
    ],
)
def test_it_may_be_a_picture_of_any_kind(harness: ProcessHarness, make: Callable[[Image], Any]) -> None:
    processor = harness.define(make)
    assert same(harness.sees(plain(GREEN)), GREEN)
    assert processor.problem == ""
    processor.stop()


def test_the_tile_is_called_like_the_function(harness: ProcessHarness) -> None:
    def edges(image: Image) -> Image:
        return image

    processor = harness.define(edges, name=None)
    assert harness.published.name == processor.name == "edges"
    processor.stop()


def divide(image: Image) -> Any:
    return image[1 // 0]


def test_an_error_is_told_once_and_pictures_pass_through(harness: ProcessHarness) -> None:
    processor = harness.define(divide)
    for wanted in (RED, GREEN, BLUE):
        assert same(harness.sees(plain(wanted)), wanted)
    (error,) = harness.told
    assert isinstance(error, ZeroDivisionError)
    assert error.__traceback__
    assert error.__traceback__.tb_frame.f_code.co_name == "divide"
    assert processor.problem == harness.published.problems[-1]
    assert processor.problem.startswith("ZeroDivisionError: ")
    processor.stop()


def test_a_function_that_exits_ends_nothing_but_its_own_picture(harness: ProcessHarness) -> None:
    def leave(image: Image) -> Image:
        sys.exit("enough")

    processor = harness.define(leave)
    for wanted in (RED, GREEN):
        assert same(harness.sees(plain(wanted)), wanted)
    assert [type(error) for error in harness.told] == [SystemExit]
    assert (processor.problem, processor.closed) == ("SystemExit: enough", False)
    processor.stop()


def test_something_else_than_a_picture_is_an_error_that_names_what_was_expected(harness: ProcessHarness) -> None:
    processor = harness.define(lambda image: image / 255)
    assert same(harness.sees(plain(RED)), RED)
    assert "uint8, from 0 to 255, not float64" in processor.problem
    processor.stop()


def test_defined_anew_it_works_again_on_the_same_tile(harness: ProcessHarness) -> None:
    first = harness.define(divide)
    assert same(harness.sees(plain(RED)), RED)
    until(lambda: first.problem)
    second = harness.define(lambda image: plain(GREEN))
    assert same(harness.sees(plain(RED)), GREEN)
    assert harness.published.problems[-1] == ""
    assert (first.closed, second.closed) == (True, False)
    assert harness.room.streams[0].closed
    assert harness.published.closed == 0
    second.stop()
    assert harness.published.closed == 1


def test_after_it_was_stopped_there_is_a_new_tile(harness: ProcessHarness) -> None:
    harness.define(lambda image: image).stop()
    again = harness.define(lambda image: image)
    assert len(harness.room.published) == 2
    again.stop()


def test_a_slow_function_gets_the_newest_picture(harness: ProcessHarness) -> None:
    begun, go_on = Event(), Event()
    got: list[int] = []

    def slow(image: Image) -> None:
        got.append(int(image[0, 0, 0]))
        begun.set()
        assert go_on.wait(30)

    processor = harness.define(slow)
    harness.stream.put(plain((1, 0, 0)))
    assert begun.wait(30)
    for value in (2, 3, 4):
        harness.stream.put(plain((value, 0, 0)))
    go_on.set()
    until(lambda: len(got) == 2)
    assert got == [1, 4]
    assert processor.dropped == 2
    processor.stop()


def test_while_the_camera_is_off_it_waits_and_its_tile_says_so(harness: ProcessHarness) -> None:
    processor = harness.define(lambda image: image[..., ::-1])
    until(lambda: harness.published.problems == [WAITING])
    for off in range(1, 3):
        assert same(harness.sees(plain(RED)), BLUE)
        assert (processor.waiting, harness.published.problems[-1]) == (False, "")
        harness.stream.put(plain(RED))
        harness.stream.dropped += 2
        harness.stream.end()
        until(lambda: processor.waiting and len(harness.room.streams) == off + 1)  # noqa: B023
        until(lambda: harness.published.problems[-1] == WAITING)
        # Nothing is left of the last picture.
        until(lambda: same(harness.shown(), 0))
        assert (processor.dropped, processor.closed, harness.published.closed) == (2 * off, False, 0)
    processor.stop()
    assert (harness.published.closed, harness.stream.closed) == (1, True)


def test_what_the_function_raised_is_told_again_after_a_wait(harness: ProcessHarness) -> None:
    processor = harness.define(divide)
    assert same(harness.sees(plain(RED)), RED)
    harness.stream.end()
    until(lambda: harness.published.problems[-1] == WAITING)
    assert same(harness.sees(plain(GREEN)), GREEN)
    assert harness.published.problems[-1] == processor.problem
    assert len(harness.told) == 1
    processor.stop()


def test_when_they_leave_it_ends_and_says_why(harness: ProcessHarness) -> None:
    processor = harness.define(lambda image: image)
    harness.stream.end(PersonLeft("Ana has left the room."))
    until(lambda: harness.published.closed)
    assert processor.closed
    until(lambda: harness.told)
    assert [str(error) for error in harness.told] == ["Ana has left the room."]
    assert processor.problem == "PersonLeft: Ana has left the room."


def test_when_the_kernel_itself_leaves_nothing_is_shown(harness: ProcessHarness) -> None:
    processor = harness.define(lambda image: image)
    harness.stream.end(Disconnected("This kernel has left the room."))
    until(lambda: harness.published.closed)
    assert harness.told == []
    assert processor.problem == "Disconnected: This kernel has left the room."


def test_a_source_that_the_room_ends_stops_the_function(harness: ProcessHarness) -> None:
    processor = harness.define(lambda image: image)
    harness.published.source.stop()
    assert (processor.closed, harness.stream.closed) == (True, True)


def test_what_cannot_be_is_refused_at_once(harness: ProcessHarness) -> None:
    with pytest.raises(LookupError, match="not in the room"):
        process(harness.room, "nobody")(lambda image: image)
    with pytest.raises(TypeError, match="decorates a function"):
        process(harness.room, "ana")(7)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"from 0\.1 to 60"):
        process(harness.room, "ana", fps=0)
    assert harness.room.published == []


def test_a_room_that_takes_no_more_tracks_leaves_nobody_watched(
    harness: ProcessHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Published:
        raise ValueError("at most 8 tracks")

    monkeypatch.setattr(harness.room, "_publish", full)
    with pytest.raises(ValueError, match="at most 8"):
        harness.define(lambda image: image)
    assert harness.stream.closed


def test_figures_about_the_work(harness: ProcessHarness) -> None:
    time = [10.0]

    def work(image: Image) -> None:
        time[0] += 0.02

    stream: Any = PictureStream()
    processor = Processor(work, lambda: stream, Feed("work", fps=None), clock=lambda: time[0])
    assert repr(processor) == "<Processor 'work': 0.0/s, 0.0 ms, 0 dropped, waiting>"
    for value in range(10):
        processor._handle(seen(plain((value, 0, 0))))
    assert processor.ms == pytest.approx(20)
    assert processor.fps == pytest.approx(5)
    time[0] += 2
    assert processor.fps == 0
    assert repr(processor) == "<Processor 'work': 0.0/s, 20.0 ms, 0 dropped, running>"


# --- in a real kernel

CELL = """
import threading
from jupyter_videoroom.kernel.trouble import show, spawn
ready, told = threading.Event(), threading.Event()
def work():
    ready.wait(30)
    try:
        1 // 0
    except ZeroDivisionError as error:
        show(error)
    told.set()
spawn(work, "test")
"""


# ipykernel leaves sockets to the process's end.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_in_a_notebook_the_error_is_shown_in_the_cell_that_it_came_from() -> None:
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel()
    try:
        ours = client.execute(CELL)
        client.execute("ready.set(); told.wait(30)")
        while (error := client.get_iopub_msg(timeout=60))["msg_type"] != "error":
            pass
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert error["content"]["ename"] == "ZeroDivisionError"
    assert error["parent_header"]["msg_id"] == ours
    assert "1 // 0" in re.sub("\x1b[^m]*m", "", "".join(error["content"]["traceback"]))
