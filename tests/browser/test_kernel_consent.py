"""A kernel in the call: it gets nothing without a yes, everybody sees that it gets something, and what it shows."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from urllib.parse import quote

import numpy as np
import pytest
from av import VideoFrame
from playwright.sync_api import expect

from jupyter_videoroom.kernel import ConsentRefused, ConsentWithdrawn, Frame, FrameStream, KernelRoom, connect
from jupyter_videoroom.kernel.access import AskPage
from jupyter_videoroom.kernel.source import Kind

from .devices import COLOUR_ERROR
from .kernels import BLUE, KERNEL, badge, question, sees_published, sends_only, sign_on
from .people import Person
from .servers import Jupyter
from .test_layouts import covered_by_its_name
from .waiting import TIMEOUT

Kernels = Callable[..., KernelRoom]

ASK = """async (address) => {
  const [, xsrf] = /_xsrf=([^;]+)/.exec(document.cookie);
  const headers = { "Content-Type": "application/json", "X-XSRFToken": xsrf };
  const reply = await fetch(address, { method: "POST", headers, body: '{"kind": "kernel"}' });
  return await reply.json();
}"""


@pytest.fixture
def kernels(lab: Jupyter, room: str) -> Iterator[Kernels]:
    """Brings kernels into the room's call."""
    here: list[KernelRoom] = []

    def enter(name: str = KERNEL) -> KernelRoom:
        kernel = connect(room, url=lab.address(""), token=lab.token, display_name=name).result(TIMEOUT)
        here.append(kernel)
        return kernel

    yield enter
    for kernel in here:
        kernel.close().result(TIMEOUT)


def first_frame(stream: FrameStream) -> Frame:
    frame = stream.read(TIMEOUT)
    assert frame is not None
    return frame


def kernel_ticket(person: Person, lab: Jupyter, room: str) -> AskPage:
    """The answer of a page that is asked for one, as the widget's is."""
    address = lab.address(f"videoroom/api/rooms/{quote(room)}/ticket")
    answer = {"reply": person.page.evaluate(ASK, address), "base": lab.address("")}

    async def ask() -> object:
        return answer

    return ask


def test_it_is_its_owner_s_once_their_page_says_so(ana: Person, lab: Jupyter, room: str, kernels: Kernels) -> None:
    ana.joins()
    kernel = kernels(name="")
    sends_only(ana, 0)
    stream = kernel.frames(ana.name)
    asked = ana.room.get_by_role("dialog")
    expect(asked).to_contain_text("a Python kernel of Anonymous")
    expect(asked).to_contain_text(re.compile(r"Account: Anonymous \w+ [0-9a-f]{4}"))

    kernel.introduce(kernel_ticket(ana, lab, room)).result(TIMEOUT)
    expect(question(ana)).to_contain_text("It is your own kernel")
    question(ana).get_by_role("button", name="Allow", exact=True).click()
    assert first_frame(stream).array.any()
    expect(badge(ana)).to_contain_text("(your own kernel)")
    expect(ana.room.get_by_text("your own kernel, in a call", exact=True)).to_be_visible()


def test_without_a_yes_it_gets_nothing(ana: Person, kernels: Kernels) -> None:
    ana.joins()
    kernel = kernels()
    sends_only(ana, 0)

    stream = kernel.frames(ana.name)
    expect(question(ana)).to_be_visible()
    expect(ana.button("Decline")).to_be_focused()
    sends_only(ana, 0)

    ana.page.keyboard.press("Escape")
    with pytest.raises(ConsentRefused):
        stream.read(TIMEOUT)
    expect(question(ana)).to_have_count(0)
    expect(badge(ana)).to_have_count(0)
    sends_only(ana, 0)

    # Somebody who has refused is not asked again, and decides again by themselves.
    with pytest.raises(ConsentRefused):
        kernel.frames(ana.name).read(TIMEOUT)
    expect(question(ana)).to_have_count(0)
    again = ana.button(f"Decide again about {KERNEL}")
    again.focus()
    ana.page.keyboard.press("Enter")
    question(ana).get_by_role("button", name="Allow", exact=True).click()
    # The kernel is told at the same time: until then the earlier no holds.
    expect(badge(ana)).to_be_visible()
    assert first_frame(kernel.frames(ana.name)).array.any()
    expect(again).to_have_count(0)


