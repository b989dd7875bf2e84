"""Files that are damaged, joined, or whose clocks jump, play on."""

from __future__ import annotations

import random
from pathlib import Path

import av
import numpy as np
import pytest

from jupyter_videoroom.kernel.sources import packets
from jupyter_videoroom.kernel.sources.kinds import PICTURES, open_source
from jupyter_videoroom.kernel.sources.packets import LONGEST, Continuity
from jupyter_videoroom.kernel.sources.shots import Request

from .clips import heard, hertz, number_of, numbered, pictures, tone, write_film, write_sound

# --- damaged and joined


def write_joined(path: Path) -> Path:
    parts = [(440, 44_100, 2), (660, 44_100, 1), (880, 22_050, 1)]
    files = [
        write_sound(path.with_name(f"{pitch}.mp3"), tone(2, pitch, rate, channels), rate)
        for pitch, rate, channels in parts
    ]
    path.write_bytes(b"".join(file.read_bytes() for file in files))
    return path


def test_joined_files_are_heard_to_the_end(tmp_path: Path) -> None:
    path = write_joined(tmp_path / "joined.mp3")
    for source in (path, av.open(str(path))):
        samples = heard(source)
        assert len(samples) / 48_000 == pytest.approx(6, abs=0.3)
        third = len(samples) // 3
        middles = [samples[part * third + third // 4 :][: third // 2] for part in range(3)]
        assert [hertz(middle) for middle in middles] == pytest.approx([440, 660, 880], abs=3)


def damaged(path: Path, share: float = 0.04) -> Path:
    """Noise in the middle."""
    data = bytearray(path.read_bytes())
    count, middle = int(len(data) * share), len(data) // 2
    data[middle : middle + count] = random.Random(7).randbytes(count)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", ["tone.mp3", "tone.wav", "tone.ogg", "tone.flac"])
def test_a_damaged_sound_is_heard_to_the_end(tmp_path: Path, name: str) -> None:
    samples = heard(damaged(write_sound(tmp_path / name, tone(4, 440, 48_000, 2), 48_000)))
    assert 2.9 < len(samples) / 48_000 < 4.5
    assert hertz(samples[:48_000]) == pytest.approx(440, abs=3)
    assert hertz(samples[-40_000:]) == pytest.approx(440, abs=3)


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".webm", ".ogg", ".avi", ".ts"])
def test_a_damaged_film_is_seen_to_the_end(tmp_path: Path, suffix: str) -> None:
    noise = np.random.default_rng(1).integers(-6, 6, (50, 48, 64, 1))
    shades = [(numbered(number) + noise[number]).astype(np.uint8) for number in range(50)]
    path = damaged(write_film(tmp_path / f"film{suffix}", shades))
    found = pictures(path)
    assert 30 <= len(found) <= 60
    assert abs(number_of(found[0][0])) <= 1
    assert abs(number_of(found[-1][0]) - 49) <= 2
    assert 3.5 < sum(seconds for _, seconds in found) < 6


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".webm", ".ts"])
def test_sound_that_is_lost_leaves_what_comes_after_it_in_step(tmp_path: Path, suffix: str) -> None:
    path = write_film(
        tmp_path / f"film{suffix}", [numbered(number) for number in range(40)], sound=tone(4, 440, 48_000, 2)
    )
    now = end = heard_for = 0.0
    for item, seconds in open_source(damaged(path, 0.1), Request(wanted="both"), PICTURES):
        if isinstance(item, np.ndarray):
            end, heard_for = now + len(item) / 48_000, heard_for + len(item) / 48_000
        now += seconds
    assert end == pytest.approx(4, abs=0.05)
    assert heard_for < 3.9


@pytest.mark.parametrize("name", ["film.mkv", "film.webm", "film.ogg", "film.ts"])
def test_of_a_file_that_breaks_off_what_is_there_is_played(tmp_path: Path, name: str) -> None:
    path = write_film(tmp_path / name, [numbered(number) for number in range(40)])
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])
    assert 10 < len(pictures(path)) < 35


@pytest.mark.parametrize(
    "start", [b"", b"\x00\x00\x01\xba", b"RIFF\xff\xff\xff\x7fAVI LIST", b"ID3\x03\0\0\0\0\0\0\xff\xfb"]
)
def test_noise_is_refused_and_ends(tmp_path: Path, start: bytes) -> None:
    path = tmp_path / "noise.bin"
    path.write_bytes(start + random.Random(3).randbytes(300_000))
    with pytest.raises(ValueError, match=r"noise.bin"):
        pictures(path)


# --- clocks


def played(
    times: list[float], suffix: str, folder: Path, sound: float = 0, rate: int = 10
) -> tuple[list[int], list[float]]:
    """Which pictures of a film with such times are shown, and when."""
    film = write_film(
        folder / f"film{suffix}",
        [numbered(number) for number in range(len(times))],
        times.__getitem__,
        sound=tone(sound, 440, 48_000, 2) if sound else None,
        rate=rate,
    )
    shots = pictures(film)
    at = np.cumsum([0, *(seconds for _, seconds in shots[:-1])])
    return [number_of(frame) for frame, _ in shots], [float(moment) for moment in at]


