"""Cells, colours and loudness: the parts of a recording, one by one."""

from __future__ import annotations

import av
import numpy as np
import pytest

from jupyter_videoroom.kernel.recording.canvas import Box, Canvas, cells, letterbox
from jupyter_videoroom.kernel.recording.layouts import safe
from jupyter_videoroom.kernel.recording.sound import ATTACK, Mixer

from .fake_session import plain

RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)


def overlap(one: Box, other: Box) -> bool:
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height


@pytest.mark.parametrize("count", range(1, 26))
def test_cells_are_within_the_canvas_and_apart(count: int) -> None:
    boxes = cells(count, 1280, 720)
    assert len(boxes) == count
    assert len({(box.width, box.height) for box in boxes}) == 1
    for index, box in enumerate(boxes):
        assert all(value % 2 == 0 and value >= 0 for value in box)
        assert box.x + box.width <= 1280
        assert box.y + box.height <= 720
        assert not any(overlap(box, other) for other in boxes[:index])


def test_few_people_are_large() -> None:
    assert cells(0, 1280, 720) == []
    assert cells(1, 1280, 720) == [Box(0, 0, 1280, 720)]
    left, right = cells(2, 1280, 720)
    assert left.width == right.width == 636
    assert left.y == right.y
    first, second, third = cells(3, 1280, 720)
    assert first.y == second.y < third.y
    assert third.x + third.width / 2 == pytest.approx(640, abs=2)


@pytest.mark.parametrize(("size", "box"), [((640, 480), (160, 0, 960, 720)), ((720, 1280), (438, 0, 404, 720))])
def test_a_picture_is_whole_in_its_cell(size: tuple[int, int], box: tuple[int, ...]) -> None:
    assert letterbox(*size, Box(0, 0, 1280, 720)) == box


def test_a_sliver_has_a_place() -> None:
    assert letterbox(4000, 2, Box(10, 10, 100, 56)) == Box(10, 36, 100, 2)


def near(picture: av.VideoFrame, x: int, y: int) -> tuple[int, ...]:
    colour = picture.to_ndarray(format="rgb24")[y, x]
    return tuple(255 if value > 200 else 0 if value < 55 else int(value) for value in colour)


def test_colours_are_in_their_cells() -> None:
    canvas = Canvas(1280, 720)
    picture = canvas.compose([plain(RED), plain(GREEN), plain(BLUE)])
    centres = [(box.x + box.width // 2, box.y + box.height // 2) for box in cells(3, 1280, 720)]
    assert [near(picture, *centre) for centre in centres] == [RED, GREEN, BLUE]
    assert near(picture, 10, 700) == (0, 0, 0)


def test_who_leaves_leaves_no_trace() -> None:
    canvas = Canvas(1280, 720)
    red, green = plain(RED), plain(GREEN)
    canvas.compose([red, green])
    assert near(canvas.compose([green]), 640, 360) == GREEN
    assert not {RED} & {near(canvas.compose([green, green]), x, 360) for x in range(10, 1270, 50)}
    assert near(canvas.compose([]), 640, 360) == (0, 0, 0)


def test_a_picture_that_turns_leaves_no_edges() -> None:
    canvas = Canvas(1280, 720)
    canvas.compose([plain(RED, 640, 360)])
    upright = canvas.compose([plain(GREEN, 360, 640)])
    assert near(upright, 640, 360) == GREEN
    assert near(upright, 20, 360) == (0, 0, 0)


@pytest.mark.parametrize("size", [(641, 361), (66, 50), (2, 2), (1921, 1081)])
def test_odd_sizes(size: tuple[int, int]) -> None:
    array = np.full((size[1], size[0], 3), RED, np.uint8)
    picture = av.VideoFrame.from_ndarray(array, format="rgb24")
    assert near(Canvas(1280, 720).compose([picture]), 640, 360) == RED


def test_voices_add_up() -> None:
    one = np.full((960, 2), 0.25, np.float32)
    assert Mixer().mix([one, one], 960) == pytest.approx(2 * one)
    assert not Mixer().mix([], 960).any()


def test_many_voices_are_not_distorted_but_quieter() -> None:
    wave = np.sin(2 * np.pi * 440 * np.arange(960) / 48_000).astype(np.float32)
    loud = np.stack([wave, wave], axis=1)
    mixer = Mixer()
    mixer.mix([loud] * 8, 960)
    mixed = mixer.mix([loud] * 8, 960)
    assert np.abs(mixed).max() <= 0.951
    ratio = mixed[ATTACK:, 0] / np.where(np.abs(wave[ATTACK:]) > 0.1, wave[ATTACK:], np.nan)
    assert np.nanstd(ratio) < 0.001


def test_it_gets_louder_again() -> None:
    quiet, loud = np.full((960, 2), 0.1, np.float32), np.full((960, 2), 4.0, np.float32)
    mixer = Mixer()
    mixer.mix([loud], 960)
    for _ in range(50):
        mixed = mixer.mix([quiet], 960)
    assert mixed == pytest.approx(quiet)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Ana", "Ana"),
        ("Zoë Müller", "Zoë-Müller"),
        ("../../etc/passwd", "etc-passwd"),
        ("..", "somebody"),
        ("", "somebody"),
    ],
)
def test_names_of_files(name: str, file: str) -> None:
    assert safe(name) == file
