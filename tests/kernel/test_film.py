"""A film is one source: its picture and its sound, in step, to an end that can be awaited."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import av
import numpy as np
import pytest
from aiortc import RTCPeerConnection
from aiortc.rtp import RtcpSrPacket
from numpy.typing import NDArray

from jupyter_videoroom.kernel.mesh.negotiation import SourceTrack
from jupyter_videoroom.kernel.sources import Feed, publish, publish_audio
from jupyter_videoroom.kernel.sources.sound import BLOCK, RATE, Schedule

from .clips import numbered, tone, write_film, write_sound
from .published import StillRoom, plain, run

# --- what it is called, and what there is of it


def film(path: Path, seconds: float = 1.0, sound: bool = True) -> Path:
    count = round(seconds * 10)
    return write_film(
        path, [numbered(number) for number in range(count)], sound=tone(seconds, 440, RATE, 2) if sound else None
    )


def test_a_film_is_called_as_its_file_and_has_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = film(tmp_path / "film.mp4")
    path.rename(tmp_path / "no ending")
    film(path)
    monkeypatch.chdir(tmp_path)
    for given, name in (("film.mp4", "film.mp4"), (path, "film.mp4"), ("no ending", "no ending")):
        room = StillRoom()
        with publish(room, given) as feed:
            assert [(one.name, one.source.kind) for one in room.published] == [(name, "video"), (name, "audio")]
            assert feed.sound
        assert feed.sound.closed
    room = StillRoom()
    with publish(room, "talk", "film.mp4"):
        assert [(one.name, one.source.kind) for one in room.published] == [("talk", "video"), ("talk", "audio")]


def test_what_is_no_file_is_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    for name in ("sim", "talk v1.2", "CPU/GPU", "folder", "a.b"):
        with publish(StillRoom(), name) as feed:
            assert (feed.name, feed.pushed) == (name, 0)
    for missing in ("film.mp4", "IMAGE.PNG", Path("sim"), "folder/film.webm"):
        with pytest.raises(FileNotFoundError, match="There is no file"):
            publish(StillRoom(), missing)
    with pytest.raises(IsADirectoryError):
        publish(StillRoom(), tmp_path / "folder")


def test_a_name_that_is_long_or_no_text_is_shown_as_far_as_it_can_be(tmp_path: Path) -> None:
    for name, shown in ((b"caf\xe9.mkv", "caf\ufffd.mkv"), (b"l" * 80 + b".mkv", "l" * 64)):
        path = film(tmp_path / "film.mkv", sound=False).rename(tmp_path / name.decode("utf-8", "surrogateescape"))
        with publish(StillRoom(), path) as feed:
            assert feed.name == shown


def test_a_film_without_sound_is_one_track(tmp_path: Path) -> None:
    room = StillRoom()
    with publish(room, film(tmp_path / "film.mp4", sound=False)) as feed:
        assert [one.source.kind for one in room.published] == ["video"]
        assert feed.sound is None


def test_a_cover_stays_while_its_sound_plays(tmp_path: Path) -> None:
    path = tmp_path / "song.mkv"
    write_film(path, [plain((255, 0, 0))], sound=tone(0.5, 440, RATE, 2))
    feed = publish(StillRoom(), path)
    feed.ended.result(30)
    assert feed.pushed == 1
    assert feed.sound
    assert feed.sound.pushed / RATE == pytest.approx(0.5, abs=0.1)


def test_sound_alone_is_refused_naming_who_plays_it(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "tone.wav", tone(1, 440, 44_100))
    with pytest.raises(ValueError, match=r"room\.publish_audio plays its sound"):
        publish(StillRoom(), path)


class FullRoom(StillRoom):
    def _publish(self, *_: Any) -> Any:
        raise ValueError("A kernel publishes at most 8 tracks")


def test_where_there_is_no_room_for_both_nothing_is_published(tmp_path: Path) -> None:
    room, path = FullRoom(), film(tmp_path / "film.mp4")
    with av.open(str(path)) as container:
        for _ in range(2):
            with pytest.raises(ValueError, match="at most 8"):
                publish(room, "film", container)
    assert room.published == []


# --- its end


def test_the_end_of_every_source_can_be_awaited(tmp_path: Path) -> None:
    path = film(tmp_path / "film.mp4", 0.3)

    async def work() -> None:
        feeds = [
            publish(StillRoom(), path),
            publish(StillRoom(), "list", [plain(7)] * 3),
            publish_audio(StillRoom(), "array", tone(0.1, 440, RATE)[:, 0]),
            publish_audio(StillRoom(), "sound", path),
        ]
        for feed in feeds:
            await feed.ended
            assert feed.closed

    run(work())
    feed = publish(StillRoom(), "pushed")
    with pytest.raises(TimeoutError):
        feed.ended.result(0.01)
    feed.close()
    feed.ended.result(30)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_waiting_for_a_source_raises_what_it_raised(capsys: pytest.CaptureFixture[str]) -> None:
    feed = publish(StillRoom(), "broken", (1 / number for number in (0,)))
    with pytest.raises(ZeroDivisionError):
        feed.ended.result(30)
    assert feed.problem == "ZeroDivisionError: division by zero"
    assert not feed.closed
    feed.close()
    capsys.readouterr()


def test_its_own_rate_is_kept_up_to_sixty(tmp_path: Path) -> None:
    for rate, count in ((30, 30), (120, 60)):
        path = write_film(tmp_path / f"{rate}.mkv", [numbered(number % 60) for number in range(rate)], rate=rate)
        feed = publish(StillRoom(), path)
        feed.ended.result(30)
        assert feed.pushed == pytest.approx(count, abs=2)


def test_a_film_goes_out_as_it_comes_unless_fps_is_given(tmp_path: Path) -> None:
    path = write_film(tmp_path / "film.mkv", [numbered(number) for number in range(45)], rate=30)

    async def sent(**options: Any) -> int:
        feed, count = publish(StillRoom(), "film", path, **options), 0
        while await feed.frames.next():
            count += 1
        return count

    assert run(sent()) > 35
    assert run(sent(fps=10)) < 20


# --- in step


def heard_at(schedule: Schedule, now: float) -> list[int]:
    """Which samples of 1, 2, 3... are heard in a packet: where a part begins, and what with."""
    return [int(value) for value in schedule.take(now)[:, 0]]


def counted(first: int, count: int) -> NDArray[np.int16]:
    return np.repeat(np.arange(first, first + count, dtype=np.int16)[:, None], 2, 1)


def test_sound_is_heard_at_its_moment() -> None:
    schedule = Schedule()
    schedule.put(counted(1, 2 * BLOCK), 10.01)
    assert heard_at(schedule, 9.9) == [0] * BLOCK
    assert heard_at(schedule, 10.0) == [0] * 480 + list(range(1, 481))
    # Its reader is woken early and late by some milliseconds: nothing is lost.
    assert heard_at(schedule, 10.045) == list(range(481, 481 + BLOCK))
    assert heard_at(schedule, 10.04) == [*range(481 + BLOCK, 1 + 2 * BLOCK), *[0] * 480]
    assert schedule.dropped == 0


def test_sound_that_nobody_took_is_left_out() -> None:
    schedule = Schedule()
    for number in range(30):
        schedule.put(counted(1 + number * BLOCK, BLOCK), 10 + number * 0.02)
    assert heard_at(schedule, 10.2)[0] == 1 + 10 * BLOCK
    assert schedule.dropped == 10 * BLOCK
    # A stall: what should have been heard in it is not heard later.
    assert heard_at(schedule, 10.5)[0] == 1 + 25 * BLOCK


def flashes(path: Path, seconds: int = 6) -> Path:
    """White and a beep for a fifth of each second, from the second one on."""
    light = [plain(235 if number >= 30 and number % 30 < 6 else 16) for number in range(30 * seconds)]
    sound = tone(seconds, 1_000, RATE, 2)
    sound[(np.arange(len(sound)) % RATE >= RATE // 5) | (np.arange(len(sound)) < RATE)] = 0
    return write_film(path, [np.repeat(array[..., None], 3, 2) for array in light], sound=sound, rate=30)


class Receiver:
    """One track at another peer: when it begins to be bright, or loud, on the sender's clock."""

    def __init__(self, receiver: Any) -> None:
        self.begins: list[float] = []
        self._reports: list[float] = []
        self._first: int | None = None
        self._clock = 90_000 if receiver.track.kind == "video" else RATE
        self._track = receiver.track
        self._usual = receiver._handle_rtcp_packet, receiver._handle_rtp_packet
        receiver._handle_rtcp_packet, receiver._handle_rtp_packet = self._report, self._packet

    async def _report(self, packet: Any) -> None:
        if isinstance(packet, RtcpSrPacket):
            told = packet.sender_info
            self._reports.append(told.ntp_timestamp / 2**32 - told.rtp_timestamp / self._clock)
        await self._usual[0](packet)

    async def _packet(self, packet: Any, **options: Any) -> None:
        if self._first is None:
            self._first = packet.timestamp
        await self._usual[1](packet, **options)

    async def read(self) -> None:
        on = False
        while True:
            frame = await self._track.recv()
            level = (
                frame.to_ndarray(format="gray").mean() if self._clock == 90_000 else np.abs(frame.to_ndarray()).max()
            )
            if level > (100 if self._clock == 90_000 else 4_000) and not on:
                self.begins.append(frame.pts / self._clock)
            on = level > (100 if self._clock == 90_000 else 4_000)

    def moments(self) -> list[float]:
        assert self._first is not None
        return [begin + self._first / self._clock + median(self._reports) for begin in self.begins]


