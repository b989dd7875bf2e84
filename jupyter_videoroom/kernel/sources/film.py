"""What is in a file or a container, in step: pictures, sound, or both."""

from __future__ import annotations

import os
from collections.abc import Iterator
from fractions import Fraction
from heapq import merge
from itertools import chain
from operator import itemgetter
from typing import Any, Literal, TypeAlias

from av import AudioFrame, AudioResampler
from av.container import InputContainer, OutputContainer

from .opening import WHAT_CAN, Opened, is_image, obstacle, open_file, take, undecoded
from .packets import Packets, moment_of
from .shots import FOR_EVER, Request, Shot, Shots, Wanted
from .sound import RATE, Samples, joined, samples_of
from .upright import OF_EXIF, UPRIGHT, Upright, orientation, turn_of

LEAD = 0.1
"""Seconds that sound is ahead of the pictures when it is handed over: their thread is not always woken in time."""
MOST = 60
"""Pictures a second; of more, some are left out."""
PIECE = RATE // 20
"""Samples of sound that are handed over at once, at the most."""
SEAM = 0.05
"""Seconds by which a timestamp of sound may differ from the end of what came before without being a gap."""
RATIO_IN_CONTAINER = ("mov", "matroska", "avi", "asf", "mxf", "nut")
"""Containers that store a sample aspect ratio of their own, which players prefer to the one in the pictures."""

Timed: TypeAlias = tuple[float, Any]
"""A moment of the film, in seconds, and what is to be seen or heard from then on."""


class Film:
    """Its shots are pictures and blocks of sound, these `LEAD` seconds early. Closed at its end, and by `close`.

    `moving`: whether it is more than an image. `sounding`: whether it has sound, and that is wanted.
    """

    def __init__(self, opened: Opened, wanted: Wanted) -> None:
        self._opened = opened
        try:
            self._begin(wanted)
        except BaseException:
            self.close()
            raise

    def __iter__(self) -> Iterator[Shot]:
        return self

    def __next__(self) -> Shot:
        return next(self._shots)

    def close(self) -> None:
        """Let go of the file. Not while another thread reads."""
        self._opened.close()

    def _begin(self, wanted: Wanted) -> None:
        container = self._opened.container
        video = None if wanted == "sound" else _best(container, "video")
        audio = None if wanted == "pictures" else _best(container, "audio")
        self._check(video or audio, wanted)
        packets = Packets(container, [stream for stream in (video, audio) if stream])
        image = is_image(container)
        # What comes first is decoded now: who publishes what cannot be played is told at once.
        sounds = _begun(_sounds(packets, audio)) if audio else None
        pictures = _begun(_pictures(packets, video, image, stays=sounds is None)) if video else None
        if not pictures and (video or not sounds):
            raise self._refusal(undecoded(self._opened.head))
        self.moving, self.sounding = bool(sounds) or not image, bool(sounds)
        self._shots = _in_turn(pictures or iter(()), sounds or iter(()), self._opened)

    def _check(self, found: Any, wanted: Wanted) -> None:
        container, name = self._opened.container, self._opened.name
        if wanted != "sound" and (why := obstacle(container, self._opened.head)):
            raise self._refusal(why)
        if not found or (wanted != "sound" and not container.streams.video):
            kinds = [stream.type for stream in container.streams]
            advice = " room.publish_audio plays its sound." if wanted != "sound" and "audio" in kinds else ""
            missing = "sound" if wanted == "sound" else "pictures"
            raise ValueError(f"{name!r} has no {missing}; it has {kinds}.{advice}")

    def _refusal(self, why: str) -> ValueError:
        return ValueError(f"{self._opened.name!r} cannot be played: {why}. {WHAT_CAN}")


def _in_turn(pictures: Iterator[Timed], sounds: Iterator[Timed], opened: Opened) -> Iterator[Shot]:
    early = ((moment - LEAD, block) for moment, block in sounds)
    last = None
    try:
        for moment, item in merge(pictures, early, key=itemgetter(0)):
            at = moment if last is None else max(moment, last[0])
            if last:
                yield last[1], at - last[0]
            last = at, item
    finally:
        opened.close()


def _best(container: Any, kind: Literal["video", "audio"]) -> Any:
    """The stream that players would choose, of those that can be decoded."""
    streams = [stream for stream in getattr(container.streams, kind) if stream.codec_context]
    best = container.streams.best(kind)
    return best if best in streams else next(iter(streams), None)


