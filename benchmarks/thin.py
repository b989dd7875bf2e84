"""From a browser to a kernel through a network that is good, thin (1 Mbit/s up), or loses one packet of a hundred.

Both are on this machine, each in a network namespace of its own, which takes root. The camera is a canvas that is hard
to encode and stamped, so that a picture's age counts from its drawing; all have one clock. Times count from the first
picture; the browser begins with 2.5 Mbit/s, whatever the network carries.

    python -m benchmarks thin [--scenes deep]
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright

from tests.browser.browsers import chromium, program
from tests.browser.networks import NoNetworks, Place, Wire, check
from tests.browser.people import Person
from tests.browser.servers import Jupyter

from .stage import in_the_call, stage
from .systems import prefer

CAMERA = Path(__file__).with_name("stamps.js")
THIN_KBIT = 1000
# The kernel is there for so much longer than the scene, since somebody has to press "Allow" first.
BEFORE = 4.0


@dataclass(frozen=True)
class Network:
    """`near` has the browser, `far` the kernel, each with the server at its own 127.0.0.1."""

    near: Place
    far: Place
    wire: Wire


@dataclass(frozen=True)
class Scene:
    """What is done to the network, after how many seconds; `screen`: whether that is shared, too; `codec`: what the
    browser is to prefer.
    """

    title: str
    seconds: float
    steps: tuple[tuple[float, Callable[[Network], None]], ...] = ()
    screen: bool = False
    codec: str = ""


def thin(packets: int) -> Callable[[Network], None]:
    return lambda net: net.wire.thins(net.near, THIN_KBIT, packets)


def wide(net: Network) -> None:
    net.wire.widens(net.near)


def lossy(net: Network) -> None:
    for place in (net.near, net.far):
        net.wire.loses(place, 10)


SCENES = {
    "good": Scene("nothing in the way; camera and screen", 15, screen=True),
    "lossy": Scene("1 % lost, both ways", 25, ((0, lossy),)),
    "lossy-h264": Scene("1 % lost, both ways, H.264", 25, ((0, lossy),), codec="H264"),
    "deep": Scene("1 Mbit/s, a queue of 1,000 packets; wide after 25 s", 60, ((0, thin(1000)), (25, wide))),
    "shallow": Scene("1 Mbit/s, a queue of 60 packets; wide after 25 s", 60, ((0, thin(60)), (25, wide))),
    "narrows": Scene("wide, and 1 Mbit/s after 10 s; a queue of 1,000 packets", 30, ((10, thin(1000)),)),
}


def measure(scenes: tuple[str, ...] = tuple(SCENES)) -> dict[str, Any]:
    """What of Ana's came, by scene; `skipped` says why nothing could be measured."""
    try:
        check()
    except NoNetworks as reason:
        return {"skipped": str(reason), "scenes": {}}
    with stage() as (playwright, server, folder):
        return {"scenes": {name: _play(SCENES[name], playwright, server, folder) for name in scenes}}


def _play(scene: Scene, playwright: Playwright, server: Jupyter, folder: Path) -> dict[str, Any]:
    with network(server) as net, ExitStack() as stack:
        for at, change in scene.steps:
            if at == 0:
                change(net)
        browser = chromium(playwright, None, fakes=1, executable=net.near.wrapper(program("chromium"), folder))
        stack.callback(browser.close)
        context = browser.context()
        context.add_init_script(path=CAMERA)
        prefer(context, scene.codec)
        ana = in_the_call("Ana", browser, context, server, "thin")
        file = folder / "rows.json"
        reader = _reads(net.far, server, scene.seconds + BEFORE, file)
        ana.room.get_by_role("button", name="Allow", exact=True).click()
        allowed = time.time()
        if scene.screen:
            ana.button("Share screen").click()
        encodings: list[Any] = []
        later = [(at, change) for at, change in scene.steps if at > 0]
        for at, change in later:
            _watch(ana, allowed + at, encodings)
            change(net)
        _watch(ana, allowed + scene.seconds, encodings)
        reader.wait(timeout=60)
        return _summary(json.loads(file.read_text()), allowed, encodings, [at for at, _ in later])


def _watch(ana: Person, until: float, encodings: list[Any]) -> None:
    """Note each change of how many bits the camera may have."""
    while time.time() < until:
        seen = ana.notebook.probe("encodings")
        if seen and (not encodings or encodings[-1][1] != seen[0].get("maxBitrate")):
            encodings.append([time.time(), seen[0].get("maxBitrate")])
        time.sleep(0.1)


@contextmanager
def network(server: Jupyter) -> Iterator[Network]:
    """For as long as it takes."""
    near, far = Place(), Place()
    try:
        for place in (near, far):
            place.reaches(server.port)
        yield Network(near, far, Wire(near, far))
    finally:
        near.close()
        far.close()


def _reads(far: Place, server: Jupyter, seconds: float, file: Path) -> subprocess.Popen[bytes]:
    arguments = ("thin", server.address(""), server.token, str(seconds), str(file))
    return far.start(sys.executable, "-m", "benchmarks.thin_reader", *arguments)


def _summary(rows: dict[str, Any], allowed: float, encodings: list[Any], changes: list[float]) -> dict[str, Any]:
    began = rows["camera"][0][0]
    parts = [0.0, 3.0, *(allowed - began + at for at in changes), *(allowed - began + at + 15 for at in changes)]
    ends = [*sorted(parts)[1:], 1e9]
    return {
        "first": began - allowed,
        "first_720p": next((at - allowed for at, _, height, _ in rows["camera"] if height == 720), None),
        "limits": [[round(at - began, 2), bits] for at, bits in encodings],
        "parts": [_part(rows, began + start, began + end) for start, end in zip(sorted(parts), ends, strict=True)],
    }


def _part(rows: dict[str, Any], start: float, end: float) -> dict[str, Any]:
    camera, screen, sound = ([row for row in rows[kind] if start <= row[0] < end] for kind in rows)
    ages = sorted(row[3] for row in camera)
    times = [row[0] for row in camera]
    seconds = times[-1] - times[0] if len(times) > 1 else 1
    return {
        "from": start - rows["camera"][0][0],
        "camera": [*camera[-1][1:3], round(len(camera) / seconds, 1)] if camera else None,
        "screen": [*screen[-1][1:3], round(len(screen) / seconds, 1)] if screen else None,
        "age": {"p50": ages[len(ages) // 2], "p95": ages[int(0.95 * len(ages))], "max": ages[-1]} if ages else None,
        "gap": max((b - a for a, b in pairwise(times)), default=None),
        "sound_lost": (sound[-1][1] - sound[0][1]) / 16_000 if sound else None,
    }


def table(result: dict[str, Any]) -> str:
    """A line for each part of each scene."""
    if "skipped" in result:
        return f"not measured: {result['skipped']}"
    lines = []
    for name, scene in result["scenes"].items():
        whole = "never" if scene["first_720p"] is None else f"{scene['first_720p']:.2f} s"
        lines.append(f"{SCENES[name].title}: first picture {scene['first']:.2f} s, 720p {whole}")
        lines += [_line(part) for part in scene["parts"] if part["age"]]
    return "\n".join(lines)


def _line(part: dict[str, Any]) -> str:
    age = part["age"]
    return (
        f"  from {part['from']:5.1f} s  camera {part['camera']}  screen {part['screen']}"
        f"  age {age['p50']:.2f} / {age['p95']:.2f} / {age['max']:.2f} s"
        f"  longest gap {part['gap']:.2f} s  sound lost {part['sound_lost']:.2f} s"
    )
