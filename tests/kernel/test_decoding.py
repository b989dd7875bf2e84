"""What was sent is decoded, whatever is missing of it."""

from __future__ import annotations

import fractions
import threading
from collections.abc import Callable

import av
from aiortc import RTCRtpCodecParameters
from aiortc.codecs import get_encoder
from aiortc.codecs.base import Encoder
from aiortc.codecs.vpx import vp8_depayload
from aiortc.jitterbuffer import JitterFrame

from jupyter_videoroom.kernel.decoding import Decoding

from .stamps import read_stamp, stamped

VP8 = RTCRtpCodecParameters(mimeType="video/VP8", clockRate=90_000, payloadType=97)


class Line:
    """Pictures go in encoded, and come out; `asked`: how often a whole picture was asked for."""

    def __init__(self, wanted: Callable[[], bool] = lambda: True) -> None:
        self.out: list[av.VideoFrame] = []
        self.asked = 0
        self._decoding = Decoding(self.out.append, self._ask, wanted)
        self._thread = threading.Thread(target=self._decoding.get)
        self._thread.start()

    def takes(self, data: bytes, time: int = 0) -> None:
        self._decoding.put((VP8, JitterFrame(data, time)))

    def ends(self) -> None:
        self._decoding.put(None)
        self._thread.join()

    def _ask(self) -> None:
        self.asked += 1


def encoded(encoder: Encoder, number: int, width: int = 640, *, key: bool = False) -> bytes:
    picture = av.VideoFrame.from_ndarray(stamped(number, width), format="rgb24")
    picture.pts, picture.time_base = number * 3000, fractions.Fraction(1, 90_000)
    payloads, _ = encoder.encode(picture, force_keyframe=key)
    return b"".join(map(vp8_depayload, payloads))


def test_pictures_come_out_one_by_one_with_their_times() -> None:
    line, encoder = Line(), get_encoder(VP8)
    for number in range(5):
        line.takes(encoded(encoder, number), number * 3000)
    line.ends()
    assert [read_stamp(picture.to_ndarray(format="rgb24")) for picture in line.out] == [0, 1, 2, 3, 4]
    assert [picture.pts for picture in line.out] == [0, 3000, 6000, 9000, 12_000]


def test_what_nobody_wants_is_not_decoded() -> None:
    wants = iter((False, True, False))
    line, encoder = Line(lambda: next(wants)), get_encoder(VP8)
    for number in range(3):
        line.takes(encoded(encoder, number, key=True))
    line.ends()
    assert [read_stamp(picture.to_ndarray(format="rgb24")) for picture in line.out] == [1]


def test_their_size_may_change() -> None:
    line, encoder = Line(), get_encoder(VP8)
    for number, width in enumerate((640, 640, 480)):
        line.takes(encoded(encoder, number, width))
    line.ends()
    assert [picture.width for picture in line.out] == [640, 640, 480]


def test_without_a_whole_picture_it_asks_for_one_and_goes_on_with_it() -> None:
    line, encoder = Line(), get_encoder(VP8)
    encoded(encoder, 0)
    for number in (1, 2):
        line.takes(encoded(encoder, number))
    for number in (3, 4):
        line.takes(encoded(encoder, number, key=number == 3))
    line.ends()
    assert line.asked == 2
    assert [read_stamp(picture.to_ndarray(format="rgb24")) for picture in line.out] == [3, 4]
