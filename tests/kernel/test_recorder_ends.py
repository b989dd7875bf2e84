"""A recording that is interrupted anywhere, or whose disk fails: nobody is left believing that it goes on."""

from __future__ import annotations

import os
import resource
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

import av
import numpy as np
import pytest

from jupyter_videoroom.kernel import recording as package
from jupyter_videoroom.kernel.face import Room as Face
from jupyter_videoroom.kernel.loop import loop_thread
from jupyter_videoroom.kernel.recording import recording as module
from jupyter_videoroom.kernel.recording.recording import Recording

from .fake_session import FakeSession, Played
from .published import until

T = TypeVar("T")
OURS = (*package.__path__, sys.modules[Face.__module__].__file__ or "")


class Published(list[Any]):
    """Nothing; `told`: how many recordings more, or less."""

    def __init__(self) -> None:
        self.told: list[int] = []

    def record(self, change: int) -> None:
        self.told.append(change)


class Room(Face):
    """Ana is in it."""

    name = "algebra"

    def __init__(self) -> None:
        fake: Any = FakeSession()
        fake.published, fake.check_open = Published(), lambda: None
        fake.enter("Ana")
        self.fake = self._session = fake
        self._thread = loop_thread()

    @property
    def kernel(self) -> Any:
        return self

    @property
    def told(self) -> list[int]:
        told: list[int] = self.fake.published.told
        return told

    def records(self, path: Path, **options: Any) -> Recording:
        """Until Ana is in it."""
        recording = self.record(path, **options)
        until(lambda: recording.people == ["Ana"])
        return recording

    def shows(self, picture: av.VideoFrame) -> None:
        self._thread.call(self.fake.shows, "Ana", picture)

    def is_left_in_peace(self) -> None:
        """Everybody who was told that it records was told that it ended, and nothing of it goes on."""
        until(lambda: sum(self.told) == 0 and not self.fake.watchers)
        until(lambda: not any(map(records, sys._current_frames().values())))


@pytest.fixture
def room() -> Room:
    return Room()


def records(frame: FrameType | None) -> bool:
    """Whether a thread is in the middle of a recording."""
    return frame is not None and (frame.f_code.co_filename == module.__file__ or records(frame.f_back))


def noise() -> av.VideoFrame:
    """What takes much room."""
    return av.VideoFrame.from_ndarray(np.random.default_rng().integers(0, 255, (36, 64, 3), np.uint8))


def interrupted(point: int, work: Callable[[], T]) -> T | None:
    """Ctrl-C before the line of ours with this number that this thread comes to; None if it came that far."""
    lines = 0

    def trace(frame: Any, event: str, argument: object) -> Any:
        nonlocal lines
        if not frame.f_code.co_filename.startswith(OURS):
            return None
        lines += event == "line"
        if event == "line" and lines == point:
            raise KeyboardInterrupt
        return trace

    sys.settrace(trace)
    try:
        return work()
    except KeyboardInterrupt:
        return None
    finally:
        sys.settrace(None)


@pytest.mark.parametrize("layout", ["grid", "tracks"])
def test_an_interrupt_anywhere_while_it_begins_leaves_nothing(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, layout: Any
) -> None:
    monkeypatch.setattr(module, "TIMEOUT", 0.1)
    recording, point = None, 0
    while recording is None:
        point += 1
        recording = interrupted(point, lambda: room.record(tmp_path / "lesson.mp4", layout=layout))
        if recording is None:
            room.is_left_in_peace()
            assert list(tmp_path.iterdir()) == [], point
    assert point > 30
    recording.stop()
    room.is_left_in_peace()
    assert recording.path.exists()


