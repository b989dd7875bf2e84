"""From packets to pictures and sound on a shorter way than aiortc's, whose parts are exchanged under private names.

Its receivers have a queue, and a thread that takes from it what is to be decoded. For each picture that thread makes a
task in the event loop, to put it into another queue, which grows without limit when nobody reads.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import av
from aiortc.codecs import get_decoder
from aiortc.codecs.base import Decoder
from aiortc.mediastreams import VIDEO_TIME_BASE

from .jitter import MarkerBuffer, SoundBuffer

if TYPE_CHECKING:
    from aiortc import RTCRtpCodecParameters, RTCRtpReceiver
    from aiortc.jitterbuffer import JitterFrame
    from aiortc.rtp import RtpPacket
    from av.frame import Frame

MINE = "_RTCRtpReceiver__"

Task = tuple["RTCRtpCodecParameters", "JitterFrame"]


class Decoding:
    """In place of the queue: the thread calls `get`, and everything is decoded in there. What comes while it is not
    `wanted` is not.
    """

    def __init__(
        self, take: Callable[[Any], None], failed: Callable[[], None], wanted: Callable[[], bool] = lambda: True
    ) -> None:
        self._take = take
        self._failed = failed
        self._wanted = wanted
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()

    def put(self, task: Task | None) -> None:
        if task is None or self._wanted():
            self._tasks.put(task)

    def get(self) -> None:
        """None, which tells the thread that all is over."""
        name, decoder = "", None
        while (task := self._tasks.get()) is not None:
            codec, encoded = task
            if decoder is None or codec.name != name:
                name, decoder = codec.name, decoder_of(codec)
            self._decode(decoder, encoded)

    def _decode(self, decoder: Decoder, encoded: JitterFrame) -> None:
        try:
            pictures = decoder.decode(encoded)
        except av.FFmpegError:
            # The browser is asked for a whole picture, and the decoder goes on: anew it could not do anything before.
            self._failed()
            return
        for picture in pictures:
            self._take(picture)


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


def decode_into(receiver: RTCRtpReceiver, take: Callable[[Any], None], heard: Callable[[], bool]) -> None:
    """Have a receiver, which has not started, give each picture or piece of sound to `take`, in a thread of its own.

    Sound only while it is `heard`; it can begin anywhere, while a picture needs those before it.
    """
    parts: dict[str, Any] = vars(receiver)
    # Before aiortc 1.16 nobody wants to know.
    failed = parts.get(f"{MINE}decoder_error", threading.Event()).set
    audio = parts[f"{MINE}kind"] == "audio"
    tasks = Decoding(take, failed, heard) if audio else Decoding(take, failed)
    parts[f"{MINE}decoder_queue"] = tasks

    def extra(packet: RtpPacket, frame: JitterFrame) -> None:
        frame.timestamp = parts[f"{MINE}timestamp_mapper"].map(frame.timestamp)
        tasks.put((parts[f"{MINE}codecs"][packet.payload_type], frame))

    asking: set[asyncio.Task[None]] = set()

    def again(packet: RtpPacket, missing: list[int]) -> None:
        task = asyncio.ensure_future(receiver._send_rtcp_nack(packet.ssrc, missing))
        asking.add(task)
        task.add_done_callback(asking.discard)

    parts[f"{MINE}jitter_buffer"] = SoundBuffer(extra) if audio else MarkerBuffer(extra, again)
