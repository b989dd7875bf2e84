"""Sound on its way into the room: levels, evenness, what is dropped, what is refused."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from aiortc import RTCPeerConnection
from numpy.typing import NDArray

from jupyter_videoroom.kernel.mesh.negotiation import SourceTrack
from jupyter_videoroom.kernel.sources import AudioFeed, publish_audio
from jupyter_videoroom.kernel.sources.kinds import SOUNDS, open_source
from jupyter_videoroom.kernel.sources.pace import Ticks
from jupyter_videoroom.kernel.sources.shots import Request

from .published import StillRoom, Time, run, until


def tone(rate: int = 48_000, seconds: float = 1.0, hertz: float = 440, level: float = 0.5) -> NDArray[np.float32]:
    moments = np.arange(round(rate * seconds)) / rate
    return (level * np.sin(2 * np.pi * hertz * moments)).astype(np.float32)


def even_feed(rate: int = 48_000, buffer: float = 2.0) -> AudioFeed:
    time = Time()
    return AudioFeed("tone", rate, buffer, pace=Ticks(50, patience=5, clock=time, sleep=time.sleep))


def heard(feed: AudioFeed, count: int) -> tuple[list[Any], NDArray[np.int16]]:
    """The next frames, and their samples as (samples, 2)."""

    async def read() -> list[Any]:
        return [await feed.frames.next() for _ in range(count)]

    frames = run(read())
    return frames, np.concatenate([frame.to_ndarray().reshape(-1, 2) for frame in frames])


def hertz(samples: NDArray[Any], rate: int = 48_000) -> float:
    """The loudest pitch."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * rate / len(samples))


def level(samples: NDArray[Any]) -> float:
    return float(np.sqrt(2 * np.mean((samples / 32768.0) ** 2)))


def test_frames_are_even_and_silent_where_nothing_comes() -> None:
    frames, samples = heard(even_feed(), 5)
    assert [frame.pts for frame in frames] == [0, 960, 1920, 2880, 3840]
    assert {(frame.samples, frame.sample_rate, frame.layout.name) for frame in frames} == {(960, 48_000, "stereo")}
    assert not samples.any()


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000])
@pytest.mark.parametrize("form", ["float32", "int16", "two channels"])
def test_what_is_pushed_is_heard_at_its_pitch_and_level(rate: int, form: str) -> None:
    feed = even_feed(rate)
    sound: NDArray[Any] = tone(rate)
    if form == "int16":
        sound = (sound * 32767).astype(np.int16)
    feed.push(np.stack([sound, sound * 0], 1) if form == "two channels" else sound)
    _, samples = heard(feed, 45)
    assert hertz(samples[:, 0]) == pytest.approx(440, abs=3)
    assert level(samples[4800:, 0]) == pytest.approx(0.5, rel=0.03)
    assert level(samples[4800:, 1]) == pytest.approx(0 if form == "two channels" else 0.5, rel=0.03, abs=0.001)


def test_blocks_of_any_length_join_without_a_seam() -> None:
    feed, sound = even_feed(16_000), tone(16_000)
    for at in range(0, len(sound), 171):
        feed.push(sound[at : at + 171])
    _, samples = heard(feed, 45)
    # The resampler begins in the middle of nothing.
    steps = np.abs(np.diff(samples[100:, 0].astype(int)))
    assert steps.max() < 32768 * 0.5 * 2 * np.pi * 440 / 48_000 * 1.1


def test_what_waits_too_long_is_dropped_and_counted() -> None:
    feed = even_feed(buffer=0.5)
    feed.push(np.full(24_000, 0.25, np.float32))
    feed.push(np.full(12_000, -0.25, np.float32))
    assert (feed.pushed, feed.dropped) == (36_000, 12_000)
    _, samples = heard(feed, 26)
    assert (samples[:11_000] > 0).all()
    assert (samples[13_000:23_000] < 0).all()
    assert not samples[24_000:].any()


def test_a_short_sound_waits_a_little_and_is_heard() -> None:
    feed = even_feed()
    feed.push(np.full(480, 0.5, np.float32))
    _, samples = heard(feed, 4)
    assert np.flatnonzero(samples[:, 0]).tolist() == list(range(1920, 2400))


