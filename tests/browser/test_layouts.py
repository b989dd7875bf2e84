"""Who is seen how large, and what that saves those who send the pictures."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, expect

from .conftest import People
from .people import Person
from .servers import Jupyter
from .waiting import until

MUCH = 2.0
APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
NUMBERS = (r"VP8, \d+ . \d+, \d+ pictures/s", r"opus, \d+ kbit/s", r"sound [\d.]+ %", r"\d ms", r"direct \(UDP\)")


def screen_of(viewer: Person, sharer: Person) -> Locator:
    return viewer.room.get_by_role("group", name=f"{sharer.name}{APOSTROPHE}s screen", exact=True)


def width_of(tile: Locator) -> float:
    box = tile.bounding_box()
    return box["width"] if box else 0.0


def is_large(viewer: Person, large: Locator, small: Locator) -> None:
    until(
        lambda: (width_of(large), width_of(small)),
        lambda widths: widths[1] > 0 and widths[0] > MUCH * widths[1],
        f"{viewer} sees one tile much larger than the other",
    )


def are_alike(viewer: Person, one: Locator, other: Locator) -> None:
    until(
        lambda: (width_of(one), width_of(other)),
        lambda widths: widths[0] > 0 and widths[0] == widths[1],
        f"{viewer} sees both tiles alike",
    )


def covered_by_its_name(tile: Locator) -> float:
    """How much of a picture's height its name takes."""
    covered: float = tile.evaluate(
        """(tile) => {
          const [video, plate] = ["video", ".plate"].map((part) => tile.querySelector(part).getBoundingClientRect());
          return Math.min(video.bottom, plate.bottom) - Math.max(video.top, plate.top);
        }"""
    )
    return covered


def in_a_call(*people: Person) -> None:
    for person in people:
        person.joins()
    for person in people:
        for other in people:
            person.shows(other)


def encodings_of(person: Person) -> list[dict[str, Any]]:
    """How the person's camera goes to each of the others."""
    seen: list[dict[str, Any]] = person.notebook.probe("encodings")
    return seen


def sends_its_camera_to(person: Person, count: int) -> None:
    until(
        lambda: [encoding["active"] for encoding in encodings_of(person)],
        lambda active: sum(active) == count,
        f"{person} sends the camera's picture to {count}",
    )


def is_sent(sender: Person, right: Callable[[float], bool], what: str) -> None:
    """The one peer of the sender gets such a picture."""
    until(
        lambda: [encoding.get("scaleResolutionDownBy", 1) for encoding in encodings_of(sender)],
        lambda scales: len(scales) == 1 and right(scales[0]),
        f"{sender}'s peer is sent {what}",
    )


def test_a_shared_screen_is_large_until_it_ends(ana: Person, bo: Person) -> None:
    in_a_call(ana, bo)
    are_alike(bo, bo.tile(ana), bo.tile(bo))

    ana.button("Share screen").click()
    is_large(bo, screen_of(bo, ana), bo.tile(ana))
    picture, sound = screen_of(bo, ana).locator("video"), bo.sound(f"Ana{APOSTROPHE}s screen")
    until(lambda: picture.evaluate("(video) => video.videoWidth"), bool, "Bo sees the screen")
    assert sound.evaluate("(audio) => [audio.paused, audio.muted]") == [False, False]
    expect(ana.room.get_by_role("group", name="Your screen", exact=True)).to_be_visible()
    assert covered_by_its_name(screen_of(bo, ana)) <= 0

    bo.chooses("Grid")
    are_alike(bo, screen_of(bo, ana), bo.tile(ana))

    ana.button("Stop sharing").click()
    expect(screen_of(bo, ana)).to_have_count(0)
    expect(ana.room.get_by_role("group", name="Your screen", exact=True)).to_have_count(0)


def test_a_pinned_tile_stays_large_while_another_shares(ana: Person, bo: Person) -> None:
    in_a_call(ana, bo)
    bo.tile(ana).hover()
    bo.button("Pin Ana").click()
    is_large(bo, bo.tile(ana), bo.tile(bo))

    ana.button("Share screen").click()
    expect(screen_of(bo, ana)).to_be_visible()
    is_large(bo, bo.tile(ana), screen_of(bo, ana))

    bo.button("Unpin Ana").focus()
    bo.page.keyboard.press("Enter")
    is_large(bo, screen_of(bo, ana), bo.tile(ana))


