"""Pictures and sound out of packets that are lost, late, doubled, unmarked, or numbered past the end."""

from __future__ import annotations

import random

import pytest
from aiortc.jitterbuffer import JitterFrame
from aiortc.rtp import RtpPacket

from jupyter_videoroom.kernel.mesh.jitter import MarkerBuffer, PromptBuffer, SoundBuffer


class Line:
    """Packets go in, pictures come out, in order."""

    def __init__(self, capacity: int = 512) -> None:
        self.pictures: list[bytes] = []
        self.times: list[int] = []
        self.asked_for_key = False
        self.asked: list[list[int]] = []
        self._buffer: PromptBuffer = MarkerBuffer(self._extra, self._again, capacity)

    def takes(self, *packets: RtpPacket) -> None:
        for one in packets:
            lost, frame = self._buffer.add(one)
            self.asked_for_key = self.asked_for_key or lost
            if frame:
                self._out(frame)

    def _again(self, packet: RtpPacket, missing: list[int]) -> None:
        self.asked.append(missing)

    def _extra(self, packet: RtpPacket, frame: JitterFrame) -> None:
        self._out(frame)

    def _out(self, frame: JitterFrame) -> None:
        self.pictures.append(frame.data)
        self.times.append(frame.timestamp)


def packet(seq: int, time: int, data: bytes = b"", *, marker: bool = False) -> RtpPacket:
    made = RtpPacket(sequence_number=seq % 65536, timestamp=time, marker=int(marker))
    made._data = data  # type: ignore[attr-defined]
    return made


def film(pictures: int, packets: int = 3, first: int = 0, *, marked: bool = True) -> list[RtpPacket]:
    """Pictures of so many packets; the text of a packet is its picture and its place."""
    return [
        packet(
            first + picture * packets + place,
            picture * 3000,
            f"{picture}.{place} ".encode(),
            marker=marked and place == packets - 1,
        )
        for picture in range(pictures)
        for place in range(packets)
    ]


def whole(*pictures: int, packets: int = 3) -> list[bytes]:
    return [b"".join(f"{picture}.{place} ".encode() for place in range(packets)) for picture in pictures]


def test_a_picture_comes_with_its_marker() -> None:
    line = Line()
    line.takes(*film(1))
    assert line.pictures == whole(0)


def test_without_markers_it_comes_when_the_next_begins() -> None:
    line = Line()
    line.takes(*film(3, marked=False))
    assert line.pictures == whole(0, 1)


def test_one_lost_marker_bit_costs_only_time() -> None:
    packets = film(3)
    packets[2].marker = 0
    line = Line()
    line.takes(*packets)
    assert line.pictures == whole(0, 1, 2)


def test_packets_may_overtake_each_other() -> None:
    packets = film(2)
    line = Line()
    line.takes(*(packets[at] for at in (0, 2, 1, 5, 4, 3)))
    assert line.pictures == whole(0, 1)


def test_what_waited_for_a_lost_packet_comes_at_once_and_in_order() -> None:
    packets = film(5)
    late = packets.pop(1)
    line = Line()
    line.takes(*packets)
    assert line.pictures == []
    line.takes(late)
    assert line.pictures == whole(0, 1, 2, 3, 4)
    assert line.times == [0, 3000, 6000, 9000, 12000]


def test_a_doubled_packet_is_seen_once() -> None:
    packets = film(2)
    line = Line()
    line.takes(*(one for one in packets for _ in range(2)))
    assert line.pictures == whole(0, 1)


def test_numbers_start_again_after_the_last_one() -> None:
    line = Line()
    line.takes(*film(4, first=65530))
    assert line.pictures == whole(0, 1, 2, 3)


def test_padding_behind_a_picture_is_no_picture() -> None:
    line = Line()
    line.takes(*film(1), packet(3, 0), packet(4, 0), packet(5, 3000, b"next", marker=True))
    assert line.pictures == [*whole(0), b"next"]


def test_a_packet_that_never_comes_is_given_up_and_a_whole_picture_asked_for() -> None:
    packets = film(10)
    del packets[4]
    line = Line(capacity=16)
    line.takes(*packets)
    assert line.asked_for_key
    assert line.pictures[0] == whole(0)[0]
    # The broken picture is left out, and no other is broken.
    assert line.pictures[1:] == whole(*range(2, 10))


@pytest.mark.parametrize("seed", range(20))
def test_any_disorder_within_the_buffer_gives_the_same_film(seed: int) -> None:
    chance = random.Random(seed)
    packets = film(60, packets=4, first=65_400)
    shuffled = [one for _, one in sorted(enumerate(packets), key=lambda item: item[0] + chance.uniform(0, 40))]
    # The first packet sets the beginning.
    shuffled.remove(packets[0])
    doubled = [one for one in shuffled for _ in range(chance.choice((1, 1, 2)))]
    line = Line()
    line.takes(packets[0], *doubled)
    assert line.pictures == whole(*range(60), packets=4)


def test_what_is_missing_is_asked_for_again_and_again() -> None:
    line = Line()
    packets = film(5)
    missing = packets.pop(4)
    line.takes(*packets[:-1])
    assert line.asked == [[4]] * 3
    assert not line.asked_for_key
    line.takes(missing, packets[-1])
    assert line.asked == [[4]] * 3
    assert line.pictures == whole(0, 1, 2, 3, 4)


def test_what_does_not_come_for_half_a_second_is_given_up() -> None:
    line = Line()
    packets = film(30)
    del packets[4]
    line.takes(*packets)
    assert line.asked_for_key
    assert line.pictures == whole(0, *range(18, 30))


def test_of_a_screen_that_seldom_changes_it_is_asked_for_first() -> None:
    line = Line()
    packets = film(2)
    missing = packets.pop(2)
    for late in packets[2:]:
        late.timestamp = 5 * 90_000
    line.takes(*packets)
    assert (line.asked, line.asked_for_key) == ([[2]], False)
    line.takes(missing)
    assert line.pictures == whole(0, 1)


class SoundLine(Line):
    """Of sound, where each packet is one."""

    def __init__(self) -> None:
        super().__init__()
        self._buffer = SoundBuffer(self._extra)


def sound(first: int, last: int) -> list[RtpPacket]:
    return [packet(number, (number - first) * 960, str(number).encode()) for number in range(first, last + 1)]


def heard(line: Line) -> list[int]:
    return [int(data) for data in line.pictures]


def test_sound_is_there_at_once() -> None:
    line = SoundLine()
    line.takes(*sound(7, 7))
    assert heard(line) == [7]


def test_a_lost_packet_of_sound_takes_no_other_with_it() -> None:
    line = SoundLine()
    before, _, *after = sound(1, 8)
    line.takes(before, *after[:3])
    assert heard(line) == [1]
    line.takes(*after[3:])
    assert heard(line) == [1, 3, 4, 5, 6, 7, 8]


def test_late_sound_is_put_in_its_place_or_left_out() -> None:
    line = SoundLine()
    packets = sound(65_530, 65_544)
    late, too_late = packets.pop(2), packets.pop(7)
    line.takes(*packets[:5], late, *packets[5:], too_late)
    assert heard(line) == [number % 100_000 for number in range(65_530, 65_545) if number != 65_538]


@pytest.mark.parametrize("lost", [12, 20, 200, 40_000])
def test_sound_goes_on_after_a_long_loss(lost: int) -> None:
    line = SoundLine()
    line.takes(*sound(1, 3), *sound(4 + lost, 23 + lost))
    assert heard(line) == [1, 2, 3, *range(4 + lost, 24 + lost)]
