"""What the pictures show: people before drawn cameras, brought into each state of the room."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias, cast

from playwright.sync_api import BrowserContext, Page

from jupyter_videoroom.kernel import KernelRoom, connect
from tests.browser.browsers import OwnBrowser
from tests.browser.bystanders import bystanders
from tests.browser.kernels import allows, shows_published
from tests.browser.notebooks import Notebook, Tab
from tests.browser.people import Person
from tests.browser.servers import Jupyter
from tests.browser.waiting import until

PORTRAITS = Path(__file__).with_name("portraits.js")

# wall, its shade, jumper, skin, hair
PALETTES = {
    "Ana": ["#f3dcc4", "#c98f72", "#7a3b4e", "#f0c3a0", "#4a2b22"],
    "Bo": ["#cfe3d4", "#6d9a86", "#2f5d62", "#8d5a3b", "#1d1a1a"],
    "Cy": ["#cfd8ee", "#7a8cc0", "#d9a441", "#f5d5b8", "#b5652b"],
    "Dee": ["#e9dff0", "#9a86b5", "#2d3a5c", "#c58c6a", "#2b2230"],
    "Eli": ["#f4ead2", "#b8a070", "#4f7a4a", "#f2cdb0", "#8b8378"],
    "Gus": ["#d5e6ea", "#6f98a6", "#a8492f", "#e0ac86", "#5b3a20"],
    "Hal": ["#dfe3e8", "#7d8794", "#40506a", "#e8bfa0", "#2c2520"],
}
WAIT = 30
RECORDED = 5_000
# The others sit there and listen.
TALKERS = {"Ana", "Bo"}


@dataclass(frozen=True)
class Frame:
    """How large the room is, and in which colours the browser is told to show it."""

    width: int
    height: int
    dark: bool = False


FILM = Frame(1300, 580)
WIDE, MIDDLE, NARROW = Frame(1200, 600), Frame(800, 420), Frame(320, 420)
FRAMES = (
    WIDE,
    MIDDLE,
    NARROW,
    Frame(320, 640, dark=True),
    Frame(800, 420, dark=True),
)

State: TypeAlias = tuple[Person, str]
Scene: TypeAlias = Callable[["Stage"], Iterator[State]]


class Stage:
    """One room, its people before drawn cameras, each at the room's own page."""

    def __init__(self, browser: OwnBrowser, server: Jupyter, room: str) -> None:
        self._browser = browser
        self._server = server
        self._room = room
        self._contexts: list[BrowserContext] = []

    def visits(self, name: str, *, allowed: bool = True) -> Person:
        """Somebody opens the room's page."""
        page = self._page(name, allowed)
        page.goto(self._server.address(f"videoroom/room/{self._room}?token={self._server.token}"))
        person = Person(name, self._browser, cast(Notebook, Tab(page)), self._room)
        person.is_in_the_lobby()
        return person

    def enters(self, *names: str) -> list[Person]:
        people = [self.visits(name) for name in names]
        for person in people:
            person.enters()
        return people

    def calls(self, *names: str) -> list[Person]:
        """So many are in the room's call, and the first one sees the others."""
        people = self.enters(*names)
        for person in people:
            person.joins()
        for other in people[1:]:
            people[0].shows(other)
        return people

    def opens_a_notebook(self, name: str, *cells: str) -> Person:
        """Somebody has the room in a cell of JupyterLab."""
        context = self._context(name, allowed=True)
        notebook = Notebook(context, self._server, "springs.ipynb")
        notebook.opens(*cells)
        notebook.runs_all()
        person = Person(name, self._browser, notebook, self._room)
        person.is_in_the_lobby()
        return person

    def visits_a_notebook(self, name: str, file: Path, room: str) -> Person:
        """Somebody has run the first cell of a notebook that comes with the package, and joined the call."""
        shutil.copy(file, self._server.notebooks)
        notebook = Notebook(self._context(name, allowed=True), self._server, file.name)
        notebook.visits()
        notebook.begins_at(1)
        person = Person(name, self._browser, notebook, room)
        person.is_in_the_lobby()
        person.enters()
        person.joins()
        person.knows_own_state("in-call")
        return person

    def bystanders(self, names: Sequence[str]) -> AbstractContextManager[None]:
        """They are in the room, too."""
        return bystanders(self._server, self._room, names)

    def kernel(self, name: str) -> KernelRoom:
        """A kernel is in the room's call, too."""
        address = self._server.address("")
        return connect(self._room, url=address, token=self._server.token, display_name=name).result(WAIT)

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def _page(self, name: str, allowed: bool) -> Page:
        page = self._context(name, allowed).new_page()
        resize(page, WIDE)
        return page

    def _context(self, name: str, allowed: bool) -> BrowserContext:
        context = self._browser.context()
        if allowed:
            context.grant_permissions(["camera", "microphone"])
        looks = json.dumps([PALETTES[name], name in TALKERS])
        context.add_init_script(f"globalThis.portrait = {looks};\n{PORTRAITS.read_text()}")
        self._contexts.append(context)
        return context


