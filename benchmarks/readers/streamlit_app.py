"""A page of streamlit-webrtc that is sent a camera. `BENCHMARK_WAY`: a callback for each picture, or a receiver."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import av
import streamlit as st
from streamlit_webrtc import WebRtcMode, webrtc_streamer

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.readers.stamps import Reader

reader = Reader()
width, height = map(int, os.environ["BENCHMARK_SIZE"].split("x"))
called_back = os.environ["BENCHMARK_WAY"] == "callback"


def read(frame: av.VideoFrame) -> av.VideoFrame:
    reader.reads(frame.to_ndarray(format="bgr24"))
    return frame


context = webrtc_streamer(
    key="camera",
    mode=WebRtcMode.SENDONLY,
    rtc_configuration={"iceServers": []},
    media_stream_constraints={
        "video": {"width": {"ideal": width}, "height": {"ideal": height}, "frameRate": {"ideal": 30}},
        "audio": False,
    },
    desired_playing_state=True,
    video_frame_callback=read if called_back else None,
)
# Streamlit runs this anew at every change, and the loop of the run before would go on.
st.session_state.run = run = st.session_state.get("run", 0) + 1
while context.video_receiver and not called_back and st.session_state.run == run:
    read(context.video_receiver.get_frame())