def test_the_speaker_view_is_chosen_by_keyboard_and_remembered(ana: Person, bo: Person) -> None:
    in_a_call(ana, bo)
    bo.button("More").focus()
    bo.page.keyboard.press("Enter")
    expect(bo.menu_item("Grid")).to_have_attribute("aria-checked", "true")
    expect(bo.room.get_by_role("menu").locator(":focus")).to_have_count(1)
    bo.menu_item("Grid").focus()
    bo.page.keyboard.press("ArrowDown")
    expect(bo.menu_item("Speaker")).to_be_focused()
    bo.page.keyboard.press("Enter")
    expect(bo.room.get_by_role("menu")).to_have_count(0)
    expect(bo.button("More")).to_be_focused()
    is_large(bo, bo.tile(ana), bo.tile(bo))

    bo.page.keyboard.press("Enter")
    bo.page.keyboard.press("Escape")
    expect(bo.room.get_by_role("menu")).to_have_count(0)
    expect(bo.button("More")).to_be_focused()

    bo.hangs_up()
    bo.joins()
    bo.shows(ana)
    is_large(bo, bo.tile(ana), bo.tile(bo))
    bo.chooses("Grid")
    are_alike(bo, bo.tile(ana), bo.tile(bo))


def test_the_self_view_can_be_hidden(ana: Person, bo: Person) -> None:
    in_a_call(ana, bo)
    bo.chooses("Hide self view")
    expect(bo.tile(bo)).to_have_count(0)
    ana.shows(bo)

    bo.chooses("Hide self view")
    bo.shows(bo)


def test_full_screen_and_back(ana: Person, bo: Person) -> None:
    in_a_call(ana, bo)
    before = width_of(bo.room)
    bo.chooses("Full screen")
    until(lambda: width_of(bo.room), lambda width: width > before, "the room is as large as the screen")

    bo.chooses("Full screen")
    until(lambda: width_of(bo.room), lambda width: width == before, "the room is back in its cell")


def test_the_call_floats_in_a_small_window(ana: Person, bo: Person) -> None:
    in_a_call(ana, bo)
    with bo.page.context.expect_page() as opened:
        bo.chooses("Picture in picture")
    small = opened.value
    tile = small.get_by_role("group", name="Ana", exact=True)
    until(
        lambda: tile.locator("video").evaluate("(video) => video.getVideoPlaybackQuality().totalVideoFrames"),
        lambda frames: frames > 3,
        "Ana moves in the small window",
    )
    expect(small.locator("audio")).to_have_count(0)
    assert small.locator("video").evaluate_all("(videos) => videos.every(({ muted }) => muted)")
    bo.hears(ana)
    small.get_by_role("button", name="Mute microphone", exact=True).click()
    expect(bo.button("Unmute microphone")).to_be_visible()

    bo.hangs_up()
    until(small.is_closed, bool, "the small window ends with the call")


def test_one_picture_floats_where_there_are_no_small_windows(visitors: People, lab: Jupyter) -> None:
    ana, bo = (visitors(name, lab) for name in ("Ana", "Bo"))
    bo.page.evaluate("() => { delete window.documentPictureInPicture }")
    for person in (ana, bo):
        person.enters()
    in_a_call(ana, bo)

    floats = "(video) => video.getRootNode().pictureInPictureElement === video"
    video = bo.tile(ana).locator("video")
    bo.chooses("Picture in picture")
    until(lambda: video.evaluate(floats), bool, "Ana's picture floats")
    bo.button("More").click()
    expect(bo.menu_item("Picture in picture")).to_be_checked()
    bo.menu_item("Picture in picture").click()
    until(lambda: video.evaluate(floats), lambda floating: not floating, "Ana's picture is back")

    bo.chooses("Picture in picture")
    until(lambda: video.evaluate(floats), bool, "Ana's picture floats again")
    bo.hangs_up()
    until(
        lambda: bo.page.evaluate("() => document.pictureInPictureElement === null"),
        bool,
        "it floats no longer than the call",
    )
    bo.joins()
    bo.shows(ana)
    bo.button("More").click()
    expect(bo.menu_item("Picture in picture")).not_to_be_checked()


def test_nobody_sends_what_is_out_of_sight(ana: Person, bo: Person) -> None:
    in_a_call(ana, bo)
    sends_its_camera_to(ana, 1)

    bo.room.evaluate("(room) => { room.getRootNode().host.style.marginTop = '5000px' }")
    sends_its_camera_to(ana, 0)
    expect(bo.tile(ana)).not_to_contain_text("weak")
    ana.shows(bo)

    bo.room.evaluate("(room) => { room.getRootNode().host.style.marginTop = '' }")
    sends_its_camera_to(ana, 1)
    bo.sees(ana)


