"""What people have as a picture: of Pillow, of PyAV, arrays of any make and any size; and what goes wrong with one."""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import AsyncIterator, Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from av import VideoFrame
from numpy.typing import NDArray
from PIL import Image, ImageOps

from jupyter_videoroom.kernel.sources import Feed, publish
from jupyter_videoroom.kernel.sources.kinds import PICTURES, open_source
from jupyter_videoroom.kernel.sources.pictures import encodable
from jupyter_videoroom.kernel.sources.shots import Request

from .published import BLUE, GREEN, RED, StillRoom, colour, plain, received, same, steady_feed, until

pandas: Any = import_module("pandas")
Picture = NDArray[np.uint8]


def quarters(height: int = 48, width: int = 64) -> Picture:
    """Red and green above, blue and white below."""
    array = np.zeros((height, width, 3), np.uint8)
    array[: height // 2, : width // 2], array[: height // 2, width // 2 :] = RED, GREEN
    array[height // 2 :, : width // 2], array[height // 2 :, width // 2 :] = BLUE, (255, 255, 255)
    return array


def corners(picture: Any) -> list[list[int]]:
    """The colours a quarter of the way in."""
    seen = np.asarray(picture.to_ndarray(format="rgb24") if isinstance(picture, VideoFrame) else picture)
    down, across = seen.shape[0] // 4, seen.shape[1] // 4
    return [[int(value) for value in seen[y, x]] for y in (down, 3 * down) for x in (across, 3 * across)]


def pushed(picture: object) -> VideoFrame:
    feed, _ = steady_feed()
    feed.push(picture)
    (frame,) = received(feed)
    assert isinstance(frame, VideoFrame)
    return frame


def alike(seen: VideoFrame, wanted: Any, tolerance: int = 12) -> bool:
    return np.allclose(corners(seen), corners(wanted), atol=tolerance)


# --- Pillow


@pytest.mark.parametrize(
    "mode", ["1", "L", "LA", "La", "P", "PA", "RGB", "RGBA", "RGBa", "RGBX", "CMYK", "YCbCr", "HSV", "I", "F"]
)
def test_pictures_of_pillow_are_taken_in_any_mode(mode: str) -> None:
    first = {"La": "LA", "PA": "P", "RGBa": "RGBA", "RGBX": "RGB"}.get(mode, mode)
    image = Image.fromarray(quarters()).convert("RGB" if first in {"F", "I"} else first)
    image = image.convert("L").convert(mode) if first in {"F", "I"} else image.convert(mode)
    as_rgb = image.convert("LA").convert("RGB") if mode == "La" else image.convert("RGB")
    assert alike(pushed(image), as_rgb)


@pytest.mark.parametrize("mode", ["1", "P", "RGB", "CMYK"])
def test_large_pictures_of_pillow_are_scaled_in_any_mode(mode: str) -> None:
    image = Image.fromarray(quarters()).convert(mode)
    large = image.resize((5200, 3900), Image.Resampling.NEAREST)
    assert alike(pushed(large), image.convert("RGB"), 128 if mode == "1" else 12)


@pytest.mark.parametrize("kind", ["<u2", ">u2"])
def test_sixteen_bits_of_grey_keep_their_shades(kind: str) -> None:
    image = Image.fromarray(np.full((48, 64), 0x8000, np.uint16))
    if kind == ">u2":
        image = Image.frombytes("I;16B", (64, 48), np.full((48, 64), 0x8000, kind).tobytes())
    assert same(colour(pushed(image)), 128)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("times", [1, 50])
def test_pictures_of_pillow_are_upright(tmp_path: Path, orientation: int, times: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.fromarray(quarters(48 * times, 64 * times)).save(tmp_path / "photo.jpg", exif=exif, quality=95)
    with Image.open(tmp_path / "photo.jpg") as image:
        feed, _ = steady_feed()
        feed.push(image)
        upright = ImageOps.exif_transpose(image)
        (frame,) = received(feed)
        assert feed.size == upright.size
        assert frame.width / frame.height == pytest.approx(upright.width / upright.height, rel=0.01)
        assert alike(frame, upright, 30)


def test_what_pillow_cannot_load_or_convert_is_said(tmp_path: Path) -> None:
    Image.fromarray(quarters(480, 640)).save(tmp_path / "photo.jpg")
    (tmp_path / "photo.jpg").write_bytes((tmp_path / "photo.jpg").read_bytes()[:1500])
    feed, _ = steady_feed()
    damaged = Image.open(tmp_path / "photo.jpg")
    with damaged, pytest.raises(ValueError, match="Pillow cannot load this picture, or convert it"):
        feed.push(damaged)
    with pytest.raises(ValueError, match="at least one pixel"):
        feed.push(Image.new("RGB", (0, 0)))
    assert (feed.pushed, feed.size) == (0, None)


async def soon(items: list[Any]) -> AsyncIterator[Any]:
    for item in items:
        await asyncio.sleep(0)
        yield item


def sent(source: object, count: int = 100) -> list[Any]:
    found = open_source(source, Request(fps=20), PICTURES)
    return [frame for (frame, _), _ in zip(found, range(count), strict=False)]


@pytest.mark.parametrize("within", [lambda item: item, lambda item: [item], lambda item: (item,), iter, soon])
def test_pictures_of_all_kinds_are_sources_alone_and_in_rows(within: Callable[[Any], Any]) -> None:
    for picture in (Image.fromarray(plain(RED)), plain(RED), VideoFrame.from_ndarray(plain(RED), format="rgb24")):
        source = within([picture] if within in (iter, soon) else picture)
        assert [same(colour(frame), RED) for frame in sent(source)] == [True]


def test_an_animation_of_pillow_plays(tmp_path: Path) -> None:
    first, *others = [Image.fromarray(plain(shade)) for shade in (RED, GREEN, BLUE)]
    first.save(tmp_path / "film.gif", save_all=True, append_images=others, duration=80)
    first.save(tmp_path / "pages.tiff", save_all=True, append_images=others)
    with Image.open(tmp_path / "film.gif") as image:
        found = list(open_source(image, Request(), PICTURES))
    assert [same(colour(frame), wanted) for (frame, _), wanted in zip(found, (RED, GREEN, BLUE), strict=True)] == [
        True
    ] * 3
    assert [seconds for _, seconds in found] == pytest.approx([0.08] * 3)
    with Image.open(tmp_path / "pages.tiff") as image:
        assert len(sent(image)) == 1


# --- arrays


class Subclass(np.ndarray[Any, np.dtype[np.uint8]]):
    """Whose parts have two dimensions, as a matrix has them."""

    def __getitem__(self, key: Any) -> Any:
        return np.atleast_2d(super().__getitem__(key))


class Tensor:
    """As other libraries have them."""

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Picture:
        return quarters()


def read_only(array: Picture) -> Picture:
    array.flags.writeable = False
    return array


def on_disk(array: Picture, folder: Path) -> Any:
    mapped = np.memmap(folder / "picture", np.uint8, "w+", shape=array.shape)
    mapped[:] = array
    return mapped


MAKES: dict[str, Callable[[Path], Any]] = {
    "read-only": lambda _: read_only(quarters()),
    "backwards": lambda _: np.ascontiguousarray(quarters()[::-1, ::-1])[::-1, ::-1],
    "by columns": lambda _: np.asfortranarray(quarters()),
    "BGR turned round": lambda _: np.ascontiguousarray(quarters()[..., ::-1])[..., ::-1],
    "every other": lambda _: quarters(96, 128)[::2, ::2],
    "a part of a larger one": lambda _: np.pad(quarters(), ((5, 5), (7, 7), (0, 0)))[5:-5, 7:-7],
    "the first three of four": lambda _: np.dstack([quarters(), quarters()])[..., :3],
    "masked": lambda _: np.ma.masked_array(quarters(), mask=False),
    "on disk": lambda folder: on_disk(quarters(), folder),
    "of another library": lambda _: Tensor(),
    "big-endian": lambda _: quarters().view(">u1"),
}


@pytest.mark.parametrize("make", MAKES)
def test_arrays_of_any_make_are_what_they_say(make: str, tmp_path: Path) -> None:
    array = MAKES[make](tmp_path)
    assert alike(pushed(array), quarters())
    assert alike(sent(array)[0], quarters())


def test_a_subclass_and_a_repeated_row_are_grey_and_what_is_masked_is_black() -> None:
    assert same(colour(pushed(plain(120).view(Subclass))), 120)
    row = np.broadcast_to(np.linspace(0, 255, 64).astype(np.uint8), (48, 64))
    assert same(colour(pushed(row)), int(row[0, 32]))
    assert same(colour(pushed(np.ma.masked_array(plain(200), mask=True))), 0)


@pytest.mark.parametrize(
    ("height", "width", "wanted"),
    [
        (6000, 8000, (2216, 1662)),
        (8000, 6000, (1662, 2216)),
        (1440, 2560, (2560, 1440)),
        (3, 9000, (4096, 2)),
        (1, 10_000, (4096, 2)),
        (10_000, 1, (2, 4096)),
        (4096, 2, (2, 4096)),
        (2, 40_000, (4096, 2)),
        (1, 1, (2, 2)),
        (301, 1, (2, 300)),
    ],
)
@pytest.mark.parametrize("kind", ["grey", "Pillow", "frame"])
def test_what_is_larger_than_is_sent_is_scaled_in_its_proportions(
    height: int, width: int, wanted: tuple[int, int], kind: str
) -> None:
    picture: Any = np.full((height, width), 200, np.uint8)
    if kind == "Pillow":
        picture = Image.fromarray(picture)
    elif kind == "frame":
        picture = VideoFrame.from_ndarray(picture, format="gray")
    feed, _ = steady_feed()
    feed.push(picture)
    frames = received(feed, 2)
    assert [(frame.width, frame.height) for frame in frames] == [wanted] * 2
    assert feed.size == (width, height)
    assert same(colour(frames[0]), 200)


def test_a_size_that_was_asked_for_is_sent_whatever_comes() -> None:
    feed, _ = steady_feed((3840, 2160))
    feed.push(np.broadcast_to(np.uint8(7), (2160, 3840)))
    for item in (plain(RED), VideoFrame(6000, 4000, "yuv420p")):
        feed.show(item if isinstance(item, VideoFrame) else VideoFrame.from_ndarray(item, format="rgb24"))
        (frame,) = received(feed)
        assert (frame.width, frame.height) == (3840, 2160)


def test_what_waits_for_the_loop_is_converted_and_small_already() -> None:
    big = np.broadcast_to(np.uint8(90), (6000, 8000))
    for give in (Feed.push, lambda feed, picture: feed.show(VideoFrame.from_ndarray(picture, format="gray"))):
        feed = Feed("sim", fps=20)
        give(feed, big)
        waiting = feed._newest.take()
        assert waiting
        assert (waiting.format.name, waiting.width, waiting.height) == ("yuv420p", 2216, 1662)


def test_a_conversion_starts_no_threads() -> None:
    def threads() -> int:
        return len(os.listdir("/proc/self/task"))

    before, frame = threads(), VideoFrame(1280, 720, "rgb24")
    encodable(frame)
    assert threads() == before


# --- what is none


@pytest.mark.parametrize(
    ("source", "kind", "words"),
    [
        (b"\x89PNG", TypeError, r"this is a bytes\. .*av\.open\(io\.BytesIO"),
        (bytearray(9), TypeError, "this is a bytearray"),
        (memoryview(b"123"), TypeError, "this is a memoryview"),
        (io.BytesIO(b"\x89PNG"), TypeError, r"this is a BytesIO\. Of an open file, .* av\.open\(file\)"),
        (io.StringIO("<svg/>"), TypeError, "this is a StringIO"),
        ({"a": plain(RED)}, TypeError, "this is a dict"),
        ({1, 2}, TypeError, "this is a set"),
        (pandas.DataFrame({"a": np.arange(3, dtype=np.uint8)}), TypeError, r"this is a DataFrame\. room\.show"),
        (pandas.Series(np.arange(3, dtype=np.uint8)), TypeError, "this is a Series"),
        ([1, 2], TypeError, "this is a int"),
        ([[1, 2], [3, 4]], TypeError, "this is a list"),
        ([pandas.DataFrame()], TypeError, "this is a DataFrame"),
        (["a.png", "b.png"], TypeError, "this is a str"),
        (np.zeros((2, 4, 4, 3)), TypeError, "uint8, from 0 to 255, not float64"),
        (VideoFrame(64, 48, "xv30be"), ValueError, "'xv30be' cannot be converted"),
        (object(), TypeError, "a Matplotlib Figure, .* a list or an iterator of .*; this is a object"),
    ],
)
def test_what_is_no_source_is_refused_in_the_cell(source: object, kind: type[Exception], words: str) -> None:
    room = StillRoom()
    with pytest.raises(kind, match=words):
        publish(room, "sim", source)
    assert room.published == []


@pytest.mark.parametrize("wrong", [7, [1, 2], "a.png", np.zeros((4, 4)), np.zeros((3, 5, 5), np.uint8), {}])
@pytest.mark.parametrize("form", [iter, soon])
def test_an_iterator_of_the_wrong_things_is_told_at_its_first(
    wrong: object, form: Callable[[Any], Any], capsys: pytest.CaptureFixture[str]
) -> None:
    room = StillRoom()
    feed = publish(room, "sim", form([wrong, wrong, wrong]), fps=60)
    until(lambda: feed.closed)
    assert len(room.published[0].problems) == 1
    assert "Error: A picture" in room.published[0].problems[0]
    assert capsys.readouterr().err.count("A picture") == 1


@pytest.mark.parametrize("form", [list, iter, soon])
def test_none_ends_a_source(form: Callable[[Any], Any]) -> None:
    assert len(sent(form([plain(RED), plain(GREEN), None]))) == 2
    assert len(sent(form([plain(RED), None, plain(GREEN)]))) == 1
    assert sent(form([None])) == []


def test_who_says_none_for_ever_is_let_go() -> None:
    over: list[bool] = []

    def silent() -> Iterator[None]:
        try:
            while True:
                yield None
        finally:
            over.append(True)

    feed = publish(StillRoom(), "sim", silent(), fps=60)
    until(lambda: feed.closed and over)


BAD: list[Any] = [
    np.zeros((4, 4)),
    np.zeros((4, 4, 2), np.uint8),
    np.zeros((0, 4), np.uint8),
    VideoFrame(64, 48, "xv30be"),
    VideoFrame(64, 48, "yaf32le"),
    VideoFrame(65, 49, "bayer_rggb8"),
    VideoFrame(),
    Image.new("RGB", (0, 0)),
    "word",
]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: type(bad).__name__)
def test_a_bad_picture_is_told_and_the_next_good_one_takes_that_away(
    bad: object, capsys: pytest.CaptureFixture[str]
) -> None:
    room = StillRoom()

    def source() -> Iterator[Any]:
        yield plain(RED)
        yield from [bad] * 3
        yield plain(GREEN, 20, 30)
        yield from [bad] * 2
        yield plain(BLUE)

    feed = publish(room, "sim", source(), fps=60)
    until(lambda: feed.closed)
    problems = room.published[0].problems
    assert [bool(problem) for problem in problems] == [True, False, True, False]
    assert feed.pushed == 3
    # In the cell it is shown once.
    assert capsys.readouterr().err.count(problems[0].split(":")[0]) == 1


def test_the_last_good_picture_stays_meanwhile() -> None:
    feed, _ = steady_feed()
    feed.show(VideoFrame.from_ndarray(plain(RED), format="rgb24"))
    received(feed)
    feed.show(VideoFrame(64, 48, "xv30be"))
    assert same(colour(received(feed)[0]), RED)
    assert "'xv30be' cannot be converted" in feed.problem
    feed.show(VideoFrame.from_ndarray(plain(GREEN), format="rgb24"))
    assert (feed.problem, same(colour(received(feed)[0]), GREEN)) == ("", True)
