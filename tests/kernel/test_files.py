"""Files as people have them: turned, stretched, damaged, joined, with clocks that jump, and of any name."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from jupyter_videoroom.kernel.sources import packets, publish
from jupyter_videoroom.kernel.sources.continuity import LONGEST, Continuity
from jupyter_videoroom.kernel.sources.kinds import PICTURES, SOUNDS, open_source
from jupyter_videoroom.kernel.sources.shots import FOR_EVER, Request

from .clips import (
    SIZE,
    corners,
    heard,
    hertz,
    number_of,
    numbered,
    pictures,
    quarters,
    tone,
    turned,
    write_film,
    write_sound,
)
from .published import StillRoom, received, steady_feed, until

# --- turned and stretched

ORIENTATIONS = ["rgbw", "grwb", "wbgr", "bwrg", "rbgw", "brwg", "wgbr", "gwrb"]


@pytest.mark.parametrize("form", ["jpeg", "png", "webp", "tiff"])
def test_an_image_is_seen_as_its_camera_was_held(tmp_path: Path, form: str) -> None:
    for number, seen in enumerate(ORIENTATIONS, 1):
        image, path = Image.fromarray(quarters(66, 48)), tmp_path / f"{number}.{form}"
        image.getexif()[0x0112] = number
        image.save(path, form, exif=image.getexif(), quality=95)
        for source in (path, av.open(str(path))):
            ((frame, seconds),) = pictures(source)
            assert (corners(frame), seconds) == (seen, FOR_EVER)
            assert (frame.width, frame.height) == ((66, 48) if number < 5 else (48, 66))


def test_an_image_with_a_broken_orientation_is_seen_as_it_is(tmp_path: Path) -> None:
    image = Image.fromarray(quarters())
    for number, exif in enumerate(
        [b"", b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff"]
    ):
        path = tmp_path / f"{number}.jpg"
        image.save(path, exif=exif, quality=95)
        assert corners(pictures(path)[0][0]) == "rgbw"


MATRICES = [
    ((1, 0, 0, 1), "rgbw"),
    ((-1, 0, 0, 1), "grwb"),
    ((-1, 0, 0, -1), "wbgr"),
    ((1, 0, 0, -1), "bwrg"),
    ((0, 1, 1, 0), "rbgw"),
    ((0, 1, -1, 0), "brwg"),
    ((0, -1, -1, 0), "wgbr"),
    ((0, -1, 1, 0), "gwrb"),
    ((0, 0, 0, 0), "rgbw"),
]


@pytest.mark.parametrize(("matrix", "seen"), MATRICES)
def test_a_film_is_seen_as_its_camera_was_held(tmp_path: Path, matrix: tuple[int, int, int, int], seen: str) -> None:
    path = turned(write_film(tmp_path / "film.mp4", [quarters(66, 50)] * 3), matrix)
    for source in (path, av.open(str(path))):
        found = pictures(source)
        assert [corners(frame) for frame, _ in found] == [seen] * 3
        assert (found[0][0].width, found[0][0].height) == ((50, 66) if matrix[1] else (66, 50))


def test_of_odd_sizes_a_turned_picture_is_sent_even(tmp_path: Path) -> None:
    image = Image.fromarray(quarters(65, 49))
    image.getexif()[0x0112] = 6
    image.save(tmp_path / "odd.png", exif=image.getexif())
    ((frame, _),) = pictures(tmp_path / "odd.png")
    feed, _ = steady_feed()
    feed.show(frame)
    (sent,) = received(feed)
    assert (frame.width, frame.height, sent.width, sent.height) == (49, 65, 48, 64)
    assert corners(sent) == "brwg"


@pytest.mark.parametrize(
    ("ratio", "size"),
    [
        (Fraction(64, 45), (1024, 576)),
        (Fraction(16, 11), (1047, 576)),
        (Fraction(8, 9), (720, 648)),
        (Fraction(1, 1), (720, 576)),
        (Fraction(255, 1), (720, 576)),
        (Fraction(1, 200), (720, 576)),
    ],
)
def test_pixels_are_made_square_unless_that_is_absurd(tmp_path: Path, ratio: Fraction, size: tuple[int, int]) -> None:
    path = write_film(tmp_path / "wide.mkv", [quarters(720, 576)], ratio=ratio)
    for source in (path, av.open(str(path))):
        ((frame, _),) = pictures(source)
        assert (frame.width, frame.height) == size
        assert corners(frame) == "rgbw"


def test_a_turned_film_is_stretched_along_its_own_rows(tmp_path: Path) -> None:
    path = write_film(tmp_path / "wide.mp4", [quarters(66, 48)] * 2, ratio=Fraction(2))
    frame, _ = pictures(turned(path, (0, 1, -1, 0)))[0]
    assert (frame.width, frame.height, corners(frame)) == (48, 132, "brwg")


def test_the_container_is_believed_before_the_pictures(tmp_path: Path) -> None:
    path = write_film(tmp_path / "film.mp4", [quarters()] * 2, ratio=Fraction(4, 3))
    data = bytearray(path.read_bytes())
    at = data.index(b"pasp") + 4
    data[at : at + 8] = (2).to_bytes(4, "big") + (1).to_bytes(4, "big")
    path.write_bytes(data)
    assert {(frame.width, frame.height) for frame, _ in pictures(path)} == {(128, 48)}


def test_pixels_that_become_wider_in_the_middle_are_seen_so(tmp_path: Path) -> None:
    parts = [
        write_film(tmp_path / f"{ratio.numerator}.ts", [quarters()] * 3, ratio=ratio).read_bytes()
        for ratio in (Fraction(4, 3), Fraction(2))
    ]
    (tmp_path / "joined.ts").write_bytes(b"".join(parts))
    sizes = [(frame.width, frame.height) for frame, _ in pictures(tmp_path / "joined.ts")]
    assert (sizes[0], sizes[-1]) == ((85, 48), (128, 48))


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


# --- names

NAMES = ["12:30.png", "frame%03d.png", "a#b?c=d.png", ".hidden.png", "-i.png", "http:x.png", "no ending", "*.png"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    Image.fromarray(quarters()).save(tmp_path / "image.png")
    (tmp_path / "image.png").rename(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    for source in (name, Path(name), tmp_path / name):
        assert corners(pictures(source)[0][0]) == "rgbw"


class BytesPath:
    def __init__(self, path: bytes) -> None:
        self.path = path

    def __fspath__(self) -> bytes:
        return self.path


def test_a_name_need_not_be_text(tmp_path: Path) -> None:
    name = os.path.join(os.fsencode(tmp_path), b"caf\xe9.mkv")
    write_film(tmp_path / "film.mkv", [quarters()] * 2).rename(os.fsdecode(name))
    for source in (BytesPath(name), os.fsdecode(name), Path(os.fsdecode(name))):
        assert corners(pictures(source)[0][0]) == "rgbw"


def test_a_relative_path_is_meant_from_where_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_film(tmp_path / "film.mkv", [quarters()] * 2)
    monkeypatch.chdir(tmp_path)
    found = open_source("film.mkv", Request(), PICTURES)
    monkeypatch.chdir("/")
    assert len(list(found)) == 2


def a_folder(at: Path) -> Path:
    at.mkdir()
    return at


def a_pipe(at: Path) -> Path:
    os.mkfifo(at)
    return at


def nothing(at: Path) -> Path:
    at.touch()
    return at


@pytest.mark.parametrize("kinds", [PICTURES, SOUNDS])
@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (a_folder, IsADirectoryError, "is a folder"),
        (a_pipe, ValueError, "is a pipe or a device"),
        (nothing, ValueError, "it is empty"),
        (lambda at: at, FileNotFoundError, "There is no file"),
        (lambda at: at / "below", FileNotFoundError, "There is no file"),
        (lambda _: "~/film.mp4", FileNotFoundError, r"os.path.expanduser\('~/film.mp4'\)"),
        (lambda _: "http://127.0.0.1/film.mp4", FileNotFoundError, "Only files are played, not addresses"),
        (lambda _: "/dev/zero", ValueError, "is a pipe or a device"),
    ],
)
def test_what_is_no_file_is_named(
    tmp_path: Path, kinds: object, make: Callable[[Path], object], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        open_source(make(tmp_path / "x"), Request(), kinds)  # type: ignore[arg-type]


LISTS = {
    "list.m3u8": "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{}\n#EXT-X-ENDLIST\n",
    "list.ffconcat": "ffconcat version 1.0\nfile '{}'\n",
    "call.sdp": (
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
        "m=video 5004 RTP/AVP 96\na=rtpmap:96 VP8/90000\n"
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_others_opens_none_of_them(tmp_path: Path, name: str) -> None:
    film = write_film(tmp_path / "film.ts", [quarters()] * 2)
    path = tmp_path / name
    path.write_text(LISTS[name].format(film))
    with pytest.raises(ValueError, match="is not an image, a video or a sound"):
        pictures(path)


# --- containers, and what is open


def test_a_container_plays_once_at_a_time(tmp_path: Path) -> None:
    path = write_film(tmp_path / "film.mkv", [quarters()] * 2, sound=tone(0.2, 440, 48_000, 2))
    with av.open(str(path)) as opened:
        found = open_source(opened, Request(), PICTURES)
        for kinds in (PICTURES, SOUNDS):
            with pytest.raises(ValueError, match="is playing already: open it once more, or give its path"):
                open_source(opened, Request(), kinds)
        assert len(list(found)) == 2
        with pytest.raises(ValueError, match="played to its end"):
            open_source(opened, Request(), PICTURES)
    with pytest.raises(ValueError, match="is closed: open it anew"):
        open_source(opened, Request(), SOUNDS)


@pytest.mark.parametrize("kinds", [PICTURES, SOUNDS])
def test_a_container_that_is_being_written_is_refused(tmp_path: Path, kinds: object) -> None:
    with av.open(str(tmp_path / "film.mkv"), "w") as container:
        with pytest.raises(TypeError, match="is being written: close it, and give its path"):
            open_source(container, Request(), kinds)  # type: ignore[arg-type]
        container.add_stream("mpeg4", rate=10)


def open_files() -> set[str]:
    found = set()
    for number in os.listdir("/proc/self/fd"):
        with suppress(FileNotFoundError):
            found.add(os.readlink(f"/proc/self/fd/{number}"))
    return found


def test_files_are_closed_at_the_end_when_let_go_and_when_refused(tmp_path: Path) -> None:
    film = write_film(tmp_path / "film.mkv", [quarters()] * 30)
    noise = tmp_path / "noise.mkv"
    noise.write_bytes(film.read_bytes()[:200])
    sound = write_sound(tmp_path / "tone.wav", tone(1, 440, 44_100))
    pictures(film)
    heard(sound)
    next(open_source(film, Request(), PICTURES))
    for refused in (noise, sound):
        with pytest.raises(ValueError, match=refused.name):
            pictures(refused)
    with publish(StillRoom(), "film", film) as feed:
        assert feed.name == "film"
    until(lambda: not any(str(tmp_path) in name for name in open_files()))


def test_a_film_without_pictures_says_where_its_sound_is_played(tmp_path: Path) -> None:
    sound = write_sound(tmp_path / "tone.wav", tone(1, 440, 44_100))
    with pytest.raises(
        ValueError, match=r"has no pictures; it has \['audio'\]\. room\.publish_audio plays its sound\."
    ):
        pictures(sound)
    film = write_film(tmp_path / "film.mkv", [quarters(*SIZE)])
    with pytest.raises(ValueError, match=r"has no sound; it has \['video'\]"):
        heard(film)
