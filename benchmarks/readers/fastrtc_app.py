"""A page of fastrtc that sends a camera to a handler: python fastrtc_app.py PORT"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from fastrtc import Stream
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.readers.stamps import Reader

# The handler is called only once the page has opened a data channel and an input was set for it.
PAGE = """<!doctype html><title>fastrtc</title><script type="module">
const [width, height] = "SIZE".split("x").map(Number);
const video = { width: { ideal: width }, height: { ideal: height }, frameRate: { ideal: 30 } };
const stream = await navigator.mediaDevices.getUserMedia({ video });
const pc = new RTCPeerConnection();
const id = crypto.randomUUID();
const post = (path, body) =>
  fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
pc.createDataChannel("text").onopen = () => post(`/begin/${id}`, {});
pc.addTrack(stream.getVideoTracks()[0], stream);
await pc.setLocalDescription();
while (pc.iceGatheringState !== "complete") await new Promise((done) => setTimeout(done, 10));
const { sdp, type } = pc.localDescription;
await pc.setRemoteDescription(await (await post("/webrtc/offer", { sdp, type, webrtc_id: id })).json());
</script>"""

reader = Reader()
app = FastAPI()


def read(picture: NDArray[Any]) -> None:
    reader.reads(picture)


stream = Stream(
    read,
    modality="video",
    mode="send",
    rtc_configuration={"iceServers": []},
    server_rtc_configuration={"iceServers": []},
)
stream.mount(app)


@app.get("/")
def page() -> HTMLResponse:
    return HTMLResponse(PAGE.replace("SIZE", os.environ["BENCHMARK_SIZE"]))


@app.post("/begin/{webrtc_id}")
def begin(webrtc_id: str) -> dict[str, Any]:
    stream.set_input(webrtc_id, None)
    return {}


uvicorn.run(app, port=int(sys.argv[1]), log_level="warning")
