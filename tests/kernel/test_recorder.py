"""A recording of people who come, speak, refuse and go, played back. The clock is the test's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from jupyter_videoroom.kernel.errors import ConsentWithdrawn
from jupyter_videoroom.kernel.recording.layouts import Grid, Layout, Tracks
from jupyter_videoroom.kernel.recording.muxer import FPS
from jupyter_videoroom.kernel.recording.participants import Participants, RecordedStream
from jupyter_videoroom.protocol.messages import ChatLine

from .fake_session import (
    PACKET,
    RATE,
    Clock,
    FakeSession,
    Played,
    beeps,
    fake_recording,
    hum,
    loudest,
    packet,
    plain,
    settle,
)

RED, GREEN, BLACK, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 0), (255, 255, 255)
LEFT, RIGHT, MIDDLE = (320, 360), (960, 360), (640, 360)
DARK, BRIGHT = plain(BLACK), plain(WHITE)


class Run:
    """A recording under way. People do what they are told at every picture's time."""

    def __init__(self, layout: Layout, session: FakeSession, participants: Participants, clock: Clock) -> None:
        self._layout, self._stage, self._cast, self._clock = layout, session, participants, clock
        self._heard = 0

    def runs(self, until: float, **people: Any) -> None:
        """`people`: what each shows and sounds like, as functions of the time."""
        while self._clock.now < until:
            for name, (view, wave) in people.items():
                self._shows(name, view)
                self._sounds(name, wave)
            self._heard = max(self._heard, self._due())
            self._layout.step(self._clock.now, self._cast.streams)
            self._clock.now = round(self._clock.now * FPS + 1) / FPS

    def finishes(self) -> None:
        self._layout.finish(self._clock.now)

    def _shows(self, name: str, view: Any) -> None:
        if view:
            self._stage.shows(name, view(self._clock.now))

    def _due(self) -> int:
        """Sound comes when it is over."""
        return int(self._clock.now * RATE // PACKET) * PACKET

    def _sounds(self, name: str, wave: Any) -> None:
        if wave:
            now = self._clock.now
            for start in range(self._heard, self._due(), PACKET):
                self._clock.now = (start + PACKET) / RATE
                self._stage.sounds(name, packet(start, wave))
            self._clock.now = now


def flash(now: float) -> av.VideoFrame:
    """White for 40 ms at the beginning of every second."""
    return BRIGHT if now % 1 < 0.039 else DARK


def colour(picture: Any, at: tuple[int, int]) -> tuple[int, ...]:
    x, y = at
    return tuple(255 if value > 200 else 0 if value < 55 else int(value) for value in picture[y, x])


@pytest.mark.parametrize("suffix", [".mp4", ".webm"])
async def test_two_people_side_by_side_and_in_time(tmp_path: Path, suffix: str) -> None:
    """Ana hums before red; Ben claps: a flash and a beep at once."""
    session, participants, clock, _ = fake_recording("Ana", "Ben")
    participants.review()
    await settle()
    run = Run(Grid(tmp_path / f"two{suffix}"), session, participants, clock)
    red = plain(RED)
    run.runs(4.0, Ana=(lambda _: red, lambda times: 0.3 * hum(times)), Ben=(flash, beeps))
    run.finishes()
    played = Played(tmp_path / f"two{suffix}")
    assert [time for time, _ in played.pictures] == pytest.approx(np.arange(4 * FPS) / FPS, abs=0.002)
    assert {colour(picture, LEFT) for _, picture in played.pictures} == {RED}
    assert played.flashes(*RIGHT) == pytest.approx([0, 1, 2, 3], abs=0.002)
    assert played.onsets() == pytest.approx([0, 1, 2, 3], abs=0.01)
    between = played.sound[round(1.2 * RATE) : round(1.9 * RATE)]
    assert loudest(between) == pytest.approx(440, abs=3)


@pytest.mark.parametrize("suffix", [".mp4", ".webm"])
async def test_a_file_that_was_cut_off_plays(tmp_path: Path, suffix: str) -> None:
    """As after the death of the kernel: what is on the disk while it runs."""
    session, participants, clock, _ = fake_recording("Ben")
    participants.review()
    await settle()
    run = Run(Grid(tmp_path / f"whole{suffix}"), session, participants, clock)
    run.runs(7.0, Ben=(flash, beeps))
    cut = tmp_path / f"cut{suffix}"
    cut.write_bytes((tmp_path / f"whole{suffix}").read_bytes())
    run.finishes()
    played = Played(cut)
    flashes = played.flashes(*MIDDLE)
    assert flashes == pytest.approx(range(len(flashes)), abs=0.002)
    assert played.onsets()[:3] == pytest.approx([0, 1, 2], abs=0.01)
    assert len(flashes) >= 4
    assert len(flashes) < len(Played(tmp_path / f"whole{suffix}").flashes(*MIDDLE))


async def test_who_refuses_is_neither_seen_nor_heard(tmp_path: Path) -> None:
    session, participants, clock, log = fake_recording("Ana", "Ben", "Cleo")
    session.refuse, session.ponder = {"Ben"}, {"Cleo"}
    participants.review()
    await settle()
    assert {"Ana", "Ben", "Cleo"} == set(session.asked)
    assert log.lines == ["Ana joined"]
    run = Run(Grid(tmp_path / "one.mp4"), session, participants, clock)
    red, green = plain(RED), plain(GREEN)
    run.runs(2.0, Ana=(lambda _: red, None), Ben=(lambda _: green, hum), Cleo=(lambda _: green, hum))
    participants.close()
    await settle()
    run.finishes()
    played = Played(tmp_path / "one.mp4")
    assert {colour(picture, at) for _, picture in played.pictures for at in (LEFT, MIDDLE, RIGHT)} == {RED}
    assert np.abs(played.sound).max() < 0.001


async def test_who_withdraws_is_out_at_once_and_may_come_back(tmp_path: Path) -> None:
    session, participants, clock, log = fake_recording("Ana")
    participants.review()
    await settle()
    run = Run(Grid(tmp_path / "out.mp4"), session, participants, clock)
    red = plain(RED)
    run.runs(1.0, Ana=(lambda _: red, hum))
    for reader in list(session.readers.values()):
        reader.end(ConsentWithdrawn("no longer"))
    session.readers.clear()
    run.runs(2.0, Ana=(lambda _: red, hum))
    participants.review()
    await settle()
    assert log.lines == ["Ana joined", "Ana left"]
    # What was heard within the last second before is withheld too.
    asked = len(session.asked)
    session.enter("Ana", shares=True)
    participants.review()
    await settle()
    assert len(session.asked) > asked
    assert log.lines[-1] == "Ana joined"
    run.runs(3.0, Ana=(lambda _: red, None))
    run.finishes()
    played = Played(tmp_path / "out.mp4")
    seen = [time for time, picture in played.pictures if colour(picture, MIDDLE) == RED]
    assert [time for time in seen if 1.0 <= time < 2.0] == []
    assert min(time for time in seen if time > 1) == pytest.approx(2.0, abs=0.002)
    assert np.abs(played.sound).max() < 0.001


async def test_people_come_and_go(tmp_path: Path) -> None:
    session, participants, clock, log = fake_recording("Ana")
    participants.review()
    await settle()
    run = Run(Grid(tmp_path / "go.mp4"), session, participants, clock)
    red, green = plain(RED), plain(GREEN)
    run.runs(1.0, Ana=(lambda _: red, None))
    session.enter("Ben")
    participants.review()
    await settle()
    run.runs(2.0, Ana=(lambda _: red, None), Ben=(lambda _: green, hum))
    session.leave("Ana")
    participants.review()
    await settle()
    run.runs(3.5, Ben=(lambda _: green, None))
    run.finishes()
    played = Played(tmp_path / "go.mp4")
    at = {round(time, 2): picture for time, picture in played.pictures}
    assert colour(at[0.48], MIDDLE) == RED
    assert (colour(at[1.48], LEFT), colour(at[1.48], RIGHT)) == (RED, GREEN)
    assert colour(at[2.48], MIDDLE) == GREEN
    assert np.abs(played.sound[: RATE // 2]).max() < 0.001
    # Their last words were on the way when the picture was gone.
    assert np.abs(played.sound[round(1.8 * RATE) : round(1.9 * RATE)]).max() > 0.2
    assert log.lines == ["Ana joined", "Ben joined", "Ana left"]


async def test_a_camera_that_is_switched_off_and_on() -> None:
    session, participants, _, log = fake_recording("Ana")
    participants.review()
    await settle()
    camera = session.readers["Ana", "picture", "camera"]
    session.shows("Ana", DARK)
    stream = next(stream for stream in participants.streams if stream.source == "camera")
    assert stream.video.picture is DARK
    camera.end()
    assert stream.video.picture is None
    await settle()
    session.shows("Ana", BRIGHT)
    assert stream.video.picture is BRIGHT
    assert log.lines == ["Ana joined"]


async def test_who_comes_again_without_a_camera(tmp_path: Path) -> None:
    """Only heard at first, then gone, then there again."""
    session, participants, clock, log = fake_recording("Ana")
    participants.review()
    await settle()
    layout = Tracks(tmp_path / "all", ".mp4", lambda path, stream: None)
    run = Run(layout, session, participants, clock)
    run.runs(1.0, Ana=(None, beeps))
    session.leave("Ana")
    participants.review()
    run.runs(2.0)
    session.enter("Ana")
    participants.review()
    await settle()
    red = plain(RED)
    run.runs(3.0, Ana=(lambda _: red, beeps))
    run.finishes()
    first, second = map(Played, layout.files)
    assert [file.name for file in layout.files] == ["Ana.mp4", "Ana-2.mp4"]
    assert {colour(picture, MIDDLE) for _, picture in first.pictures} == {BLACK}
    assert {colour(picture, MIDDLE) for _, picture in second.pictures} == {RED}
    assert [film.onsets() for film in (first, second)] == [pytest.approx([0], abs=0.01)] * 2
    assert log.lines == ["Ana joined", "Ana left", "Ana joined"]


async def test_a_track_for_each_and_for_their_screens(tmp_path: Path) -> None:
    session, participants, clock, _ = fake_recording("Ana")
    participants.review()
    await settle()
    began: list[tuple[str, str, float]] = []

    def note(path: Path, stream: RecordedStream) -> None:
        began.append((path.name, stream.source, clock.now))

    layout = Tracks(tmp_path / "all", ".mp4", note)
    run = Run(layout, session, participants, clock)
    red, green = plain(RED), plain(GREEN)
    run.runs(1.0, Ana=(lambda _: red, hum))
    session.enter("Ben")
    participants.review()
    await settle()
    session.shows("Ben", green, "screen")
    run.runs(3.0, Ana=(lambda _: red, hum), Ben=(None, beeps))
    session.readers["Ben", "picture", "screen"].end()
    run.runs(3.2, Ana=(lambda _: red, hum))
    run.finishes()
    assert began == [("Ana.mp4", "camera", 0.0), ("Ben.mp4", "camera", 1.0), ("Ben-screen.mp4", "screen", 1.0)]
    assert [file.name for file in layout.files] == [name for name, *_ in began]
    ana, ben, screen = (Played(file) for file in layout.files)
    assert {colour(picture, MIDDLE) for _, picture in ana.pictures} == {RED}
    assert {colour(picture, MIDDLE) for _, picture in screen.pictures} == {GREEN}
    assert loudest(ana.sound[RATE : 2 * RATE]) == pytest.approx(440, abs=3)
    # Ben's second 2 is this film's second 1.
    assert ben.onsets()[:2] == pytest.approx([0, 1], abs=0.01)
    assert len(screen.pictures) == 2 * FPS


async def test_what_is_published_stands_beside_the_people(tmp_path: Path) -> None:
    session, participants, clock, log = fake_recording("Ana")
    sim, claps = session.publishes("sim"), session.publishes("claps", "audio")
    participants.review()
    await settle()
    run = Run(Grid(tmp_path / "sim.mp4"), session, participants, clock)
    red = plain(RED)
    sim.gives.put_nowait(plain(GREEN))
    for start in range(0, RATE, PACKET):
        # What is published is heard from the moment on at which it is given out.
        clock.now = start / RATE
        claps.gives.put_nowait(packet(start, beeps))
        await settle()
    clock.now = 0.0
    run.runs(1.0, Ana=(lambda _: red, None))
    session.published.clear()
    participants.review()
    run.runs(2.0, Ana=(lambda _: red, None))
    run.finishes()
    played = Played(tmp_path / "sim.mp4")
    at = {round(time, 2): picture for time, picture in played.pictures}
    assert (colour(at[0.48], LEFT), colour(at[0.48], RIGHT)) == (RED, GREEN)
    assert colour(at[1.48], MIDDLE) == RED
    assert played.onsets() == pytest.approx([0], abs=0.01)
    assert sim.closed
    assert log.lines == ["Ana joined"]


async def test_a_track_for_each_that_is_published(tmp_path: Path) -> None:
    session, participants, clock, _ = fake_recording("Ana")
    sim = session.publishes("sim")
    participants.review()
    await settle()
    began: list[tuple[str, str]] = []
    layout = Tracks(tmp_path / "all", ".mp4", lambda path, stream: began.append((path.name, stream.source)))
    run = Run(layout, session, participants, clock)
    sim.gives.put_nowait(plain(GREEN))
    await settle()
    run.runs(1.0)
    run.finishes()
    assert began == [("Ana.mp4", "camera"), ("sim.mp4", "published")]
    assert {colour(picture, MIDDLE) for _, picture in Played(layout.files[1]).pictures} == {GREEN}


async def test_a_picture_and_its_sound_are_one_film(tmp_path: Path) -> None:
    """As of a film that is played to the room; the sound may be told of later, and end earlier."""
    session, participants, clock, _ = fake_recording()
    picture = session.publishes("film", stream="one")
    participants.review()
    sound = session.publishes("film", "audio", stream="one")
    participants.review()
    layout = Tracks(tmp_path / "all", ".mp4", lambda path, stream: None)
    run = Run(layout, session, participants, clock)
    picture.gives.put_nowait(plain(GREEN))
    for start in range(0, RATE, PACKET):
        clock.now = start / RATE
        sound.gives.put_nowait(packet(start, beeps))
        await settle()
    clock.now = 0.0
    run.runs(1.0)
    session.published.pop()
    participants.review()
    await settle()
    assert (sound.closed, picture.closed) == (True, False)
    run.runs(2.0)
    run.finishes()
    (file,) = layout.files
    played = Played(file)
    assert {colour(seen, MIDDLE) for _, seen in played.pictures} == {GREEN}
    assert len(played.pictures) == 2 * FPS
    assert played.onsets() == pytest.approx([0], abs=0.01)


async def test_only_who_is_wanted_is_asked() -> None:
    session, _, clock, log = fake_recording("Ana", "Ben")
    session.enter("Robot", kind="kernel")
    session.publishes("sim")
    participants = Participants(session, {"Ben-user"}, clock, log)
    participants.review()
    await settle()
    assert set(session.asked) == {"Ben"}
    assert {stream.name for stream in participants.streams} == {"Ben"}
    participants.close()
    await settle()
    participants.review()
    assert participants.streams == ()
    assert session.readers == {}


async def test_who_may_only_listen_is_not_asked_and_out_as_soon_as_that_is_so() -> None:
    session, _, clock, log = fake_recording("Ana", "Ben")
    session.enter("Gus", listens=True)
    participants = Participants(session, None, clock, log)
    participants.review()
    await settle()
    assert set(session.asked) == {"Ana", "Ben"}
    session.enter("Ben", shares=True, listens=True)
    participants.review()
    await settle()
    assert {stream.name for stream in participants.streams} == {"Ana"}
    participants.close()


async def test_words_to_all_of_those_who_are_in_it() -> None:
    session, participants, _, log = fake_recording("Ana", "Ben")
    session.refuse = {"Ben"}
    participants.review()
    await settle()

    def says(name: str, text: str, to: str | None = None) -> None:
        participants.said(ChatLine(id=1, key="k", at=0.0, user=f"{name}-user", name=name, text=text, to=to))

    says("Ana", "hello")
    says("Ana", "psst", to="Otto-user")
    says("Ben", "I am not here")
    says("Otto", "my own words")
    assert log.lines == ["Ana joined", "Ana: hello", "Otto: my own words"]