@pytest.mark.parametrize("suffix", [".mkv", ".mp4"])
@pytest.mark.parametrize("jump", [60, 3_600, 100_000])
def test_a_clock_that_jumps_ahead_stops_nothing(tmp_path: Path, suffix: str, jump: int) -> None:
    times = [number / 10 + (jump if number >= 10 else 0) for number in range(20)]
    numbers, at = played(times, suffix, tmp_path)
    assert numbers == list(range(20))
    assert max(np.diff(at)) < 1
    assert at[-1] == pytest.approx(1.9, abs=0.3)


def test_files_joined_as_they_are_play_on(tmp_path: Path) -> None:
    parts = []
    for first in (0, 20):
        film = write_film(tmp_path / f"{first}.ts", [numbered(first + number) for number in range(20)])
        parts.append(film.read_bytes())
    (tmp_path / "joined.ts").write_bytes(b"".join(parts))
    shots = pictures(tmp_path / "joined.ts")
    assert len(shots) >= 38
    assert sum(seconds for _, seconds in shots) == pytest.approx(4, abs=0.5)
    assert max(seconds for _, seconds in shots) < 1


@pytest.mark.parametrize("pause", [3, 10])
def test_slides_stay_as_long_as_they_are_meant_to(tmp_path: Path, pause: int) -> None:
    _, at = played([number * pause for number in range(4)], ".mkv", tmp_path)
    assert at == pytest.approx([0, pause, 2 * pause, 3 * pause], abs=0.05)


def test_a_pause_in_the_pictures_is_kept_while_the_sound_goes_on(tmp_path: Path) -> None:
    path = write_film(
        tmp_path / "slides.mkv",
        [numbered(number) for number in range(3)],
        [0.0, 20.0, 21.0].__getitem__,
        tone(22, 440, 48_000, 2),
    )
    shots = list(open_source(path, Request(wanted="both"), PICTURES))
    moments = np.cumsum([0, *(seconds for _, seconds in shots[:-1])])
    shown = [float(at) for at, (item, _) in zip(moments, shots, strict=True) if isinstance(item, av.VideoFrame)]
    assert np.diff(shown) == pytest.approx([20, 1], abs=0.1)


def places(said: list[tuple[int, float | None]]) -> list[float]:
    continuity = Continuity()
    return [continuity.place(stream, time, 0.1) for stream, time in said]


@pytest.mark.parametrize(
    ("times", "wanted"),
    [
        ([0.0, 0.1, 0.2, 0.3], [0, 0.1, 0.2, 0.3]),
        ([70.0, 70.1, 70.2, 70.3], [0, 0.1, 0.2, 0.3]),
        ([-5.0, -4.9, -4.8, -4.7], [0, 0.1, 0.2, 0.3]),
        ([0.0, 0.1, 4_000.0, 4_000.1], [0, 0.1, 0.2, 0.3]),
        ([9_000.0, 9_000.1, 0.0, 0.1], [0, 0.1, 0.2, 0.3]),
        ([0.0, 0.1, 0.1, 0.2], [0, 0.1, 0.1, 0.2]),
        ([0.0, None, None, 0.3], [0, 0.1, 0.2, 0.3]),
        ([None, None, None, None], [0, 0.1, 0.2, 0.3]),
        ([0.0, LONGEST, LONGEST + 0.1, 2 * LONGEST], [0, LONGEST, LONGEST + 0.1, 2 * LONGEST]),
    ],
)
def test_times_go_on_whatever_the_file_says(times: list[float | None], wanted: list[float]) -> None:
    assert places([(0, time) for time in times]) == pytest.approx(wanted)


def test_streams_that_jump_one_after_the_other_stay_in_step() -> None:
    before = [(stream, number / 10) for number in range(10) for stream in (0, 1)]
    for jump in (3_600.0, -0.5, -3_600.0):
        # The sound's last packets of before come after the pictures' first of thereafter.
        after = [(0, jump + 1.0), (1, 1.0), (0, jump + 1.1), (1, jump + 1.1), (0, jump + 1.2), (1, jump + 1.2)]
        found = places([*before, *after])[-6:]
        assert found == pytest.approx([1.0, 1.0, 1.1, 1.1, 1.2, 1.2])


@pytest.mark.parametrize(("sound", "count"), [(0.5, 60), (6.0, 5)])
def test_where_one_stream_ends_early_the_rest_is_not_read_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sound: float, count: int
) -> None:
    shades = [numbered(number % 60) for number in range(count)]
    path = write_film(tmp_path / "film.mkv", shades, sound=tone(sound, 440, 48_000, 2))
    size, waiting = path.stat().st_size, [0]
    monkeypatch.setattr(packets, "AHEAD", size // 10)
    played: list[tuple[float, object]] = []
    now, usual = 0.0, packets.Packets._next

    def spied(reader: packets.Packets, index: int) -> object:
        waiting.append(reader._ahead)
        return usual(reader, index)

    monkeypatch.setattr(packets.Packets, "_next", spied)
    for item, seconds in open_source(path, Request(wanted="both"), PICTURES):
        played.append((now, item))
        now += seconds
    shown = [at for at, item in played if isinstance(item, av.VideoFrame)]
    assert np.diff(shown) == pytest.approx([0.1] * (count - 1), abs=0.03)
    assert sum(len(item) for _, item in played if isinstance(item, np.ndarray)) / 48_000 == pytest.approx(
        sound, abs=0.1
    )
    assert max(waiting) < size // 5