def test_a_small_tile_is_sent_a_small_picture(ana: Person, bo: Person) -> None:
    in_a_call(ana, bo)
    is_sent(ana, lambda scale: scale > 1, "a scaled down picture")
    bo.chooses("Full screen")
    is_sent(ana, lambda scale: scale == 1, "the whole picture")
    bo.chooses("Full screen")
    is_sent(ana, lambda scale: scale > 1, "a scaled down picture")


def test_the_numbers_of_a_tile(ana: Person, bo: Person) -> None:
    in_a_call(ana, bo)
    bo.button("Details of Ana").focus()
    bo.page.keyboard.press("Enter")
    details = bo.room.get_by_role("dialog", name="Details of Ana", exact=True)
    until(
        details.inner_text,
        lambda text: all(re.search(words, text) for words in NUMBERS),
        "Bo reads the numbers",
    )
    bo.page.keyboard.press("Escape")
    expect(details).to_have_count(0)
    expect(bo.button("Details of Ana")).to_be_focused()


def test_the_length_of_the_call_is_the_same_for_all(ana: Person, bo: Person) -> None:
    in_a_call(ana, bo)
    bo.hangs_up()
    bo.joins()
    bo.shows(ana)

    def seconds(person: Person) -> int:
        minutes, rest = person.room.get_by_role("timer", name="Length of the call").inner_text().split(":")
        return 60 * int(minutes) + int(rest)

    until(
        lambda: [seconds(ana), seconds(bo)],
        lambda lengths: lengths[0] > 0 and abs(lengths[0] - lengths[1]) <= 1,
        "both read the same length",
    )


def hears_ana(listener: Person, volume: int, *, muted: bool = False) -> None:
    """The listener's page plays Ana's sound as loudly, in percent."""
    loudness = "(audio) => [Math.round(100 * audio.volume), audio.muted]"
    until(
        lambda: listener.sound("Ana").evaluate(loudness),
        lambda heard: heard == [volume, muted],
        f"Ana's volume is {volume}",
    )


def test_somebody_can_be_quieter_for_oneself(visitors: People, lab: Jupyter) -> None:
    ana, bo = (visitors(name, lab) for name in ("Ana", "Bo"))
    for person in (ana, bo):
        person.enters()
    in_a_call(ana, bo)
    hears_ana(bo, 100)
    expect(bo.tile(ana).get_by_role("img", name=re.compile(r"^(Good|Fair|Weak) connection$"))).to_be_visible()
    bo.button("Options for Ana").focus()
    bo.page.keyboard.press("Enter")
    options = bo.room.get_by_role("dialog", name="Options for Ana", exact=True)
    slider = options.get_by_role("slider", name="Volume of Ana", exact=True)
    expect(slider).to_be_focused()
    for _ in range(4):
        bo.page.keyboard.press("ArrowLeft")
    hears_ana(bo, 80)
    options.get_by_role("checkbox", name="Mute Ana for me", exact=True).check()
    hears_ana(bo, 80, muted=True)
    expect(bo.tile(ana).get_by_text("muted for you")).to_be_attached()
    bo.page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(bo.button("Options for Ana")).to_be_focused()

    bo.button("Pin Ana").click()
    hears_ana(bo, 80, muted=True)
    bo.page.reload()
    bo.enters()
    bo.joins()
    hears_ana(bo, 80, muted=True)
    a_small_tile_has_options_only(bo, ana, slider)


def a_small_tile_has_options_only(bo: Person, ana: Person, slider: Locator) -> None:
    """There is no space for more, and the volume is among them."""
    bo.page.set_viewport_size({"width": 800, "height": 420})
    bo.button("Pin Ana").click()
    expect(bo.button("Pin Bo")).to_have_count(0)
    bo.button("Options for Bo").click()
    bo.button("Pin Bo").click()
    expect(bo.room.get_by_role("dialog")).to_have_count(0)
    is_large(bo, bo.tile(bo), bo.tile(ana))
    hears_ana(bo, 80, muted=True)
    bo.button("Options for Ana").click()
    expect(bo.button("Pin Ana")).to_be_visible()
    slider.fill("100")
    hears_ana(bo, 100)
