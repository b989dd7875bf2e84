"""Shared screens: without a new offer, several at once, and ended from wherever one likes."""

from __future__ import annotations

from playwright.sync_api import expect

from .people import Person


def test_a_screen_is_shared_and_seen(ana: Person, bo: Person) -> None:
    ana.joins()
    bo.joins()
    ana.sees(bo)
    offers = ana.notebook.probe("offers")
    bo.sees_no_screen()

    ana.button("Share screen").click()
    bo.sees_a_screen()
    bo.sees(ana)
    expect(ana.button("Stop sharing")).to_be_visible()
    assert ana.notebook.probe("offers") == offers

    bo.button("Share screen").click()
    ana.sees_a_screen()

    ana.button("Stop sharing").click()
    ana.shares_nothing()
    ana.sees_a_screen()
    bo.sees_no_screen()


def test_the_browsers_own_bar_ends_it(ana: Person, bo: Person) -> None:
    ana.joins()
    bo.joins()
    ana.button("Share screen").click()
    bo.sees_a_screen()

    ana.notebook.probe("endSharing")
    bo.sees_no_screen()
    expect(ana.button("Share screen")).to_be_visible()

    ana.button("Share screen").click()
    bo.sees_a_screen()


def test_hanging_up_ends_it(ana: Person, bo: Person) -> None:
    ana.joins()
    bo.joins()
    ana.button("Share screen").click()
    bo.sees_a_screen()
    ana.hangs_up()
    ana.shares_nothing()
    ana.has_released_the_devices()


def test_nothing_picked_is_no_failure(ana: Person, bo: Person) -> None:
    ana.joins()
    bo.joins()
    ana.sees(bo)
    ana.page.evaluate(
        "() => { navigator.mediaDevices.getDisplayMedia ="
        " async () => { throw new DOMException('Permission denied', 'NotAllowedError'); }; }"
    )
    ana.button("Share screen").click()
    ana.page.evaluate("() => delete navigator.mediaDevices.getDisplayMedia")
    expect(ana.room.get_by_role("alert")).to_have_count(0)
    ana.button("Share screen").click()
    bo.sees_a_screen()
