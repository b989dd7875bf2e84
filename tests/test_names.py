"""What names may hold, and which are the same: a table of cases that the page's tests read as well."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_videoroom.protocol.errors import Refusal
from jupyter_videoroom.protocol.names import (
    BLANKS,
    MAX_NAME,
    UNSEEN,
    Bearer,
    check_room_name,
    clean_line,
    clean_name,
    clean_text,
    find,
    find_all,
    looks_of,
)

ROOT = Path(__file__).parent.parent
CASES: dict[str, list[Any]] = json.loads((ROOT / "tests" / "fixtures" / "names.json").read_text())
LETTERS = st.text() | st.text("aé e\u0301#1♂\u0645\u0631\u0915\u094d\u845b\u182d\U0001f469\U0001f3f4" + BLANKS + UNSEEN)


@pytest.mark.parametrize(("given", "shown"), CASES["lines"])
def test_a_line_has_what_can_be_seen_and_what_a_script_needs(given: str, shown: str) -> None:
    assert clean_line(given) == shown
    assert clean_name(given, "fallback") == (shown or "fallback")


@pytest.mark.parametrize("given", [given for given, shown in CASES["lines"] if not shown])
def test_a_text_of_nothing_visible_is_none(given: str) -> None:
    assert clean_text(f"\n{given}\t") == ""


def test_a_text_keeps_its_lines_and_spaces() -> None:
    assert clean_text(" a:\r\n\tb  c\u2028\u202ed\u0007 ") == "a:\n\tb  c\nd"
    assert clean_text("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \u28ff\u2800\u28ff") != ""


@pytest.mark.parametrize(("given", "name"), CASES["rooms"])
def test_names_for_rooms(given: str, name: str | None) -> None:
    if name is None:
        with pytest.raises(Refusal, match="bad-room-name"):
            check_room_name(given)
    else:
        assert check_room_name(given) == name


@given(LETTERS)
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    assert clean_line(clean_line(text)) == clean_line(text)
    name = clean_name(text * 9, "fallback")
    assert clean_name(name, "") == name
    assert 1 <= len(name) <= MAX_NAME


@given(LETTERS)
def test_a_room_has_one_name(text: str) -> None:
    try:
        name = check_room_name(text)
    except Refusal:
        return
    assert check_room_name(name) == name
    assert check_room_name(f" {name}\u200b\u3164") == name


@pytest.mark.parametrize("names", CASES["same"])
def test_names_that_look_alike(names: list[str]) -> None:
    one, other = map(looks_of, names)
    assert one == other


@pytest.mark.parametrize("names", CASES["different"])
def test_names_that_do_not(names: list[str]) -> None:
    one, other = map(looks_of, names)
    assert one != other


def bearer(name: str) -> Bearer:
    user, _, shown = name.rpartition("/")
    return Bearer(f"tab of {name}", user or f"user of {shown}", shown)


def found(who: str, *people: str) -> list[str]:
    return find(who, people, bearer)


COMPOSED, DECOMPOSED = "Jos\u00e9", "Jose\u0301"


@pytest.mark.parametrize(
    ("typed", "called"),
    [(COMPOSED, DECOMPOSED), (DECOMPOSED, COMPOSED), ("JOSE\u0301", COMPOSED), (f" {COMPOSED}\u200b", COMPOSED)],
)
def test_people_are_found_however_their_names_are_typed(typed: str, called: str) -> None:
    assert found(typed, "Bo", called) == [called]
    assert find_all(typed, ["Bo", called], bearer) == [called]


@pytest.mark.parametrize(("typed", "user"), [(COMPOSED, DECOMPOSED), (DECOMPOSED, COMPOSED)])
def test_people_are_found_however_their_user_ids_are_typed(typed: str, user: str) -> None:
    assert found(typed, "Bo", f"{user}/J.") == [f"{user}/J."]


def test_what_fits_better_goes_first() -> None:
    assert found("Bo", "u1/Bo", "Bo/Ana") == ["Bo/Ana"]
    assert found("bo", "u1/Bo", "u2/bo") == ["u2/bo"]
    assert found("tab of u2/Bo", "u1/Bo", "u2/Bo") == ["u2/Bo"]
    assert found(COMPOSED, f"{DECOMPOSED}/A", f"{COMPOSED}/B") == [f"{COMPOSED}/B"]


def test_names_of_several_are_nobodys() -> None:
    with pytest.raises(LookupError, match=r"2 people are called 'jos.+': use the user id, one of \['u1', 'u2'\]\."):
        found(DECOMPOSED.lower(), f"u1/{COMPOSED}", f"u2/{DECOMPOSED}")
    assert found("bo", "u1/Bo", "u1/BO") == ["u1/Bo", "u1/BO"]


def test_somebody_who_is_not_there_is_not_found() -> None:
    with pytest.raises(LookupError, match=r"'Dora' is not in the room\. Here are: Ana, Bo\."):
        found("Dora", "Bo", "Ana")
    with pytest.raises(LookupError, match="Here are: nobody"):
        found("")
    assert find_all("Dora", ["Bo"], bearer) == []