# --- scenes ------------------------------------------------------------------------------------------------


def lobby(stage: Stage) -> Iterator[State]:
    stage.calls("Bo", "Cy")
    ana = stage.visits("Ana")
    yield ana, "outside"
    ana.enters()
    ana.button("Try camera and microphone").click()
    ana.mirror.wait_for()
    yield ana, "preview"
    ana.switch("Camera").click()
    yield ana, "without camera"
    ana.button("Stop the preview").click()
    ana.switch("Microphone").click()
    yield ana, "with neither"


def denied(stage: Stage) -> Iterator[State]:
    stage.calls("Bo")
    ana = stage.visits("Ana", allowed=False)
    ana.enters()
    ana.joins()
    ana.room.get_by_role("alert").first.wait_for()
    yield ana, "denied"


def ring(stage: Stage) -> Iterator[State]:
    ana, bo = stage.enters("Ana", "Bo")
    ana.calls(bo)
    bo.is_rung_by(ana)
    yield ana, "ringing"
    yield bo, "rung"
    bo.button("Decline with a word").click()
    yield bo, "refusing"
    ana.cancels()
    bo.is_not_rung()
    yield bo, "missed"


def growing(stage: Stage) -> Iterator[State]:
    """From one to as many as there may be."""
    ana, *others = stage.enters("Ana", "Bo", "Cy", "Dee", "Eli", "Gus")
    ana.joins()
    states = {0: "one", 1: "two", 3: "four", 5: "six"}
    yield ana, states[0]
    for number, other in enumerate(others, 1):
        other.joins()
        ana.shows(other)
        if other.name == "Cy":
            other.button("Mute microphone").click()
        if number in states:
            yield ana, states[number]
    (hal,) = stage.enters("Hal")
    yield hal, "full"


TALK = """Look at `springs.py`, and at https://example.org/a/rather/long/address/of/a/page/that/has/no/end:
```
def force(x, k=2.5):
    return -k * x
```"""


def talk(stage: Stage) -> Iterator[State]:
    ana, bo, cy, dee = stage.calls("Ana", "Bo", "Cy", "Dee")
    bo.says("Good morning")
    bo.says(TALK)
    cy.says("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft, **no less**")
    cy.says("I have to leave at ten", to=ana)
    ana.says("All right", to=cy)
    ana.says("Does it hold for a rope, too?\n- with one spring\n- with two")
    ana.reads_in_chat("with two")
    bo.button("Raise hand").click()
    dee.button("React").click()
    dee.menu_item("Clap").click()
    ana.finds(bo, "hand raised")
    opens_the_panel(ana)
    yield ana, "chat"
    ana.turns_to("Events")
    yield ana, "events"
    closes_the_panel(ana)
    dee.button("React").click()
    dee.menu_item("Party").click()
    yield ana, "signs"


