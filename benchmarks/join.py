"""From the click on "Join call" to the other's first decoded picture, against two bare RTCPeerConnections.

Ana is in the main call, Bo joins and leaves it again and again, each in a Chromium process, on one real JupyterLab.
The floor is measured in turns with it, in Bo's browser: two RTCPeerConnections in one page, no server, microphone and
camera added before the offer, until `requestVideoFrameCallback` reports a picture.

"Camera already open": leaving a call releases the camera, so Bo's page keeps another stream of the same fake camera and
microphone open during the whole run; the room's own `getUserMedia` then shares an open device. The floor's page keeps
its stream, too.

    python -m benchmarks join --rounds 30
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.browser_pool import BrowserPool
from tests.browser.media import record
from tests.browser.people import Person

from .stage import stage

# How long the pointer rests on the button before it is pressed, in ms: an assumption about hands, not a measurement of
# them. The room makes its offers in that time. "direct" is the same without any approach, as a script presses.
REACH = 150
GOALS = {"p50": 1.5, "p95": 2.5}

OPEN_CAMERA = (
    "async () => { globalThis.camera = await navigator.mediaDevices.getUserMedia({audio: true, video: true}); }"
)

# Clicks, and resolves with the milliseconds until the video of this name has shown its first picture.
JOIN = """
(button, name) => new Promise((resolve) => {
  const root = button.getRootNode();
  const watched = new WeakSet();
  const watch = () => {
    for (const video of root.querySelectorAll("video")) {
      if (watched.has(video)) continue;
      watched.add(video);
      video.requestVideoFrameCallback(() => {
        if (!video.closest(`[aria-label="${name}"]`)) return;
        observer.disconnect();
        resolve(performance.now() - began);
      });
    }
  };
  const observer = new MutationObserver(watch);
  observer.observe(root, { childList: true, subtree: true });
  const began = performance.now();
  button.click();
  watch();
})
"""

BARE = """
async () => {
  const began = performance.now();
  const [a, b] = [new RTCPeerConnection(), new RTCPeerConnection()];
  a.onicecandidate = ({ candidate }) => b.addIceCandidate(candidate);
  b.onicecandidate = ({ candidate }) => a.addIceCandidate(candidate);
  const video = Object.assign(document.createElement("video"), { autoplay: true, playsInline: true, muted: true });
  document.body.append(video);
  const stream = new MediaStream();
  b.ontrack = ({ track }) => { stream.addTrack(track); video.srcObject = stream; };
  const frame = new Promise((resolve) => video.requestVideoFrameCallback(resolve));
  for (const track of camera.getTracks()) a.addTrack(track, camera);
  await a.setLocalDescription();
  await b.setRemoteDescription(a.localDescription);
  await b.setLocalDescription();
  await a.setRemoteDescription(b.localDescription);
  await frame;
  const took = performance.now() - began;
  a.close(); b.close(); video.remove();
  return took;
}
"""


@contextmanager
def two_people() -> Iterator[tuple[Person, Person, Page]]:
    """Ana in the main call, Bo beside it, and a page of Bo's browser for the floor."""
    with stage() as (playwright, server, folder):
        pool = BrowserPool(playwright, folder, partial(record, rate=30))
        ana, bo = (pool.person(name, server, "benchmark") for name in ("Ana", "Bo"))
        for person in (ana, bo):
            person.opens_the_room()
            person.enters()
        ana.joins()
        floor = bo.browser.context().new_page()
        floor.goto(server.address("api"))  # any page of a secure origin
        for page in (bo.page, floor):
            page.evaluate(OPEN_CAMERA)
        yield ana, bo, floor
        pool.close()


def join(ana: Person, bo: Person, *, approach: bool) -> float:
    expect(bo.button("Join call")).to_be_enabled()
    bo.finds(ana, "in a call")
    if approach:
        bo.button("Join call").hover()
        bo.page.wait_for_timeout(REACH)
    else:
        bo.page.mouse.move(0, 0)
    took: float = bo.button("Join call").evaluate(JOIN, ana.name)
    bo.hangs_up()
    expect(ana.tile(bo)).to_have_count(0)
    bo.sees_nobody()
    return took


def measure(rounds: int = 30) -> dict[str, Any]:
    """Milliseconds. A p95 takes at least 20 rounds."""
    times: dict[str, list[float]] = {"join": [], "direct": [], "floor": []}
    with two_people() as (ana, bo, floor):
        # The first of each compiles code and opens fonts, sockets and codecs: nobody's everyday.
        for number in range(rounds + 1):
            took = {
                "join": join(ana, bo, approach=True),
                "direct": join(ana, bo, approach=False),
                "floor": float(floor.evaluate(BARE)),
            }
            if number > 0:
                for name, milliseconds in took.items():
                    times[name].append(milliseconds)
    rows = {name: summary(values) for name, values in times.items()}
    ratios = {name: {q: rows[name][q] / rows["floor"][q] for q in GOALS} for name in ("join", "direct")}
    return {
        "unit": "ms",
        **rows,
        "ratio": ratios["join"],
        "ratio_direct": ratios["direct"],
        "goal": GOALS,
        "times": times,
    }


def summary(times: list[float]) -> dict[str, float]:
    return {
        "n": len(times),
        "min": min(times),
        "p50": statistics.median(times),
        "p95": statistics.quantiles(times, n=20, method="inclusive")[-1],
        "max": max(times),
    }


def table(result: dict[str, Any]) -> str:
    columns = ("min", "p50", "p95", "max")

    def row(title: str, values: dict[str, float], digits: int) -> str:
        cells = (f"{values[q]:8.{digits}f}" if q in values else " " * 8 for q in columns)
        return f"{title:12}" + "".join(cells).rstrip()

    return "\n".join(
        [
            f"{'ms':14}" + "".join(f"{q:>8}" for q in columns),
            row("join", result["join"], 0),
            row("direct", result["direct"], 0),
            row("floor", result["floor"], 0),
            row("ratio", result["ratio"], 2),
            row("ratio direct", result["ratio_direct"], 2),
            row("goal, <=", result["goal"], 2),
        ]
    )
