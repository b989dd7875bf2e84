"""One file of one video and one audio stream, written so that it plays however it ends."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream

from .sound import RATE, Samples

WIDTH, HEIGHT = 1280, 720
FPS = 25
# A file that is cut off lacks at the most what came since the last key picture.
KEY_SECONDS = 2
SOUND_BITS = 128_000
BT601, LIMITED = 6, 1


@dataclass(frozen=True)
class Format:
    """What is in files of one suffix. `video`: codecs by preference, with their options."""

    video: dict[str, dict[str, str]]
    audio: str
    container: str
    options: dict[str, str]


H264 = {"preset": "veryfast", "crf": "23", "bf": "0"}
VP9 = {"deadline": "realtime", "cpu-used": "8", "row-mt": "1", "crf": "34", "b": "2M"}
FORMATS = {
    # Fragments, each of them whole: there is no index at the end that could be missing.
    ".mp4": Format(
        {"libx264": H264, "libopenh264": {}},
        "aac",
        "mp4",
        {"movflags": "+frag_keyframe+empty_moov+default_base_moof+delay_moov", "flush_packets": "1"},
    ),
    ".webm": Format({"libvpx-vp9": VP9}, "libopus", "webm", {"flush_packets": "1", "cluster_time_limit": "2000"}),
}


class OutputFile:
    """A new file for FFmpeg, which would take a part of its name for a pattern, a protocol or bad UTF-8.

    FileNotFoundError, once somebody has deleted it: all would be written, and lost.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("xb", buffering=0)

    def write(self, data: bytes) -> int:
        if os.fstat(self._file.fileno()).st_nlink == 0:
            raise FileNotFoundError(errno.ENOENT, "deleted while it was recorded", str(self._path))
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()


class Muxer:
    """Pictures are numbered, `FPS` a second; sound comes in blocks of `block` samples. Used by one thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        form = FORMATS[path.suffix]
        codec, options = _video(form, path.suffix)
        self._output = OutputFile(path)
        self._container = av.open(self._output, "w", format=form.container, options=form.options)
        self._video = add_video(self._container, codec, options)
        self._audio = add_audio(self._container, form.audio)
        self.block = self._audio.codec_context.frame_size
        self._sample_format = self._audio.format.name
        self._samples = 0

    def picture(self, number: int, picture: av.VideoFrame) -> None:
        """The picture with this number; numbers that are left out last longer."""
        picture.pts, picture.time_base = number, Fraction(1, FPS)
        self._container.mux(self._video.encode(picture))

    def sound(self, samples: Samples) -> None:
        """The next block, float32 (block, 2)."""
        frame = as_frame(samples, self._sample_format)
        frame.pts, frame.time_base = self._samples, Fraction(1, RATE)
        self._samples += len(samples)
        self._container.mux(self._audio.encode(frame))

    def close(self) -> None:
        try:
            for stream in (self._video, self._audio):
                self._container.mux(stream.encode(None))
        finally:
            try:
                self._container.close()
            finally:
                self._output.close()


def add_video(container: OutputContainer, codec: str, options: dict[str, str]) -> VideoStream:
    """A stream of pictures as cameras have them: 8 bit, limited range, the colours of ITU-R BT.601."""
    stream = cast(VideoStream, container.add_stream(codec, rate=FPS, options=options))
    stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    context = stream.codec_context
    context.gop_size = FPS * KEY_SECONDS
    context.colorspace = context.color_primaries = context.color_trc = BT601
    context.color_range = LIMITED
    return stream


def add_audio(container: OutputContainer, codec: str) -> AudioStream:
    """A stream of sound, whose encoder is open: only then it says how much it takes at once."""
    stream = cast(AudioStream, container.add_stream(codec, rate=RATE, layout="stereo"))
    stream.bit_rate = SOUND_BITS
    stream.codec_context.open()
    return stream


def check_suffix(path: Path) -> None:
    """ValueError, unless it is a format that can be written here."""
    if path.suffix not in FORMATS:
        raise ValueError(f"the name of a recording ends in {' or '.join(FORMATS)}, not {path.name!r}")
    _video(FORMATS[path.suffix], path.suffix)


def _video(form: Format, suffix: str) -> tuple[str, dict[str, str]]:
    for codec, options in form.video.items():
        if codec in av.codecs_available:
            return codec, options
    raise ValueError(f"this PyAV cannot write {suffix} (it has none of {', '.join(form.video)}): try another suffix")


def as_frame(samples: Samples, format: str) -> av.AudioFrame:
    """For an encoder of this format: "fltp", "flt" or "s16"."""
    if format == "fltp":
        array = np.ascontiguousarray(samples.T)
    else:
        array = samples.reshape(1, -1)
        if format == "s16":
            array = (array * 32_767).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(array, format=format, layout="stereo")
    frame.sample_rate = RATE
    return frame
