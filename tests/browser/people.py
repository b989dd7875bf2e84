"""The people of the tests: each has a browser, a notebook, a colour and a tone, and does what people do in a room.

Verbs that end in -s act at once (`ana.calls(bo)`) or wait until they have seen what they say (`ana.sees(bo)`).
"""

from __future__ import annotations

import re
import time
from typing import Any

from playwright.sync_api import Locator, expect

from .devices import MOVES, DeviceUser, is_like
from .media import LOOKS
from .waiting import TIMEOUT, until

expect.set_options(timeout=TIMEOUT * 1000)

TONE_ERROR = 15
# A whisper of the tones that media.py makes, which have about 0.18.
LOUD = 0.002
SPEAKING = re.compile(r"\bspeaking\b")


class Person(DeviceUser):
    """Somebody in a room, at a browser of their own."""

    # --- the notebook --------------------------------------------------------------------------------------

    def cell(self, **options: object) -> str:
        """The cell that shows the room."""
        arguments = "".join(f", {name}={value!r}" for name, value in options.items())
        return f"from jupyter_videoroom import VideoRoom\nroom = VideoRoom(name={self.room_name!r}{arguments})\nroom"

    def opens_the_room(self, **options: object) -> None:
        """Runs the cell, and waits for the lobby."""
        self.notebook.runs(self.cell(**options))
        self.is_in_the_lobby()

    def trait(self, name: str) -> Any:
        """What Python has under `room.NAME`."""
        return self.notebook.value(f"room.{name}")

    def knows(self, **states: str) -> None:
        """Python's `room.people` has exactly these people (by name) in these states."""
        until(
            lambda: {p["name"]: p["state"] for p in self.trait("people")},
            lambda seen: seen == states,
            f"{self}'s room.people is {states}",
        )

    def knows_own_state(self, state: str) -> None:
        until(lambda: self.trait("state"), lambda seen: seen == state, f"{self}'s room.state is {state}")

    def knows_of(self, *events: str) -> None:
        """Python's `room.log` has these texts, in this order."""
        until(
            lambda: [line["text"] for line in self.trait("log")],
            lambda seen: _in_order(events, seen),
            f"{self}'s room.log tells {events}",
        )

    # --- coming and going ----------------------------------------------------------------------------------

    def is_in_the_lobby(self) -> None:
        expect(self.button("Enter room")).to_be_visible()

    def enters(self) -> None:
        self.room.get_by_role("textbox", name="Your name", exact=True).fill(self.name)
        self.button("Enter room").click()
        self.finds(self, "available")

    def leaves(self) -> None:
        in_a_call = self.button("Leave call").is_visible()
        self.button("Leave room").click()
        if in_a_call:
            self.button("Leave call and room").click()
        self.is_in_the_lobby()

    def closes_tab(self) -> None:
        self.page.close(run_before_unload=False)

    def is_killed(self) -> None:
        self.browser.kill()

    # --- calls ---------------------------------------------------------------------------------------------

    def joins(self) -> None:
        self.button("Join call").click()

    def hangs_up(self) -> None:
        self.button("Leave call").click()

    def calls(self, other: Person) -> None:
        self.call_button(other).click()

    def calls_from_python(self, other: Person) -> None:
        until(
            lambda: [person["name"] for person in self.trait("people")],
            lambda names: other.name in names,
            f"{self}'s room.people has {other}",
        )
        self.notebook.executes(f"room.call({other.name!r})")

    def is_rung_by(self, other: Person) -> None:
        expect(self.ring_of(other)).to_be_visible()

    def is_not_rung(self) -> None:
        expect(self.room.get_by_role("dialog")).to_have_count(0)

    def accepts(self) -> None:
        self._any_ring().get_by_role("button", name="Accept", exact=True).click()

    def answers_without_camera(self) -> None:
        self._any_ring().get_by_role("button", name="Answer without camera", exact=True).click()

    def declines(self, word: str = "") -> None:
        ring = self._any_ring()
        if word:
            ring.get_by_role("button", name="Decline with a word", exact=True).click()
            ring.get_by_role("textbox").fill(word)
            ring.get_by_role("textbox").press("Enter")
        else:
            ring.get_by_role("button", name="Decline", exact=True).click()

    def cancels(self) -> None:
        self.button("Cancel call").click()

    # --- what one sees and hears ---------------------------------------------------------------------------

    def call_button(self, other: Person) -> Locator:
        return self.button(f"Call now: {other.name}")

    def _any_ring(self) -> Locator:
        return self.room.get_by_role("dialog", name="Incoming call from ")

    def ring_of(self, other: Person) -> Locator:
        return self.room.get_by_role("dialog", name=f"Incoming call from {other.name}", exact=True)

    def tile(self, other: Person) -> Locator:
        return self.room.get_by_role("group", name=other.name, exact=True)

    def sound(self, name: str) -> Locator:
        """What plays the sound of somebody, of a screen or of what a kernel publishes, by the name of its tile."""
        return self.room.locator(f"audio[data-name='{name}']")

    def state_of(self, other: Person) -> str | None:
        """The other's row in the list of people, as text; None for somebody who is not there."""
        people = self.room.get_by_role("group", name="People", exact=True).get_by_role("listitem")
        for text in people.all_inner_texts():
            words = text.split()
            # Others may be in one's state ("in a call with Bo"): the first name tells whose row it is, if no kernel's.
            whose = next((word for word in words if word in LOOKS), None)
            if whose == other.name and "kernel" not in words[: words.index(whose)]:
                return " ".join(words[words.index(whose) + 1 :])
        return None

    def finds(self, other: Person, state: str) -> None:
        """The list of people says so of the other."""
        until(
            lambda: self.state_of(other),
            lambda seen: seen is not None and state in seen,
            f"{self} finds {other} {state}",
        )

    def misses(self, other: Person, within: float = TIMEOUT) -> float:
        """The other is gone from the list of people; after how many seconds."""
        began = time.monotonic()
        until(lambda: self.state_of(other), lambda seen: seen is None, f"{self} misses {other}", within)
        return time.monotonic() - began

    def sees(self, other: Person) -> None:
        """The other's tile decodes moving pictures of the other's colour."""
        until(
            lambda: self.looks_at(other),
            lambda seen: seen["frames"] > 3 and seen["change"] > MOVES and is_like(other.look.colour, seen["colour"]),
            f"{self} sees {other} ({other.look.colour}) moving",
        )

    def shows(self, other: Person) -> None:
        """The other's tile decodes moving pictures, whatever they are of."""
        until(
            lambda: self.looks_at(other),
            lambda seen: seen["frames"] > 3 and seen["change"] > 0,
            f"{self} shows {other}",
        )

    def hears(self, other: Person) -> None:
        """The page plays the other's tone."""
        until(
            lambda: self.listens_to(other),
            lambda seen: seen["level"] > LOUD and abs(seen["tone"] - other.look.tone) < TONE_ERROR,
            f"{self} hears {other} ({other.look.tone} Hz)",
        )

    def sees_speaking(self, other: Person) -> None:
        expect(self.tile(other)).to_have_class(SPEAKING)

    def hears_nothing_of(self, other: Person) -> None:
        until(
            lambda: self.listens_to(other),
            lambda seen: seen["tracks"] == 1 and seen["level"] < LOUD,
            f"{self} hears nothing of {other}",
        )

    def sees_nobody(self) -> None:
        """There is no call any more: nothing is shown or played."""
        expect(self.room.locator("video, audio")).to_have_count(0)

    def looks_at(self, other: Person) -> dict[str, Any]:
        video = self.tile(other).locator("video")
        if video.count() != 1:
            return {"frames": 0, "colour": None, "change": 0.0, "videos": video.count()}
        seen: dict[str, Any] = self.notebook.probe_element("look", video, 2000)
        return seen

    def listens_to(self, other: Person) -> dict[str, Any]:
        sound = self.sound(other.name)
        if sound.count() != 1:
            return {"tone": 0, "level": 0.0, "players": sound.count()}
        heard: dict[str, Any] = self.notebook.probe_element("listen", sound, 800)
        return heard

    def frames_of(self, other: Person) -> int:
        """How many of the other's pictures were decoded so far."""
        frames: int = (
            self.tile(other).locator("video").evaluate("(video) => video.getVideoPlaybackQuality().totalVideoFrames")
        )
        return frames

    def events(self) -> list[str]:
        log = self.room.get_by_role("log", name="Events", exact=True)
        return [line for line in log.inner_text().splitlines() if line.strip()]

    def reads(self, *events: str) -> None:
        """The log of events tells these, in this order."""
        until(self.events, lambda seen: _in_order(events, seen), f"{self} reads {events}")

    def has_not_read(self, words: str) -> None:
        assert [line for line in self.events() if words in line] == []

    def is_told(self, *words: str) -> None:
        """An alert or the status line has all of these words."""
        until(
            self.page.get_by_role("alert").or_(self.page.get_by_role("status")).all_inner_texts,
            lambda seen: any(all(word.lower() in text.lower() for word in words) for text in seen),
            f"{self} is told {words}",
        )

    def is_not_told(self, words: str) -> None:
        until(
            self.page.get_by_role("alert").or_(self.page.get_by_role("status")).all_inner_texts,
            lambda seen: all(words.lower() not in text.lower() for text in seen),
            f"{self} is not told {words!r}",
        )

    def status(self) -> str:
        return self.room.get_by_role("status").first.inner_text()

    def has_status(self, words: str) -> None:
        until(self.status, lambda seen: words in seen, f"{self}'s status line says {words!r}")

    # --- chat ----------------------------------------------------------------------------------------------

    @property
    def chat(self) -> Locator:
        return self.room.get_by_role("log", name="Chat", exact=True)

    @property
    def message(self) -> Locator:
        return self.room.get_by_role("textbox", name="Message", exact=True)

    def says(self, text: str, to: Person | None = None) -> None:
        """Writes into the chat, to all or to one person."""
        if to:
            self.room.get_by_role("combobox", name="To", exact=True).select_option(label=to.name)
        self.message.fill(text)
        self.button("Send").click()

    def chats(self) -> list[str]:
        return [line for line in self.chat.inner_text().splitlines() if line.strip()]

    def reads_in_chat(self, *words: str) -> None:
        """The chat has these, in this order."""
        until(self.chats, lambda seen: _in_order(words, seen), f"{self} reads {words} in the chat")

    def turns_to(self, tab: str) -> None:
        self.room.get_by_role("tab", name=tab).click()


def call_each_other_at_once(one: Person, other: Person) -> None:
    """Both click before either has heard of the other's call."""
    for person in (one, other):
        person.notebook.probe("hold")
    one.calls(other)
    other.calls(one)
    for person in (one, other):
        person.notebook.probe("letGo")


def _in_order(wanted: tuple[str, ...], lines: list[str]) -> bool:
    rest = iter(lines)
    return all(any(words in line for line in rest) for words in wanted)
