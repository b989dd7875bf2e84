"""A person's pictures and sound, over the real server, as arrays."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest

from jupyter_videoroom.config import PER_MINUTE
from jupyter_videoroom.kernel import ConsentRefused, ConsentWithdrawn, NobodyThere, NotGranted, PersonLeft, Refused
from jupyter_videoroom.protocol import messages as wire

from ..browser.servers import Jupyter
from .browser_peer import BrowserPeer
from .programs import connects, feeds, until
from .stamps import StampedVideo, Tone, read_stamp


async def test_the_frames_read_are_the_frames_sent(server: Jupyter, name: str) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    camera = StampedVideo()
    await ana.sends(camera=camera)
    async with await connects(server, name) as room:
        stamps = []
        async for frame in room.frames("Ana"):
            assert frame.array.dtype == np.uint8
            assert frame.array.shape == (480, 640, 3)
            stamps.append(read_stamp(frame.array))
            assert stamps[-1] <= camera.sent
            if len(stamps) == 10:
                break
        assert stamps == sorted(set(stamps))


async def test_plain_code_reads_them_too_thinned_and_scaled(server: Jupyter, name: str) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    async with await connects(server, name) as room:

        def read() -> list[int]:
            with room.frames("ana", fps=10, size=(320, 240)) as frames:
                seen = [next(frames) for _ in range(5)]
            assert {frame.size for frame in seen} == {(320, 240)}
            assert {frame.array.shape for frame in seen} == {(240, 320, 3)}
            return [read_stamp(frame.array) for frame in seen]

        stamps = await asyncio.to_thread(read)
        assert stamps == sorted(set(stamps))


async def test_a_slow_reader_gets_the_newest(server: Jupyter, name: str) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    camera = StampedVideo()
    await ana.sends(camera=camera)
    async with await connects(server, name) as room:
        frames = room.frames("Ana")
        first = await frames.__anext__()
        there = camera.sent
        await until(lambda: camera.sent >= there + 30)
        await frames.__anext__()
        newest = await frames.__anext__()
        assert read_stamp(newest.array) > read_stamp(first.array) + 20
        assert frames.dropped > 15


async def test_camera_and_screen_at_once(server: Jupyter, name: str) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo(), screen=StampedVideo(first=2000))
    async with await connects(server, name) as room:
        camera, screen = room.frames("Ana"), room.frames("Ana", source="screen")
        for _ in range(5):
            assert read_stamp((await camera.__anext__()).array) < 2000
            assert read_stamp((await screen.__anext__()).array) >= 2000


async def test_a_new_connection_takes_the_place_of_the_old_one(server: Jupyter, name: str) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    async with await connects(server, name) as room:
        frames = room.frames("Ana")
        await frames.__anext__()
        await ana.sends(camera=StampedVideo(first=2000))
        await ana.begins_anew()
        async for frame in frames:
            if read_stamp(frame.array) >= 2000:
                break


async def test_nothing_is_seen_of_who_refuses(server: Jupyter, name: str) -> None:
    ana = await BrowserPeer(server, name, "Ana", allows=False).enters()
    await ana.sends(camera=StampedVideo())
    async with await connects(server, name) as room:
        for _ in range(2):
            with pytest.raises(ConsentRefused, match="Ana"):
                await room.frames("Ana").__anext__()
        asked = [message for message in ana.heard if isinstance(message, wire.Asked)]
        assert len(asked) == 1


async def test_a_question_that_came_too_fast_is_put_again(server: Jupyter, name: str) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    async with await connects(server, name) as room:
        # As in a large class: the server takes so many a minute.
        for _ in range(PER_MINUTE["asks"] + 1):
            room._thread.call(room._session._signaling.send, wire.Ask(to="somebody else"))
        assert await room.frames("Ana").__anext__()
        assert len(ana.heard_of(wire.Asked)) == 1


async def test_a_question_that_is_refused_ends_who_waits_for_the_answer(server: Jupyter, name: str) -> None:
    ana = await BrowserPeer(server, name, "Ana", allows=None).enters()
    async with await connects(server, name) as room:
        frames = room.frames("Ana")
        await ana.hears(wire.Asked)
        refusal = wire.Problem(code="not-allowed", message="No.", fix="Ask them.", about="ask", key=ana.me)
        room._thread.call(room._session.received, refusal)
        with pytest.raises(Refused, match="Ask them"):
            await frames.__anext__()


async def test_a_page_that_sends_without_consent_is_not_looked_at(server: Jupyter, name: str) -> None:
    ana = await BrowserPeer(server, name, "Ana", allows=True).enters()
    await ana.sends(camera=StampedVideo())
    async with await connects(server, name) as room:
        frames = room.frames("Ana")
        await frames.__anext__()
        # It says no, and goes on sending.
        ana.says(wire.Consent(kernel=ana.kernel, allowed=False))
        with pytest.raises(ConsentWithdrawn, match="Ana"):
            await feeds(frames)
        with pytest.raises(ConsentRefused):
            await feeds(room.frames("Ana"))


async def test_a_stream_ends_with_the_camera_and_another_one_waits_for_it(server: Jupyter, name: str) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    async with await connects(server, name) as room:
        frames = room.frames("Ana")
        await frames.__anext__()
        await ana.sends(camera=None)
        await feeds(frames)
        later = room.frames("Ana")
        await ana.sends(camera=StampedVideo(first=2000))
        async for frame in later:
            if read_stamp(frame.array) >= 2000:
                break


async def test_a_page_is_asked_for_nothing_once_the_last_loop_is_left(server: Jupyter, name: str) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo(), microphone=Tone())

    def demands() -> list[wire.Demand]:
        payloads = [signalled.payload for signalled in ana.heard_of(wire.Signalled)]
        return [payload for payload in payloads if isinstance(payload, wire.Demand)]

    async with await connects(server, name) as room:
        for _ in range(2):
            async for _ in room.frames("Ana"):
                break
            async for _ in room.audio("Ana"):
                break
        await until(lambda: (demands()[-1].camera, demands()[-1].sound) == (0, False))
        held = room.frames("Ana")
        async for _ in held:
            break
        await until(lambda: demands()[-1].camera > 0)
        await held.__anext__()


async def test_an_error_tells_that_the_person_has_left(server: Jupyter, name: str) -> None:
    ana = await BrowserPeer(server, name, "Jose\u0301").enters()
    await ana.sends(camera=StampedVideo())
    async with await connects(server, name) as room:
        frames = room.frames("Jose\u0301")
        await frames.__anext__()
        await ana.parts()
        with pytest.raises(PersonLeft, match="Jos\u00e9"):
            await feeds(frames)
        await until(lambda: ana.me not in room.people)
        with pytest.raises(NobodyThere, match="Here are"):
            room.frames("Jose\u0301")


async def test_of_who_may_only_listen_nothing_is_taken(server: Jupyter, name: str) -> None:
    gus = await BrowserPeer(server, name, "Gus", publishes=False).enters()
    await gus.sends(camera=StampedVideo(), microphone=Tone())
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    async with await connects(server, name) as room:
        for stream in (room.frames("Gus"), room.frames("Gus", "screen"), room.audio("Gus")):
            with pytest.raises(NotGranted, match="Gus may only watch and listen"):
                await stream.__anext__()
        with pytest.raises(NotGranted, match="Gus"):
            await asyncio.to_thread(room.snapshot, "Gus")
        assert gus.heard_of(wire.Asked) == []
        await room.frames("Ana").__anext__()


async def test_sound_has_no_gaps(server: Jupyter, name: str) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(microphone=Tone())
    async with await connects(server, name) as room:
        sound = room.audio("Ana", rate=16_000, block=0.1)
        blocks = [await sound.__anext__() for _ in range(10)]
        assert {block.shape for block in blocks} == {(1600, 1)}
        assert blocks[0].dtype == np.float32
        # The first moments are the codec's and the buffer's.
        tone = np.concatenate(blocks[5:])[:, 0]
        spectrum = np.abs(np.fft.rfft(tone))
        assert np.argmax(spectrum) * 16_000 / len(tone) == pytest.approx(440, abs=3)
        assert sound.lost == 0


async def test_a_snapshot_is_a_picture(server: Jupyter, name: str) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    async with await connects(server, name) as room:
        frame = await asyncio.to_thread(room.snapshot, "Ana")
        assert frame._repr_png_().startswith(b"\x89PNG")


@pytest.mark.parametrize("allows", [None, True])
async def test_a_snapshot_waits_no_longer_than_it_is_to_and_leaves_nothing_behind(
    server: Jupyter, name: str, allows: bool | None
) -> None:
    ana = await BrowserPeer(server, name, "Ana", allows=allows).enters()
    async with await connects(server, name) as room:
        with pytest.raises(TimeoutError, match="nothing came"):
            await asyncio.to_thread(room.snapshot, "Ana", timeout=0.3)
        if allows is None:
            ana.consents(True)
            await until(lambda: bool(room._session.people[ana.me].shares))
        [guest] = room._session._participants.values()
        await until(lambda: not guest.pictures["camera"].readers)
