"""The notebook's own kernel: it gets nothing after a no, also after a restart, which leaves nothing of it behind."""

from __future__ import annotations

from playwright.sync_api import expect

from .conftest import People
from .kernels import KERNEL, allows, kernels_in_the_list, question, sends_only, track
from .people import Person
from .servers import Jupyter
from .waiting import until

READS = """
try:
    print(next(frames).size)
except Exception as error:
    print(type(error).__name__)
"""
PUBLISHES = """
import numpy as np
sim = room.publish("sim", np.full((240, 320), 128, np.uint8))
"""


def has_kernels(person: Person, *names: str) -> None:
    until(lambda: kernels_in_the_list(person), lambda seen: seen == list(names), f"{person} sees the kernels {names}")


def test_a_restart_leaves_no_participant_behind_and_it_can_come_again(ana: Person, bo: Person) -> None:
    ana.joins()
    bo.joins()
    ana.sees(bo)
    ana.knows_own_state("in-call")
    ana.notebook.executes("await room.connect()\nframes = room.frames('Bo')")
    question(bo).get_by_role("button", name="Decline", exact=True).click()
    assert ana.notebook.executes(READS) == "ConsentRefused\n"
    sends_only(bo, 0, 2)
    ana.notebook.executes(PUBLISHES)
    for person in (ana, bo):
        expect(track(person, "sim")).to_be_visible()
        has_kernels(person, KERNEL)

    ana.notebook.restarts_kernel()
    for person in (ana, bo):
        has_kernels(person)
        expect(track(person, "sim")).to_have_count(0)
    sends_only(bo, 2)

    ana.notebook.runs_all()
    ana.knows_own_state("in-call")
    ana.notebook.executes("await room.connect()\nframes = room.frames('Bo')")
    assert ana.notebook.executes(READS) == "ConsentRefused\n"
    expect(question(bo)).to_have_count(0)
    bo.button(f"Decide again about {KERNEL}").click()
    allows(bo)
    ana.notebook.executes("frames = room.frames('Bo')")
    assert ana.notebook.executes(READS).startswith("(")
    for person in (ana, bo):
        has_kernels(person, KERNEL)
    bo.sees(ana)
    ana.notebook.executes("room.kernel.close().result(10)")
    has_kernels(bo)


def test_a_kernel_that_came_first_is_its_owner_s_as_soon_as_they_have_entered(
    people: People, lab: Jupyter, bo: Person
) -> None:
    ana = people("Ana", lab)
    ana.opens_the_room()
    ana.notebook.executes("await room.connect()")
    until(lambda: kernels_in_the_list(bo), lambda seen: len(seen) == 1 and KERNEL not in seen, "Bo sees a kernel")
    ana.enters()
    for person in (ana, bo):
        has_kernels(person, KERNEL)
    ana.joins()
    bo.joins()
    ana.notebook.executes("frames = room.frames('Ana'); others = room.frames('Bo')")
    # Whether she is asked depends on what she chose in an earlier room.
    expect(ana.room.get_by_text("your own kernel, in a call", exact=True)).to_be_visible()
    expect(question(bo)).to_contain_text("a Python kernel of Ana")
    ana.notebook.executes("room.kernel.close().result(10)")
    has_kernels(bo)
