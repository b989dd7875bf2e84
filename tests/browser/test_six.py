"""As many as the mesh carries, in one call on one machine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest
from playwright.sync_api import Playwright, ViewportSize, expect

from .browser_pool import BrowserPool
from .media import record
from .people import Person
from .servers import Jupyter
from .waiting import until

SIX = ("Ana", "Bo", "Dee", "Eli", "Gus", "Hal")
CAP = 2_500_000
SECONDS = 4.0

# What was sent so far, and when: as the probe "sent" tells it.
Sent: TypeAlias = dict[str, float]
Crowd: TypeAlias = Callable[[str], Person]


# Six pages are painted by two cores, so they are small.
SMALL = ViewportSize(width=480, height=400)


# With two others' pages on the same core, a page takes its time.
SLOWLY = 60.0


@pytest.fixture
def crowd(playwright: Playwright, lab: Jupyter, room: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    """Adds people at the room's own page, in two browsers with slow cameras."""
    pool = BrowserPool(playwright, tmp_path_factory.mktemp("crowd"), lambda name, folder: record(name, folder, rate=5))
    yield lambda name: enters(pool.visitor(name, lab, room))
    pool.close()


def enters(person: Person) -> Person:
    person.page.set_viewport_size(SMALL)
    person.enters()
    return person


def frames(person: Person) -> list[int]:
    """How many pictures of each of the others were decoded so far."""
    decoded: list[int] = person.notebook.probe("cameraFrames")
    return decoded


def sees_five_others(person: Person) -> None:
    """Each of the five streams brings new pictures."""
    before = until(lambda: frames(person), lambda seen: len(seen) == 5, f"{person} is connected to five", SLOWLY)
    until(
        lambda: frames(person),
        lambda now: len(now) == 5 and all(n > b for n, b in zip(now, before, strict=True)),
        f"{person} sees five others moving",
        SLOWLY,
    )


def uplink(person: Person, first: Sent) -> float:
    """What the person sends to all, headers too, in bits per second over some seconds."""
    last: Sent = until(
        lambda: person.notebook.probe("sent"),
        lambda now: now["at"] - first["at"] >= SECONDS,
        f"{person} has sent for {SECONDS:g} s",
    )
    return 8 * (last["bytes"] - first["bytes"]) / (last["at"] - first["at"])


def test_six_see_each_other_below_the_cap_and_a_seventh_is_told(crowd: Crowd) -> None:
    six = [crowd(name) for name in SIX]
    # A page that opens beside a call of six would take a quarter of a minute.
    ida = crowd("Ida")
    expect(ida.button("Join call")).to_be_enabled()
    for person in six:
        person.joins()
        expect(person.button("Leave call")).to_be_visible()

    for person in six:
        sees_five_others(person)
    sent = {person: person.notebook.probe("sent") for person in six}
    for person in six:
        bits = uplink(person, sent[person])
        print(f"{person} sends {bits / 1e6:.2f} Mbit/s")
        assert 0 < bits < CAP
    for person in six:
        sees_five_others(person)

    expect(ida.button("Join call")).to_be_disabled()
    expect(ida.button("Join call")).to_have_accessible_description(re.compile("The call is full"))
