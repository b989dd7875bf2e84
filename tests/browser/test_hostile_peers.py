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
from .conftest import People
from .people import Person
from .servers import Jupyter
from .test_layouts import screen_of, sends_its_camera_to
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
# What makes the page's own code fail, at somebody else's picture and at a link.
BREAK = """() => {
  const { set } = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, "srcObject");
  Object.defineProperty(HTMLMediaElement.prototype, "srcObject", { set(stream) {
    if (this.closest(".tile:not(.own, .screen)")) throw new Error("no picture");
    set.call(this, stream);
  } });
  URL.canParse = () => { throw new Error("no address"); };
}"""
PNG_ONLY_BY_NAME = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0"
SHOWN = (
    ("image/png", PNG_ONLY_BY_NAME),
    ("application/json", b'{"columns": [], "rows": [' + b"[1]," * 500_000 + b"[1]]}"),
    ("text/markdown", b"- x\n" * 500_000),
    ("text/plain", b"x" * 2_000_000),
    ("application/json", b'{"columns": ["replaced on its way"], "rows": []}'),
)
HOSTILE_TABLE = '{"columns": [{"toString": 1}], "rows": []}'
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
        peers = [peer.participant for peer in (await evil.hears(wire.Joined)).media.peers]
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


async def show(server: Jupyter, room: str) -> None:
    """All that the server takes, as large as it takes it."""
    visitor = Visitor(server)
    line = await visitor.enters(room, "Eve")
    own = {"X-XSRFToken": visitor.cookie("_xsrf"), "X-Videoroom-Token": line.token}
    path = f"videoroom/api/rooms/{room.replace(' ', '%20')}/objects"
    for type, body in SHOWN:
        assert visitor.ask("POST", path, {**own, "Content-Type": type}, body).status == 200
    await hang_up()


def shows_all(server: Jupyter, room: str) -> None:
    thread = threading.Thread(target=lambda: asyncio.run(show(server, room)))
    thread.start()
    thread.join()


def test_what_is_shown_to_all_ends_nothing(visitors: People, lab: Jupyter) -> None:
    ana = visitors("Ana", lab)
    ana.enters()
    shows_all(lab, ana.room_name)
    ana.page.route(
        "**/objects/*",
        lambda route: (
            route.fulfill(body=HOSTILE_TABLE)
            if b"replaced" in (answer := route.fetch().body())
            else route.fulfill(body=answer)
        ),
    )
    ana.turns_to("Shared (5)")
    outputs = ana.room.get_by_role("log", name="Shared outputs")
    expect(outputs.get_by_text("This is not what it says it is, and cannot be shown.")).to_have_count(2)
    expect(outputs.get_by_text("The first 200 of 500,001 rows.")).to_be_visible()
    expect(outputs.get_by_role("row")).to_have_count(1 + 200)
    expect(outputs.get_by_text("The first 200 of 500,000 lines.")).to_be_visible()
    expect(outputs.get_by_role("listitem")).to_have_count(200)
    expect(outputs.get_by_text("The first 20,000 of 2,000,000 characters.")).to_be_visible()
    with ana.page.expect_download() as download:
        outputs.get_by_role("link", name="Download all of it").last.click()
    assert download.value.suggested_filename == "Untitled.json"
    ana.turns_to("Chat")
    ana.says("Still here?")
    ana.reads_in_chat("Still here?")


def test_one_thing_that_cannot_be_shown_ends_nothing_else(visitors: People, lab: Jupyter) -> None:
    ana, bo = (visitors(name, lab) for name in ("Ana", "Bo"))
    ana.page.evaluate(BREAK)
    for person in (ana, bo):
        person.enters()
        person.joins()
    bo.sees(ana)
    expect(ana.tile(bo)).to_contain_text("This cannot be shown.")
    expect(ana.tile(ana).locator("video")).to_be_visible()
    ana.hears(bo)
    sends_its_camera_to(ana, 1)
    bo.button("Share screen").click()
    expect(screen_of(ana, bo)).to_be_visible()
    # Of those who have no picture among the others', none is sent.
    sends_its_camera_to(bo, 0)
    bo.sees(ana)
    bo.says("See https://example.org")
    bo.says("Or do not")
    ana.reads_in_chat("This cannot be shown.", "Or do not")
    ana.turns_to("Events")
    ana.reads("Something could not be shown: Error: no picture", "Something could not be shown: Error: no address")
