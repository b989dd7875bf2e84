import type { DeviceCode, Missing } from "../common/troubles";
import { inventory, takeInventory } from "./inventory";
import { nameOf } from "./names";
import { withheld } from "./policy";
import { choices, find } from "./selection";
import type { Want } from "./wanted";

/** Why something that was wanted is not there. */
export interface DeviceProblem {
  code: DeviceCode;
  missing: Missing;
}

/** What is used in the place of a chosen device that was not to be had, by their labels. */
export interface Substitute {
  slot: keyof Want;
  chosen: string;
  used: string;
}

interface Opened {
  problem: DeviceProblem | null;
  substitutes: Substitute[];
}

interface Captured {
  tracks: MediaStreamTrack[];
  code: DeviceCode | null;
}

interface CapturePorts {
  /** Whether anybody still waits for it. */
  wanted(): boolean;
  /** The devices that are in use. */
  held: Readonly<Record<keyof Want, string | undefined>>;
  /** Let go of them; false: there is nothing to let go of. */
  release(): boolean;
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
  private requests = 0;
  /** The last request of each whose answer is of no use any more: it was answered, or the device closed since. */
  private readonly over = { camera: 0, microphone: 0 };

  constructor(
    private readonly changed: () => void,
    private readonly lost: (slot: keyof Want, label: string) => void,
  ) {}

  /** Open what is wanted and possible; the answer says what is missing, and why, and what is used in its place. */
  async open(want: Want): Promise<Opened> {
    this.requests += 1;
    const number = this.requests;
    const wanted = (slot: keyof Want) => want[slot] && number > this.over[slot];
    // Read before anything is let go of: a track that has ended does not tell its device in every browser.
    const held = { camera: idOf(this.camera), microphone: idOf(this.microphone) };
    // The cameras of a phone, which tell where they look, can be had only one at a time.
    if (want.camera && this.camera?.getSettings().facingMode) this.halt("camera");
    const { tracks, code } = await capture(want, {
      wanted: () => wanted("camera") || wanted("microphone"),
      held,
      release: () =>
        [want.camera && this.halt("camera"), want.microphone && this.halt("microphone")].includes(true),
    });
    const kept = tracks.filter((track) => wanted(slotOf(track)));
    const lacks = missing({ camera: wanted("camera"), microphone: wanted("microphone") }, kept);
    for (const track of tracks) {
      if (kept.includes(track)) this.keep(track, number);
      else track.stop();
    }
    this.forgetStopped();
    this.changed();
    // From now on the browser tells the names.
    if (tracks.length > 0) void takeInventory();
    return { problem: code && lacks && { code, missing: lacks }, substitutes: kept.flatMap(substitutes) };
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
    this.over[slot] = this.requests;
    this.drop(slot);
  }

  private drop(slot: keyof Want): void {
    this.halt(slot);
    this[slot] = null;
    if (slot === "microphone") this.ear = null;
  }

  /** The device is let go of; its track keeps its place until there is another one. Returns whether it was in use. */
  private halt(slot: keyof Want): boolean {
    const live = this[slot]?.readyState === "live";
    this[slot]?.stop();
    if (slot === "microphone") this.ear?.stop();
    return live;
  }

  /** Nothing has taken the place of what was let go of. */
  private forgetStopped(): void {
    for (const slot of ["camera", "microphone"] as const)
      if (this[slot]?.readyState === "ended") this.drop(slot);
  }

  private keep(track: MediaStreamTrack, number: number): void {
    const slot = slotOf(track);
    this.drop(slot);
    this.over[slot] = number;
    this[slot] = track;
    if (slot === "microphone") {
      this.ear = track.clone();
      track.enabled = !this.muted;
    }
    // By the system or by a switch on the device; the page itself only disables a track.
    track.onmute = track.onunmute = () => this[slot] === track && this.changed();
    // Fired when the device goes away, not when the page stops it.
    track.onended = () => {
      if (this[slot] !== track) return;
      this.drop(slot);
      this.changed();
      this.lost(slot, track.label);
    };
  }
}

/** Whether another device than the chosen one was opened. */
export function isSubstitute(track: MediaStreamTrack): boolean {
  const slot = slotOf(track);
  const choice = choices[slot].value;
  if (typeof choice === "string" || nameOf(slot, track.label) === nameOf(slot, choice.label)) return false;
  return idOf(track) !== idOfChoice(slot);
}

function substitutes(track: MediaStreamTrack): Substitute[] {
  const slot = slotOf(track);
  const choice = choices[slot].value;
  if (typeof choice === "string" || !isSubstitute(track)) return [];
  return [{ slot, chosen: choice.label, used: track.label }];
}

function slotOf({ kind }: MediaStreamTrack): keyof Want {
  return kind === "audio" ? "microphone" : "camera";
}

function idOf(track: MediaStreamTrack | null): string | undefined {
  return track?.getSettings().deviceId;
}

/** One request for all, so that there is one question to the user; where that fails, what is left. */
async function capture(want: Want, ports: CapturePorts): Promise<Captured> {
  if (!navigator.mediaDevices) {
    return { tracks: [], code: isSecureContext ? "no-webrtc" : "insecure-origin" };
  }
  let code: DeviceCode | null = null;
  const refused = new Set<string>();
  for (const attempt of attempts(want, ports.held)) {
    if (!ports.wanted()) break;
    if (refused.has(kindsOf(attempt))) continue;
    try {
      return { tracks: await request(attempt, ports), code };
    } catch (error) {
      // Whoever refuses is not asked again for the same with another device.
      if ((error as DOMException).name === "NotAllowedError") refused.add(kindsOf(attempt));
      // The chosen device is not there, which is why there is a next attempt.
      if (!isOfChoice(error as DOMException, attempt)) code ??= codeOf(error as DOMException);
    }
  }
  return { tracks: [], code };
}

/** What is in use stays in use until the next one is there, but where the system gives only one of them at a time. */
async function request(
  attempt: MediaStreamConstraints,
  { release }: CapturePorts,
): Promise<MediaStreamTrack[]> {
  const ask = async () => (await navigator.mediaDevices.getUserMedia(attempt)).getTracks();
  try {
    return await ask();
  } catch (error) {
    if (codeOf(error as DOMException) === "device-busy" && release()) return ask();
    throw error;
  }
}

/** The chosen ones, then others in the place of one or the other, then only one of the two. */
function attempts({ camera, microphone }: Want, held: CapturePorts["held"]): MediaStreamConstraints[] {
  const videos = camera ? ways("camera", CAMERA, held.camera) : [];
  const audios = microphone ? ways("microphone", MICROPHONE, held.microphone) : [];
  return [
    ...videos.flatMap((video) => audios.map((audio) => ({ video, audio }))),
    ...audios.map((audio) => ({ video: false, audio })),
    ...videos.map((video) => ({ video, audio: false })),
  ];
}

/** The chosen device, then the one that has been in use, then any. */
function ways(
  slot: keyof Want,
  usual: MediaTrackConstraints,
  held: string | undefined,
): MediaTrackConstraints[] {
  const exactly = (id: string) => ({ ...usual, deviceId: { exact: id } });
  const before = held === undefined ? [] : [exactly(held)];
  const id = idOfChoice(slot);
  return id === null ? [usual, ...before] : [exactly(id), ...before, usual];
}

function kindsOf({ video, audio }: MediaStreamConstraints): string {
  return `${Boolean(video)} ${Boolean(audio)}`;
}

function idOfChoice(slot: keyof Want): string | null {
  const choice = choices[slot].value;
  if (typeof choice === "string") return null;
  return find(choice, inventory.value[slot])?.id ?? choice.id;
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
