"""Names and words of any length are whole in what lies over the room, on the smallest page, in the longer language."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, ViewportSize, expect

from jupyter_videoroom.kernel import connect

from .browser_pool import BrowserPool
from .conftest import People
from .people import Person
from .servers import Jupyter
from .waiting import TIMEOUT, until

ANA, BO, KERNEL, TRACK = (letter * 64 for letter in "WMOQ")
SMALLEST: ViewportSize = {"width": 320, "height": 420}
_rooms = itertools.count(1)

# What is over the room or could push something out of it: nothing sticks out, and nothing is clipped.
FAULTS = """() => {
  const root = document.querySelector(".jupyter-videoroom").shadowRoot;
  const room = root.querySelector(".room").getBoundingClientRect();
  const isWithin = (inner, outer) => inner.left >= outer.left - 1 && inner.right <= outer.right + 1;
  const isClipped = (element) => {
    const { overflowY } = getComputedStyle(element);
    if (element.matches("input, select, option, .hidden-words") || element.clientWidth === 0) return false;
    const cut = /hidden|clip/.test(overflowY) && element.scrollHeight > element.clientHeight + 1;
    return cut || element.scrollWidth > element.clientWidth + 1;
  };
  const seen = root.querySelectorAll("[role=dialog], [role=menu], .lobby, .missed, .kernel-badges, .alert, .notice");
  const faults = [];
  for (const box of seen) {
    const outer = box.getBoundingClientRect();
    for (const element of [box, ...box.querySelectorAll("*")]) {
      const inner = element.getBoundingClientRect();
      const fits = inner.width === 0 || (isWithin(inner, outer) && isWithin(inner, room));
      if (!fits || isClipped(element)) faults.push(`${box.className}: ${element.outerHTML.slice(0, 120)}`);
    }
  }
  return { boxes: seen.length, faults };
}"""

# Cameras are called what their makers like.
NAME_DEVICES = """(name) => {
  Object.defineProperty(MediaDeviceInfo.prototype, "label", { get: () => name });
  navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
}"""


@pytest.fixture
def room() -> str:
    return f"{'W' * 60} {next(_rooms)}"


@pytest.fixture
def ana(pool: BrowserPool, lab: Jupyter, room: str) -> Iterator[Locator]:
    """The room as Ana has it, in German, on a phone."""
    person = pool.visitor("Ana", lab, room, locale="de-DE")
    person.page.set_viewport_size(SMALLEST)
    region = person.page.get_by_role("region", name=f"Videoraum {room}", exact=True)
    region.get_by_role("textbox", name="Dein Name").fill(ANA)
    press(region, "Raum betreten")
    yield region
    person.page.context.close()


@pytest.fixture
def bo(visitors: People, lab: Jupyter) -> Person:
    bo = visitors("Bo", lab)
    bo.room.get_by_role("textbox", name="Your name", exact=True).fill(BO)
    bo.button("Enter room").click()
    return bo


def press(room: Locator, name: str) -> None:
    room.get_by_role("button", name=name, exact=True).click()


def is_whole(shown: Locator) -> None:
    expect(shown).to_be_visible()
    seen: dict[str, Any] = shown.page.evaluate(FAULTS)
    assert seen["boxes"] > 0
    assert seen["faults"] == []


def test_that_something_is_cut_would_be_found(ana: Locator) -> None:
    ana.focus()
    ana.page.keyboard.press("?")
    dialog = ana.get_by_role("dialog")
    dialog.evaluate("(dialog) => { dialog.querySelector('h2').style.whiteSpace = 'nowrap'; }")
    dialog.evaluate("(dialog) => { dialog.querySelector('h2').textContent = 'W'.repeat(64); }")
    with pytest.raises(AssertionError, match="<h2"):
        is_whole(dialog)


def test_a_ring_and_what_is_left_of_it(ana: Locator, bo: Person) -> None:
    bo.button(f"Call now: {ANA}").click()
    ring = ana.get_by_role("dialog", name=f"Eingehender Anruf von {BO}")
    is_whole(ring)
    press(ring, "Mit Nachricht ablehnen")
    expect(ring.get_by_role("textbox")).to_be_focused()
    is_whole(ring)
    bo.cancels()
    is_whole(ana.get_by_role("list", name="Verpasste Anrufe"))
    expect(ana.get_by_text(f"Verpasster Anruf von {BO}").first).to_be_visible()


def test_what_lies_over_a_call(ana: Locator, lab: Jupyter, room: str) -> None:
    ana.page.evaluate(NAME_DEVICES, ANA)
    press(ana, "Anruf beitreten")
    with connect(room, url=lab.address(""), token=lab.token, display_name=KERNEL).result(TIMEOUT) as kernel:
        until(kernel._session.members, bool, "the kernel meets Ana")
        with kernel.publish(TRACK) as feed:
            feed.push(np.zeros((36, 64), np.uint8))
            with kernel.frames(ANA):
                a_kernel_s_question_is_whole(ana)
            what_can_be_opened_is_whole(ana)


def a_kernel_s_question_is_whole(ana: Locator) -> None:
    question = ana.get_by_role("dialog", name=f"{KERNEL} möchte dich sehen und hören")
    is_whole(question)
    press(question, "Erlauben")
    is_whole(ana.get_by_text(f"{KERNEL} sieht und hört dich"))


def what_can_be_opened_is_whole(ana: Locator) -> None:
    ana.get_by_role("button", name=f"Optionen für {TRACK}").focus()
    ana.page.keyboard.press("Enter")
    is_whole(ana.get_by_role("dialog"))
    ana.get_by_role("button", name=f"Details zu {TRACK}").click()
    details = ana.get_by_role("dialog", name=f"Details zu {TRACK}")
    is_whole(details)
    press(details, "Schließen")
    ana.page.set_viewport_size({**SMALLEST, "width": 800})
    press(ana, "Kamera wählen")
    is_whole(ana.get_by_role("menu"))
    ana.page.keyboard.press("Escape")
    ana.page.set_viewport_size(SMALLEST)
    press(ana, "Mehr")
    is_whole(ana.get_by_role("menu"))
    ana.page.keyboard.press("Escape")
    for item in ("Geräte …", "Tastenkürzel"):
        press(ana, "Mehr")
        ana.get_by_role("menuitem", name=item).click()
        is_whole(ana.get_by_role("dialog"))
        ana.page.keyboard.press("Escape")
    press(ana, "Raum verlassen")
    is_whole(ana.get_by_role("dialog", name="Du bist in einem Anruf"))
    press(ana, "Anruf und Raum verlassen")
