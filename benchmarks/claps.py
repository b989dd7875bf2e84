"""Flashes and beeps in a film of people who clap: how far apart they are, for each, at several times of the film."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
from numpy.typing import NDArray

from jupyter_videoroom.kernel.recording.canvas import cells
from jupyter_videoroom.kernel.recording.muxer import HEIGHT, WIDTH
from jupyter_videoroom.kernel.recording.sound import RATE

Span = tuple[float, float]

# Of the luma, and of full scale: a clap has 235 and 0.5. The beginning of another tone has 0.1 of this one's.
BRIGHT, LOUD = 160, 0.25
# Tones that differ by multiples of 200 Hz do not disturb one another over this time.
SMOOTHED = 0.005
# One clap's flash and another one's beep are farther apart than this.
NEAR = 0.6
# A decoder needs the last key picture, and gives some pictures later than they came.
RUN_UP = 3.0


@dataclass
class Part:
    """What was decoded between two seconds of a film: how bright each person is in each picture, and the sound."""

    span: Span
    times: list[float] = field(default_factory=list)
    lights: list[list[float]] = field(default_factory=list)
    heard_from: float = 0.0
    sounds: list[NDArray[Any]] = field(default_factory=list)

    def flashes(self, person: int) -> list[float]:
        """When it gets bright there, in seconds."""
        bright = [lights[person] > BRIGHT for lights in self.lights]
        turns = zip(self.times[1:], pairwise(bright), strict=True)
        return [time for time, (before, now) in turns if now and not before]

    def beeps(self, tone: float) -> list[float]:
        """When a tone begins, in seconds."""
        sound = np.concatenate(self.sounds)
        turned = sound * np.exp(-2j * np.pi * tone * np.arange(len(sound)) / RATE)
        length = round(SMOOTHED * RATE)
        total = np.concatenate([np.zeros(length), np.cumsum(turned)])
        loud = np.abs(total[length:] - total[:-length]) * 2 / length > LOUD
        begins = np.flatnonzero(loud[1:] & ~loud[:-1]) + 1
        firsts = begins[np.diff(begins, prepend=-RATE) > RATE // 2]
        return [self.heard_from + float(first) / RATE for first in firsts]

    def takes(self, frame: av.VideoFrame | av.AudioFrame) -> None:
        """If it is of this part."""
        at = cast(float, frame.time)
        if not self.span[0] <= at <= self.span[1]:
            return
        if isinstance(frame, av.VideoFrame):
            self.times.append(at)
            self.lights.append(lights(frame))
        else:
            self.heard_from = self.heard_from if self.sounds else at
            self.sounds.append(frame.to_ndarray().mean(axis=0))


@dataclass
class Film:
    """When the pictures and packets of sound of a film are, in seconds, and the parts of it that were decoded."""

    parts: list[Part]
    pictures: list[float] = field(default_factory=list)
    sounds: list[float] = field(default_factory=list)


def watch(path: Path, spans: Sequence[Span]) -> Film:
    """Only these spans are decoded: all of an hour takes long."""
    film = Film([Part(span) for span in spans])
    with av.open(str(path)) as container:
        decoding = False
        for packet in container.demux(video=0, audio=0):
            if packet.pts is None:
                continue
            at = float(packet.pts * packet.time_base)
            is_video = packet.stream.type == "video"
            (film.pictures if is_video else film.sounds).append(at)
            wanted = any(begin - RUN_UP <= at <= end + RUN_UP for begin, end in spans)
            # A run begins with a key picture.
            decoding = wanted and (decoding or (is_video and packet.is_keyframe))
            for frame in packet.decode() if decoding else ():
                for part in film.parts:
                    part.takes(cast(Any, frame))
    return film


def lights(picture: av.VideoFrame) -> list[float]:
    """How bright it is where two people's pictures have their middle, side by side."""
    luma = picture.to_ndarray()[:HEIGHT]
    centres = ((cell.y + cell.height // 2, cell.x + cell.width // 2) for cell in cells(2, WIDTH, HEIGHT))
    return [float(luma[y - 8 : y + 8, x - 8 : x + 8].mean()) for y, x in centres]


def apart(part: Part, person: int, tone: float) -> dict[str, Any]:
    """How long after somebody's flashes their beeps are heard, in ms."""
    flashes, beeps = part.flashes(person), part.beeps(tone)
    nearest = [min((beep - flash for beep in beeps), key=abs, default=NEAR) for flash in flashes]
    found = [1000 * seconds for seconds in nearest if abs(seconds) < NEAR]
    return {
        "flashes": len(flashes),
        "beeps": len(beeps),
        "median": statistics.median(found) if found else None,
        "least": min(found, default=None),
        "most": max(found, default=None),
    }
