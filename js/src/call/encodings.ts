import { type Encoding, enough, type Share } from "./budget";
import { CAMERA, MICROPHONE, SCREEN, SCREEN_SOUND } from "./slots";

// Chromium starts at 300 kbit/s, and drops the first pictures if it finds them too large for that.
const START_HEIGHT = 360;
const VOICE = 32_000;

type Tracks = readonly (MediaStreamTrack | null)[];

/** How the tracks that one sends to a peer are encoded. */
export class Encodings {
  private ceiling = START_HEIGHT;
  private readonly queues = new WeakMap<RTCRtpSender, Promise<void>>();

  /** `arrays`: whether a kernel reads them, to which fewer pictures are better than smaller ones. */
  constructor(private readonly arrays: () => boolean) {}

  /** The first pictures are through: what follows may be as high as the share allows. */
  grow(): void {
    this.ceiling = Number.POSITIVE_INFINITY;
  }

  apply(senders: readonly RTCRtpSender[], tracks: Tracks, share: Share | null): void {
    for (const slot of [MICROPHONE, SCREEN_SOUND]) this.tune(senders[slot], voice);
    if (!share) return;
    // A kernel's answer has Chromium start high enough.
    const ceiling = this.arrays() ? Number.POSITIVE_INFINITY : this.ceiling;
    const camera = tracks[CAMERA] ?? null;
    this.tune(senders[CAMERA], picture(sparing(share.camera, camera), camera, ceiling));
    this.tune(senders[SCREEN], picture(share.screen, tracks[SCREEN] ?? null, Number.POSITIVE_INFINITY));
  }

  /** Parameters are set one after the other: a sender refuses to be told twice at once. */
  private tune(sender: RTCRtpSender | undefined, wanted: RTCRtpEncodingParameters): void {
    if (!sender) return;
    const before = this.queues.get(sender) ?? Promise.resolve();
    this.queues.set(
      sender,
      before.then(() => set(sender, wanted, this.arrays() && sender.track?.kind === "video")),
    );
  }
}

const voice: RTCRtpEncodingParameters = { maxBitrate: VOICE, priority: "high", networkPriority: "high" };

function taken(track: MediaStreamTrack | null): number {
  return track?.getSettings().height ?? 0;
}

/** The pictures of a small camera get no better by the bits of large ones, and cost whoever reads them more. */
function sparing(share: Encoding, track: MediaStreamTrack | null): Encoding {
  const { width = 0, height = 0 } = track?.getSettings() ?? {};
  const size = width * height;
  return size > 0 ? { ...share, bits: Math.min(share.bits, enough(size)) } : share;
}

function picture(
  { active, bits, height, frames }: Encoding,
  track: MediaStreamTrack | null,
  ceiling: number,
): RTCRtpEncodingParameters {
  return {
    active,
    scaleResolutionDownBy: Math.max(1, taken(track) / Math.min(height, ceiling)),
    maxFramerate: frames,
    ...(bits > 0 && { maxBitrate: bits }),
  };
}

async function set(sender: RTCRtpSender, wanted: RTCRtpEncodingParameters, whole: boolean): Promise<void> {
  const parameters = sender.getParameters();
  const changed = parameters.encodings.filter((encoding) => !has(encoding, wanted));
  const preference = whole ? "maintain-resolution" : parameters.degradationPreference;
  if (changed.length === 0 && preference === parameters.degradationPreference) return;
  if (preference) parameters.degradationPreference = preference;
  for (const encoding of changed) Object.assign(encoding, wanted);
  // A connection that was closed meanwhile has nothing to set.
  await sender.setParameters(parameters).catch(() => {});
}

function has(encoding: RTCRtpEncodingParameters, wanted: RTCRtpEncodingParameters): boolean {
  const keys = Object.keys(wanted) as (keyof RTCRtpEncodingParameters)[];
  return keys.every((key) => encoding[key] === wanted[key]);
}