def test_it_sees_whom_it_may_until_they_stop(ana: Person, bo: Person, kernels: Kernels) -> None:
    ana.joins()
    bo.joins()
    ana.sees(bo)
    kernel = kernels()
    stream = kernel.frames(ana.name)
    question(ana).get_by_role("button", name="Allow", exact=True).click()

    colour = np.median(first_frame(stream).array.reshape(-1, 3), axis=0)
    assert ana.look.colour
    assert np.abs(colour - ana.look.colour).max() < COLOUR_ERROR
    expect(badge(ana)).to_be_visible()
    expect(sign_on(bo, ana)).to_be_attached()
    expect(badge(bo)).to_have_count(0)
    sends_only(ana, 2, 2)
    sends_only(bo, 0, 2)

    ana.button(f"Stop sharing with {KERNEL}").click()
    sends_only(ana, 0, 2)
    expect(badge(ana)).to_have_count(0)
    expect(sign_on(bo, ana)).to_have_count(0)
    with pytest.raises(ConsentWithdrawn):
        for _ in stream:
            pass
    bo.sees(ana)


def test_several_wait_for_their_turn(ana: Person, kernels: Kernels) -> None:
    ana.joins()
    first, second = kernels("first"), kernels("second")
    one = first.frames(ana.name)
    expect(question(ana, "first")).to_be_visible()
    other = second.frames(ana.name)

    ana.button("Decline").click()
    expect(question(ana, "second")).to_be_visible()
    ana.button("Allow").click()
    first_frame(other)
    with pytest.raises(ConsentRefused):
        one.read(TIMEOUT)
    expect(badge(ana, "second")).to_be_visible()
    sends_only(ana, 0, 2)


def test_somebody_elses_kernel_is_not_ones_own(ana: Person, kernels: Kernels) -> None:
    ana.leaves()
    choice = ana.room.get_by_role("checkbox", name="Let my own kernel see and hear me without asking", exact=True)
    expect(choice).not_to_be_checked()
    choice.check()
    ana.enters()
    ana.joins()
    # It has come in with the server's token, which says nothing of whose it is.
    kernels().frames(ana.name)
    expect(question(ana)).to_be_visible()
    sends_only(ana, 0)


def test_what_it_publishes_is_a_tile(ana: Person, bo: Person, kernels: Kernels) -> None:
    ana.joins()
    bo.joins()
    ana.sees(bo)
    kernel = kernels()
    expect(ana.room.get_by_role("group", name=KERNEL)).to_have_count(0)

    (published,) = kernel._publish("sim", Painting())
    sees_published(ana, "sim", BLUE)
    sees_published(bo, "sim", BLUE)
    assert covered_by_its_name(ana.room.get_by_role("group", name=f"sim, by {KERNEL}", exact=True)) <= 0
    ana.button(f"Details of sim, by {KERNEL}").focus()
    ana.page.keyboard.press("Enter")
    details = ana.room.get_by_role("dialog", name=f"Details of sim, by {KERNEL}", exact=True)
    expect(details).to_contain_text("320 × 240")
    expect(details).not_to_contain_text("Sound data")

    published.problem("The paint is wet.")
    expect(ana.room.get_by_text("The paint is wet.")).to_be_visible()
    published.close()
    expect(ana.room.get_by_role("group", name="sim")).to_have_count(0)
    bo.sees(ana)


class Painting:
    """Blue, with a white bar that travels."""

    kind: Kind = "video"

    def __init__(self) -> None:
        self._count = 0

    def stop(self) -> None:
        pass

    async def next(self) -> VideoFrame:
        await asyncio.sleep(1 / 30)
        self._count += 1
        picture = np.full((240, 320, 3), BLUE, np.uint8)
        start = int(time.monotonic() * 100) % 280
        picture[:, start : start + 40] = 255
        frame = VideoFrame.from_ndarray(picture, "rgb24")
        frame.pts, frame.time_base = self._count, Fraction(1, 30)
        return frame
