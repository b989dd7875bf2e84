"""What the pictures show: people before drawn cameras, brought into each state of the room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

from tests.browser.kernels import allows, shows_published
from tests.browser.people import Person
from tests.browser.waiting import until
from tools.visitors import NARROW, WIDE, Frame, Visitors, resize

State: TypeAlias = tuple[Person, str]
Scene: TypeAlias = Callable[[Visitors], Iterator[State]]


FILM = Frame(1300, 580)
RECORDED = 5_000


def lobby(visitors: Visitors) -> Iterator[State]:
    visitors.calls("Bo", "Cy")
    ana = visitors.visits("Ana")
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


def denied(visitors: Visitors) -> Iterator[State]:
    visitors.calls("Bo")
    ana = visitors.visits("Ana", allowed=False)
    ana.enters()
    ana.joins()
    ana.room.get_by_role("alert").first.wait_for()
    yield ana, "denied"


def ring(visitors: Visitors) -> Iterator[State]:
    ana, bo = visitors.enters("Ana", "Bo")
    ana.calls(bo)
    bo.is_rung_by(ana)
    yield ana, "ringing"
    yield bo, "rung"
    bo.button("Decline with a word").click()
    yield bo, "refusing"
    ana.cancels()
    bo.is_not_rung()
    yield bo, "missed"


def growing(visitors: Visitors) -> Iterator[State]:
    """From one to as many as there may be."""
    ana, *others = visitors.enters("Ana", "Bo", "Cy", "Dee", "Eli", "Gus")
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
    (hal,) = visitors.enters("Hal")
    yield hal, "full"


TALK = """Look at `springs.py`, and at https://example.org/a/rather/long/address/of/a/page/that/has/no/end:
```
def force(x, k=2.5):
    return -k * x
```"""


def talk(visitors: Visitors) -> Iterator[State]:
    ana, bo, cy, dee = visitors.calls("Ana", "Bo", "Cy", "Dee")
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


def opened(visitors: Visitors) -> Iterator[State]:
    """All that opens over a call."""
    ana, bo, *_ = visitors.calls("Ana", "Bo", "Cy", "Dee")
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


def screen(visitors: Visitors) -> Iterator[State]:
    ana, bo, *_ = visitors.calls("Ana", "Bo", "Cy", "Dee")
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


def lesson(visitors: Visitors) -> Iterator[State]:
    """Three talk, seventeen listen."""
    ana, bo, cy = visitors.calls("Ana", "Bo", "Cy")
    with visitors.silent_people(LEARNERS):
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


def names(visitors: Visitors) -> Iterator[State]:
    ana = visitors.visits("Ana")
    bo = visitors.visits("Bo")
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


def long_names(visitors: Visitors) -> Iterator[State]:
    """Names as long as they may be, in what lies over the room."""
    ana, bo = visitors.visits("Ana"), visitors.visits("Bo")
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
    with visitors.kernel(LONG_KERNEL) as kernel, kernel.frames(LONG["Bo"]):
        bo.room.get_by_role("dialog").wait_for()
        yield bo, "long-question"
        bo.button("Allow").click()
        resize(bo.page, WIDE)
        bo.button(f"Options for {LONG['Ana'][:64]}").click()
        yield bo, "long-options"


def lost(visitors: Visitors) -> Iterator[State]:
    ana, _ = visitors.calls("Ana", "Bo")
    ana.page.route("**/videoroom/api/**", lambda route: route.abort())
    ana.notebook.probe("cut")
    ana.has_status("reconnecting")
    yield ana, "reconnecting"


CELLS = (
    "def force(x, k=2.5):\n    return -k * x",
    'from jupyter_videoroom import VideoRoom\n\nroom = VideoRoom(name="springs")\nroom',
)


def notebook(visitors: Visitors) -> Iterator[State]:
    """Where all of this is at home. What is said here, the scenes after it still show."""
    others = visitors.enters("Bo", "Cy", "Dee")
    ana = visitors.opens_a_notebook("Ana", *CELLS)
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


def vision(visitors: Visitors) -> Iterator[State]:
    """The second notebook, whose kernel draws edges and a histogram."""
    ana = visitors.visits_a_notebook("Ana", NOTEBOOKS / "02_kernel_vision.ipynb", "vision")
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


def replay(visitors: Visitors) -> Iterator[State]:
    """The third notebook, at its end: a recording beside its timeline."""
    ana = visitors.visits_a_notebook("Ana", NOTEBOOKS / "03_recording.ipynb", "lesson")
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
