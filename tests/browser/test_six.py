"""As many as the mesh carries, in one call on one machine."""

from __future__ import annotations

import re

from playwright.sync_api import ViewportSize, expect

from .conftest import People
from .people import Person
from .servers import Jupyter
from .waiting import until

SIX = ("Ana", "Bo", "Dee", "Eli", "Gus", "Hal")
CAP = 2_500_000
SECONDS = 4.0

# What was sent so far, and when: as the probe "sent" tells it.
Sent = dict[str, float]


# Six pages are painted by two cores, so they are small.
SMALL = ViewportSize(width=480, height=400)


def enters(person: Person) -> Person:
    person.page.set_viewport_size(SMALL)
    person.enters()
    return person


def frames(person: Person) -> list[int]:
    """How many pictures of each of the others were decoded so far."""
    decoded: list[int] = person.notebook.probe("cameraFrames")
    return decoded


def see_five_others(six: list[Person]) -> None:
    """Each of the thirty streams brings new pictures."""
    for person in six:
        until(lambda person=person: frames(person), lambda seen: len(seen) == 5, f"{person} is connected to five")  # type: ignore[misc]
        before = frames(person)
        until(
            lambda person=person: frames(person),  # type: ignore[misc]
            lambda now, before=before: all(n > b for n, b in zip(now, before, strict=True)),  # type: ignore[misc]
            f"{person} sees five others moving",
        )


def uplink(person: Person, first: Sent) -> float:
    """What the person sends to all, headers too, in bits per second over some seconds."""
    last: Sent = until(
        lambda: person.notebook.probe("sent"),
        lambda now: now["at"] - first["at"] >= SECONDS,
        f"{person} has sent for {SECONDS:g} s",
    )
    return 8 * (last["bytes"] - first["bytes"]) / (last["at"] - first["at"])


def test_six_see_each_other_below_the_cap_and_a_seventh_is_told(visitors: People, lab: Jupyter) -> None:
    six = [enters(visitors(name, lab)) for name in SIX]
    for person in six:
        person.joins()
        expect(person.button("Leave call")).to_be_visible()

    see_five_others(six)
    sent = {person: person.notebook.probe("sent") for person in six}
    for person in six:
        bits = uplink(person, sent[person])
        print(f"{person} sends {bits / 1e6:.2f} Mbit/s")
        assert 0 < bits < CAP
    see_five_others(six)

    ida = enters(visitors("Ida", lab))
    expect(ida.button("Join call")).to_be_disabled()
    expect(ida.button("Join call")).to_have_accessible_description(re.compile("The call is full"))
