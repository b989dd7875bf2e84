"""What a room knows, as a table, a dict, a list and a frame."""

from __future__ import annotations

import importlib
import json

import pytest

from jupyter_videoroom import VideoRoom
from jupyter_videoroom.kernel.tables import Log, Participants

from .rows import row, tells

PEOPLE = Participants([row("Bo", "u1"), row("Cy", "u2", camera=True), row("Cy", "u3"), row("Bo", "u1", id="u1's tab")])


@pytest.mark.parametrize("person", ["Bo", "u1"])
def test_people_are_found_by_name_and_by_user(person: str) -> None:
    assert PEOPLE[person] == PEOPLE[0]
    assert PEOPLE.get(person) == PEOPLE[0]
    assert person in PEOPLE


@pytest.mark.parametrize("typed", ["Jose\u0301", "Jos\u00e9", "JOSE\u0301", "zoe\u0308"])
@pytest.mark.parametrize("called", ["Jos\u00e9", "Jose\u0301"])
def test_people_are_found_however_accents_are_written(typed: str, called: str) -> None:
    people = Participants([row("Bo"), row(called, "Zo\u00eb".lower())])
    assert people[typed] == people[1]
    assert people.get(typed) == people[1]
    assert typed in people


def test_nobody_is_found_by_a_name_that_several_have() -> None:
    with pytest.raises(LookupError, match=r"2 people are called 'Cy': use the user id, one of \['u2', 'u3'\]"):
        PEOPLE["Cy"]
    assert PEOPLE.get("Cy") is None
    assert "Cy" in PEOPLE


def test_nobody_is_found_who_is_not_there() -> None:
    with pytest.raises(LookupError, match=r"'Dora' is not in the room\. Here are: Bo, Cy\."):
        PEOPLE["Dora"]
    assert "Dora" not in PEOPLE


def test_people_are_rows_in_order() -> None:
    assert len(PEOPLE) == 4
    assert [person["name"] for person in PEOPLE] == ["Bo", "Cy", "Cy", "Bo"]
    assert PEOPLE[0] in PEOPLE
    assert json.loads(json.dumps(PEOPLE[:1]))[0]["user"] == "u1"


def test_text_is_aligned() -> None:
    assert repr(Participants([row("Bo", "u1"), row("Cornelius", "u2", camera=True)])).splitlines() == [
        "name       state      microphone  camera  screen  hand (UTC)  since (UTC)",
        "Bo         available  off         off     off                 2026-11-22 20:00:00",
        "Cornelius  available  off         on      off                 2026-11-22 20:00:00",
    ]
    assert repr(Participants()) == "nobody seen yet"


def test_names_can_neither_become_html_nor_move_other_words() -> None:
    hostile = Participants([row("<img src=x onerror=alert(1)>"), row("\u202eoB\nx"), row("y" * 200)])
    html = hostile._repr_html_()
    assert "&lt;img src=x onerror=alert(1)&gt;" in html
    assert "<img" not in html
    for shown in (html, repr(hostile)):
        assert "\u202e" not in shown
        assert "y" * 100 not in shown
    assert len(repr(hostile).splitlines()) == 4


def test_the_log_shows_time_and_text() -> None:
    log = Log([{"time": "2026-11-22T20:00:00.000Z", "text": "Bo <b>joined</b>", "level": "info"}])
    assert repr(log).splitlines()[1] == "2026-11-22 20:00:00  Bo <b>joined</b>"
    assert "Bo &lt;b&gt;joined&lt;/b&gt;</td>" in log._repr_html_()


def test_without_pandas_it_is_said_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr("jupyter_videoroom.kernel.tables.import_module", missing)
    with pytest.raises(ImportError, match="pip install pandas"):
        PEOPLE.to_pandas()


def test_with_pandas_it_is_a_frame() -> None:
    pandas = importlib.import_module("pandas")
    frame = PEOPLE.to_pandas()
    assert list(frame["name"]) == list(pandas.DataFrame(PEOPLE)["name"]) == ["Bo", "Cy", "Cy", "Bo"]
    assert str(frame["since"].dt.tz) == "UTC"


def test_traits_become_tables_and_are_observed() -> None:
    room = VideoRoom("algebra")
    seen: list[object] = []
    room.observe(lambda change: seen.append(change["new"]["Bo"]["state"]), "people")
    tells(room, "available", [row("Bo")], log=[{"time": "now", "text": "Bo joined", "level": "info"}])
    assert seen == ["available"]
    assert isinstance(room.people, Participants)
    assert isinstance(room.log, Log)
    assert list(room.people) == [row("Bo")]
    with pytest.raises(Exception, match="read-only"):
        room.people = ()
    room.close()
