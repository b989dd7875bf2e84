"""A recording of people who come, speak, refuse and go, played back. The clock is the test's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from jupyter_videoroom.kernel.errors import ConsentWithdrawn
from jupyter_videoroom.kernel.recording.cast import Cast
from jupyter_videoroom.kernel.recording.film import FPS
from jupyter_videoroom.kernel.recording.layouts import Grid, Layout, Tracks
from jupyter_videoroom.kernel.recording.subject import Part
from jupyter_videoroom.protocol.messages import ChatLine

from .scene import PACKET, RATE, Clock, Played, Stage, beeps, hum, loudest, packet, plain, settle, staged

RED, GREEN, BLACK, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 0), (255, 255, 255)
LEFT, RIGHT, MIDDLE = (320, 360), (960, 360), (640, 360)
DARK, BRIGHT = plain(BLACK), plain(WHITE)


class Shoot:
    """A recording under way. People do what they are told at every picture's time."""

    def __init__(self, layout: Layout, stage: Stage, cast: Cast, clock: Clock) -> None:
        self._layout, self._stage, self._cast, self._clock = layout, stage, cast, clock
        self._heard = 0

    def runs(self, until: float, **people: Any) -> None:
        """`people`: what each shows and sounds like, as functions of the time."""
        while self._clock.now < until:
            for name, (look, wave) in people.items():
                self._shows(name, look)
                self._sounds(name, wave)
            self._heard = max(self._heard, self._due())
            self._layout.step(self._clock.now, self._cast.parts)
            self._clock.now = round(self._clock.now * FPS + 1) / FPS

    def finishes(self) -> None:
        self._layout.finish(self._clock.now)

    def _shows(self, name: str, look: Any) -> None:
        if look:
            self._stage.shows(name, look(self._clock.now))

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
    stage, cast, clock, _ = staged("Ana", "Ben")
    cast.review()
    await settle()
    shoot = Shoot(Grid(tmp_path / f"two{suffix}"), stage, cast, clock)
    red = plain(RED)
    shoot.runs(4.0, Ana=(lambda _: red, lambda times: 0.3 * hum(times)), Ben=(flash, beeps))
    shoot.finishes()
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
    stage, cast, clock, _ = staged("Ben")
    cast.review()
    await settle()
    shoot = Shoot(Grid(tmp_path / f"whole{suffix}"), stage, cast, clock)
    shoot.runs(7.0, Ben=(flash, beeps))
    cut = tmp_path / f"cut{suffix}"
    cut.write_bytes((tmp_path / f"whole{suffix}").read_bytes())
    shoot.finishes()
    played = Played(cut)
    flashes = played.flashes(*MIDDLE)
    assert flashes == pytest.approx(range(len(flashes)), abs=0.002)
    assert played.onsets()[:3] == pytest.approx([0, 1, 2], abs=0.01)
    assert len(flashes) >= 4
    assert len(flashes) < len(Played(tmp_path / f"whole{suffix}").flashes(*MIDDLE))


async def test_who_refuses_is_neither_seen_nor_heard(tmp_path: Path) -> None:
    stage, cast, clock, log = staged("Ana", "Ben", "Cleo")
    stage.refuse, stage.ponder = {"Ben"}, {"Cleo"}
    cast.review()
    await settle()
    assert {"Ana", "Ben", "Cleo"} == set(stage.asked)
    assert log.lines == ["Ana came"]
    shoot = Shoot(Grid(tmp_path / "one.mp4"), stage, cast, clock)
    red, green = plain(RED), plain(GREEN)
    shoot.runs(2.0, Ana=(lambda _: red, None), Ben=(lambda _: green, hum), Cleo=(lambda _: green, hum))
    cast.close()
    await settle()
    shoot.finishes()
    played = Played(tmp_path / "one.mp4")
    assert {colour(picture, at) for _, picture in played.pictures for at in (LEFT, MIDDLE, RIGHT)} == {RED}
    assert np.abs(played.sound).max() < 0.001


async def test_who_withdraws_is_out_at_once_and_may_come_back(tmp_path: Path) -> None:
    stage, cast, clock, log = staged("Ana")
    cast.review()
    await settle()
    shoot = Shoot(Grid(tmp_path / "out.mp4"), stage, cast, clock)
    red = plain(RED)
    shoot.runs(1.0, Ana=(lambda _: red, hum))
    for reader in list(stage.readers.values()):
        reader.end(ConsentWithdrawn("no longer"))
    stage.readers.clear()
    shoot.runs(2.0, Ana=(lambda _: red, hum))
    cast.review()
    await settle()
    assert log.lines == ["Ana came", "Ana went"]
    # What was heard within the last second before is withheld too.
    asked = len(stage.asked)
    stage.enter("Ana", shares=True)
    cast.review()
    await settle()
    assert len(stage.asked) > asked
    assert log.lines[-1] == "Ana came"
    shoot.runs(3.0, Ana=(lambda _: red, None))
    shoot.finishes()
    played = Played(tmp_path / "out.mp4")
    seen = [time for time, picture in played.pictures if colour(picture, MIDDLE) == RED]
    assert [time for time in seen if 1.0 <= time < 2.0] == []
    assert min(time for time in seen if time > 1) == pytest.approx(2.0, abs=0.002)
    assert np.abs(played.sound).max() < 0.001


