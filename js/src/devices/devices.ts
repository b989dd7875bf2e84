import type { DeviceCode, Missing } from "../common/troubles";
import { capture, idOfChoice } from "./capture";
import { takeInventory } from "./inventory";
import { nameOf } from "./names";
import type { Want } from "./selection";
import { choices } from "./selection";

/** Why something that was wanted is not there. */
export interface DeviceProblem {
  code: DeviceCode;
  missing: Missing;
}

/** What is used in the place of a chosen device that did not open, by their labels. */
export interface Substitute {
  slot: keyof Want;
  chosen: string;
  used: string;
}

const SLOTS = ["camera", "microphone"] as const;

interface Opened {
  problem: DeviceProblem | null;
  substitutes: Substitute[];
}

/** One's own camera and microphone. A camera that is off is closed, so that its light goes out. */
export class Devices {
  camera: MediaStreamTrack | null = null;
  microphone: MediaStreamTrack | null = null;
  /** A copy of the microphone's track that stays on while the microphone is muted: only the page's own meter gets it. */
  monitor: MediaStreamTrack | null = null;
  private muted = false;
  private requests = 0;
  /** By slot, the last request whose answer is of no use any more: a later one was answered, or the device closed since. */
  private readonly outdated = { camera: 0, microphone: 0 };

  constructor(
    private readonly changed: () => void,
    private readonly lost: (slot: keyof Want, label: string) => void,
  ) {}

  /** Open what is wanted and possible; the answer says what is missing, and why, and what is used in its place. */
  async open(want: Want): Promise<Opened> {
    this.requests += 1;
    const request = this.requests;
    const wanted = (slot: keyof Want) => want[slot] && request > this.outdated[slot];
    // Read before anything is stopped: a track that has ended does not tell its device in every browser.
    const inUse = { camera: idOf(this.camera), microphone: idOf(this.microphone) };
    // The cameras of a phone, which tell where they look, can be had only one at a time.
    if (want.camera && this.camera?.getSettings().facingMode) this.stopTrack("camera");
    const { tracks, code } = await capture(want, {
      wanted: () => wanted("camera") || wanted("microphone"),
      inUse,
      release: () => SLOTS.filter((slot) => want[slot] && this.stopTrack(slot)).length > 0,
    });
    const kept = tracks.filter((track) => wanted(slotOf(track)));
    const lacks = missing({ camera: wanted("camera"), microphone: wanted("microphone") }, kept);
    for (const track of tracks) {
      if (kept.includes(track)) this.use(track, request);
      else track.stop();
    }
    this.removeEnded();
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

  /** Close these; what was asked for before opens none of them any more. */
  close(...slots: (keyof Want)[]): void {
    for (const slot of slots) {
      this.outdated[slot] = this.requests;
      this.remove(slot);
    }
    this.changed();
  }

  stop(): void {
    this.muted = false;
    this.close(...SLOTS);
  }

  private remove(slot: keyof Want): void {
    this.stopTrack(slot);
    this[slot] = null;
    if (slot === "microphone") this.monitor = null;
  }

  /** Close the device, and keep its track until another one takes the place. Returns whether it was open. */
  private stopTrack(slot: keyof Want): boolean {
    const live = this[slot]?.readyState === "live";
    this[slot]?.stop();
    if (slot === "microphone") this.monitor?.stop();
    return live;
  }

  /** No other track has taken the place of what was stopped. */
  private removeEnded(): void {
    for (const slot of SLOTS) if (this[slot]?.readyState === "ended") this.remove(slot);
  }

  private use(track: MediaStreamTrack, request: number): void {
    const slot = slotOf(track);
    this.remove(slot);
    this.outdated[slot] = request;
    this[slot] = track;
    if (slot === "microphone") {
      this.monitor = track.clone();
      track.enabled = !this.muted;
    }
    // By the system or by a switch on the device; the page itself only disables a track.
    track.onmute = track.onunmute = () => this[slot] === track && this.changed();
    // Fired when the device goes away, not when the page stops it.
    track.onended = () => {
      if (this[slot] !== track) return;
      this.remove(slot);
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

function missing(want: Want, tracks: MediaStreamTrack[]): Missing | null {
  const got = new Set(tracks.map(({ kind }) => kind));
  const camera = want.camera && !got.has("video");
  const microphone = want.microphone && !got.has("audio");
  if (camera && microphone) return "camera or microphone";
  if (camera) return "camera";
  return microphone ? "microphone" : null;
}
