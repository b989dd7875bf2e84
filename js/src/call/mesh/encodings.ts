import { type Encoding, enough, type Share } from "./budget";
import { CAMERA, MICROPHONE, SCREEN, SCREEN_SOUND } from "./slots";

// Chromium starts at 300 kbit/s, and drops the first pictures if it finds them too large for that.
const START_HEIGHT = 360;
const VOICE = 32_000;

type Tracks = readonly (MediaStreamTrack | null)[];

interface Wanted {
  encoding: RTCRtpEncodingParameters;
  /** Pictures as large as they are taken, should there be too few bits for as many. */
  whole: boolean;
}

/** How the tracks that one sends to a peer are encoded. */
export class Encodings {
  private ceiling = START_HEIGHT;
  private readonly told = new WeakMap<RTCRtpSender, string>();
  private readonly queues = new WeakMap<RTCRtpSender, Promise<void>>();

  /** `arrays`: whether a kernel reads them, to which fewer pictures are better than smaller ones. */
  constructor(private readonly arrays: () => boolean) {}

  /** The first pictures are through: what follows may be as high as the share allows. */
  grow(): void {
    this.ceiling = Number.POSITIVE_INFINITY;
  }

  apply(senders: readonly RTCRtpSender[], tracks: Tracks, share: Share | null): void {
    // What sends nothing needs no parameters: each look at a sender's waits for the browser's other threads.
    const tune = (slot: number, encoding: (track: MediaStreamTrack) => RTCRtpEncodingParameters) => {
      const [sender, track] = [senders[slot], tracks[slot]];
      const whole = this.arrays() && track?.kind === "video";
      if (sender && track) this.tune(sender, { encoding: encoding(track), whole });
    };
    for (const slot of [MICROPHONE, SCREEN_SOUND])
      tune(slot, () => ({ ...voice, active: share?.sound ?? true }));
    if (!share) return;
    // A kernel's answer has Chromium start high enough.
    const ceiling = this.arrays() ? Number.POSITIVE_INFINITY : this.ceiling;
    tune(CAMERA, (camera) => picture(sparing(share.camera, camera), camera, ceiling));
    tune(SCREEN, (screen) => picture(share.screen, screen, Number.POSITIVE_INFINITY));
  }

  /** Parameters are set one after the other: a sender refuses to be told twice at once. */
  private tune(sender: RTCRtpSender, wanted: Wanted): void {
    const told = JSON.stringify(wanted);
    if (told === this.told.get(sender)) return;
    this.told.set(sender, told);
    const before = this.queues.get(sender) ?? Promise.resolve();
    const setting = before.then(() => set(sender, wanted));
    // A connection that was closed meanwhile has nothing to set; any other is told again.
    this.queues.set(
      sender,
      setting.catch(() => void this.told.delete(sender)),
    );
  }
}

const voice: RTCRtpEncodingParameters = { maxBitrate: VOICE, priority: "high", networkPriority: "high" };

/** The pictures of a small camera get no better by the bits of large ones, and cost their reader more. */
function sparing(share: Encoding, track: MediaStreamTrack): Encoding {
  const { width = 0, height = 0 } = track.getSettings();
  const size = width * height;
  return size > 0 ? { ...share, bits: Math.min(share.bits, enough(size)) } : share;
}

function picture(
  { active, bits, height, frames }: Encoding,
  track: MediaStreamTrack,
  ceiling: number,
): RTCRtpEncodingParameters {
  const { height: taken = 0 } = track.getSettings();
  return {
    active,
    scaleResolutionDownBy: Math.max(1, taken / Math.min(height, ceiling)),
    maxFramerate: frames,
    ...(bits > 0 && { maxBitrate: bits }),
  };
}

async function set(sender: RTCRtpSender, { encoding, whole }: Wanted): Promise<void> {
  const parameters = sender.getParameters();
  if (whole) parameters.degradationPreference = "maintain-resolution";
  for (const one of parameters.encodings) Object.assign(one, encoding);
  await sender.setParameters(parameters);
}
