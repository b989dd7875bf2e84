"""What somebody with a place in the call and no good in mind does to the others: they talk on, and no script runs."""

from __future__ import annotations

import asyncio
import itertools
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from playwright.sync_api import expect
from tornado.websocket import WebSocketClosedError

from jupyter_videoroom.protocol import messages as wire

from ..server.visitor import Line, Visitor, hang_up
from .people import Person
from .servers import Jupyter
from .waiting import until

SECONDS, A_SECOND = 4, 1_000

NAME = "<img src=x onerror=window.taken=1>"
NAMES = (NAME, "<svg/onload=window.taken=2>", "[a](javascript:window.taken=3)", "\u202egnp.exe\u2066\u200f", "W" * 200)
TEXTS = (
    "<img src=x onerror='window.taken = 4'><script>window.taken = 5</script>",
    "[here](javascript:window.taken=6) javascript:window.taken=7 data:text/html,<script>window.taken=8</script>",
    "https://example.org/\"onmouseover=\"window.taken=9 **<a href='javascript:window.taken=10'>b</a>**",
    "\u202egnp.exe\u202d \u2066\u2067\u2068",
    "```\n</code></pre><iframe srcdoc='<script>parent.taken = 11</script>'>\n```",
    "W" * wire.MAX_CHAT,
    "`" * wire.MAX_CHAT,
    "*" * wire.MAX_CHAT,
    "https://" + "a" * 3_900,
)
SDPS = (
    "",
    "v=0",
    "<script>window.taken = 12</script>",
    "v=0\r\no=- 0 0 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n" + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n" * 1_500,
    "v=0\r\n" + "a=\u0000\uffff" * 10_000,
)
CANDIDATES = ("", "candidate:1 1 UDP 1 10.255.255.1 9 typ host", "candidate:" + "9" * 1_000, "\u0000<script>")

# Everything in the room's shadow root through which text could become something that acts.
FAULTS = """() => {
  const root = document.querySelector(".jupyter-videoroom").shadowRoot;
  const faults = [...root.querySelectorAll("script, iframe, img, object, embed, base")].map((one) => one.outerHTML);
  for (const one of root.querySelectorAll("*")) {
    for (const { name, value } of one.attributes) {
      if (name.startsWith("on") || /^\\s*(javascript|data|vbscript):/i.test(value)) faults.push(one.outerHTML);
    }
  }
  return faults;
}"""
PLANT = """() => {
  const root = document.querySelector(".jupyter-videoroom").shadowRoot;
  const planted = document.createElement("p");
  planted.innerHTML = "<b onclick='0'>b</b> <a href='javascript:0'>a</a> <img>";
  root.append(planted);
}"""
OVERFLOW = "(room) => room.scrollWidth - room.clientWidth"


def talk(peers: list[str]) -> Iterator[wire.ClientMessage]:
    """As much of everything as anybody could say."""
    for count in itertools.count():
        peer, connection = peers[count % len(peers)], secrets.token_hex(8)
        offer = wire.Description(kind="offer", sdp=SDPS[count % len(SDPS)])
        candidate = wire.Candidate(candidate=CANDIDATES[count % len(CANDIDATES)], mid="0", line=0)
        yield wire.Signal(to=peer, connection=connection, payload=offer)
        yield wire.Signal(to=peer, connection=connection, payload=candidate)
        yield wire.Signal(to=peer, connection=connection, payload=wire.Demand(camera=10**9, screen=10**9))
        yield wire.Signal(to=peer, connection=connection, payload=wire.Description(kind="answer", sdp="v=0"))
        yield wire.React(reaction="party")
        yield wire.Rename(name=NAMES[count % len(NAMES)])
        yield wire.SetHand(raised=count % 2 == 0)
        yield wire.SetMedia(media=wire.Media(audio=True, video=True, screen=count % 2 == 0))
        yield wire.Say(key=connection, text=TEXTS[count % len(TEXTS)])
        yield wire.Trouble(code="no-route", peer=peer)


async def flood(evil: Line, peers: list[str]) -> None:
    """So many messages a second for some seconds; the server takes them as slowly as it likes."""
    messages = talk(peers)
    for _ in range(SECONDS * 10):
        began = time.monotonic()
        await evil.says(*itertools.islice(messages, A_SECOND // 10))
        await asyncio.sleep(max(0.0, 0.1 - (time.monotonic() - began)))


async def attack(server: Jupyter, room: str, over: threading.Event, done: threading.Event) -> None:
    """Text first, which all can read; then a flood and a frame of ten megabytes. In the call until all is looked at."""
    try:
        evil = await Visitor(server).enters(room, NAME)
        await evil.says(wire.Join(call=wire.MAIN_CALL))
        peers = [peer.participant for peer in (await evil.hears(wire.Joined)).peers]
        await evil.says(*(wire.Say(key=secrets.token_hex(8), text=text) for text in TEXTS))
        with suppress(WebSocketClosedError, TimeoutError):
            await asyncio.wait_for(flood(evil, peers), 2 * SECONDS)
        giant = await Visitor(server).enters(room, NAMES[1])
        with suppress(WebSocketClosedError):
            await giant.says_raw("x" * 10_000_000)
        await giant.is_closed()
        over.set()
        await asyncio.to_thread(done.wait)
    finally:
        over.set()
        await hang_up()


@contextmanager
def somebody_hostile(server: Jupyter, room: str) -> Iterator[None]:
    """In a thread of its own, since Playwright's loop has this one."""
    over, done = threading.Event(), threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(attack(server, room, over, done)))
    thread.start()
    try:
        over.wait(60)
        yield
    finally:
        done.set()
        thread.join()


def is_under_attack(person: Person) -> None:
    """The hostile offers arrive, and each is looked at."""
    until(lambda: person.notebook.probe("connections"), lambda count: count > 20, f"{person} gets hostile offers")


def is_unharmed(person: Person) -> None:
    assert person.page.evaluate("() => window.taken") is None
    assert person.page.evaluate(FAULTS) == []
    assert person.room.evaluate(OVERFLOW) <= 0


def test_a_fault_would_be_found(ana: Person) -> None:
    assert ana.page.evaluate(FAULTS) == []
    ana.page.evaluate(PLANT)
    assert len(ana.page.evaluate(FAULTS)) == 3
    # Not a page for other scenes.
    ana.closes_tab()


def test_two_talk_on_while_a_third_attacks(ana: Person, bo: Person, lab: Jupyter) -> None:
    for person in (ana, bo):
        person.joins()
    ana.sees(bo)
    bo.sees(ana)
    frames = ana.frames_of(bo)

    with somebody_hostile(lab, ana.room_name):
        for one, other in ((ana, bo), (bo, ana)):
            one.sees(other)
            one.hears(other)
            one.reads_in_chat("<img src=x onerror='window.taken = 4'>", "javascript:window.taken=7")
            is_under_attack(one)
            is_unharmed(one)
        assert ana.frames_of(bo) > frames
        ana.says("Still here?")
        bo.reads_in_chat("Ana", "Still here?")
        ana.turns_to("Events")
        ana.reads(f"{NAME} joined the room")
        is_unharmed(ana)

    bo.hangs_up()
    expect(ana.tile(bo)).to_have_count(0)
    bo.joins()
    ana.sees(bo)
    is_unharmed(bo)
