import type { DeviceCode, Missing } from "../common/troubles";
import { inventory, takeInventory } from "./inventory";
import { withheld } from "./policy";
import { choices, find } from "./selection";
import type { Want } from "./wanted";

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
  /** The microphone for the page alone: it hears what the others do not while one is muted. */
  ear: MediaStreamTrack | null = null;
  private muted = false;
  // What a device answers after it was closed is not wanted any more.
  private readonly closings = { camera: 0, microphone: 0 };

  constructor(
    private readonly changed: () => void,
    private readonly lost: (slot: keyof Want, label: string) => void,
  ) {}

  /** Open what is wanted and possible; the answer says what is missing, and why. */
  async open(want: Want): Promise<DeviceProblem | null> {
    const before = { ...this.closings };
    const wanted = (slot: keyof Want) => want[slot] && this.closings[slot] === before[slot];
    const { tracks, code } = await capture(want, () => wanted("camera") || wanted("microphone"));
    for (const track of tracks) {
      if (wanted(slotOf(track))) this.keep(track);
      else track.stop();
    }
    this.changed();
    // From now on the browser tells the names.
    if (tracks.length > 0) void takeInventory();
    const lacks = missing({ camera: wanted("camera"), microphone: wanted("microphone") }, tracks);
    return code && lacks && { code, missing: lacks };
  }

  mute(muted: boolean): void {
    this.muted = muted;
    if (this.microphone) this.microphone.enabled = !muted;
    this.changed();
  }

  close(slot: keyof Want): void {
    this.shut(slot);
    this.changed();
  }

  stop(): void {
    this.muted = false;
    this.shut("camera");
    this.shut("microphone");
    this.changed();
  }

  private shut(slot: keyof Want): void {
    this.closings[slot] += 1;
    this.drop(slot);
  }

  private drop(slot: keyof Want): void {
    this[slot]?.stop();
    this[slot] = null;
    if (slot === "camera") return;
    this.ear?.stop();
    this.ear = null;
  }

  private keep(track: MediaStreamTrack): void {
    const slot = slotOf(track);
    this.drop(slot);
    this[slot] = track;
    if (slot === "microphone") {
      this.ear = track.clone();
      track.enabled = !this.muted;
    }
    // Fired when the device goes away, not when the page stops it.
    track.onended = () => {
      if (this[slot] !== track) return;
      this.close(slot);
      this.lost(slot, track.label);
    };
  }
}

function slotOf({ kind }: MediaStreamTrack): keyof Want {
  return kind === "audio" ? "microphone" : "camera";
}

/** One request for all, so that there is one question to the user; where that fails, what is left. */
async function capture(want: Want, wanted: () => boolean): Promise<Captured> {
  if (!navigator.mediaDevices) {
    return { tracks: [], code: isSecureContext ? "no-webrtc" : "insecure-origin" };
  }
  let code: DeviceCode | null = null;
  const refused = new Set<string>();
  for (const attempt of attempts(want)) {
    if (!wanted()) break;
    if (refused.has(kindsOf(attempt))) continue;
    try {
      const stream = await navigator.mediaDevices.getUserMedia(attempt);
      return { tracks: stream.getTracks(), code };
    } catch (error) {
      // Whoever refuses is not asked again for the same with another device.
      if ((error as DOMException).name === "NotAllowedError") refused.add(kindsOf(attempt));
      // The chosen device is not there, which is why there is a next attempt.
      if (!isOfChoice(error as DOMException, attempt)) code ??= codeOf(error as DOMException);
    }
  }
  return { tracks: [], code };
}

/** The chosen ones, then any in the place of one or the other, then only one of the two. */
function attempts({ camera, microphone }: Want): MediaStreamConstraints[] {
  const videos = camera ? ways("camera", CAMERA) : [];
  const audios = microphone ? ways("microphone", MICROPHONE) : [];
  return [
    ...videos.flatMap((video) => audios.map((audio) => ({ video, audio }))),
    ...audios.map((audio) => ({ video: false, audio })),
    ...videos.map((video) => ({ video, audio: false })),
  ];
}

/** The chosen device, then any. */
function ways(slot: keyof Want, usual: MediaTrackConstraints): MediaTrackConstraints[] {
  const choice = chosen(slot);
  return choice ? [{ ...usual, ...choice }, usual] : [usual];
}

function kindsOf({ video, audio }: MediaStreamConstraints): string {
  return `${Boolean(video)} ${Boolean(audio)}`;
}

function chosen(slot: keyof Want): MediaTrackConstraints | null {
  const choice = choices[slot].value;
  if (typeof choice === "string") return null;
  return { deviceId: { exact: find(choice, inventory.value[slot])?.id ?? choice.id } };
}

function isOfChoice({ name }: DOMException, { video, audio }: MediaStreamConstraints): boolean {
  const named = [video, audio].some((constraints) => typeof constraints === "object" && constraints.deviceId);
  return named && name === "OverconstrainedError";
}

function codeOf({ name }: DOMException): DeviceCode {
  const code = CODES[name] ?? "device-failed";
  // Where the browser does not say, being inside another page must do.
  const blocked = withheld("camera", "microphone") ?? window !== window.top;
  return code === "permission-denied" && blocked ? "blocked-by-page" : code;
}

function missing(want: Want, tracks: MediaStreamTrack[]): Missing | null {
  const got = new Set(tracks.map(({ kind }) => kind));
  const camera = want.camera && !got.has("video");
  const microphone = want.microphone && !got.has("audio");
  if (camera && microphone) return "camera or microphone";
  if (camera) return "camera";
  return microphone ? "microphone" : null;
}
