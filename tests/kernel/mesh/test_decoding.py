"""What was sent is decoded, whatever is missing of it."""

from __future__ import annotations

import fractions
import threading
from collections.abc import Callable

import av
import pytest
from aiortc import RTCRtpCodecParameters
from aiortc.codecs import depayload, get_encoder
from aiortc.codecs.base import Encoder
from aiortc.codecs.h264 import H264Encoder
from aiortc.jitterbuffer import JitterFrame

from jupyter_videoroom.kernel.mesh.decoding import MOST, Decoding

from ..stamps import read_stamp, stamped

VP8 = RTCRtpCodecParameters(mimeType="video/VP8", clockRate=90_000, payloadType=97)
H264 = RTCRtpCodecParameters(
    mimeType="video/H264", clockRate=90_000, payloadType=98, parameters={"packetization-mode": "1"}
)


class Line:
    """Pictures go in encoded, and come out; `asked`: how often a whole picture was asked for.

    It decodes all at its end, by the clock that it has then.
    """

    def __init__(self, wanted: Callable[[], bool] = lambda: True, codec: RTCRtpCodecParameters = VP8) -> None:
        self.out: list[av.VideoFrame] = []
        self.waited: list[float] = []
        self.weighed: list[tuple[float, bool]] = []
        self.asked = 0
        self.now = 100.0
        self.fails: set[int] = set()
        self.decoding = Decoding(
            self._take,
            self._ask,
            wanted,
            weigh=lambda waited, decoded: self.weighed.append((round(waited, 3), decoded)),
            clock=lambda: self.now,
        )
        self._codec = codec

    def takes(self, data: bytes, time: int = 0) -> None:
        self.decoding.put((self._codec, JitterFrame(data, time)))

    def ends(self) -> None:
        self.decoding.put(None)
        thread = threading.Thread(target=self.decoding.get)
        thread.start()
        thread.join()

    def stamps(self) -> list[int]:
        return [read_stamp(picture.to_ndarray(format="rgb24")) for picture in self.out]

    def _take(self, picture: av.VideoFrame, waited: float) -> None:
        self.waited.append(round(waited, 3))
        self.out.append(picture)
        if len(self.out) in self.fails:
            raise ValueError("somebody's code")

    def _ask(self) -> None:
        self.asked += 1


def encoded(encoder: Encoder, number: int, width: int = 640, *, key: bool = False) -> bytes:
    picture = av.VideoFrame.from_ndarray(stamped(number, width), format="rgb24")
    picture.pts, picture.time_base = number * 3000, fractions.Fraction(1, 90_000)
    payloads, _ = encoder.encode(picture, force_keyframe=key)
    return b"".join(depayload(H264 if isinstance(encoder, H264Encoder) else VP8, payload) for payload in payloads)


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


@pytest.mark.parametrize("codec", [VP8, H264], ids=["VP8", "H264"])
def test_what_waited_for_too_long_is_left_out_with_all_that_needs_it(codec: RTCRtpCodecParameters) -> None:
    line, encoder = Line(codec=codec), get_encoder(codec)
    for number in range(9):
        # The first four have waited for half a second when the thread comes to them.
        line.now = 100.0 if number < 4 else 100.5
        line.takes(encoded(encoder, number, key=number in (0, 6)))
    line.ends()
    assert line.stamps() == [0, 6, 7, 8]
    assert line.waited == [0.5, 0.0, 0.0, 0.0]
    assert line.asked == 1
    late, young = (0.5, False), (0.0, False)
    assert line.weighed == [(0.5, True), *3 * [late], *2 * [young], *3 * [(0.0, True)]]


def test_a_whole_picture_that_does_not_come_is_asked_for_again() -> None:
    line, encoder = Line(), get_encoder(VP8)
    encoded(encoder, 0)
    asked = []
    for second in range(5):
        line.takes(encoded(encoder, second + 1))
        line.now += 1.1
        line.ends()
        asked.append(line.asked)
    assert asked == [1, 2, 3, 4, 5]
    assert line.out == []


def test_no_more_than_some_pictures_wait_however_long_the_thread_stands_still() -> None:
    line, encoder = Line(), get_encoder(VP8)
    whole, next_one = encoded(encoder, 0), encoded(encoder, 1)
    for data in (whole, *20 * MOST * [next_one]):
        line.takes(data)
    line.now += 60
    line.ends()
    assert len(line.weighed) == MOST
    assert line.stamps() == [0]


def test_whatever_goes_wrong_with_one_picture_the_next_ones_come(caplog: pytest.LogCaptureFixture) -> None:
    line, encoder = Line(), get_encoder(VP8)
    line.fails = {2, 3}
    for number in range(5):
        line.takes(encoded(encoder, number))
    line.ends()
    assert line.stamps() == [0, 1, 2, 3, 4]
    assert [record.exc_info and record.exc_info[0] for record in caplog.records] == [ValueError]
