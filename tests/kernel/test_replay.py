"""A recording in a cell. All of its texts come from others."""

from __future__ import annotations

import json
import os
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from jupyter_videoroom.kernel import replay
from jupyter_videoroom.kernel.player import MAX_EMBEDDED, SCRIPT

EVIL = "</script><img src=x onerror=alert(1)>\"'&{name}"


class Page(HTMLParser):
    """The elements of an output, and the texts of its lines."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.scripts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1][0] == "script":
            self.scripts.append(data)
        else:
            self.text += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Of the notebook, below the folder that Jupyter serves."""
    served = tmp_path / "served"
    notebooks = served / "my notebooks"
    notebooks.mkdir(parents=True)
    (tmp_path / "runtime").mkdir()
    (tmp_path / "runtime" / "jpserver-123.json").write_text(json.dumps({"root_dir": str(served)}))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    monkeypatch.setenv("JPY_PARENT_PID", "123")
    monkeypatch.setenv("JPY_SESSION_NAME", str(notebooks / "lesson.ipynb"))
    monkeypatch.chdir(notebooks)
    return notebooks


def write(base: Path, *events: dict[str, Any], film: bytes = b"film") -> None:
    base.with_name(f"{base.name}.mp4").write_bytes(film)
    base.with_name(f"{base.name}.jsonl").write_text("".join(json.dumps(event) + "\n" for event in events))


def page(path: str | Path) -> Page:
    return Page(replay(path)._repr_html_())


def test_film_and_lines(folder: Path) -> None:
    write(
        folder / "lesson",
        {"t": 0, "event": "started", "room": "algebra", "files": ["lesson.mp4"]},
        {"t": 1.5, "event": "joined", "name": "Ana"},
        {"t": 65.25, "event": "chat", "name": "Ana", "text": "hello"},
        {"t": 70, "event": "cell", "source": "1/0", "success": False},
        {"t": 71, "event": "unknown"},
    )
    for path in ("lesson", "lesson.mp4", folder / "lesson"):
        shown = page(path)
        assert [video["src"] for video in shown.all("video")] == ["lesson.mp4"]
        assert [button["data-t"] for button in shown.all("button")] == ["0.000", "1.500", "65.250", "70.000"]
        for text in ("0:01 Ana came", "1:05 Ana: hello", "[failed] 1/0"):
            assert text in shown.text
    assert repr(replay("lesson")) == "<Replay of lesson.mp4, 5 events>"


def test_hostile_texts_are_texts(folder: Path) -> None:
    write(
        folder / "lesson",
        {"t": 1, "event": "joined", "name": EVIL},
        {"t": 2, "event": "chat", "name": EVIL, "text": EVIL},
        {"t": 3, "event": "cell", "source": EVIL, "success": EVIL},
        {"t": float("nan"), "event": "left", "name": ["<b>"]},
    )
    shown = page("lesson")
    assert {tag for tag, _ in shown.elements} == {"div", "video", "ol", "li", "button", "b", "script"}
    assert len(shown.all("script")) == 1
    assert all(not name.startswith("on") for _, attributes in shown.elements for name in attributes)
    assert shown.text.count(EVIL) == 4
    # The script is ours but for the element's name.
    head, tail = SCRIPT.split("ID")
    assert shown.scripts[0].startswith(head)
    assert shown.scripts[0].endswith(tail)


@pytest.mark.parametrize("name", ['"><script>alert(1)</script>', "javascript:alert(1)", "a b#c?d"])
def test_hostile_names_of_files(folder: Path, name: str) -> None:
    name = name.replace("/", "")
    write(folder / name)
    (video,) = page(name).all("video")
    assert len(page(name).all("script")) == 1
    assert not set(':"<>?# ') & set(video["src"])


def test_another_folder_below_the_served_one(folder: Path) -> None:
    (folder.parent / "films").mkdir()
    write(folder.parent / "films" / "lesson")
    (video,) = page("../films/lesson").all("video")
    assert video["src"] == "../films/lesson.mp4"


def test_what_jupyter_does_not_serve_is_in_the_output_if_it_is_small(tmp_path: Path) -> None:
    write(tmp_path / "lesson")
    (video,) = page(tmp_path / "lesson").all("video")
    assert video["src"] == "data:video/mp4;base64,ZmlsbQ=="


@pytest.mark.parametrize("place", [".private/lesson", "films/.old/lesson", ".lesson"])
def test_what_is_hidden_is_said_in_place_of_the_player(folder: Path, place: str) -> None:
    (folder / place).parent.mkdir(parents=True, exist_ok=True)
    write(folder / place)
    shown = page(f"{place}.mp4")
    (video,) = shown.all("video")
    # Where the server is allowed to serve it, the script shows it.
    assert "hidden" in video
    part = next(part for part in Path(f"{place}.mp4").parts if part.startswith("."))
    for words in (Path(place).name, f"hidden ({part})", "allow_hidden = True", "begins with a dot"):
        assert words in " ".join(shown.text.split())


def test_a_served_folder_may_be_below_a_hidden_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = tmp_path / ".home" / "work"
    hidden.mkdir(parents=True)
    (tmp_path / "runtime" / "jpserver-123.json").write_text(json.dumps({"root_dir": str(hidden)}))
    monkeypatch.setenv("JPY_SESSION_NAME", str(hidden / "lesson.ipynb"))
    write(hidden / "lesson")
    (video,) = page(hidden / "lesson").all("video")
    assert (video["src"], "hidden" in video) == ("lesson.mp4", False)


def test_what_is_too_large_for_that_says_so(tmp_path: Path) -> None:
    write(tmp_path / "lesson")
    os.truncate(tmp_path / "lesson.mp4", MAX_EMBEDDED)
    shown = page(tmp_path / "lesson")
    assert shown.all("video") == []
    assert "too large" in shown.text


def test_without_a_known_server_the_notebooks_folder_counts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JPY_PARENT_PID")
    write(folder / "lesson")
    assert [video["src"] for video in page("lesson").all("video")] == ["lesson.mp4"]


def test_a_folder_of_tracks(folder: Path) -> None:
    write(folder / "lesson", {"t": 2.5, "event": "file", "file": "lesson/Ben.webm", "name": "Ben", "source": "camera"})
    (folder / "lesson.mp4").unlink()
    (folder / "lesson").mkdir()
    for name in ("Ana.webm", "Ben.webm", "notes.txt"):
        (folder / "lesson" / name).write_bytes(b"film")
    shown = page("lesson")
    assert [(video["src"], video["data-begin"]) for video in shown.all("video")] == [
        ("lesson/Ana.webm", "0.000"),
        ("lesson/Ben.webm", "2.500"),
    ]


def test_a_film_without_a_timeline(folder: Path) -> None:
    write(folder / "lesson")
    (folder / "lesson.jsonl").unlink()
    assert len(page("lesson.mp4").all("video")) == 1


def test_no_such_recording() -> None:
    with pytest.raises(FileNotFoundError, match="nothing"):
        replay("nothing")
