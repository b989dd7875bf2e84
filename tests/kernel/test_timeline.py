"""What happened during a recording, as lines of a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_videoroom.kernel.timeline import MAX_SOURCE, CellWatch, Timeline, read_timeline


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def timeline(tmp_path: Path, clock: Clock) -> Iterator[Timeline]:
    timeline = Timeline(tmp_path / "lesson.jsonl", clock)
    yield timeline
    timeline.close()


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    from IPython.core.history import HistoryManager
    from IPython.core.interactiveshell import InteractiveShell

    monkeypatch.setattr(HistoryManager, "enabled", False)
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


def test_events_have_their_time(timeline: Timeline, clock: Clock) -> None:
    timeline.add("started", room="algebra")
    clock.now = 1.23456
    timeline.add("chat", name="Zoë", text='a\n"b"\u2028c')
    timeline.close()
    assert read_timeline(timeline.path) == [
        {"t": 0.0, "event": "started", "room": "algebra"},
        {"t": 1.235, "event": "chat", "name": "Zoë", "text": 'a\n"b"\u2028c'},
    ]


def test_they_are_on_the_disk_while_it_runs_and_a_cut_line_is_left_out(timeline: Timeline) -> None:
    timeline.add("started")
    timeline.add("joined", name="Ana")
    timeline.write()
    whole = timeline.path.read_text()
    timeline.path.with_name("cut.jsonl").write_text(whole[:-5] + "\n[]\n{}\n")
    assert [event["event"] for event in read_timeline(timeline.path.with_name("cut.jsonl"))] == ["started"]
    timeline.close()


def test_an_older_timeline_is_not_overwritten(timeline: Timeline, clock: Clock) -> None:
    with pytest.raises(FileExistsError):
        Timeline(timeline.path, clock)


def test_cells_are_noted_and_then_no_more(timeline: Timeline, shell: Any) -> None:
    hooks = [len(shell.events.callbacks[event]) for event in ("pre_run_cell", "post_run_cell")]
    watch = CellWatch(timeline)
    watch.start()
    shell.run_cell("answer = 6 * 7")
    shell.run_cell("1 / 0")
    shell.run_cell("#" * 2 * MAX_SOURCE)
    watch.stop()
    watch.stop()
    shell.run_cell("secret = 1")
    timeline.close()
    first, second, third = read_timeline(timeline.path)
    assert (first["event"], first["source"], first["success"]) == ("cell", "answer = 6 * 7", True)
    assert first["duration"] >= 0
    assert second["success"] is False
    assert len(third["source"]) == MAX_SOURCE
    assert hooks == [len(shell.events.callbacks[event]) for event in ("pre_run_cell", "post_run_cell")]


def test_the_cell_that_began_the_recording_is_not_one_of_it(timeline: Timeline, shell: Any) -> None:
    watch = CellWatch(timeline)
    shell.push({"watch": watch})
    shell.run_cell("watch.start()")
    shell.run_cell("watch.stop()")
    timeline.close()
    assert read_timeline(timeline.path) == []


def test_outside_of_ipython_there_are_no_cells(timeline: Timeline) -> None:
    watch = CellWatch(timeline)
    watch.start()
    watch.stop()
    timeline.close()
    assert timeline.path.read_text() == ""


def test_lines_are_json(timeline: Timeline) -> None:
    timeline.add("cell", source="\ud800")
    timeline.close()
    assert json.loads(timeline.path.read_text())["source"] == "?"
