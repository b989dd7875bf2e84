"""Pictures of the room in every state, taken of the real thing in a real JupyterLab.

python tools/screenshots.py            # the documentation's pictures, into docs/images
python tools/screenshots.py FOLDER     # every state at 320, 800 and 1,200 px, light and dark, to look at
"""

from __future__ import annotations

import argparse
import base64
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.browser.browsers import chromium, program
from tests.browser.cast import Cast
from tests.browser.media import LOOKS, Devices, beeps, record
from tests.browser.notebooks import Notebook
from tests.browser.people import Person
from tests.browser.servers import Jupyter
from tests.browser.waiting import until

ROOT = Path(__file__).parents[1]
LIGHT, DARK = "JupyterLab Light", "JupyterLab Dark"
WIDTHS = (320, 800, 1200)

# wall, its shade, jumper, skin, hair
PALETTES = {
    "Ana": ["#f3dcc4", "#c98f72", "#7a3b4e", "#f0c3a0", "#4a2b22"],
    "Bo": ["#cfe3d4", "#6d9a86", "#2f5d62", "#8d5a3b", "#1d1a1a"],
    "Cy": ["#cfd8ee", "#7a8cc0", "#d9a441", "#f5d5b8", "#b5652b"],
}

# A head and shoulders that sway and talk a little: JPEG pictures, one after the other, as base64.
PORTRAIT = """
([wall, shade, jumper, skin, hair]) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 960, height: 540 });
  const c = canvas.getContext("2d");
  const ellipse = (fill, x, y, rx, ry) => {
    c.fillStyle = fill; c.beginPath(); c.ellipse(x, y, rx, ry, 0, 0, 2 * Math.PI); c.fill();
  };
  const room = () => {
    const light = c.createRadialGradient(250, 120, 40, 480, 270, 700);
    light.addColorStop(0, wall); light.addColorStop(1, shade);
    c.fillStyle = light; c.fillRect(0, 0, 960, 540);
    c.fillStyle = "rgba(255,255,255,.28)"; c.fillRect(90, 60, 170, 220);
    c.fillStyle = "rgba(0,0,0,.12)"; c.fillRect(700, 150, 210, 12); c.fillRect(700, 260, 210, 12);
    ["#b5523b", "#e0b04c", "#4f7a6b", "#44546b"].forEach((book, i) => {
      c.globalAlpha = .6;
      c.fillStyle = book; c.fillRect(720 + 34 * i, 88 + 6 * (i % 2), 24, 62 - 6 * (i % 2));
      c.globalAlpha = 1;
    });
  };
  const person = (x, y, open) => {
    ellipse(hair, x, y - 25, 118, 138);
    ellipse(jumper, x, 600, 260, 190);
    c.fillStyle = skin; c.fillRect(x - 42, y + 70, 84, 100);
    ellipse(skin, x, 425, 60, 34);
    ellipse("rgba(0,0,0,.10)", x, y + 112, 41, 24);
    ellipse(skin, x, y, 96, 122);
    ellipse(hair, x - 8, y - 98, 100, 46);
    for (const side of [-1, 1]) {
      ellipse("#fff", x + 38 * side, y - 14, 15, 10);
      ellipse("#2a2320", x + 38 * side + 2, y - 14, 7, 8);
      c.fillStyle = hair; c.fillRect(x + 38 * side - 18, y - 40, 36, 6);
    }
    ellipse("rgba(0,0,0,.12)", x, y + 22, 11, 17);
    c.fillStyle = "#8a3f3a"; c.beginPath(); c.moveTo(x - 34, y + 56);
    c.quadraticCurveTo(x, y + 78 + 12 * open, x + 34, y + 56);
    c.quadraticCurveTo(x, y + 66 - 6 * open, x - 34, y + 56); c.fill();
  };
  const pictures = [];
  for (let i = 0; i < 40; i++) {
    const turn = (2 * Math.PI * i) / 40;
    room();
    person(480 + 14 * Math.sin(turn), 235 + 6 * Math.cos(2 * turn), Math.max(0, Math.sin(5 * turn)));
    pictures.push(canvas.toDataURL("image/jpeg", 0.85).split(",")[1]);
  }
  return pictures;
}
"""


