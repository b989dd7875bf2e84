"""What is told to a browser beyond what aiortc writes, so that its pictures come large and at once."""

from __future__ import annotations

import re
from collections.abc import Mapping

from aiortc import RTCSessionDescription
from aiortc.sdp import SessionDescription

# Chromium starts at 300 kbit/s, which is 320x180; 720p needs this much. The place for a figure by path.
START_KBIT = 2500

ABS_SEND_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"


def for_browser(sdp: str) -> str:
    """A description as a browser is to get it."""
    return with_start_bitrate(without_estimates(sdp), START_KBIT)


def as_negotiated(offer: RTCSessionDescription, before: RTCSessionDescription) -> RTCSessionDescription:
    """A later offer, with the numbers that codecs and header extensions have in this connection.

    aiortc numbers them anew in every offer; to a browser one number with two meanings is an error (RFC 8843, 9.1).
    """
    description = SessionDescription.parse(offer.sdp)
    known = {media.kind: media for media in reversed(SessionDescription.parse(before.sdp).media)}
    for media in description.media:
        media.fmt = known[media.kind].fmt
        media.rtp.codecs = known[media.kind].rtp.codecs
        media.rtp.headerExtensions = known[media.kind].rtp.headerExtensions
    return RTCSessionDescription(str(description), offer.type)


def video_codecs(sdp: str) -> list[str]:
    """The names of codecs of the first video section, in small letters, the one that its sender prefers first."""
    section = next((section for section in _sections(sdp) if section.startswith("m=video")), "m=video")
    names = dict(re.findall(r"^a=rtpmap:(\d+) ([^/\r]+)", section, flags=re.MULTILINE))
    payloads = section.splitlines()[0].split()[3:]
    return [*dict.fromkeys(names[payload].lower() for payload in payloads if payload in names)]


def without_estimates(sdp: str) -> str:
    """No abs-send-time, and so no estimates by the receiver: aiortc's make two pictures at once collapse."""
    return re.sub(rf"a=extmap:\d+(?:/\w+)? {re.escape(ABS_SEND_TIME)}\r\n", "", sdp)


def with_start_bitrate(sdp: str, kbit: int) -> str:
    """What Chromium begins with, for every codec of every video section."""
    head, *sections = _sections(sdp)
    return head + "".join(_start(section, kbit) if section.startswith("m=video") else section for section in sections)


def with_streams(sdp: str, streams: Mapping[str, str]) -> str:
    """What is published under the names of its streams, by the ids of sections; aiortc makes up others."""
    return "".join(_with_stream(section, streams) for section in _sections(sdp))


def _sections(sdp: str) -> list[str]:
    """What is said of all, then each section."""
    return re.split(r"(?=^m=)", sdp, flags=re.MULTILINE)


def _with_stream(section: str, streams: Mapping[str, str]) -> str:
    mid = re.search(r"^a=mid:(\S+)", section, flags=re.MULTILINE)
    stream = streams.get(mid[1]) if mid else None
    return re.sub(r"^a=msid:\S+ ", f"a=msid:{stream} ", section, flags=re.MULTILINE) if stream else section


def _start(section: str, kbit: int) -> str:
    for payload in re.findall(r"^a=rtpmap:(\d+) ", section, flags=re.MULTILINE):
        section = _with_parameter(section, payload, f"x-google-start-bitrate={kbit}")
    return section


def _with_parameter(section: str, payload: str, parameter: str) -> str:
    line = re.compile(rf"^(a=fmtp:{payload} [^\r]*)", re.MULTILINE)
    if line.search(section):
        return line.sub(rf"\g<1>;{parameter}", section)
    named = re.compile(rf"^(a=rtpmap:{payload} [^\r]*\r\n)", re.MULTILINE)
    return named.sub(rf"\g<1>a=fmtp:{payload} {parameter}\r\n", section)
