"""Numbered delivery: a stream that is cut anywhere and taken up again is the stream that was never cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_videoroom.protocol.delivery import Delivery
from jupyter_videoroom.protocol.errors import Refusal

# What may happen between two messages: nothing, the socket is cut, it is replaced by another, an acknowledgement.
FAULTS = st.lists(st.sampled_from(["-", "cut", "resume", "ack"]), max_size=60)


@given(faults=FAULTS)
def test_a_resume_equals_no_interruption(faults: list[str]) -> None:
    sender, receiver = Delivery(), Delivery()
    arrived: list[bytes] = []
    connected = True

    def arrive(seq: int, body: bytes) -> None:
        if receiver.accept(seq):
            arrived.append(body)

    def resume() -> None:
        for seq, body in sender.since(receiver.received) or []:
            arrive(seq, body)

    for number, fault in enumerate(faults):
        body = b"%d" % number
        seq = sender.send(body)
        if connected:
            arrive(seq, body)
        if fault == "resume":
            resume()
        if fault == "ack":
            sender.acknowledge(receiver.received)
        connected = {"cut": False, "resume": True}.get(fault, connected)
    resume()
    assert arrived == [b"%d" % number for number in range(len(faults))]


def test_duplicates_are_dropped_and_numbers_may_be_absent() -> None:
    receiver = Delivery()
    assert [receiver.accept(seq) for seq in (1, 1, 0, 2, 1)] == [True, False, True, True, False]
    assert receiver.received == 2


def test_a_gap_is_refused_by_name() -> None:
    receiver = Delivery()
    receiver.accept(1)
    with pytest.raises(Refusal, match="gap"):
        receiver.accept(3)


def test_what_is_not_kept_cannot_be_replayed() -> None:
    sender = Delivery(keep=2)
    for body in (b"a", b"b", b"c"):
        sender.send(body)
    assert sender.since(1) == [(2, b"b"), (3, b"c")]
    assert sender.since(3) == []
    assert sender.since(0) is None
    assert sender.since(4) is None, "a number that was never sent"


def test_acknowledged_messages_are_not_kept() -> None:
    sender = Delivery()
    for body in (b"a", b"b", b"c"):
        sender.send(body)
    sender.acknowledge(2)
    assert sender.since(2) == [(3, b"c")]
    assert sender.since(1) is None


def test_what_is_kept_is_bounded_in_bytes_too() -> None:
    delivery = Delivery(keep_bytes=100)
    for _ in range(5):
        delivery.send(b"x" * 40)
    assert delivery.since(3) == [(4, b"x" * 40), (5, b"x" * 40)]
    assert delivery.since(2) is None
    delivery.acknowledge(5)
    delivery.send(b"x" * 100)
    assert delivery.since(5) == [(6, b"x" * 100)]
