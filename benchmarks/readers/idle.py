"""Asks for Ana's camera and microphone, and never reads them: python -m benchmarks.readers.idle URL TOKEN ROOM"""

from __future__ import annotations

import sys
import time

import jupyter_videoroom

url, token, name = sys.argv[1:]
room = jupyter_videoroom.connect(name, url=url, token=token, display_name="reader").result(30)
frames, sound = room.frames("Ana"), room.audio("Ana")
next(frames)
print("reading", flush=True)
time.sleep(1e6)
