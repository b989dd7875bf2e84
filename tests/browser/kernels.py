"""Kernels in the call, as people at browsers see them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Locator, expect

from .devices import COLOUR_ERROR, MOVES
from .media import BAR, BITS, BLOCK, PICTURES, STEP, WIDTH, Colour
from .people import Person
from .waiting import until

KERNEL = "kernel of Ana"
RECORDS = "It is recording"
BLUE = (30, 60, 220)


def question(person: Person, kernel: str = KERNEL) -> Locator:
    return person.room.get_by_role("dialog", name=f"{kernel} asks to see and hear you", exact=True)


def badge(person: Person, kernel: str = KERNEL) -> Locator:
    return person.room.get_by_text(f"{kernel} sees and hears you")


def sign_on(person: Person, other: Person) -> Locator:
    return person.tile(other).get_by_text(f"seen and heard by {KERNEL}")


def allows(person: Person, kernel: str = KERNEL) -> None:
    """Says yes, unless it was said already."""
    expect(question(person, kernel).or_(badge(person, kernel))).to_be_visible()
    if question(person, kernel).is_visible():
        question(person, kernel).get_by_role("button", name="Allow", exact=True).click()
    expect(badge(person, kernel)).to_be_visible()


def sends_only(person: Person, *counts: int) -> None:
    """So many tracks go to each of the others, the least first."""
    until(
        lambda: person.notebook.probe("sending"),
        lambda seen: seen == list(counts),
        f"{person} sends {counts} tracks",
    )


def track(person: Person, name: str, kernel: str = KERNEL) -> Locator:
    """The tile of what a kernel publishes."""
    return person.room.get_by_role("group", name=f"{name}, by {kernel}", exact=True)


def sees_published(person: Person, name: str, colour: Colour, kernel: str = KERNEL) -> None:
    """The tile decodes moving pictures of this colour."""
    video = track(person, name, kernel).locator("video")

    def look() -> Any:
        return person.notebook.probe_element("look", video, 2000) if video.count() == 1 else None

    until(
        look,
        lambda seen: seen and seen["colour"] and seen["change"] > MOVES and is_near(seen["colour"], colour),
        f"{person} sees {name!r} ({colour}) moving",
    )


def shows_published(person: Person, name: str, kernel: str = KERNEL) -> None:
    """The tile decodes pictures, whatever they are of."""
    video = track(person, name, kernel).locator("video")
    frames = "(video) => video.getVideoPlaybackQuality().totalVideoFrames"
    until(lambda: video.evaluate(frames), lambda seen: seen > 3, f"{person} sees {name!r}")


def is_near(seen: Any, colour: Colour) -> bool:
    return bool(np.abs(np.subtract(seen, colour)).max() < COLOUR_ERROR)


def kernels_in_the_list(person: Person) -> list[str]:
    """The kernels in the list of people."""
    rows = person.room.get_by_role("group", name="People", exact=True).get_by_role("listitem")
    names = rows.locator("bdi").all_inner_texts()
    return [name for name in names if name.startswith("kernel")]


def read_number(picture: NDArray[np.uint8]) -> int:
    """What is written along the upper edge of somebody's picture, which may have been scaled."""
    scale = picture.shape[1] / WIDTH
    at = [round((bit + 0.5) * BLOCK * scale) for bit in range(BITS)]
    row = picture[round(BLOCK / 2 * scale)]
    return int("".join("1" if row[x].mean() > 128 else "0" for x in at), 2)


def read_bar(picture: NDArray[np.uint8]) -> float:
    """The number that belongs to the place of the bar; it goes round the picture's edge."""
    below = picture[picture.shape[0] // 2 :].min(axis=2).mean(axis=0)
    angles = 2 * np.pi * np.nonzero(below > 150)[0] / picture.shape[1]
    middle = np.angle(np.exp(1j * angles).mean()) / (2 * np.pi) * WIDTH
    return float(((middle - BAR / 2) / STEP) % PICTURES)
