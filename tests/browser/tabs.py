"""A call that moves to a tab of its own, and what the others see of that."""

from __future__ import annotations

from typing import Any, cast

from playwright.sync_api import Page

from .browsers import OwnBrowser
from .notebooks import Notebook, Tab
from .people import Person

# From now on: every text in a tile, and whether the players of its picture and sound ever stop, begin anew or are
# exchanged for others.
WATCH = """
(tile) => {
  const sound = tile.getRootNode().querySelector(`audio[data-name="${tile.ariaLabel}"]`);
  const players = [tile.querySelector("video"), sound];
  const seen = { texts: [], stops: 0 };
  const look = () => {
    seen.texts.push(tile.textContent.trim());
    for (const player of players)
      if (!player.isConnected || player.paused || player.readyState < 2) seen.stops += 1;
  };
  const timer = setInterval(look, 50);
  for (const player of players) player.onemptied = player.onpause = look;
  globalThis.unwatch = () => {
    clearInterval(timer);
    for (const player of players) player.onemptied = player.onpause = null;
    return seen;
  };
}
"""


def opens_in_a_tab(person: Person) -> Person:
    with person.page.expect_popup() as opened:
        person.button("Open in a tab").click()
    return at_the_page(person.name, person.browser, opened.value, person.room_name)


def at_the_page(name: str, browser: OwnBrowser, page: Page, room: str) -> Person:
    return Person(name, browser, cast_to_notebook(Tab(page)), room)


def cast_to_notebook(tab: Tab) -> Notebook:
    """Nobody runs cells there."""
    return cast(Notebook, tab)


def watches(one: Person, other: Person) -> None:
    one.tile(other).evaluate(WATCH)


def has_seen(one: Person) -> dict[str, Any]:
    seen: dict[str, Any] = one.page.evaluate("() => unwatch()")
    return seen
