"""Pictures of the room in every state, taken of the real thing.

python -m tools.screenshots                    # the documentation's pictures, into docs/images
python -m tools.screenshots FOLDER [SCENE...]  # every state of all or some scenes in all sizes, to look at
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from tests.browser.browsers import OwnBrowser, chromium
from tests.browser.people import Person
from tests.browser.servers import Jupyter
from tools import scenes
from tools.scenes import SCENES, Scene
from tools.visitors import FRAMES, WIDE, Frame, Visitors, resize

ROOT = Path(__file__).parents[1]
# For the eye: what was resized has been laid out, and pictures of a new size have come.
SETTLED = 700


def take(person: Person, frame: Frame, file: Path) -> None:
    resize(person.page, frame)
    person.page.mouse.move(0, 0)
    person.page.wait_for_timeout(SETTLED)
    # The outer one of the two, that is the notebook where there is one.
    person.page.locator(".jp-NotebookPanel").or_(person.room).first.screenshot(path=file)
    print(file, flush=True)


@dataclass(frozen=True)
class Picture:
    """One of the documentation's."""

    scene: Scene
    state: str
    frame: Frame
    file: str


CELL = Frame(1300, 800)
IN_NOTEBOOKS = (scenes.notebook, scenes.vision, scenes.replay)

DOCUMENTED = (
    Picture(scenes.notebook, "notebook", CELL, "room"),
    Picture(scenes.vision, "vision", CELL, "vision"),
    Picture(scenes.replay, "replay", scenes.FILM, "replay"),
    Picture(scenes.lobby, "preview", Frame(880, 500), "lobby"),
    Picture(scenes.ring, "rung", Frame(800, 420), "ring"),
    Picture(scenes.growing, "four", Frame(880, 440), "four"),
    Picture(scenes.growing, "four", Frame(320, 500), "narrow"),
    Picture(scenes.growing, "six", Frame(880, 440), "six"),
    Picture(scenes.screen, "screen", Frame(880, 500), "screen"),
    Picture(scenes.lesson, "twenty", Frame(880, 620), "twenty"),
    Picture(scenes.long_names, "long-ring", Frame(320, 420), "long-ring"),
    Picture(scenes.long_names, "long-question", Frame(320, 420), "long-question"),
    Picture(scenes.long_names, "long-options", Frame(320, 420, dark=True), "long-options"),
    Picture(scenes.talk, "chat", Frame(820, 640), "chat"),
    Picture(scenes.talk, "signs", Frame(880, 440, dark=True), "dark"),
)


def document(scene: Scene, visitors: Visitors, folder: Path) -> None:
    pictures = [picture for picture in DOCUMENTED if picture.scene is scene]
    if not pictures:
        return
    for person, state in scene(visitors):
        for picture in pictures:
            if picture.state == state:
                take(person, picture.frame, folder / f"{picture.file}.png")


def show_all(scene: Scene, visitors: Visitors, folder: Path) -> None:
    for person, state in scene(visitors):
        for frame in (CELL,) if scene in IN_NOTEBOOKS else FRAMES:
            shade = "-dark" if frame.dark else ""
            take(person, frame, folder / f"{state}-{frame.width}x{frame.height}{shade}.png")
        resize(person.page, WIDE)


@contextmanager
def browser_and_server(playwright: Playwright) -> Iterator[tuple[OwnBrowser, Jupyter]]:
    """One browser for everybody, who are told apart by their contexts, and one server."""
    with tempfile.TemporaryDirectory() as folder, Jupyter(Path(folder) / "server") as server:
        browser = chromium(playwright, None, allowed=False, fakes=1)
        yield browser, server
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, help="where every state goes; default: only docs/images")
    parser.add_argument("scenes", nargs="*", help=", ".join(scene.__name__ for scene in SCENES))
    options = parser.parse_args()
    take_all = show_all if options.folder else document
    folder = options.folder or ROOT / "docs" / "images"
    with sync_playwright() as playwright, browser_and_server(playwright) as (browser, server):
        for scene in SCENES:
            if options.scenes and scene.__name__ not in options.scenes:
                continue
            visitors = Visitors(browser, server, "springs")
            take_all(scene, visitors, folder)
            visitors.close()


if __name__ == "__main__":
    main()