def _begun(items: Iterator[Timed]) -> Iterator[Timed] | None:
    """The same, after a look at the first; None if there is none."""
    first = next(items, None)
    return None if first is None else chain([first], items)


def _pictures(packets: Packets, stream: Any, image: bool, stays: bool) -> Iterator[Timed]:
    """Frames, upright and with square pixels, and None after the last. A single one stays, unless sound ends it."""
    upright, ratio = Upright(), Ratio(stream)
    usual = 1 / float(stream.average_rate or 25)
    end, due, count = 0.0, -FOR_EVER, 0
    for frame, packet in packets.frames(stream):
        if frame is None:
            yield packets.reach, None
            continue
        moment = end if frame.pts is None else moment_of(frame, stream)
        end, count = moment + usual, count + 1
        if moment >= due - 0.001:
            due = max(moment, due + 1 / MOST)
            said = orientation(bytes(packet)) if image and packet else UPRIGHT
            turn = turn_of(frame) if said == UPRIGHT else OF_EXIF[said - 1]
            yield moment, upright(frame, turn, ratio.now())
    if count:
        yield (FOR_EVER if stays and count == 1 else end), None


class Ratio:
    """The sample aspect ratio: as the container says, until the pictures say something new."""

    def __init__(self, stream: Any) -> None:
        self._context = stream.codec_context
        self._said: Fraction | None = stream.sample_aspect_ratio
        # Of others, FFmpeg has it from the pictures, and from any of them.
        self._stands = bool(self._said) and stream.container.format.name.startswith(RATIO_IN_CONTAINER)
        self._first: Fraction | None = None

    def now(self) -> Fraction | None:
        """The ratio of the frame that was decoded last."""
        ratio: Fraction | None = self._context.sample_aspect_ratio
        self._first = self._first or ratio
        return self._said if self._stands and ratio == self._first else ratio or self._said


def _sounds(packets: Packets, stream: Any) -> Iterator[Timed]:
    """Pieces of stereo at 48 kHz, and None after the last."""
    resampler, end = Resampler(), None
    for frame, _ in packets.frames(stream):
        if frame is None:
            yield packets.reach, None
            continue
        moment = end or 0.0 if frame.pts is None else moment_of(frame, stream)
        if end is not None and abs(moment - end) < SEAM:
            moment = end
        samples = resampler(frame)
        yield from _pieces(moment, samples)
        end = moment + len(samples) / RATE
    if end is not None:
        rest = resampler.rest()
        yield from _pieces(end, rest)
        yield end + len(rest) / RATE, None


def _pieces(moment: float, samples: Samples) -> Iterator[Timed]:
    for at in range(0, len(samples), PIECE):
        yield moment + at / RATE, samples[at : at + PIECE]


class Resampler:
    """To stereo at 48 kHz, also where a file changes its rate or its channels in the middle."""

    def __init__(self) -> None:
        self._made_for: object = None
        self._resampler: AudioResampler | None = None

    def __call__(self, frame: AudioFrame) -> Samples:
        form = (frame.format.name, frame.layout.name, frame.sample_rate)
        rest = joined([])
        if self._resampler is None or form != self._made_for:
            rest = self.rest()
            # From mono to stereo, FFmpeg would take 3 dB away.
            layout = "mono" if frame.layout.nb_channels == 1 else "stereo"
            self._made_for, self._resampler = form, AudioResampler(format="s16", layout=layout, rate=RATE)
        return joined([rest, *map(samples_of, self._resampler.resample(frame))])

    def rest(self) -> Samples:
        """The samples that it still holds."""
        return joined([samples_of(part) for part in self._resampler.resample(None)] if self._resampler else [])


def file(source: Any, request: Request) -> Shots | None:
    """A path. Raises OSError if there is no such file, ValueError if it has no pictures."""
    return Film(open_file(source), request.wanted) if isinstance(source, str | os.PathLike) else None


def container(source: Any, request: Request) -> Shots | None:
    """A container opened for reading, which stays open."""
    if isinstance(source, OutputContainer):
        raise TypeError(f"The container of {source.name!r} is being written: close it, and give its path.")
    return Film(take(source), request.wanted) if isinstance(source, InputContainer) else None