def test_too_loud_is_cut_and_no_number_is_silence() -> None:
    feed = even_feed()
    feed.push(np.array([2.0, -2.0, np.nan, 1.0] * 960, np.float32))
    _, samples = heard(feed, 1)
    assert samples[:4, 0].tolist() == [32767, -32767, 0, 32767]


@pytest.mark.parametrize(
    ("block", "kind", "words"),
    [
        ([0.1, 0.2], TypeError, "float32 from -1 to 1, or int16.* this is a list"),
        (np.zeros(9), TypeError, r"dtype is float64. astype\('float32'\)"),
        (np.zeros(9, np.int32), TypeError, "dtype is int32"),
        (np.zeros(9, ">f8"), TypeError, r"dtype is float64. astype\('float32'\)"),
        (np.zeros(9, ">u2"), TypeError, "dtype is uint16. If 32768 is silence"),
        (np.zeros((9, 3), np.float32), ValueError, r"shape is \(9, 3\)"),
        (np.zeros((0, 3), np.int16), ValueError, r"shape is \(0, 3\)"),
        (np.float32(1), ValueError, r"shape is \(\)"),
        (np.zeros((2, 9), np.float32), ValueError, r"\(samples, channels\) with .* shape is \(2, 9\)\. .*: array\.T"),
    ],
)
def test_what_is_no_sound_is_refused_at_once(block: object, kind: type[Exception], words: str) -> None:
    feed = even_feed()
    with pytest.raises(kind, match=words):
        feed.push(block)
    assert feed.pushed == 0


@pytest.mark.parametrize(
    ("arguments", "kind", "words"),
    [
        ({"rate": 4_000}, ValueError, "from 8000 to 192000"),
        ({"rate": 48e3 + 0.5}, ValueError, "whole number"),
        ({"buffer": 0}, ValueError, "0.1 to 60 seconds"),
        ({"source": 7}, TypeError, "a path to a file with sound.*; this is a int"),
        ({"source": np.zeros(3)}, TypeError, "dtype is float64"),
        ({"source": [0.1, 0.2]}, TypeError, "this is a float"),
        ({"source": b"RIFF"}, TypeError, r"this is a bytes\. .*av\.open\(io\.BytesIO"),
        ({"source": io.BytesIO(b"RIFF")}, TypeError, r"this is a BytesIO\. .* av\.open\(file\)"),
        ({"source": {"a": np.zeros(3, np.float32)}}, TypeError, "this is a dict"),
    ],
)
def test_what_cannot_be_published_is_refused_at_once(
    arguments: dict[str, Any], kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words):
        publish_audio(StillRoom(), "tone", **arguments)


# --- sources


def blocks(source: object, rate: int = 48_000) -> tuple[NDArray[np.int16], float]:
    """All of a source's samples, and how long it says that they last."""
    shots = list(open_source(source, Request(rate=rate), SOUNDS))
    return np.concatenate([block for block, _ in shots]), sum(seconds for _, seconds in shots)


def test_an_array_and_an_iterator_are_taken_in_pieces() -> None:
    for source in (tone(16_000), iter(tone(16_000).reshape(-1, 160))):
        samples, seconds = blocks(source, 16_000)
        assert seconds == pytest.approx(1, abs=0.01)
        assert hertz(samples[:, 0]) == pytest.approx(440, abs=3)


MAKES: dict[str, Callable[[NDArray[np.float32]], Any]] = {
    "big-endian": lambda sound: sound.astype(">f4"),
    "big-endian, whole": lambda sound: (sound * 32767).astype(">i2"),
    "read-only": lambda sound: np.frombuffer(sound.tobytes(), np.float32),
    "backwards": lambda sound: sound[::-1].copy()[::-1],
    "a column": lambda sound: np.stack([sound, sound * 0], 1)[:, :1],
    "by columns": lambda sound: np.asfortranarray(np.stack([sound, sound], 1)),
    "repeated": lambda sound: np.broadcast_to(sound[:, np.newaxis], (len(sound), 2)),
    "masked": lambda sound: np.ma.masked_array(sound, mask=False),
}


