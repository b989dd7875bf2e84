"""A session, whatever brings the media of its call."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest

from jupyter_videoroom.kernel.consent import Consent, Questions
from jupyter_videoroom.kernel.errors import ConsentRefused, ConsentWithdrawn, PersonLeft, Refused
from jupyter_videoroom.kernel.frames import FrameStream
from jupyter_videoroom.kernel.participant import Wanted
from jupyter_videoroom.kernel.session import Session
from jupyter_videoroom.kernel.sound import AudioStream
from jupyter_videoroom.protocol import messages as wire

from .fake_transport import NO, YES, FakeTransport, Nothing, Nowhere, Other, in_call, joined, reads

JOINED = wire.MemberJoined(call="main", participant="ana", media=None)
LEFT = wire.MemberLeft(call="main", participant="ana", reason="hung-up")


async def test_pictures_of_another_transport_are_read() -> None:
    tiny = FakeTransport()
    session = in_call(tiny)
    stream = await reads(session, FrameStream(size=(64, 48)))
    tiny.films("ana", 10)
    assert (await anext(stream)).array[0, 0, 0] == 10
    assert tiny.wanted == {"ana": Wanted(camera=48, screen=0, sound=False)}
    del stream
    await asyncio.sleep(0)
    assert tiny.wanted == {"ana": Wanted(camera=0, screen=0, sound=False)}
    await session.close()
    assert tiny.closed


def test_they_need_no_aiortc() -> None:
    script = """
import asyncio, sys
sys.modules["aiortc"] = None
from tests.kernel import test_transport
asyncio.run(test_transport.test_pictures_of_another_transport_are_read())
"""
    subprocess.run([sys.executable, "-W", "error", "-c", script], check=True)


async def test_what_is_not_for_the_session_is_for_the_transport() -> None:
    tiny = FakeTransport()
    session = in_call(tiny)
    signal = wire.Signalled(sender="ana", connection="first", payload=wire.Demand(camera=0, screen=0))
    session.received(signal)
    assert tiny.heard == [signal]
    await session.close()


async def test_all_that_is_published_goes_out_by_it_and_by_one_that_takes_over() -> None:
    before, after = FakeTransport(), FakeTransport()
    session = in_call(before, after)
    (sim,) = session.published.add("sim", Nothing())
    session.published.add("edges", Nothing())
    await asyncio.sleep(0)
    assert before.published == ["sim", "edges"]
    sim.close()
    session.published.add("late", Nothing())
    session.received(joined("ana", media=Other()))
    await asyncio.sleep(0)
    assert sorted(after.published) == ["edges", "late"]
    await session.close()


async def test_another_transport_takes_over_from_one_picture_to_the_next() -> None:
    before, after = FakeTransport(), FakeTransport()
    session = in_call(before, after)
    stream = await reads(session)
    before.films("ana", 10)
    assert (await anext(stream)).array[0, 0, 0] == 10
    session.received(joined("ana"))
    assert after.members == {}
    session.received(joined("ana", media=Other()))
    after.films("ana", 20)
    assert (await anext(stream)).array[0, 0, 0] == 20
    await asyncio.sleep(0)
    assert before.closed
    await session.close()


@pytest.mark.parametrize("ready", [False, True])
async def test_who_does_not_know_how_media_travel_leaves_and_says_who_can_mend_it(ready: bool) -> None:
    session = in_call(FakeTransport()) if ready else Session(Nowhere("algebra"))
    stream = await reads(session) if ready else None
    session.received(joined("ana", media=Unheard()))
    with pytest.raises(Refused, match=r"Unheard.*environment.*pip install -U jupyter-videoroom"):
        session.check_open()
    if stream:
        with pytest.raises(Refused, match="Unheard"):
            stream.read(0)
    await session.close()


class Unheard:
    """What no transport is known for."""


async def test_a_yes_that_the_server_has_forgotten_is_asked_for_again() -> None:
    asked: list[str] = []
    questions = Questions(asked.append, asyncio.get_running_loop().call_later)
    changes: list[bool] = []
    consent = Consent("ana", questions, lambda: changes.append(consent.allowed))
    consent.answered(True)
    await consent.obtain("Ana")
    consent.seen(False)
    waiting = asyncio.ensure_future(consent.obtain("Ana"))
    await asyncio.sleep(0)
    assert (changes, asked) == ([True, False], ["ana"])
    consent.seen(True)
    await waiting
    assert consent.allowed


@pytest.mark.parametrize("kind", ["picture", "sound"])
@pytest.mark.parametrize(
    ("at_once", "error"),
    [
        ([YES, LEFT], PersonLeft),
        ([YES, LEFT, JOINED], PersonLeft),
        ([YES, NO], ConsentWithdrawn),
        ([NO, LEFT], ConsentRefused),
        ([LEFT], PersonLeft),
    ],
)
async def test_whatever_follows_an_answer_at_once_ends_who_waits_for_it(
    kind: str, at_once: list[wire.ServerMessage], error: type[Exception]
) -> None:
    session = in_call(FakeTransport())
    stream: FrameStream | AudioStream = FrameStream() if kind == "picture" else AudioStream()
    reading = asyncio.ensure_future(session.read("ana", kind, "camera" if kind == "picture" else "microphone", stream))
    await asyncio.sleep(0)
    for message in at_once:
        session.received(message)
    await reading
    with pytest.raises(error):
        stream.read(0)
    await session.close()
