"""Files of any name, and what is no file; containers; and what stays open."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import av
import pytest
from PIL import Image

from jupyter_videoroom.kernel.sources import publish
from jupyter_videoroom.kernel.sources.kinds import PICTURES, SOUNDS, open_source
from jupyter_videoroom.kernel.sources.shots import Request

from .clips import SIZE, corners, heard, pictures, quarters, tone, write_film, write_sound
from .published import StillRoom, until

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