class Camera:
    """Takes pictures of the rooms of people, and writes them with a name for state, width and theme."""

    def __init__(self, folder: Path, widths: tuple[int, ...], themes: tuple[str, ...]) -> None:
        self.folder = folder
        self._widths = widths
        self._themes = themes
        folder.mkdir(parents=True, exist_ok=True)

    def all_of(self, person: Person, state: str) -> None:
        for theme in self._themes:
            wear(person, theme)
            for width in self._widths:
                shade = "dark" if theme == DARK else "light"
                self.one_of(person, f"{state}-{width}-{shade}", width)

    def one_of(self, person: Person, name: str, width: int) -> None:
        person.page.evaluate("(width) => document.body.style.setProperty('--screenshot-width', `${width}px`)", width)
        until(lambda: round((person.room.bounding_box() or {"width": 0})["width"]), lambda w: w == width, name)
        person.page.mouse.move(0, 0)
        person.room.screenshot(path=self.folder / f"{name}.png")
        print(self.folder / f"{name}.png")


def wear(person: Person, theme: str) -> None:
    person.page.evaluate("(theme) => jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
    person.page.locator(f"body[data-jp-theme-name='{theme}']").wait_for(state="attached")


@contextmanager
def portraits(playwright: Playwright) -> Iterator[Callable[[str, Path], Devices]]:
    """Drawn faces in the place of flat colours."""
    browser = playwright.chromium.launch(executable_path=program("chromium"))
    page = browser.new_page()

    def draw(name: str, folder: Path) -> Devices:
        devices = Devices(folder / f"{name}.mjpeg", folder / f"{name}.wav")
        pictures = page.evaluate(PORTRAIT, PALETTES[name])
        # The file is played at 30 pictures a second: each one thrice makes a calm movement.
        devices.camera.write_bytes(b"".join(3 * base64.b64decode(picture) for picture in pictures))
        beeps(devices.microphone, LOOKS[name].tone)
        return devices

    yield draw
    browser.close()


# The cell's width decides how the room looks, so that is what is set.
STYLE = """
.jp-OutputArea-output, .jp-OutputArea-output > * {
  width: var(--screenshot-width) !important; min-width: 0; max-width: none; padding: 0 !important; margin: 0 !important;
}
"""


def arrive(person: Person) -> None:
    person.page.set_viewport_size({"width": 1600, "height": 1000})
    person.notebook.runs(person.cell())
    person.page.add_style_tag(content=STYLE)
    person.is_in_the_lobby()


def film(shot: Callable[[Person, str], None], cast: Cast, server: Jupyter, playwright: Playwright) -> None:
    """One story that passes through every state."""
    ana, bo, cy = (cast.person(name, server, "algebra") for name in ("Ana", "Bo", "Cy"))
    for person in (ana, bo, cy):
        arrive(person)
    shot(ana, "outside")
    for person in (ana, bo, cy):
        person.enters()
    for other in (bo, cy):
        ana.finds(other, "available")
    shot(ana, "lobby")

    ana.calls(bo)
    bo.is_rung_by(ana)
    shot(ana, "ringing")
    shot(bo, "ring")
    bo.accepts()
    ana.shows(bo)
    shot(ana, "two")
    shot(cy, "lobby-with-a-call")
    ana.hangs_up()
    ana.finds(ana, "available")

    for person in (ana, bo, cy):
        person.joins()
    for other in (bo, cy):
        ana.shows(other)
    shot(ana, "three")

    denied = chromium(playwright, record("Fay", server.notebooks.parent), allowed=False)
    fay = Person("Fay", denied, Notebook(denied.context(), server, "denied.ipynb"), "algebra")
    fay.notebook.opens("")
    arrive(fay)
    fay.enters()
    fay.joins()
    fay.room.get_by_role("alert").first.wait_for()
    shot(fay, "denied")
    denied.close()

    # Only the room's own connection is cut: JupyterLab needs its server to change the theme.
    ana.page.route("**/videoroom/api/**", lambda route: route.abort())
    ana.notebook.probe("cut")
    ana.has_status("reconnecting")
    shot(ana, "reconnecting")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, help="where every state goes; default: only docs/images")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as temporary,
        sync_playwright() as playwright,
        portraits(playwright) as devices,
        Jupyter(Path(temporary) / "server") as server,
    ):
        cast = Cast(playwright, Path(temporary), devices)
        if options.folder:
            film(Camera(options.folder, WIDTHS, (LIGHT, DARK)).all_of, cast, server, playwright)
        else:
            film(documentation(Camera(ROOT / "docs" / "images", (), ())), cast, server, playwright)
        cast.close()


def documentation(camera: Camera) -> Callable[[Person, str], None]:
    """Only the states that the documentation shows."""

    def shot(person: Person, state: str) -> None:
        if state in {"lobby", "ring", "two", "three"}:
            camera.one_of(person, state, 900)
        if state == "three":
            wear(person, DARK)
            camera.one_of(person, "dark", 900)

    return shot


if __name__ == "__main__":
    main()