async def test_people_come_and_go(tmp_path: Path) -> None:
    stage, cast, clock, log = staged("Ana")
    cast.review()
    await settle()
    shoot = Shoot(Grid(tmp_path / "go.mp4"), stage, cast, clock)
    red, green = plain(RED), plain(GREEN)
    shoot.runs(1.0, Ana=(lambda _: red, None))
    stage.enter("Ben")
    cast.review()
    await settle()
    shoot.runs(2.0, Ana=(lambda _: red, None), Ben=(lambda _: green, hum))
    stage.leave("Ana")
    cast.review()
    await settle()
    shoot.runs(3.5, Ben=(lambda _: green, None))
    shoot.finishes()
    played = Played(tmp_path / "go.mp4")
    at = {round(time, 2): picture for time, picture in played.pictures}
    assert colour(at[0.48], MIDDLE) == RED
    assert (colour(at[1.48], LEFT), colour(at[1.48], RIGHT)) == (RED, GREEN)
    assert colour(at[2.48], MIDDLE) == GREEN
    assert np.abs(played.sound[: RATE // 2]).max() < 0.001
    # Their last words were on the way when the picture was gone.
    assert np.abs(played.sound[round(1.8 * RATE) : round(1.9 * RATE)]).max() > 0.2
    assert log.lines == ["Ana came", "Ben came", "Ana went"]


async def test_a_camera_that_is_switched_off_and_on() -> None:
    stage, cast, _, log = staged("Ana")
    cast.review()
    await settle()
    look = stage.readers["Ana", "picture", "camera"]
    stage.shows("Ana", DARK)
    part = next(part for part in cast.parts if part.source == "camera")
    assert part.look.picture is DARK
    look.end()
    assert part.look.picture is None
    await settle()
    stage.shows("Ana", BRIGHT)
    assert part.look.picture is BRIGHT
    assert log.lines == ["Ana came"]


async def test_who_comes_again_without_a_camera(tmp_path: Path) -> None:
    """Only heard at first, then gone, then there again."""
    stage, cast, clock, log = staged("Ana")
    cast.review()
    await settle()
    layout = Tracks(tmp_path / "all", ".mp4", lambda path, part: None)
    shoot = Shoot(layout, stage, cast, clock)
    shoot.runs(1.0, Ana=(None, beeps))
    stage.leave("Ana")
    cast.review()
    shoot.runs(2.0)
    stage.enter("Ana")
    cast.review()
    await settle()
    red = plain(RED)
    shoot.runs(3.0, Ana=(lambda _: red, beeps))
    shoot.finishes()
    first, second = map(Played, layout.files)
    assert [file.name for file in layout.files] == ["Ana.mp4", "Ana-2.mp4"]
    assert {colour(picture, MIDDLE) for _, picture in first.pictures} == {BLACK}
    assert {colour(picture, MIDDLE) for _, picture in second.pictures} == {RED}
    assert [film.onsets() for film in (first, second)] == [pytest.approx([0], abs=0.01)] * 2
    assert log.lines == ["Ana came", "Ana went", "Ana came"]


async def test_a_track_for_each_and_for_their_screens(tmp_path: Path) -> None:
    stage, cast, clock, _ = staged("Ana")
    cast.review()
    await settle()
    began: list[tuple[str, str, float]] = []

    def note(path: Path, part: Part) -> None:
        began.append((path.name, part.source, clock.now))

    layout = Tracks(tmp_path / "all", ".mp4", note)
    shoot = Shoot(layout, stage, cast, clock)
    red, green = plain(RED), plain(GREEN)
    shoot.runs(1.0, Ana=(lambda _: red, hum))
    stage.enter("Ben")
    cast.review()
    await settle()
    stage.shows("Ben", green, "screen")
    shoot.runs(3.0, Ana=(lambda _: red, hum), Ben=(None, beeps))
    stage.readers["Ben", "picture", "screen"].end()
    shoot.runs(3.2, Ana=(lambda _: red, hum))
    shoot.finishes()
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
    stage, cast, clock, log = staged("Ana")
    sim, claps = stage.publishes("sim"), stage.publishes("claps", "audio")
    cast.review()
    await settle()
    shoot = Shoot(Grid(tmp_path / "sim.mp4"), stage, cast, clock)
    red = plain(RED)
    sim.gives.put_nowait(plain(GREEN))
    for start in range(0, RATE, PACKET):
        # What is published is heard from the moment on at which it is given out.
        clock.now = start / RATE
        claps.gives.put_nowait(packet(start, beeps))
        await settle()
    clock.now = 0.0
    shoot.runs(1.0, Ana=(lambda _: red, None))
    stage.published.clear()
    cast.review()
    shoot.runs(2.0, Ana=(lambda _: red, None))
    shoot.finishes()
    played = Played(tmp_path / "sim.mp4")
    at = {round(time, 2): picture for time, picture in played.pictures}
    assert (colour(at[0.48], LEFT), colour(at[0.48], RIGHT)) == (RED, GREEN)
    assert colour(at[1.48], MIDDLE) == RED
    assert played.onsets() == pytest.approx([0], abs=0.01)
    assert sim.closed
    assert log.lines == ["Ana came"]


async def test_a_track_for_each_that_is_published(tmp_path: Path) -> None:
    stage, cast, clock, _ = staged("Ana")
    sim = stage.publishes("sim")
    cast.review()
    await settle()
    began: list[tuple[str, str]] = []
    layout = Tracks(tmp_path / "all", ".mp4", lambda path, part: began.append((path.name, part.source)))
    shoot = Shoot(layout, stage, cast, clock)
    sim.gives.put_nowait(plain(GREEN))
    await settle()
    shoot.runs(1.0)
    shoot.finishes()
    assert began == [("Ana.mp4", "camera"), ("sim.mp4", "published")]
    assert {colour(picture, MIDDLE) for _, picture in Played(layout.files[1]).pictures} == {GREEN}


async def test_a_picture_and_its_sound_are_one_film(tmp_path: Path) -> None:
    """As of a film that is played to the room; the sound may be told of later, and end earlier."""
    stage, cast, clock, _ = staged()
    picture = stage.publishes("film", stream="one")
    cast.review()
    sound = stage.publishes("film", "audio", stream="one")
    cast.review()
    layout = Tracks(tmp_path / "all", ".mp4", lambda path, part: None)
    shoot = Shoot(layout, stage, cast, clock)
    picture.gives.put_nowait(plain(GREEN))
    for start in range(0, RATE, PACKET):
        clock.now = start / RATE
        sound.gives.put_nowait(packet(start, beeps))
        await settle()
    clock.now = 0.0
    shoot.runs(1.0)
    stage.published.pop()
    cast.review()
    await settle()
    assert (sound.closed, picture.closed) == (True, False)
    shoot.runs(2.0)
    shoot.finishes()
    (file,) = layout.files
    played = Played(file)
    assert {colour(seen, MIDDLE) for _, seen in played.pictures} == {GREEN}
    assert len(played.pictures) == 2 * FPS
    assert played.onsets() == pytest.approx([0], abs=0.01)


async def test_only_who_is_wanted_is_asked() -> None:
    stage, _, clock, log = staged("Ana", "Ben")
    stage.enter("Robot", kind="kernel")
    stage.publishes("sim")
    cast = Cast(stage, {"Ben-user"}, clock, log)
    cast.review()
    await settle()
    assert set(stage.asked) == {"Ben"}
    assert {part.name for part in cast.parts} == {"Ben"}
    cast.close()
    await settle()
    cast.review()
    assert cast.parts == ()
    assert stage.readers == {}


async def test_who_may_only_listen_is_not_asked_and_out_as_soon_as_that_is_so() -> None:
    stage, _, clock, log = staged("Ana", "Ben")
    stage.enter("Gus", listens=True)
    cast = Cast(stage, None, clock, log)
    cast.review()
    await settle()
    assert set(stage.asked) == {"Ana", "Ben"}
    stage.enter("Ben", shares=True, listens=True)
    cast.review()
    await settle()
    assert {part.name for part in cast.parts} == {"Ana"}
    cast.close()


async def test_words_to_all_of_those_who_are_in_it() -> None:
    stage, cast, _, log = staged("Ana", "Ben")
    stage.refuse = {"Ben"}
    cast.review()
    await settle()

    def says(name: str, text: str, to: str | None = None) -> None:
        cast.said(ChatLine(id=1, key="k", at=0.0, user=f"{name}-user", name=name, text=text, to=to))

    says("Ana", "hello")
    says("Ana", "psst", to="Otto-user")
    says("Ben", "I am not here")
    says("Otto", "my own words")
    assert log.lines == ["Ana came", "Ana: hello", "Otto: my own words"]
