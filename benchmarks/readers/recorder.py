"""Records a room until a line comes in: python -m benchmarks.readers.recorder URL TOKEN ROOM FILE

Says at which second of the recording two people were in it.
"""

from __future__ import annotations

import sys
import time

import jupyter_videoroom

url, token, name, file = sys.argv[1:]
room = jupyter_videoroom.connect(name, url=url, token=token, display_name="recorder").result(30)
with room, room.record(file) as recording:
    while len(recording.people) < 2:
        time.sleep(0.1)
    print(recording.seconds, flush=True)
    sys.stdin.readline()
