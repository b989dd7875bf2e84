"""From packets to pictures and sound on a shorter way than aiortc's, some of whose parts are exchanged.

Its receivers have a queue, and a thread that takes from it what is to be decoded. For each picture that thread makes a
task in the event loop, to put it into another queue, which grows without limit when nobody reads.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

import av
from aiortc import MediaStreamTrack, RTCRtpCodecParameters, RTCRtpReceiver
from aiortc.codecs import get_decoder
from aiortc.codecs.base import Decoder
from aiortc.jitterbuffer import JitterFrame
from aiortc.mediastreams import VIDEO_TIME_BASE, MediaStreamError
from aiortc.rtp import RtpPacket
from av.frame import Frame

from .estimate import CLOCKS, Clock
from .jitter import MarkerBuffer, SoundBuffer
from .private import Inside, on_one_machine

log = logging.getLogger(__name__)

# Seconds that a picture may wait to be decoded, and sound. Of sound more is kept, since each gap in it is heard.
OLD_PICTURE, OLD_SOUND = 0.08, 1.0
# So many pieces may wait while the thread stands still; what comes then is thrown away.
MOST = 512
# A whole picture that was asked for, and did not come within so many seconds, is asked for again.
ASK_AGAIN = 1.0

# Something that came out, and the seconds since it went in.
Take = Callable[[Any, float], None]
# The seconds that a picture had waited when it was decoded, or left out.
Weigh = Callable[[float, bool], None]


class Task(NamedTuple):
    """Something to decode: when it came, and how much later than it could have."""

    codec: RTCRtpCodecParameters
    encoded: JitterFrame
    came: float
    late: float


class Decoding:
    """In place of the queue: the thread calls `get`, and everything is decoded in there. What comes while it is not
    `wanted` is not.

    When the thread is behind, what has waited for too long is left out, and so are the pictures that need it, until one
    comes that needs no other, for which the browser is asked (`failed`).
    """

    def __init__(
        self,
        take: Take,
        failed: Callable[[], None],
        wanted: Callable[[], bool] = lambda: True,
        *,
        lateness: Callable[[float, JitterFrame], float] = lambda now, encoded: 0.0,
        weigh: Weigh = lambda waited, decoded: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._take = take
        self._failed = failed
        self._wanted = wanted
        self._lateness = lateness
        self._weigh = weigh
        self._clock = clock
        # When a whole picture was asked for; None while each has those that it needs.
        self._asked: float | None = None
        self._told = False
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()

    def put(self, task: tuple[RTCRtpCodecParameters, JitterFrame] | None) -> None:
        if task is None:
            self._tasks.put(None)
        elif self._wanted() and self._tasks.qsize() < MOST:
            now = self._clock()
            self._tasks.put(Task(*task, now, self._lateness(now, task[1])))

    def get(self) -> None:
        """None, which tells the thread that all is over."""
        name, decoder = "", None
        while (task := self._tasks.get()) is not None:
            left_out = self._leaves_out(task)
            try:
                if decoder is None or task.codec.name != name:
                    name, decoder = task.codec.name, decoder_of(task.codec)
                if not left_out:
                    self._decode(decoder, task)
            except Exception as error:
                # The browser is asked for a whole picture, and the decoder goes on: anew it could do no more.
                self._failed()
                self._tell(error)
            self._weigh(self._waited(task), not left_out)

    def _decode(self, decoder: Decoder, task: Task) -> None:
        for item in decoder.decode(task.encoded):
            self._take(item, self._waited(task))

    def _waited(self, task: Task) -> float:
        return self._clock() - task.came + task.late

    def _leaves_out(self, task: Task) -> bool:
        now = self._clock()
        needs_no_other = WHOLE_PICTURE.get(task.codec.name)
        if needs_no_other is None:
            return now - task.came > OLD_SOUND
        if needs_no_other(task.encoded.data):
            self._asked = None
        elif self._asked is not None or now - task.came > OLD_PICTURE:
            self._ask(now)
        return self._asked is not None

    def _ask(self, now: float) -> None:
        if self._asked is None or now - self._asked > ASK_AGAIN:
            self._asked = now
            self._failed()

    def _tell(self, error: Exception) -> None:
        """Damage on the way is nothing special; of anything else the log hears once."""
        if not self._told and not isinstance(error, av.FFmpegError):
            self._told = True
            log.error("Something that came could not be decoded", exc_info=error)


def is_whole_vp8(data: bytes) -> bool:
    """The first bit is 0 (RFC 6386, 9.1)."""
    return not data[0] & 1


def is_whole_h264(data: bytes) -> bool:
    """There is an IDR slice, a unit of type 5 behind a start code (H.264, 7.3.1 and annex B)."""
    return any(unit[:1] and unit[0] & 31 == 5 for unit in data.split(b"\0\0\1")[1:])


# By codec. Of codecs that are not in here, each piece can be decoded without others.
WHOLE_PICTURE: dict[str, Callable[[bytes], bool]] = {"VP8": is_whole_vp8, "H264": is_whole_h264}


class Vp8(Decoder):
    """That of FFmpeg itself, which needs a quarter less than libvpx."""

    def __init__(self) -> None:
        self._codec = av.VideoCodecContext.create("vp8", "r")
        # Several would hold pictures back.
        self._codec.thread_count = 1

    def decode(self, encoded_frame: JitterFrame) -> list[Frame]:
        packet = av.Packet(encoded_frame.data)
        packet.pts, packet.time_base = encoded_frame.timestamp, VIDEO_TIME_BASE
        return list(self._codec.decode(packet))


def decoder_of(codec: RTCRtpCodecParameters) -> Decoder:
    """Of aiortc, but for VP8."""
    return Vp8() if codec.name == "VP8" else get_decoder(codec)


def decode_into(receiver: RTCRtpReceiver, kind: str, take: Take, heard: Callable[[], bool], weigh: Weigh) -> None:
    """Have a receiver, which has not started, give each picture or piece of sound to `take`, in a thread of its own.

    Sound only while it is `heard`; it can begin anywhere, while a picture needs those before it. `weigh`: each picture.
    """
    inside = Inside(receiver)
    course = Clock(CLOCKS["video"])

    def lateness(now: float, encoded: JitterFrame) -> float:
        # From elsewhere pictures are late by the way here, which is no sign of a slow machine.
        late = course.lateness(now, encoded.timestamp, 0.0)
        return late if on_one_machine(receiver) else 0.0

    if kind == "audio":
        tasks = Decoding(take, inside.failed, heard)
    else:
        tasks = Decoding(take, inside.failed, lateness=lateness, weigh=weigh)

    def extra(packet: RtpPacket, frame: JitterFrame) -> None:
        tasks.put(inside.task(packet, frame))

    asking: set[asyncio.Task[None]] = set()

    def again(packet: RtpPacket, missing: list[int]) -> None:
        task = asyncio.ensure_future(inside.ask_again(packet, missing))
        asking.add(task)
        task.add_done_callback(asking.discard)

    inside.exchange(tasks, SoundBuffer(extra) if kind == "audio" else MarkerBuffer(extra, again))


async def read_plainly(track: MediaStreamTrack, take: Take, wanted: Callable[[], bool]) -> None:
    """As aiortc gives it. All of it is read, since what nobody takes would grow without limit."""
    with suppress(MediaStreamError):
        while True:
            item = await track.recv()
            if wanted():
                take(item, 0.0)
