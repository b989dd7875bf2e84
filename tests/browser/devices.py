"""Somebody at a page with a room in it, with camera, microphone and speakers."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from .browsers import OwnBrowser
from .media import LOOKS, Colour, Look
from .notebooks import Notebook
from .waiting import until

# Colours survive the camera's and the codec's conversions to about this much.
COLOUR_ERROR = 45
# A picture that stands still differs from itself by the codec's noise only.
MOVES = 2.0


class DeviceUser:
    """What somebody does with their own devices in a room, and what is seen of that."""

    def __init__(self, name: str, browser: OwnBrowser, notebook: Notebook, room: str) -> None:
        self.name = name
        self.look: Look = LOOKS[name]
        self.room_name = room
        self.browser = browser
        self.notebook = notebook
        self.page = notebook.page
        self.room = self.page.get_by_role("region", name=f"Video room {room}", exact=True)
        notebook.probe("forgetEnded")

    def __repr__(self) -> str:
        return self.name

    def button(self, name: str) -> Locator:
        return self.room.get_by_role("button", name=name, exact=True)

    def chooses(self, item: str) -> None:
        """Picks an item of the menu "More"."""
        self.button("More").click()
        self.menu_item(item).click()

    def menu_item(self, name: str) -> Locator:
        items = [
            self.room.get_by_role(role, name=name, exact=True)
            for role in ("menuitem", "menuitemradio", "menuitemcheckbox")
        ]
        return items[0].or_(items[1]).or_(items[2])

    @property
    def mirror(self) -> Locator:
        """One's own picture in the lobby."""
        return self.room.get_by_label("Preview of your camera", exact=True)

    def sees_oneself(self) -> None:
        until(
            lambda: self.notebook.probe_element("look", self.mirror, 2000),
            lambda seen: seen["change"] > MOVES and is_like(self.look.colour, seen["colour"]),
            f"{self} sees a preview",
        )

    def switch(self, name: str) -> Locator:
        """Whether a call begins with the "Microphone" or the "Camera"."""
        return self.room.get_by_role("switch", name=name, exact=True)

    def sees_the_level_move(self) -> None:
        meter = self.room.get_by_role("meter", name="Microphone level", exact=True)
        until(
            lambda: meter.get_attribute("aria-valuenow"),
            lambda level: level not in {None, "0"},
            f"{self} is told the level of the microphone",
        )
        bar = meter.locator("div")
        before = bar.get_attribute("style")
        until(
            lambda: bar.get_attribute("style"),
            lambda style: style != before,
            f"{self} sees the level of the microphone move",
        )

    def opens_the_devices(self) -> None:
        self.chooses("Devices…")
        expect(self.room.get_by_role("dialog", name="Devices", exact=True)).to_be_visible()

    def _devices(self, slot: str) -> Locator:
        return self.room.get_by_role("combobox", name=slot, exact=True)

    def device(self, slot: str) -> str:
        """What is chosen for "Camera", "Microphone" or "Speaker"."""
        label: str = self._devices(slot).evaluate("(select) => select.selectedOptions[0].label")
        return label

    def devices(self, slot: str) -> list[str]:
        return self._devices(slot).locator("option").all_inner_texts()

    def chooses_device(self, slot: str, label: str) -> None:
        self._devices(slot).select_option(label=label)

    def chooses_the_default(self, slot: str) -> None:
        self._devices(slot).select_option(index=0)

    def named_devices(self, slot: str) -> list[str]:
        """Those that can be chosen, without what the browser takes by itself, and without none."""
        return [name for name in self.devices(slot) if not name.startswith(("Default: ", "No "))]

    def sees_a_screen(self) -> None:
        """Pictures of somebody's screen are being decoded."""
        before = self.notebook.probe("screenFrames")
        until(lambda: self.notebook.probe("screenFrames"), lambda now: now > before, f"{self} sees a screen")

    def sees_no_screen(self) -> None:
        """Nobody's screen moves any more."""
        until(
            lambda: self.notebook.probe("newScreenFrames", 1000),
            lambda new: new == 0,
            f"{self} sees no screen",
        )

    def shares_nothing(self) -> None:
        until(lambda: self.notebook.probe("sharing"), lambda n: n == 0, f"{self} shares nothing")

    def open_cameras(self) -> int:
        count: int = self.notebook.probe("live", "video")
        return count

    def camera_is_open(self) -> bool:
        return self.open_cameras() > 0

    def uses_the_camera(self, label: str) -> None:
        until(
            lambda: self.notebook.probe("labels", "video"),
            lambda seen: seen == [label],
            f"{self} uses the camera {label}",
        )

    def has_one_camera(self) -> None:
        until(self.open_cameras, lambda n: n == 1, f"{self} has one camera open")

    def has_no_camera(self) -> None:
        until(self.open_cameras, lambda n: n == 0, f"{self} has no camera open")

    def has_released_the_devices(self) -> None:
        until(
            lambda: {kind: self.notebook.probe("live", kind) for kind in ("audio", "video")},
            lambda live: not any(live.values()),
            f"{self} has released the devices",
        )

    def never_opened_a_device(self) -> None:
        """Not since this person was added."""
        assert self.notebook.probe("opened") == 0


def is_like(wanted: Colour | None, seen: list[int] | None) -> bool:
    """Of a browser's own test picture no more is asked than that it is not black."""
    if seen is None:
        return False
    if wanted is None:
        return sum(seen) > 60
    return all(abs(w - s) < COLOUR_ERROR for w, s in zip(wanted, seen, strict=True))