def test_an_interrupt_anywhere_while_it_ends_ends_it_at_the_latest_with_the_next_stop(
    room: Room, tmp_path: Path
) -> None:
    for point in range(1, 10):
        recording = room.records(tmp_path / f"{point}.mp4")
        until(lambda recording=recording: recording.seconds > 0.1)  # type: ignore[misc]
        interrupted(point, recording.stop)
        until(lambda recording=recording: sum(room.told) == (not recording.closed))  # type: ignore[misc]
        recording.stop()
        room.is_left_in_peace()
        assert Played(recording.path).pictures


def test_an_interrupt_in_its_block_ends_it(room: Room, tmp_path: Path) -> None:
    recording = room.records(tmp_path / "lesson.mp4")
    until(lambda: recording.seconds > 0.1)
    with pytest.raises(KeyboardInterrupt), recording:
        raise KeyboardInterrupt
    assert recording.closed
    room.is_left_in_peace()
    assert Played(recording.path)


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """No file grows beyond this."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize(("suffix", "layout"), [(".mp4", "grid"), (".webm", "grid"), (".mp4", "tracks")])
def test_a_full_disk_ends_it_and_what_was_written_plays(room: Room, tmp_path: Path, suffix: str, layout: Any) -> None:
    recording = room.records(tmp_path / f"lesson{suffix}", layout=layout)

    def shows() -> bool:
        room.shows(noise())
        return recording.closed

    with full_disk(300_000):
        until(shows)
        with pytest.raises(OSError, match="File too large"):
            recording.stop()
    room.is_left_in_peace()
    assert "failed: " in repr(recording)
    assert "File too large" in recording.timeline.read_text().splitlines()[-1]
    assert Played(recording.files[0]).pictures


def test_a_timeline_that_cannot_be_written_ends_it_too(room: Room, tmp_path: Path) -> None:
    recording = room.records(tmp_path / "lesson.mp4")
    with full_disk(100):
        until(lambda: recording.closed)
        with pytest.raises(OSError, match="File too large"):
            recording.stop()
    room.is_left_in_peace()


@pytest.mark.parametrize("layout", ["grid", "tracks"])
def test_a_folder_that_is_removed_ends_it(room: Room, tmp_path: Path, layout: Any) -> None:
    folder = tmp_path / "lessons"
    folder.mkdir()
    recording = room.records(folder / "lesson.mp4", layout=layout)
    shutil.rmtree(folder)
    until(lambda: recording.closed)
    with pytest.raises(FileNotFoundError, match="deleted"):
        recording.stop()
    room.is_left_in_peace()


@pytest.mark.parametrize("layout", ["grid", "tracks"])
def test_what_cannot_be_written_at_all_is_refused_before_anybody_is_told(
    room: Room, tmp_path: Path, layout: Any
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "taken.jsonl").touch()
    for path in ("missing/lesson.mp4", "file/lesson.mp4", "taken.mp4", f"{'long' * 100}.mp4"):
        with pytest.raises(OSError, match=r"\[Errno|there already"):
            room.record(tmp_path / path, layout=layout)
    assert room.told == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "taken.jsonl"]
    room.is_left_in_peace()


NAMES = ("50 % done.mp4", "a:b.mp4", "file:x.mp4", "-.mp4", "Zoë's “lesson”.webm", "a.b.mp4", "%03d.mp4", "#?&.mp4")


@pytest.mark.parametrize("name", [*NAMES, os.fsdecode(b"caf\xe9.mp4")])
def test_names_that_files_may_have(room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    with room.records(Path(name)) as recording:
        monkeypatch.chdir("/")
        until(lambda: recording.seconds > 0.1)
    assert sorted(os.listdir(tmp_path)) == sorted([name, Path(name).with_suffix(".jsonl").name])
    with (tmp_path / name).open("rb") as file, av.open(file) as container:
        assert next(container.decode(video=0))
    for words in (repr(recording), recording._repr_html_()):
        words.encode()


def test_the_home_folder(room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    room.record("~/lesson.mp4").stop()
    assert (tmp_path / "lesson.mp4").exists()
    assert room.replay("~/lesson").files == [tmp_path / "lesson.mp4"]