def opened(stage: Stage) -> Iterator[State]:
    """All that opens over a call."""
    ana, bo, *_ = stage.calls("Ana", "Bo", "Cy", "Dee")
    ana.button("More").click()
    yield ana, "more"
    ana.page.keyboard.press("Escape")
    ana.button("React").click()
    yield ana, "react"
    ana.page.keyboard.press("Escape")
    ana.button("Choose microphone").click()
    yield ana, "microphones"
    ana.page.keyboard.press("Escape")
    ana.tile(bo).hover()
    ana.button("Details of Bo").click()
    ana.room.get_by_role("dialog").get_by_text("Round trip").wait_for()
    yield ana, "details"
    ana.page.keyboard.press("Escape")
    ana.tile(bo).hover()
    ana.button("Options for Bo").click()
    yield ana, "options"
    ana.page.keyboard.press("Escape")
    ana.chooses("Keyboard shortcuts")
    yield ana, "shortcuts"
    ana.page.keyboard.press("Escape")
    ana.opens_the_devices()
    yield ana, "devices"


def screen(stage: Stage) -> Iterator[State]:
    ana, bo, *_ = stage.calls("Ana", "Bo", "Cy", "Dee")
    bo.button("Share screen").click()
    ana.room.get_by_role("group", name="Bo\N{RIGHT SINGLE QUOTATION MARK}s screen").wait_for()
    yield ana, "screen"
    yield bo, "sharing"
    # Beside a large tile the others are small: what can be done with them is behind one button.
    ana.button("Options for Cy").click()
    ana.button("Pin Cy").click()
    yield ana, "pinned"


LEARNERS = (
    *("Agathe Osei", "Bruno Álvarez", "Charlotte Nguyễn", "Dimitri", "Edda Sigurðardóttir", "Farid", "Greta", "Hiro"),
    *("Ines", "Jolanta Wiśniewska", "Kofi", "Lin", "Maxime de la Rochefoucauld", "Noor", "Olu", "Priya", "Quentin"),
)


def lesson(stage: Stage) -> Iterator[State]:
    """Three talk, seventeen listen."""
    ana, bo, cy = stage.calls("Ana", "Bo", "Cy")
    with stage.bystanders(LEARNERS):
        ana.room.get_by_role("listitem").filter(has_text="Quentin").wait_for()
        for person in (cy, bo):
            person.button("Raise hand").click()
        ana.finds(bo, "hand raised, number 2")
        yield ana, "twenty"
        opens_the_panel(ana)
        yield ana, "twenty-panel"
        ana.room.get_by_role("searchbox").fill("ma")
        yield ana, "searching"
        ana.room.get_by_role("searchbox").fill("Zacharias")
        yield ana, "vain"


def names(stage: Stage) -> Iterator[State]:
    ana = stage.visits("Ana")
    bo = stage.visits("Bo")
    for person, name in ((ana, "Anastasia Featherstonehaugh-Cholmondeley"), (bo, "Bartholomew Wolfeschlegelstein")):
        person.room.get_by_role("textbox", name="Your name").fill(name)
        person.button("Enter room").click()
        person.button("Join call").click()
    until(lambda: bo.room.locator("video").count(), lambda n: n == 2, "two tiles")
    ana.button("Stop camera").click()
    bo.button("Mute microphone").click()
    yield bo, "names"


LONG = {"Ana": "Anastasia-Wilhelmina Featherstonehaugh-Cholmondeley of Marjoribanks", "Bo": "B" * 64}
LONG_KERNEL = "kernel-of-Anastasia-Wilhelmina-Featherstonehaugh-Cholmondeley"


def long_names(stage: Stage) -> Iterator[State]:
    """Names as long as they may be, in what lies over the room."""
    ana, bo = stage.visits("Ana"), stage.visits("Bo")
    for person in (ana, bo):
        person.room.get_by_role("textbox", name="Your name").fill(LONG[person.name][:64])
        person.button("Enter room").click()
    ana.button(f"Call now: {LONG['Bo']}").click()
    bo.room.get_by_role("dialog").wait_for()
    yield bo, "long-ring"
    ana.cancels()
    for person in (ana, bo):
        person.joins()
    until(lambda: bo.room.locator("video").count(), lambda n: n == 2, "two tiles")
    with stage.kernel(LONG_KERNEL) as kernel, kernel.frames(LONG["Bo"]):
        bo.room.get_by_role("dialog").wait_for()
        yield bo, "long-question"
        bo.button("Allow").click()
        resize(bo.page, WIDE)
        bo.button(f"Options for {LONG['Ana'][:64]}").click()
        yield bo, "long-options"


