"""The whole line, from the cell to the other person's face."""

from __future__ import annotations

from itertools import permutations

from playwright.sync_api import expect

from .people import Person


def test_a_call_is_rung_accepted_and_hung_up(ana: Person, bo: Person) -> None:
    ana.finds(bo, "available")
    ana.calls(bo)
    bo.is_rung_by(ana)
    assert not bo.camera_is_open()

    bo.accepts()
    ana.sees(bo)
    bo.sees(ana)
    ana.hears(bo)
    bo.hears(ana)
    ana.has_status("In a call with Bo")

    ana.hangs_up()
    for one, other in permutations((ana, bo)):
        one.sees_nobody()
        one.finds(other, "available")
        one.finds(one, "available")
        one.has_released_the_devices()


def test_entering_opens_no_device(ana: Person, bo: Person) -> None:
    ana.finds(bo, "available")
    ana.never_opened_a_device()


def test_three_in_the_main_call_see_and_hear_each_other(ana: Person, bo: Person, cy: Person) -> None:
    for person in (ana, bo, cy):
        person.joins()
    for one, other in permutations((ana, bo, cy), 2):
        one.sees(other)
    for one, other in permutations((ana, bo, cy), 2):
        one.hears(other)


def test_the_main_call_is_joined_and_left_at_will(ana: Person, bo: Person) -> None:
    ana.joins()
    bo.finds(ana, "in a call")
    bo.joins()
    ana.sees(bo)

    bo.hangs_up()
    bo.has_released_the_devices()
    expect(ana.tile(bo)).to_have_count(0)

    bo.joins()
    ana.sees(bo)
    bo.sees(ana)


def test_a_private_call_is_nobody_elses(ana: Person, bo: Person, cy: Person) -> None:
    ana.calls(bo)
    bo.accepts()
    ana.sees(bo)

    cy.finds(ana, "in a call")
    expect(cy.call_button(ana)).to_be_disabled()
    cy.joins()
    cy.finds(cy, "in a call")
    expect(cy.room.locator("video")).to_have_count(1)
    expect(cy.tile(cy)).to_be_visible()


def test_the_camera_goes_dark_and_comes_back_without_a_new_call(ana: Person, bo: Person) -> None:
    ana.joins()
    bo.joins()
    ana.sees(bo)

    bo.button("Stop camera").click()
    bo.has_no_camera()
    ana.hears(bo)

    bo.button("Start camera").click()
    ana.sees(bo)


def test_a_muted_microphone_is_silent(ana: Person, bo: Person) -> None:
    ana.joins()
    bo.joins()
    ana.hears(bo)

    bo.button("Mute microphone").click()
    ana.hears_nothing_of(bo)

    bo.button("Unmute microphone").click()
    ana.hears(bo)
