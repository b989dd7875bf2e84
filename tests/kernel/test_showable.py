"""Which files can be shown as a whole, and what is said of the others, in the cell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import av
import pytest

from jupyter_videoroom.kernel.sources import publish
from jupyter_videoroom.kernel.sources.kinds import PICTURES, open_source
from jupyter_videoroom.kernel.sources.shots import Request

from .image_files import write_image, write_tiled_avif
from .published import BLUE, GREEN, RED, StillRoom, colour, same

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64"/></svg>'


@pytest.mark.parametrize(
    ("name", "codec", "form"),
    [
        ("logo.png", "png", "rgb24"),
        ("logo.jpg", "mjpeg", "yuvj420p"),
        ("logo.webp", "libwebp", "yuv420p"),
        ("logo.avif", "libsvtav1", "yuv420p"),
        ("logo.bmp", "bmp", "bgr24"),
        ("logo.tiff", "tiff", "rgb24"),
        ("logo.gif", "gif", "bgr8"),
    ],
)
def test_images_of_one_picture_stay(tmp_path: Path, name: str, codec: str, form: str) -> None:
    path = write_image(tmp_path / name, codec, [RED], form)
    ((frame, seconds),) = open_source(path, Request(), PICTURES)
    assert same(colour(frame), RED, 40)
    assert seconds == float("inf")


@pytest.mark.parametrize(
    ("name", "codec", "form"),
    [("a.avif", "libsvtav1", "yuv420p"), ("a.gif", "gif", "bgr8"), ("a.apng", "apng", "rgb24")],
)
def test_images_that_move_do(tmp_path: Path, name: str, codec: str, form: str) -> None:
    path = write_image(tmp_path / name, codec, [RED, GREEN, BLUE], form)
    frames = [frame for frame, _ in open_source(path, Request(), PICTURES)]
    assert [same(colour(frame), wanted, 60) for frame, wanted in zip(frames, (RED, GREEN, BLUE), strict=True)] == [
        True
    ] * 3


def animated_webp(path: Path) -> Path:
    return write_image(path.with_suffix(".webp"), "libwebp_anim", [RED, GREEN], "yuv420p")


def drawing(path: Path) -> Path:
    path.with_suffix(".svg").write_text(SVG)
    return path.with_suffix(".svg")


def document(path: Path) -> Path:
    """With a photograph in it."""
    image = write_image(path.with_suffix(".jpg"), "mjpeg", [RED], "yuvj420p").read_bytes()
    path.with_suffix(".pdf").write_bytes(b"%PDF-1.4\n1 0 obj <</Filter /DCTDecode>> stream\n" + image + b"\nendstream")
    return path.with_suffix(".pdf")


def cut_short(path: Path) -> Path:
    whole = write_image(path.with_suffix(".png"), "png", [RED], "rgb24")
    whole.write_bytes(whole.read_bytes()[:60])
    return whole


def empty(path: Path) -> Path:
    path.with_suffix(".png").write_bytes(b"")
    return path.with_suffix(".png")


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (animated_webp, "animated WebP"),
        (drawing, "no decoder for SVG"),
        (write_tiled_avif, "tiles, as HEIC"),
        (document, "PDF document"),
        (cut_short, "could not decode it"),
        (empty, "not an image, a video or a sound"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_words(tmp_path: Path, write: Callable[[Path], Path], words: str) -> None:
    path, room = write(tmp_path / "strange"), StillRoom()
    for source in (path, str(path)):
        with pytest.raises(ValueError, match=f"strange.*{words}.*What can be: PNG"):
            publish(room, "sim", source)
    assert room.published == []


def test_a_container_of_tiles_is_refused_too(tmp_path: Path) -> None:
    with (
        av.open(str(write_tiled_avif(tmp_path / "tiled.avif"))) as container,
        pytest.raises(ValueError, match="tiles, as HEIC"),
    ):
        publish(StillRoom(), "sim", container)
