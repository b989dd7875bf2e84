"""What pictures can be taken from, and when each is shown."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from matplotlib import animation, pyplot
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from jupyter_videoroom.kernel import private
from jupyter_videoroom.kernel.private import Feature
from jupyter_videoroom.kernel.sources import figures, publish
from jupyter_videoroom.kernel.sources.kinds import PICTURES, open_source
from jupyter_videoroom.kernel.sources.pump import Pump
from jupyter_videoroom.kernel.sources.shots import FOR_EVER, Request

from .published import BLUE, GREEN, RED, StillRoom, Time, colour, plain, received, run, same, steady_feed, until


def shots(source: object, fps: float = 20, count: int = 100) -> list[tuple[Any, float]]:
    found = open_source(source, Request(fps=fps), PICTURES)
    return [shot for shot, _ in zip(found, range(count), strict=False)]


# --- kinds of sources


def test_an_iterator_is_asked_when_a_picture_is_due() -> None:
    found = shots([plain(RED), plain(GREEN, 10, 20)], fps=4)
    assert [seconds for _, seconds in found] == [0.25, 0.25]
    assert same(colour(found[1][0]), GREEN)


def test_an_array_is_a_picture_that_stays_and_four_dimensions_are_many() -> None:
    ((still, seconds),) = shots(plain(BLUE))
    assert same(colour(still), BLUE)
    assert seconds == FOR_EVER
    assert len(shots(np.zeros((3, 8, 8, 3), np.uint8))) == 3


async def colours_to_come() -> AsyncIterator[NDArray[np.uint8]]:
    for wanted in (RED, GREEN):
        await asyncio.sleep(0)
        yield plain(wanted)


def test_an_async_iterator_runs_without_a_loop() -> None:
    assert [colour(frame)[0] > 200 for frame, _ in shots(colours_to_come())] == [True, False]


class Futures:
    """Makes its first future when it is asked, as queues of some libraries do."""

    def __init__(self) -> None:
        self._asked = 0

    def __aiter__(self) -> Futures:
        return self

    def __anext__(self) -> asyncio.Future[NDArray[np.uint8] | None]:
        self._asked += 1
        future = asyncio.get_running_loop().create_future()
        future.set_result(plain(RED) if self._asked == 1 else None)
        return future


def test_an_async_iterator_without_coroutines_runs_without_a_loop() -> None:
    assert len(shots(Futures())) == 1


def test_an_async_iterator_runs_on_the_loop_that_it_came_from() -> None:
    async def work() -> list[Any]:
        queue: asyncio.Queue[int] = asyncio.Queue()

        async def values() -> AsyncIterator[NDArray[np.uint8]]:
            for _ in range(2):
                yield plain(await queue.get())

        found = open_source(values(), Request(), PICTURES)
        seen = []
        for value in (50, 150):
            await queue.put(value)
            seen.append((await asyncio.to_thread(next, found))[0])
        assert await asyncio.to_thread(next, found, None) is None
        return seen

    assert [same(colour(frame), value) for frame, value in zip(run(work()), (50, 150), strict=True)] == [True, True]


def write_video(path: Path, colours: list[tuple[int, int, int]], rate: int = 10) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream(
            "mpeg4" if path.suffix == ".mp4" else path.suffix[1:].replace("jpg", "mjpeg"), rate=rate
        )
        stream.width, stream.height = 64, 48
        stream.pix_fmt = {".mp4": "yuv420p", ".png": "rgb24", ".jpg": "yuvj420p"}[path.suffix]
        for wanted in colours:
            frame = av.VideoFrame.from_ndarray(plain(wanted), format="rgb24")
            container.mux(stream.encode(frame.reformat(format=stream.pix_fmt)))
        container.mux(stream.encode(None))
    return path


def test_a_video_plays_at_its_own_speed_from_a_path_or_a_container(tmp_path: Path) -> None:
    path = write_video(tmp_path / "film.mp4", [RED, GREEN, BLUE])
    for source in (path, str(path), av.open(str(path))):
        found = shots(source)
        assert [same(colour(frame), wanted, 12) for (frame, _), wanted in zip(found, (RED, GREEN, BLUE), strict=True)]
        assert [seconds for _, seconds in found] == pytest.approx([0.1, 0.1, 0.1])


@pytest.mark.parametrize("name", ["logo.png", "logo.jpg"])
def test_an_image_stays_and_is_scaled_to_the_size(tmp_path: Path, name: str) -> None:
    path = write_video(tmp_path / name, [(200, 100, 50)])
    ((frame, seconds),) = shots(path)
    assert seconds == FOR_EVER
    feed, _ = steady_feed((31, 21))
    feed.show(frame)
    (sent,) = received(feed)
    assert (sent.width, sent.height) == (30, 20)
    assert same(colour(sent), (200, 100, 50), 6)


def test_a_figure_is_drawn_anew_when_it_has_changed() -> None:
    figure = Figure(figsize=(2, 1), dpi=50, facecolor="red")
    canvas, earlier = figure.canvas, figure.stale_callback
    found = open_source(figure, Request(fps=10), PICTURES)
    first, seconds = next(found)
    assert (first.width, first.height, seconds) == (100, 50, 0.1)
    assert same(colour(first), RED)
    assert next(found)[0] is None

    async def change() -> None:
        await asyncio.to_thread(figure.set_facecolor, "lime")

    run(change())
    assert same(colour(next(found)[0]), GREEN)
    assert next(found)[0] is None
    found.close()  # type: ignore[attr-defined]
    assert (figure.canvas, figure.stale_callback) == (canvas, earlier)


def test_an_animation_shows_its_frames_again_and_again() -> None:
    figure = Figure(figsize=(1, 1), dpi=40)
    colours = [RED, GREEN, BLUE]

    def draw(number: int) -> None:
        red, green, blue = (value / 255 for value in colours[number])
        figure.set_facecolor((red, green, blue))

    film = animation.FuncAnimation(figure, draw, frames=3, interval=40, cache_frame_data=False)
    found = shots(film, count=5)
    assert [seconds for _, seconds in found] == [0.04] * 5
    wanted = [*colours, RED, GREEN]
    assert [same(colour(frame), is_now) for (frame, _), is_now in zip(found, wanted, strict=True)] == [True] * 5
    once = animation.FuncAnimation(figure, draw, frames=2, repeat=False, cache_frame_data=False)
    assert len(shots(once)) == 2


def test_an_animation_of_a_matplotlib_that_was_changed_shows_what_it_would_save(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    owner = "matplotlib.animation:Animation"
    monkeypatch.setattr(figures, "ANIMATING", Feature("it is shown once", {owner: ("_renamed_since",)}))
    figure = Figure(figsize=(1, 1), dpi=40)
    film = animation.FuncAnimation(figure, lambda n: figure.set_facecolor(["red", "lime", "blue"][n]), frames=3)
    found = shots(film)
    assert [same(colour(frame), wanted) for (frame, _), wanted in zip(found, (RED, GREEN, BLUE), strict=True)] == [
        True,
        True,
        True,
    ]
    [record] = caplog.records
    assert f"has no _renamed_since in {owner}" in record.getMessage()
    assert private.ANIMATING.available


@pytest.mark.parametrize("init", [True, False])
def test_an_animation_that_is_blitted_is_drawn(init: bool) -> None:
    figure = Figure(figsize=(1, 1), dpi=40, facecolor="red")
    patch = Rectangle((0, 0), 1, 1, color="red")
    figure.add_artist(patch)

    def draw(number: int) -> list[Any]:
        patch.set_color(["lime", "blue"][number])
        return [patch]

    film = animation.FuncAnimation(
        figure, draw, frames=2, init_func=(lambda: [patch]) if init else None, blit=True, cache_frame_data=False
    )
    found = shots(film, count=2)
    assert [same(colour(frame), wanted) for (frame, _), wanted in zip(found, (GREEN, BLUE), strict=True)] == [
        True,
        True,
    ]


@pytest.mark.parametrize("blit", [True, False])
def test_an_animation_of_artists_shows_them_in_turn(blit: bool) -> None:
    figure = Figure(figsize=(1, 1), dpi=40)
    axes = figure.add_axes((0, 0, 1, 1))
    rows = [[axes.add_patch(Rectangle((0, 0), 1, 1, color=shade))] for shade in ("red", "lime", "blue")]
    found = shots(animation.ArtistAnimation(figure, rows, interval=50, blit=blit), count=4)
    wanted = (RED, GREEN, BLUE, RED)
    assert [same(colour(frame), is_now) for (frame, _), is_now in zip(found, wanted, strict=True)] == [True] * 4


def test_an_animation_is_not_drawn_more_often_than_it_is_sent() -> None:
    figure = Figure(figsize=(1, 1), dpi=40)
    seen: list[int] = []
    film = animation.FuncAnimation(figure, seen.append, frames=count(), interval=10, cache_frame_data=False)
    found = shots(film, fps=20, count=20)
    assert {seconds for _, seconds in found} == {0.01}
    assert sum(frame is not None for frame, _ in found) < 10
    # Nothing of its state is left out.
    assert set(range(20)) <= set(seen)


def test_a_figure_that_was_changed_half_way_is_drawn_at_the_next_look() -> None:
    figure, failures = Figure(figsize=(1, 1), dpi=40, facecolor="red"), [2]

    class Fickle(Rectangle):
        def draw(self, renderer: Any) -> None:
            if failures[0]:
                failures[0] -= 1
                raise RuntimeError("dictionary changed size during iteration")

    figure.add_artist(Fickle((0, 0), 1, 1))
    found = open_source(figure, Request(fps=10), PICTURES)
    # One that fails once is no problem, and one that goes on is.
    assert next(found)[0] is None
    assert isinstance(next(found)[0], RuntimeError)
    run(asyncio.to_thread(figure.set_facecolor, "lime"))
    assert same(colour(next(found)[0]), GREEN)
    failures[0] = 1
    run(asyncio.to_thread(figure.set_facecolor, "blue"))
    assert next(found)[0] is None
    assert same(colour(next(found)[0]), BLUE)


def test_a_figure_of_a_notebook_goes_on_when_its_window_is_closed() -> None:
    figure = pyplot.figure(figsize=(1, 1), dpi=40, facecolor="red")
    found = open_source(figure, Request(fps=10), PICTURES)
    assert same(colour(next(found)[0]), RED)
    pyplot.close(figure)
    assert next(found)[0] is None
    run(asyncio.to_thread(figure.set_facecolor, "lime"))
    assert same(colour(next(found)[0]), GREEN)


# --- pumps


class Shown:
    """Where a pump puts things, and when."""

    def __init__(self, time: Time) -> None:
        self.time = time
        self.shown: list[tuple[object, float]] = []
        self.problem = ""
        self.closed = False

    def show(self, item: object) -> None:
        self.shown.append((item, round(self.time.now - 100, 3)))

    def report(self, problem: str) -> None:
        self.problem = problem

    def close(self) -> None:
        self.closed = True


def test_a_pump_shows_what_is_due_and_closes_at_the_end() -> None:
    time = Time()
    sink: Any = Shown(time)
    Pump(iter([("a", 0.1), (None, 0.2), ("b", 0.1)]), sink).run(time, time.wait)
    assert sink.shown == [("a", 0.0), ("b", 0.3)]
    assert sink.closed
    assert time.now == pytest.approx(100.4)


def test_a_pump_that_is_late_makes_up_for_a_little_and_forgives_the_rest() -> None:
    time = Time()
    sink: Any = Shown(time)

    def slow() -> Iterator[tuple[object, float]]:
        yield 0, 0.1
        time.now += 5
        for number in range(1, 9):
            yield number, 0.1

    Pump(slow(), sink).run(time, time.wait)
    assert [moment for _, moment in sink.shown] == pytest.approx([0, *[5.1] * 7, 5.2])


@pytest.mark.parametrize("error", [ZeroDivisionError("division by zero"), SystemExit("division by zero")])
def test_an_error_of_a_source_is_told_once_and_the_picture_stays(error: BaseException) -> None:
    time = Time()
    sink: Any = Shown(time)
    told: list[BaseException] = []

    def broken() -> Iterator[tuple[object, float]]:
        yield "a", 0.1
        raise error

    Pump(broken(), sink, tell=told.append).run(time, time.wait)
    assert (sink.problem, sink.closed) == (f"{type(error).__name__}: division by zero", False)
    assert told == [error]


def test_a_source_is_pumped_into_the_room_until_its_end() -> None:
    room = StillRoom()
    feed = publish(room, "sim", (plain(value) for value in (10, 20, 30)), fps=50)
    until(lambda: feed.closed)
    assert feed.pushed == 3
    assert room.published[0].closed == 1


def test_a_feed_that_is_closed_lets_its_source_go() -> None:
    done: list[bool] = []

    def endless() -> Iterator[NDArray[np.uint8]]:
        try:
            while True:
                yield plain(RED)
        finally:
            done.append(True)

    feed = publish(StillRoom(), "sim", endless(), fps=60)
    until(lambda: feed.pushed > 1)
    feed.close()
    until(lambda: done)
