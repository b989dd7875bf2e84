"""Files are seen as their cameras were held, and with square pixels."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import pytest
from PIL import Image

from jupyter_videoroom.kernel.sources.shots import FOR_EVER

from .clips import corners, pictures, quarters, turned, write_film
from .published import received, steady_feed

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
