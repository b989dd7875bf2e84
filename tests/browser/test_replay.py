"""A recording, seen again in a cell."""

from __future__ import annotations

import json

from playwright.sync_api import expect

from ..kernel.film import make_film
from .conftest import People
from .servers import Jupyter
from .waiting import until

WORDS = "<b>bold</b> & <script>document.title = 'taken over'</script>"


def test_a_click_on_a_line_goes_there(people: People, lab: Jupyter) -> None:
    make_film(lab.notebooks / "a lesson.webm", seconds=6)
    events = [{"t": 0, "event": "started"}, {"t": 4.5, "event": "chat", "name": "Ana", "text": WORDS}]
    (lab.notebooks / "a lesson.jsonl").write_text("".join(json.dumps(event) + "\n" for event in events))
    ana = people("Ana", lab)
    ana.notebook.runs("from jupyter_videoroom.kernel import replay\nreplay('a lesson')")
    film = ana.page.locator("video[controls]")
    until(lambda: film.evaluate("film => film.videoWidth"), lambda width: width == 1280, "the film is there")
    line = ana.page.get_by_role("button", name="0:04 Ana: <b>bold</b>")
    line.click()
    until(lambda: film.evaluate("film => film.currentTime"), lambda time: time == 4.5, "the film is at the line")
    expect(line).to_have_text(f"0:04 Ana: {WORDS}")
    assert ana.page.title() != "taken over"


def test_a_film_that_is_not_served_says_so(people: People, lab: Jupyter) -> None:
    hidden, gone = lab.notebooks / ".private", lab.notebooks / "gone.webm"
    hidden.mkdir()
    make_film(hidden / "lesson.webm", seconds=1)
    make_film(gone, seconds=1)
    ana = people("Ana", lab)
    ana.notebook.runs(
        "import pathlib\nfrom jupyter_videoroom.kernel import replay\nfrom IPython.display import display\n"
        "display(replay('.private/lesson.webm'), replay('gone'))\npathlib.Path('gone.webm').unlink()"
    )
    words = ana.page.get_by_text("lesson.webm cannot be shown: it is hidden (.private)")
    expect(words).to_contain_text("allow_hidden = True")
    expect(ana.page.get_by_text("gone.webm does not play. Perhaps the server does not serve it")).to_be_visible()
    expect(ana.page.locator("video[controls]:visible")).to_have_count(0)