def lost(stage: Stage) -> Iterator[State]:
    ana, _ = stage.calls("Ana", "Bo")
    ana.page.route("**/videoroom/api/**", lambda route: route.abort())
    ana.notebook.probe("cut")
    ana.has_status("reconnecting")
    yield ana, "reconnecting"


CELLS = (
    "def force(x, k=2.5):\n    return -k * x",
    'from jupyter_videoroom import VideoRoom\n\nroom = VideoRoom(name="springs")\nroom',
)


def notebook(stage: Stage) -> Iterator[State]:
    """Where all of this is at home. What is said here, the scenes after it still show."""
    others = stage.enters("Bo", "Cy", "Dee")
    ana = stage.opens_a_notebook("Ana", *CELLS)
    ana.enters()
    for person in (ana, *others):
        person.joins()
    for other in others:
        ana.shows(other)
    others[0].says("Good morning. Two springs today?")
    ana.says("Yes, and the rope. It is in `springs.py`")
    others[1].button("Raise hand").click()
    ana.notebook.adds("[force(x) for x in (0.5, 1, 2)]")
    yield ana, "notebook"


NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


def vision(stage: Stage) -> Iterator[State]:
    """The second notebook, whose kernel draws edges and a histogram."""
    ana = stage.visits_a_notebook("Ana", NOTEBOOKS / "02_kernel_vision.ipynb", "vision")
    connect, snapshot, edges, histogram = 3, 5, 7, 9
    ana.notebook.runs_at(connect)
    ana.notebook.begins_at(snapshot)
    allows(ana)
    ana.notebook.ends_at(snapshot)
    ana.notebook.runs_at(edges)
    ana.notebook.begins_at(histogram)
    ana.room.scroll_into_view_if_needed()
    for track in ("edges", "histogram"):
        shows_published(ana, track)
    yield ana, "vision"
    ana.button("Stop camera").click()
    ana.notebook.ends_at(histogram)


def replay(stage: Stage) -> Iterator[State]:
    """The third notebook, at its end: a recording beside its timeline."""
    ana = stage.visits_a_notebook("Ana", NOTEBOOKS / "03_recording.ipynb", "lesson")
    connect, record, cell, stop, play = 3, 5, 6, 8, 10
    ana.notebook.runs_at(connect)
    ana.notebook.begins_at(record)
    allows(ana)
    ana.notebook.ends_at(record)
    ana.says("Good morning")
    ana.notebook.runs_at(cell)
    # Nothing that the kernel is asked for, which would be noted in the timeline.
    ana.page.wait_for_timeout(RECORDED)
    ana.notebook.runs_at(stop)
    resize(ana.page, FILM)
    ana.notebook.runs_at(play)
    film = ana.page.locator("video[controls]")
    until(lambda: film.evaluate("film => film.duration"), bool, "the film is there")
    ana.page.get_by_role("button", name="sum(range(10))").click()
    film.scroll_into_view_if_needed()
    yield ana, "replay"


SCENES: tuple[Scene, ...] = (
    *(notebook, vision, replay, lobby, denied, ring, growing, opened, screen, lesson, names, long_names, lost, talk),
)


def opens_the_panel(person: Person) -> None:
    """As somebody at a narrow page would: it stays open in all sizes."""
    resize(person.page, NARROW)
    person.room.locator(".panel-toggle").click()


def closes_the_panel(person: Person) -> None:
    person.room.locator(".panel-toggle").click()


def resize(page: Page, frame: Frame) -> None:
    page.set_viewport_size({"width": frame.width, "height": frame.height})
    page.emulate_media(color_scheme="dark" if frame.dark else "light")