async def skew(feed: Feed, tracks: list[Any], meanwhile: Callable[[], Any]) -> list[float]:
    """Seconds by which each beep comes after its flash, at another peer."""
    sender, receiver = RTCPeerConnection(), RTCPeerConnection()
    for track in tracks:
        sender.addTrack(track)
    await sender.setLocalDescription(await sender.createOffer())
    await receiver.setRemoteDescription(sender.localDescription)
    receivers = {one.track.kind: Receiver(one) for one in receiver.getReceivers()}
    await receiver.setLocalDescription(await receiver.createAnswer())
    await sender.setRemoteDescription(receiver.localDescription)
    reading = [asyncio.ensure_future(one.read()) for one in receivers.values()]
    try:
        await asyncio.sleep(2.5)
        meanwhile()
        await feed.ended
    finally:
        for task in reading:
            task.cancel()
        await sender.close()
        await receiver.close()
    flash, beep = receivers["video"].moments(), receivers["audio"].moments()
    assert len(flash) >= 3
    return [min((b - f for b in beep), key=abs) for f in flash]


class Slow(io.BytesIO):
    """A file on a disk that has to start up."""

    pause = 0.0

    def read(self, count: int | None = -1) -> bytes:
        pause, self.pause = self.pause, 0.0
        time.sleep(pause)
        return super().read(count)


@pytest.mark.parametrize("stalls", ["", "loop", "file"])
def test_at_another_peer_picture_and_sound_are_in_step(tmp_path: Path, stalls: str) -> None:
    file = Slow(flashes(tmp_path / "film.mkv").read_bytes())

    def stall() -> None:
        if stalls == "loop":
            time.sleep(0.8)
        if stalls == "file":
            file.pause = 0.8

    async def work() -> list[float]:
        with av.open(file, buffer_size=1024) as container:
            room = StillRoom()
            feed = publish(room, "film", container)
            return await skew(feed, [SourceTrack(one.source) for one in room.published], stall)

    found = sorted(map(abs, run(work(), 60)))
    # What was heard when the file stalled was not yet seen.
    assert max(found[: -1 if stalls == "file" else None]) < 0.08, found
