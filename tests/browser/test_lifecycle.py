"""What a notebook does to its outputs: one session and one camera through all of it."""

from __future__ import annotations

from itertools import permutations

from playwright.sync_api import expect

from .people import Person


def are_in_a_call(ana: Person, bo: Person) -> None:
    ana.joins()
    bo.joins()
    ana.sees(bo)
    bo.sees(ana)


def test_running_the_cell_again_keeps_the_call(ana: Person, bo: Person) -> None:
    are_in_a_call(ana, bo)
    frames = bo.frames_of(ana)
    ana.notebook.runs_all()

    ana.sees(bo)
    bo.sees(ana)
    assert bo.frames_of(ana) > frames
    ana.has_one_camera()
    ana.knows_own_state("in-call")
    ana.knows(Ana="in-call", Bo="in-call")
    bo.has_not_read("left")

    ana.hangs_up()
    ana.has_released_the_devices()


def test_a_second_view_shares_the_session(ana: Person, bo: Person) -> None:
    are_in_a_call(ana, bo)
    ana.notebook.adds("room")

    expect(ana.page.get_by_role("button", name="Show here")).to_be_visible()
    ana.sees(bo)
    bo.sees(ana)
    ana.has_one_camera()
    assert ana.notebook.probe("sockets") == 1
    bo.knows(Ana="in-call", Bo="in-call")


def test_closing_the_notebook_ends_it_for_all_to_see(ana: Person, bo: Person) -> None:
    are_in_a_call(ana, bo)
    ana.notebook.closes()

    bo.misses(ana)
    bo.reads("Ana left the room")
    ana.has_released_the_devices()
    assert ana.notebook.probe("sockets") == 0


def test_reloading_the_page_leaves_and_can_enter_again(ana: Person, bo: Person) -> None:
    are_in_a_call(ana, bo)
    ana.notebook.reloads()

    bo.misses(ana)
    bo.reads("Ana left the room")
    ana.is_in_the_lobby()
    ana.never_opened_a_device()

    ana.enters()
    ana.joins()
    for one, other in permutations((ana, bo)):
        one.sees(other)


def test_the_call_outlives_the_kernel(ana: Person, bo: Person) -> None:
    are_in_a_call(ana, bo)
    frames = bo.frames_of(ana)
    ana.notebook.restarts_kernel()

    bo.sees(ana)
    assert bo.frames_of(ana) > frames
    ana.has_one_camera()

    ana.leaves()
    bo.misses(ana)
    ana.has_released_the_devices()


def test_two_people_leave_no_trace_of_a_closed_tab(ana: Person, bo: Person) -> None:
    are_in_a_call(ana, bo)
    ana.closes_tab()
    expect(bo.tile(ana)).to_have_count(0)
    bo.misses(ana)
