"""What each person's camera and microphone give: a colour with a number and a bar that travels, and a beeping tone."""

from __future__ import annotations

import math
import wave
from array import array
from dataclasses import dataclass
from pathlib import Path

WIDTH, HEIGHT, RATE = 320, 240, 10
BAR, STEP = 32, 8
PICTURES = WIDTH // STEP
# A picture's number, most significant bit first, in blocks along its upper edge.
BITS, BLOCK = 10, 32
SAMPLES = 48_000

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Look:
    """How to tell a person: by an average colour (None: the browser's own test picture) and a tone in hertz."""

    colour: Colour | None
    tone: int


LOOKS = {
    "Ana": Look((200, 40, 40), 440),
    "Bo": Look((40, 150, 60), 660),
    "Cy": Look((50, 70, 200), 880),
    "Fay": Look(None, 880),
}
# More people than a machine has memory for browsers: they share one with somebody, and that one's devices.
SHARES_BROWSER_WITH = {"Dee": "Ana", "Eli": "Bo", "Gus": "Ana", "Hal": "Bo", "Ida": "Ana"}
LOOKS |= {name: LOOKS[host] for name, host in SHARES_BROWSER_WITH.items()}


@dataclass(frozen=True)
class Devices:
    """Files that Chromium plays, again and again, as a camera and as a microphone."""

    camera: Path
    microphone: Path


def record(name: str, folder: Path, rate: int = RATE) -> Devices:
    look = LOOKS[name]
    devices = Devices(folder / f"{name}.y4m", folder / f"{name}.wav")
    devices.camera.write_bytes(film(look.colour or (128, 128, 128), rate))
    beeps(devices.microphone, look.tone)
    return devices


def film(colour: Colour, rate: int = RATE) -> bytes:
    """A YUV4MPEG2 film of a white bar that crosses the picture once; each picture has its number."""
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{rate}:1 Ip A1:1 C420\n".encode()
    return head + b"".join(_frame(_yuv(colour), number) for number in range(PICTURES))


def beeps(path: Path, tone: int) -> None:
    """A second of two beeps; the pauses keep noise suppression from taking the tone for a hum."""
    period = SAMPLES // 2
    loud = period * 3 // 5
    beep = (int(12_000 * math.sin(2 * math.pi * tone * i / SAMPLES)) for i in range(loud))
    samples = array("h", beep) + array("h", bytes(2 * (period - loud)))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLES)
        file.writeframes((samples + samples).tobytes())


def _frame(yuv: Colour, number: int) -> bytes:
    y, u, v = yuv
    start, rest = number * STEP, HEIGHT - BLOCK
    grey = bytes([128]) * (WIDTH // 2 * BLOCK // 2)
    planes = (
        _stamp(number) * BLOCK + _row(WIDTH, start, BAR, y, 235) * rest,
        grey + _row(WIDTH // 2, start // 2, BAR // 2, u, 128) * (rest // 2),
        grey + _row(WIDTH // 2, start // 2, BAR // 2, v, 128) * (rest // 2),
    )
    return b"FRAME\n" + b"".join(planes)


def _stamp(number: int) -> bytes:
    bits = (number >> bit & 1 for bit in reversed(range(BITS)))
    return b"".join(bytes([235 if bit else 16]) * BLOCK for bit in bits)


def _row(width: int, start: int, length: int, ground: int, bar: int) -> bytes:
    row = bytearray([ground]) * width
    for x in range(start, start + length):
        row[x % width] = bar
    return bytes(row)


def _yuv(colour: Colour) -> Colour:
    """Rec. ITU-R BT.601, studio range."""
    r, g, b = (value / 255 for value in colour)
    return (
        round(16 + 65.481 * r + 128.553 * g + 24.966 * b),
        round(128 - 37.797 * r - 74.203 * g + 112.0 * b),
        round(128 + 112.0 * r - 93.786 * g - 18.214 * b),
    )
