import type { DeviceCode, Missing } from "./words";

export interface Want {
  camera: boolean;
  microphone: boolean;
}

/** Why something that was wanted is not there. */
export interface DeviceProblem {
  code: DeviceCode;
  missing: Missing;
}

interface Captured {
  tracks: MediaStreamTrack[];
  code: DeviceCode | null;
}

const CODES: Partial<Record<string, DeviceCode>> = {
  NotAllowedError: "permission-denied",
  SecurityError: "permission-denied",
  NotFoundError: "no-device",
  NotReadableError: "device-busy",
  AbortError: "device-busy",
  OverconstrainedError: "device-unsuitable",
};

const CAMERA: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30 },
};
const MICROPHONE: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};

/** One's own camera and microphone. A camera that is off is closed, so that its light goes out. */
export class Devices {
  camera: MediaStreamTrack | null = null;
  microphone: MediaStreamTrack | null = null;
  // What a device answers after everything was stopped is not wanted any more.
  private epoch = 0;

  constructor(
    private readonly changed: () => void,
    private readonly lost: (problem: DeviceProblem) => void,
  ) {}

  /** Open what is wanted and possible; the answer says what is missing, and why. */
  async open(want: Want): Promise<DeviceProblem | null> {
    const epoch = this.epoch;
    const { tracks, code } = await capture(want, () => epoch === this.epoch);
    if (epoch !== this.epoch) {
      for (const track of tracks) track.stop();
      return null;
    }
    for (const track of tracks) this.keep(track);
    this.changed();
    return code && { code, missing: missing(want, tracks) };
  }

  mute(muted: boolean): void {
    if (this.microphone) this.microphone.enabled = !muted;
    this.changed();
  }

  closeCamera(): void {
    this.camera?.stop();
    this.camera = null;
    this.changed();
  }

  stop(): void {
    this.epoch += 1;
    this.camera?.stop();
    this.microphone?.stop();
    this.camera = this.microphone = null;
    this.changed();
  }

  private keep(track: MediaStreamTrack): void {
    const slot = track.kind === "audio" ? "microphone" : "camera";
    this[slot]?.stop();
    this[slot] = track;
    // Fired when the device goes away, not when the page stops it.
    track.onended = () => {
      if (this[slot] !== track) return;
      this[slot] = null;
      this.changed();
      this.lost({ code: "device-lost", missing: slot });
    };
  }
}

/** One request for all, so that there is one question to the user; where that fails, what is left. */
async function capture(want: Want, wanted: () => boolean): Promise<Captured> {
  if (!navigator.mediaDevices) {
    return { tracks: [], code: isSecureContext ? "no-webrtc" : "insecure-origin" };
  }
  let code: DeviceCode | null = null;
  for (const attempt of attempts(want)) {
    if (!wanted()) break;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        video: attempt.camera && CAMERA,
        audio: attempt.microphone && MICROPHONE,
      });
      return { tracks: stream.getTracks(), code };
    } catch (error) {
      code ??= CODES[(error as DOMException).name] ?? "device-failed";
    }
  }
  return { tracks: [], code };
}

function attempts(want: Want): Want[] {
  if (!want.camera || !want.microphone) return [want];
  return [want, { camera: false, microphone: true }, { camera: true, microphone: false }];
}

function missing(want: Want, tracks: MediaStreamTrack[]): Missing {
  const got = new Set(tracks.map(({ kind }) => kind));
  const camera = want.camera && !got.has("video");
  const microphone = want.microphone && !got.has("audio");
  if (camera && microphone) return "camera or microphone";
  return camera ? "camera" : "microphone";
}
