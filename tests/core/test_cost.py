"""What one hostile member can make everybody else receive: `docs/security.md` has the figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from jupyter_videoroom.config import VideoRooms
from jupyter_videoroom.core.rules import Rules
from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.protocol.codec import encode

from .harness import RoomHarness
from .test_pace import WIDE, WORST

DOCS = Path(__file__).parent.parent.parent / "docs" / "security.md"
HEARD = (wire.Ping, wire.Credentials)


def turns(*messages: Callable[[int], wire.ClientMessage]) -> Iterator[wire.ClientMessage]:
    """These one after the other for ever, each other than before."""
    for number in count():
        for message in messages:
            yield message(number)


MEDIA = (wire.Media(), wire.Media(audio=True))
FLOODS: dict[str, tuple[str, Iterator[wire.ClientMessage]]] = {
    "chat": ("eve", turns(lambda n: wire.Say(key=str(n), text=WIDE * wire.MAX_CHAT))),
    "names": ("eve", turns(lambda n: wire.Rename(name=f"{n}{WIDE * 100}"))),
    "joining and leaving": ("eve", turns(lambda _: wire.Join(call="main"), lambda _: wire.HangUp())),
    "microphone, camera, away": ("eve", turns(lambda n: wire.SetMedia(media=MEDIA[n % 2]))),
    "hands": ("eve", turns(lambda n: wire.SetHand(raised=n % 2 == 0))),
    "reactions": ("eve", turns(lambda _: wire.React(reaction="clap"))),
    "rings": ("eve", turns(lambda _: wire.Invite(to="u-bo"), lambda n: wire.Cancel(invite=f"id{n + 1}"))),
    "questions of a kernel": ("kernel", turns(lambda _: wire.Ask(to="bo"))),
    "what a kernel publishes": (
        "kernel",
        turns(lambda n: wire.SetTracks(tracks=[wire.Track(stream=str(n), name="x", kind="video"), *WORST[1:]])),
    ),
}


def documented() -> dict[str, int]:
    """Bytes a minute, by what is sent."""
    rows = re.findall(r"^\| ([^|]+) \| [^|]* \| (\d+) kB \|", DOCS.read_text(), re.MULTILINE)
    return {what: 1000 * int(size) for what, size in rows}


def test_everything_that_is_limited_is_documented() -> None:
    assert documented().keys() == FLOODS.keys()


@pytest.mark.parametrize("what", FLOODS)
def test_a_minute_s_flood_costs_each_of_the_others_what_is_documented(what: str) -> None:
    name, messages = FLOODS[what]
    room = RoomHarness(Rules(limits=VideoRooms().rules().limits))
    room.enters("bo", "cy", "eve")
    room.enters("kernel", user="u-eve", kind="kernel")
    for inside in ("bo", "eve", "kernel"):
        room.says(inside, wire.Join(call="main"))
    if what == "rings":
        room.says("bo", wire.HangUp())
    if what in ("rings", "joining and leaving"):
        room.says("eve", wire.HangUp())
    room.passes(1)
    room.forget()
    for _ in range(600):
        room.says(name, next(messages))
        room.stores()
        room.passes(0.1)
    heard = sum(len(encode(message)) for message in room.heard["bo"] if not isinstance(message, HEARD))
    assert documented()[what] / 2 < heard <= documented()[what]