@pytest.mark.parametrize("make", MAKES)
@pytest.mark.parametrize("rate", [16_000, 48_000])
def test_arrays_of_any_make_are_heard(make: str, rate: int) -> None:
    sound = MAKES[make](tone(rate))
    feed = even_feed(rate)
    feed.push(sound)
    for samples in (heard(feed, 45)[1], blocks(sound, rate)[0]):
        assert hertz(samples[:, 0]) == pytest.approx(440, abs=3)
        assert level(samples[4800:-4800, 0]) == pytest.approx(0.5, rel=0.03)


@pytest.mark.parametrize("form", [list, iter])
def test_none_ends_a_source_and_nothing_in_a_block_is_none(form: Callable[[Any], Any]) -> None:
    block = np.full(960, 0.5, np.float32)
    assert len(blocks(form([block, block[:0], block, None, block]))[0]) == 2 * 960


@pytest.mark.parametrize(
    "bad", [np.zeros(9), np.zeros((9, 3), np.float32), np.zeros((0, 3), np.int16), "word", 7], ids=repr
)
def test_a_bad_block_is_told_and_the_next_good_one_takes_that_away(
    bad: object, capsys: pytest.CaptureFixture[str]
) -> None:
    room, block = StillRoom(), np.full(480, 0.5, np.float32)
    feed = publish_audio(room, "tone", iter([block, bad, bad, block, bad, block]))
    until(lambda: feed.closed)
    problems = room.published[0].problems
    assert [bool(problem) for problem in problems] == [True, False, True, False]
    assert feed.pushed == 3 * 480
    assert capsys.readouterr().err.count("Error: Sound is") == 1


async def blocks_to_come() -> AsyncIterator[NDArray[np.float32]]:
    for block in tone().reshape(-1, 4_800):
        await asyncio.sleep(0)
        yield block


def test_of_an_async_iterator_nothing_is_left_out() -> None:
    shots = open_source(blocks_to_come(), Request(), SOUNDS)
    assert sum(len(block) for block, _ in shots) == 48_000


def write_sound(path: Path, rate: int = 22_050) -> Path:
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("pcm_s16le", rate=rate, layout="mono")
        samples = (tone(rate) * 32767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = rate
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def test_a_file_is_heard_from_a_path_or_a_container(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "tone.wav")
    for source in (path, str(path), av.open(str(path))):
        samples, seconds = blocks(source)
        assert seconds == pytest.approx(1, abs=0.01)
        assert hertz(samples[:, 1]) == pytest.approx(440, abs=3)
        assert level(samples[4800:-4800, 1]) == pytest.approx(0.5, rel=0.03)


def test_a_file_without_pictures_says_what_it_has(tmp_path: Path) -> None:
    from jupyter_videoroom.kernel.sources import publish

    with pytest.raises(ValueError, match=r"has no pictures; it has \['audio'\]"):
        publish(StillRoom(), "sim", write_sound(tmp_path / "tone.wav"))


def test_a_source_is_published_and_closed_at_its_end() -> None:
    room = StillRoom()
    feed = publish_audio(room, "tone", tone(seconds=0.1))
    until(lambda: feed.closed)
    (published,) = room.published
    assert (published.source.kind, published.closed, feed.pushed) == ("audio", 1, 4_800)
    assert repr(feed) == "<AudioFeed 'tone': 0.1 s pushed, 0.0 s dropped, closed>"


def test_another_peer_hears_it() -> None:
    async def work() -> NDArray[np.int16]:
        feed = AudioFeed("tone", buffer=10)
        feed.push(tone(seconds=10))
        sender, receiver = RTCPeerConnection(), RTCPeerConnection()
        arrived: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        receiver.on("track", arrived.set_result)
        sender.addTrack(SourceTrack(feed.frames))
        await sender.setLocalDescription(await sender.createOffer())
        await receiver.setRemoteDescription(sender.localDescription)
        await receiver.setLocalDescription(await receiver.createAnswer())
        await sender.setRemoteDescription(receiver.localDescription)
        try:
            track = await arrived
            frames = [await track.recv() for _ in range(50)]
        finally:
            await sender.close()
            await receiver.close()
        return np.concatenate([frame.to_ndarray().reshape(-1, 2) for frame in frames])[:, 0]

    samples = run(work(), 60)
    assert hertz(samples[len(samples) // 2 :]) == pytest.approx(440, abs=5)
