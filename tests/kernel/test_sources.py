"""Pictures and sound on their way into the room: colours, moments, what is left out, what is refused."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from aiortc import RTCPeerConnection
from aiortc.mediastreams import MediaStreamError
from numpy.typing import NDArray

from jupyter_videoroom.kernel.sources import Feed, publish, publish_audio
from jupyter_videoroom.kernel.sources.kinds import PICTURES, open_source
from jupyter_videoroom.kernel.sources.pace import Arrivals, News, Ticks
from jupyter_videoroom.kernel.sources.pump import Pump
from jupyter_videoroom.kernel.sources.shots import FOR_EVER, Request

from .published import BLUE, GREEN, RED, StillRoom, Time, colour, plain, run, same, until


def steady_feed(size: tuple[int, int] | None = None) -> tuple[Feed, Time]:
    time = Time()
    return Feed("sim", size=size, pace=Ticks(20, clock=time, sleep=time.sleep)), time


def received(feed: Feed, count: int = 1) -> list[Any]:
    async def read() -> list[Any]:
        return [await feed.track.recv() for _ in range(count)]

    return run(read())


def shots(source: object, fps: float = 20, count: int = 100) -> list[tuple[Any, float]]:
    found = open_source(source, Request(fps=fps), PICTURES)
    return [shot for shot, _ in zip(found, range(count), strict=False)]


# --- pictures


@pytest.mark.parametrize("wanted", [RED, GREEN, BLUE, (200, 100, 50), (10, 200, 90, 7), 0, 128, 255])
def test_what_is_pushed_is_sent_in_its_colours(wanted: tuple[int, ...] | int) -> None:
    feed, _ = steady_feed()
    feed.push(plain(wanted))
    (frame,) = received(feed)
    assert (frame.format.name, frame.width, frame.height) == ("yuv420p", 64, 48)
    assert same(colour(frame), wanted if isinstance(wanted, int) else wanted[:3])


@pytest.mark.parametrize(("height", "width"), [(49, 65), (101, 203), (720, 1279)])
def test_of_odd_sizes_the_last_row_and_column_are_not_sent(height: int, width: int) -> None:
    feed, _ = steady_feed()
    array = plain(RED, height, width)
    array[:, width // 2 :] = BLUE
    feed.push(array)
    (frame,) = received(feed)
    assert feed.size == (width, height)
    assert (frame.width, frame.height) == (width - width % 2, height - height % 2)
    seen = frame.to_ndarray(format="rgb24")
    assert same(list(seen[1, 0]), RED, 100)
    assert same(list(seen[1, -1]), BLUE, 100)


def test_rows_that_do_not_lie_side_by_side_are_taken() -> None:
    feed, _ = steady_feed()
    array = np.zeros((96, 128, 3), np.uint8)
    array[::2, ::-2] = GREEN
    feed.push(array[::2, ::-2])
    array[:] = 0
    assert same(colour(received(feed)[0]), GREEN)


WRONG = [
    ([[1, 2], [3, 4]], TypeError, "NumPy array of uint8"),
    (np.zeros((4, 4, 3)), TypeError, "uint8, from 0 to 255, not float64. If its values go from 0 to 1"),
    (np.zeros((4, 4), bool), TypeError, "not bool. For black and white"),
    (np.zeros((4, 4, 2), np.uint8), ValueError, r"RGB of shape \(height, width, 3\).* shape is \(4, 4, 2\)"),
    (np.zeros(4, np.uint8), ValueError, r"shape is \(4,\)"),
    (np.zeros((1, 4, 3), np.uint8), ValueError, "2 to 4096 pixels"),
    (np.zeros((4, 4097), np.uint8), ValueError, "2 to 4096 pixels"),
    (plain(RED, 64, 48), ValueError, r"have shape \(48, 64, 3\); this one has \(64, 48, 3\)"),
]


@pytest.mark.parametrize(("array", "kind", "words"), WRONG)
def test_what_is_no_picture_of_the_size_is_refused_at_once(array: object, kind: type[Exception], words: str) -> None:
    feed, _ = steady_feed((64, 48))
    with pytest.raises(kind, match=words):
        feed.push(array)
    assert feed.pushed == 0


def test_the_first_picture_fixes_the_size() -> None:
    feed, _ = steady_feed()
    feed.push(plain(RED))
    with pytest.raises(ValueError, match="this one has"):
        feed.push(plain(RED, 64, 48))
    feed.push(plain(7))
    assert (feed.size, feed.pushed) == ((64, 48), 2)


# --- moments


def test_a_slow_producer_is_repeated_at_even_moments() -> None:
    feed, _ = steady_feed()
    feed.push(plain(RED))
    frames = received(feed, 5)
    assert [frame.pts for frame in frames] == [0, 4500, 9000, 13500, 18000]
    assert all(same(colour(frame), RED) for frame in frames)
    assert len({id(frame) for frame in frames}) == 5
    assert feed.dropped == 0


def test_a_fast_producer_is_thinned_to_the_newest() -> None:
    feed, _ = steady_feed()
    for value in (10, 20, 30):
        feed.push(plain(value))
    assert same(colour(received(feed)[0]), 30)
    assert (feed.pushed, feed.dropped) == (3, 2)


def test_moments_that_were_missed_are_left_out_without_a_burst() -> None:
    time = Time()
    ticks = Ticks(20, clock=time, sleep=time.sleep)

    async def moments() -> list[float]:
        seen = [await ticks.next(), await ticks.next()]
        time.now += 0.33
        return seen + [await ticks.next() for _ in range(3)]

    assert run(moments()) == pytest.approx([0, 0.05, 0.35, 0.4, 0.45])
    assert time.slept == pytest.approx([0, 0.05, 0, 0.02, 0.05], abs=1e-6)


def test_sound_makes_up_for_what_it_missed_up_to_its_patience() -> None:
    time = Time()
    ticks = Ticks(50, patience=5, clock=time, sleep=time.sleep)

    async def moments() -> list[float]:
        await ticks.next()
        time.now += 0.07
        short = [await ticks.next() for _ in range(4)]
        time.now += 10.001
        return [*short, await ticks.next()]

    assert run(moments()) == pytest.approx([0.02, 0.04, 0.06, 0.08, 9.98])


def test_moments_do_not_drift() -> None:
    time = Time()
    ticks = Ticks(30, clock=time, sleep=time.sleep)

    async def last() -> float:
        for _ in range(3000):
            moment = await ticks.next()
            time.now += 0.004
        return moment

    assert run(last()) == pytest.approx(2999 / 30)


def test_processed_pictures_go_out_as_they_come() -> None:
    async def moments() -> list[float]:
        time, news = Time(), News()
        arrivals = Arrivals(news, longest=1000, clock=time)
        seen = []
        for pause in (0, 0.04, 0.03):
            waiting = asyncio.create_task(arrivals.next())
            await asyncio.sleep(0)
            time.now += pause
            await asyncio.to_thread(news.tell)
            seen.append(await waiting)
        return seen

    assert run(moments()) == pytest.approx([0, 0.04, 0.07])


def test_without_news_the_last_picture_is_repeated() -> None:
    feed = Feed("edges", fps=None)
    feed.push(plain(RED))
    first, second = received(feed, 2)
    assert second.pts > first.pts
    assert same(colour(second), RED)


# --- feeds in a room


def test_a_feed_is_published_and_closed() -> None:
    room = StillRoom()
    with publish(room, "sim", fps=10, size=(64, 48)) as feed:
        (published,) = room.published
        assert (published.name, published.kind, published.track) == ("sim", "video", feed.track)
        assert repr(feed) == "<Feed 'sim': 64x48, 0 pushed, 0 dropped, live>"
    feed.close()
    assert (published.closed, feed.track.readyState) == (1, "ended")
    with pytest.raises(MediaStreamError):
        received(feed)
    with pytest.raises(RuntimeError, match="'sim' is closed"):
        feed.push(plain(RED))


def test_published_again_a_name_is_the_new_feeds() -> None:
    room = StillRoom()
    first = publish(room, "sim")
    sound = publish_audio(room, "sim")
    second = publish(room, "sim")
    assert (first.closed, sound.closed, second.closed) == (True, False, False)
    with pytest.raises(TypeError, match="A source is"):
        publish(room, "sim", 7)
    assert not second.closed


def test_a_track_that_ends_closes_its_feed() -> None:
    room = StillRoom()
    feed = publish(room, "sim")
    feed.track.stop()
    assert (feed.closed, room.published[0].closed) == (True, 1)


@pytest.mark.parametrize(
    ("arguments", "kind", "words"),
    [
        ({"name": ""}, ValueError, "1 to 64 characters"),
        ({"name": 7}, TypeError, "name is a str, not a int"),
        ({"fps": 0}, ValueError, "from 0.1 to 60"),
        ({"fps": "20"}, TypeError, "fps is a number"),
        ({"size": (1, 2, 3)}, TypeError, r"size is \(width, height\)"),
        ({"size": (0, 480)}, ValueError, "2 to 4096"),
        ({"source": 7}, TypeError, "a Matplotlib Figure, .*an iterator of arrays; this is a int"),
        ({"source": "nothing.mp4"}, FileNotFoundError, "no file 'nothing.mp4'"),
        ({"source": __file__}, ValueError, "not an image, a video or a sound"),
    ],
)
def test_what_cannot_be_published_is_refused_at_once(
    arguments: dict[str, Any], kind: type[Exception], words: str
) -> None:
    room = StillRoom()
    with pytest.raises(kind, match=words):
        publish(room, **{"name": "sim", **arguments})
    assert room.published == []


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
    figures = pytest.importorskip("matplotlib.figure")
    figure = figures.Figure(figsize=(2, 1), dpi=50, facecolor="red")
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
    figures = pytest.importorskip("matplotlib.figure")
    animations = pytest.importorskip("matplotlib.animation")
    figure = figures.Figure(figsize=(1, 1), dpi=40)
    colours = [RED, GREEN, BLUE]

    def draw(number: int) -> None:
        figure.set_facecolor([value / 255 for value in colours[number]])

    film = animations.FuncAnimation(figure, draw, frames=3, interval=40, cache_frame_data=False)
    found = shots(film, count=5)
    assert [seconds for _, seconds in found] == [0.04] * 5
    wanted = [*colours, RED, GREEN]
    assert [same(colour(frame), is_now) for (frame, _), is_now in zip(found, wanted, strict=True)] == [True] * 5
    once = animations.FuncAnimation(figure, draw, frames=2, repeat=False, cache_frame_data=False)
    assert len(shots(once)) == 2


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
    sink = Shown(time)
    Pump(iter([("a", 0.1), (None, 0.2), ("b", 0.1)]), sink).run(time, time.wait)
    assert sink.shown == [("a", 0.0), ("b", 0.3)]
    assert sink.closed
    assert time.now == pytest.approx(100.4)


def test_a_pump_that_is_late_makes_up_for_a_little_and_forgives_the_rest() -> None:
    time = Time()
    sink = Shown(time)

    def slow() -> Iterator[tuple[object, float]]:
        yield 0, 0.1
        time.now += 5
        for number in range(1, 9):
            yield number, 0.1

    Pump(slow(), sink).run(time, time.wait)
    assert [moment for _, moment in sink.shown] == pytest.approx([0, *[5.1] * 7, 5.2])


def test_an_error_of_a_source_is_told_once_and_the_picture_stays() -> None:
    time = Time()
    sink = Shown(time)
    told: list[BaseException] = []

    def broken() -> Iterator[tuple[object, float]]:
        yield "a", 0.1
        raise ZeroDivisionError("division by zero")

    Pump(broken(), sink, tell=told.append).run(time, time.wait)
    assert (sink.problem, sink.closed) == ("ZeroDivisionError: division by zero", False)
    assert [type(error) for error in told] == [ZeroDivisionError]


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


# --- over a real connection


def test_another_peer_receives_the_picture() -> None:
    async def work() -> Any:
        feed = Feed("sim", fps=30)
        feed.push(plain((200, 100, 50), 241, 321))
        sender, receiver = RTCPeerConnection(), RTCPeerConnection()
        arrived: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        receiver.on("track", arrived.set_result)
        sender.addTrack(feed.track)
        await sender.setLocalDescription(await sender.createOffer())
        await receiver.setRemoteDescription(sender.localDescription)
        await receiver.setLocalDescription(await receiver.createAnswer())
        await sender.setRemoteDescription(receiver.localDescription)
        try:
            return await (await arrived).recv()
        finally:
            await sender.close()
            await receiver.close()
            assert feed.closed

    frame = run(work(), 60)
    assert (frame.width, frame.height) == (320, 240)
    assert same(colour(frame), (200, 100, 50), 12)
