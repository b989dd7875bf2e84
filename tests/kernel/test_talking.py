"""What a kernel writes, and what it is told of the others, on the real server."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from jupyter_videoroom.kernel import Outcome
from jupyter_videoroom.kernel.chat import Chat
from jupyter_videoroom.kernel.pending import Operation
from jupyter_videoroom.protocol import messages as wire

from ..browser.servers import Jupyter
from .browser_peer import BrowserPeer
from .programs import connects, until


async def test_it_writes_to_all_and_to_one_and_is_told_what_became_of_it(server: Jupyter, name: str) -> None:
    ana, bo = [await BrowserPeer(server, name, who).enters() for who in ("Ana", "Bo")]
    async with await connects(server, name) as room:
        said = room.say("to all")
        assert await said
        assert said.outcome == Outcome("stored")
        assert await room.say("psst", to="Ana")
        await ana.hears(wire.Said, lambda heard: heard.line.text == "psst")
        assert [heard.line.text for heard in bo.heard_of(wire.Said)] == ["to all"]
        refused = await room.say("to myself", to=room.id)
        assert (bool(refused), refused.outcome) == (False, "refused")
        assert "yourself" in refused.word
        with pytest.raises(LookupError, match="not in the room"):
            room.say("hello", to="Zoe")
        with pytest.raises(ValueError, match="nothing to say"):
            room.say("\u200b ")


async def test_it_hears_who_comes_and_goes_and_what_they_write(server: Jupyter, name: str) -> None:
    heard: list[Any] = []
    threads: set[str] = set()

    def note(event: Any) -> None:
        threads.add(threading.current_thread().name)
        heard.append(event)

    async with await connects(server, name) as room:
        for event in ("joined", "left", "message", "call"):
            room.on(event, note)
        ana = await BrowserPeer(server, name, "Ana").enters()
        await until(lambda: "CallChange" in {type(event).__name__ for event in heard})
        ana.says(wire.Say(key="one", text="hello"))
        await until(lambda: any(getattr(event, "text", "") == "hello" for event in heard))
        await ana.parts()
        await until(lambda: any(type(event).__name__ == "Left" for event in heard))
    await until(lambda: getattr(heard[-1], "state", "") == "ended")
    assert [(type(event).__name__, event.person.name) for event in heard if hasattr(event, "person")] == [
        ("Joined", "Ana"),
        ("Left", "Ana"),
    ]
    assert threads == {"videoroom callbacks"}


async def test_a_callback_that_would_end_its_thread_is_told_of_and_ends_nothing(
    server: Jupyter, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    heard: list[str] = []

    def leaves(event: Any) -> None:
        raise SystemExit("on purpose")

    async with await connects(server, name) as room:
        room.on("message", leaves)
        room.on("message", lambda event: heard.append(event.text))
        ana = await BrowserPeer(server, name, "Ana").enters()
        for text in ("one", "two"):
            ana.says(wire.Say(key=text, text=text))
        await until(lambda: heard == ["one", "two"])
        await ana.parts()
    assert capsys.readouterr().err.count("SystemExit: on purpose") == 1


async def test_what_was_on_its_way_is_sent_again_and_at_the_end_refused() -> None:
    sent: list[wire.Say] = []
    chat = Chat(sent.append)
    first, second = Operation("message"), Operation("message")
    for key, operation in (("a", first), ("b", second)):
        chat.say(wire.Say(key=key, text=key), operation)
    chat.said(wire.ChatLine(id=1, key="a", at=0.0, user="me", name="me", text="a"))
    chat.said(wire.ChatLine(id=2, key="c", at=0.0, user="other", name="other", text="c"))
    chat.say_again()
    assert [message.key for message in sent] == ["a", "b", "b"]
    chat.close("This kernel has left the room.")
    assert (await first, await second) == (Outcome("stored"), Outcome("refused", "This kernel has left the room."))
    await asyncio.sleep(0)
