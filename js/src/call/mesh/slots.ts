/** The kinds of a connection's fixed transceivers, in the order of their m-lines and of SOURCES. */
export const SLOTS = ["audio", "video", "video", "audio"] as const;

export const MICROPHONE = 0;
export const CAMERA = 1;
export const SCREEN = 2;
export const SCREEN_SOUND = 3;

const CODECS = new Set(["opus", "vp8", "rtx"]);
// Constrained baseline, in fragments: the profile that RFC 7742, 6.2 requires.
const H264 = /packetization-mode=1.*profile-level-id=42e01f/i;

/** What every browser and aiortc can do, so that a description is a third as long and as fast to make and to read. */
export function preferredCodecs(kind: (typeof SLOTS)[number]): RTCRtpCodec[] {
  const codecs = RTCRtpReceiver.getCapabilities(kind)?.codecs ?? [];
  // Firefox leaves the feedback lines of those left out in its offer, which Chromium then refuses; its list is short.
  if (globalThis.navigator?.userAgent.includes("Firefox/")) return codecs;
  return codecs.filter(({ mimeType, sdpFmtpLine = "" }) => {
    const name = mimeType.split("/")[1]?.toLowerCase() ?? "";
    return name === "h264" ? H264.test(sdpFmtpLine) : CODECS.has(name);
  });
}
