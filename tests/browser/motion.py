"""What moves in the room, or would."""

from __future__ import annotations

from .people import Person
from .waiting import until

MOVING = """() => {
  const room = document.querySelector(".jupyter-videoroom").shadowRoot;
  const running = room.getAnimations().filter(({ playState }) => playState === "running");
  return running.map(({ animationName, transitionProperty }) => animationName ?? transitionProperty);
}"""
# Of all that could move if something changed: whether it would.
READY = """() => {
  const room = document.querySelector(".jupyter-videoroom").shadowRoot;
  const slow = (durations) => durations.split(",").some((duration) => Number.parseFloat(duration) > 0);
  return [...room.querySelectorAll("*")].flatMap((element) => ["", "::before", "::after"].flatMap((part) => {
    const { animationDuration, animationName, scrollBehavior, transitionDuration } = getComputedStyle(element, part);
    const moves = (animationName !== "none" && slow(animationDuration)) || slow(transitionDuration);
    return moves || scrollBehavior === "smooth" ? [element.className + part] : [];
  }));
}"""


def moving(person: Person) -> list[str]:
    """What moves now, by the names of animations and of properties."""
    names: list[str] = person.page.evaluate(MOVING)
    return names


def would_move(person: Person) -> None:
    """Something moves, or is going to when it changes."""
    until(lambda: person.page.evaluate(READY), bool, f"something would move at {person}'s")


def stands_still(person: Person, state: str) -> None:
    """Nothing does for those who want no motion."""
    person.page.emulate_media(reduced_motion="reduce")
    assert person.page.evaluate(READY) == [], state
    # What was moving before comes to its end.
    until(lambda: moving(person), lambda names: names == [], f"nothing moves at {person}'s: {state}")
    person.page.emulate_media(reduced_motion="no-preference")
