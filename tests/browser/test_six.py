"""As many as the mesh carries, in one call on one machine."""

from __future__ import annotations

import time
from itertools import permutations

from .conftest import People, in_the_room
from .people import Person
from .servers import Jupyter
from .waiting import until

SIX = ("Ana", "Bo", "Cy", "Dee", "Eli", "Gus")
CAP = 2_500_000
MEASURED = 4.0


def uplink(person: Person) -> float:
    """What the person sends to all, headers too, in bits per second over some seconds."""
    first = person.notebook.probe("sent")
    time.sleep(MEASURED)
    last = person.notebook.probe("sent")
    bits: float = 8 * (last["bytes"] - first["bytes"]) / (last["at"] - first["at"])
    return bits


def test_six_see_each_other_below_the_cap_and_a_seventh_is_told(people: People, lab: Jupyter) -> None:
    six = [in_the_room(people(name, lab)) for name in SIX]
    for person in six:
        person.joins()
        person.finds(person, "in a call")

    pairs = list(permutations(six, 2))
    assert len(pairs) == 30
    before = {pair: pair[0].frames_of(pair[1]) for pair in pairs}
    for pair in pairs:
        until(
            lambda pair=pair: pair[0].frames_of(pair[1]),  # type: ignore[misc]
            lambda frames, pair=pair: frames > before[pair] + 3,  # type: ignore[misc]
            f"{pair[0]} sees {pair[1]} moving",
            within=60,
        )
    for person in six:
        bits = uplink(person)
        print(f"{person} sends {bits / 1e6:.2f} Mbit/s")
        assert 0 < bits < CAP

    hal = in_the_room(people("Hal", lab))
    hal.joins()
    hal.is_told("full")
    hal.sees_nobody()
