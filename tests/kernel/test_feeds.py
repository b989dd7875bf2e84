"""Pictures on their way into the room: colours, moments, what is left out, what is refused."""

from __future__ import annotations

import asyncio
from typing import Any

import numpy as np
import pytest
from aiortc import RTCPeerConnection
from av import VideoFrame

from jupyter_videoroom.kernel.mesh.negotiation import SourceTrack
from jupyter_videoroom.kernel.sources import Feed, publish, publish_audio
from jupyter_videoroom.kernel.sources.pace import Arrivals, News, Ticks

from .published import BLUE, GREEN, RED, StillRoom, Time, colour, plain, received, run, same, steady_feed

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
    (np.zeros((3, 48, 64), np.uint8), ValueError, r"shape is \(3, 48, 64\). The channels are last"),
    (np.zeros((48, 64, 1), np.uint8), ValueError, r"shape is \(48, 64, 1\). Grey has no dimension"),
    (np.zeros((0, 4, 3), np.uint8), ValueError, "at least one pixel"),
    (np.zeros((4, 0), np.uint8), ValueError, "at least one pixel"),
    (np.zeros((4, 4), ">u2"), TypeError, r"uint8, from 0 to 255, not uint16. .*array >> 8"),
    (b"1234", TypeError, "this is a bytes"),
    (None, TypeError, "this is a NoneType"),
    (VideoFrame(64, 48, "xv30be"), ValueError, "64x48 in the format 'xv30be' cannot be converted"),
    (VideoFrame(64, 48, "yaf32le"), ValueError, "'yaf32le' cannot be converted"),
    (VideoFrame(65, 48, "bayer_rggb8"), ValueError, "'bayer_rggb8' cannot be converted|have shape"),
    (VideoFrame(), ValueError, "have shape"),
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
        assert (published.name, published.source.kind, published.source) == ("sim", "video", feed.frames)
        assert repr(feed) == "<Feed 'sim': 64x48, 0 pushed, 0 dropped, live>"
    feed.close()
    assert published.closed == 1
    assert received(feed) == [None]
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


def test_a_source_that_is_stopped_closes_its_feed() -> None:
    room = StillRoom()
    feed = publish(room, "sim")
    feed.frames.stop()
    assert (feed.closed, room.published[0].closed) == (True, 1)


@pytest.mark.parametrize(
    ("arguments", "kind", "words"),
    [
        ({"name": ""}, ValueError, "1 to 64 visible characters"),
        ({"name": 7}, TypeError, "name is a str, not a int"),
        ({"fps": 0}, ValueError, "from 0.1 to 60"),
        ({"fps": "20"}, TypeError, "fps is a number"),
        ({"size": (1, 2, 3)}, TypeError, r"size is \(width, height\)"),
        ({"size": (0, 480)}, ValueError, "2 to 4096"),
        ({"source": 7}, TypeError, "a Matplotlib Figure, .*an iterator of pictures or of arrays; this is a int"),
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


# --- over a real connection


def test_another_peer_receives_the_picture() -> None:
    async def work() -> Any:
        feed = Feed("sim", fps=30)
        feed.push(plain((200, 100, 50), 241, 321))
        sender, receiver = RTCPeerConnection(), RTCPeerConnection()
        arrived: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        receiver.on("track", arrived.set_result)
        sender.addTrack(SourceTrack(feed.frames))
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
