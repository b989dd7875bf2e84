"""Small files of people's: films, sounds and images, whole and broken."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from jupyter_videoroom.kernel.sources.kinds import PICTURES, SOUNDS, open_source
from jupyter_videoroom.kernel.sources.shots import Request

from .published import BLUE, GREEN, RED, same

WHITE = (255, 255, 255)
SIZE = 64, 48
CODECS = {".webm": ("libvpx", "libopus"), ".ogg": ("libvpx", "libopus"), ".ts": ("libx264", "aac")}


def quarters(width: int = 64, height: int = 48) -> NDArray[np.uint8]:
    """Red and green above, blue and white below."""
    array = np.empty((height, width, 3), np.uint8)
    array[: height // 2, : width // 2], array[: height // 2, width // 2 :] = RED, GREEN
    array[height // 2 :, : width // 2], array[height // 2 :, width // 2 :] = BLUE, WHITE
    return array


def corners(frame: Any) -> str:
    """The colours of the four quarters, line by line, by their first letters."""
    array = frame.to_ndarray(format="rgb24")
    height, width = array.shape[:2]
    at = [(y, x) for y in (height // 4, height * 3 // 4) for x in (width // 4, width * 3 // 4)]
    names = {"r": RED, "g": GREEN, "b": BLUE, "w": WHITE}
    return "".join(next((name for name in names if same(list(array[y, x]), names[name], 60)), "?") for y, x in at)


def numbered(number: int, width: int = 64, height: int = 48) -> NDArray[np.uint8]:
    """A grey that tells which picture it is: up to 60 of them."""
    return np.full((height, width, 3), 8 + 4 * number, np.uint8)


def number_of(frame: Any) -> int:
    return round((float(frame.to_ndarray(format="rgb24").mean()) - 8) / 4)


def tone(seconds: float, hertz: float, rate: int, channels: int = 1) -> NDArray[np.int16]:
    moments = np.arange(round(rate * seconds)) / rate
    wave = (16_000 * np.sin(2 * np.pi * hertz * moments)).astype(np.int16)
    return np.repeat(wave[:, None], channels, 1)


def write_film(
    path: Path,
    pictures: Iterable[NDArray[np.uint8]],
    times: Callable[[int], float] | None = None,
    sound: NDArray[np.int16] | None = None,
    rate: int = 10,
    ratio: Fraction | None = None,
) -> Path:
    """A film, picture `n` at `times(n)` seconds, with sound at 48 kHz if there is any."""
    codec, audio = CODECS.get(path.suffix, ("mpeg4", "aac"))
    arrays, packets = list(pictures), []
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream(codec, rate=rate)
        stream.height, stream.width = arrays[0].shape[:2]
        stream.pix_fmt, stream.bit_rate, stream.codec_context.gop_size = "yuv420p", 2_000_000, 1
        stream.codec_context.time_base = Fraction(1, 1000)
        if ratio:
            stream.codec_context.sample_aspect_ratio = ratio
        voice: Any = None if sound is None else container.add_stream(audio, rate=48_000, layout="stereo")
        for number, array in enumerate(arrays):
            frame = av.VideoFrame.from_ndarray(array, format="rgb24").reformat(format="yuv420p")
            frame.pts, frame.time_base = round(1000 * (times(number) if times else number / rate)), Fraction(1, 1000)
            packets += stream.encode(frame)
        packets += stream.encode(None)
        packets += [] if sound is None else _encoded(voice, sound)
        for packet in sorted(packets, key=lambda packet: packet.dts * packet.time_base):
            container.mux(packet)
    return path


def _encoded(stream: Any, samples: NDArray[np.int16]) -> Iterator[Any]:
    channels = samples.shape[1]
    layout = {1: "mono", 2: "stereo"}[channels]
    for at in range(0, len(samples), 960):
        frame = av.AudioFrame.from_ndarray(samples[at : at + 960].reshape(1, -1), format="s16", layout=layout)
        frame.sample_rate, frame.pts, frame.time_base = stream.rate, at, Fraction(1, stream.rate)
        yield from stream.encode(frame)
    yield from stream.encode(None)


def write_sound(path: Path, samples: NDArray[np.int16], rate: int = 44_100) -> Path:
    codec = {".mp3": "libmp3lame", ".wav": "pcm_s16le", ".ogg": "libopus", ".flac": "flac"}[path.suffix]
    layout = {1: "mono", 2: "stereo"}[samples.shape[1]]
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream(codec, rate=rate, layout=layout)
        for packet in _encoded(stream, samples):
            container.mux(packet)
    return path


def turned(path: Path, matrix: tuple[int, int, int, int]) -> Path:
    """The display matrix of an MP4's track: (a, b, c, d), where a pixel at (x, y) is seen at (ax + cy, bx + dy)."""
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 44
    a, b, c, d = (value << 16 for value in matrix)
    data[at : at + 36] = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    path.write_bytes(data)
    return path


def pictures(source: object) -> list[tuple[Any, float]]:
    """All of a source's pictures, each with its seconds."""
    return list(open_source(source, Request(), PICTURES))


def heard(source: object) -> NDArray[np.int16]:
    """All of a source's sound, at 48 kHz, one channel."""
    return np.concatenate([block for block, _ in open_source(source, Request(), SOUNDS)])[:, 0]


def hertz(samples: NDArray[Any]) -> float:
    """The loudest pitch, at 48 kHz."""
    return float(np.argmax(np.abs(np.fft.rfft(samples * np.hanning(len(samples))))) * 48_000 / len(samples))
