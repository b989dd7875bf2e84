import { vi } from "vitest";
import { inventory } from "../src/devices/inventory";
import { OwnMedia } from "../src/devices/media";
import type { Processor } from "../src/devices/processing";
import { choices, type Device } from "../src/devices/selection";
import { Room } from "../src/room/room";
import type { ClientMessage } from "../src/wire/protocol.gen";

export const CAMERA: Device = { id: "cam", label: "Cam" };
export const BACK: Device = { id: "back", label: "Back" };
const MIC: Device = { id: "mic", label: "Mic" };
export const HEADSET: Device = { id: "headset", label: "Headset" };
export const settle = () => new Promise((resolve) => setTimeout(resolve));

/** The track of a device. */
export class FakeTrack {
  enabled = true;
  muted = false;
  readyState = "live";
  onended: (() => void) | null = null;
  onmute: (() => void) | null = null;
  onunmute: (() => void) | null = null;

  constructor(
    readonly kind: string,
    readonly device: Device,
    readonly facingMode?: string,
  ) {}

  get label(): string {
    return this.device.label;
  }

  /** As in Chromium, where a track that has ended tells nothing. */
  getSettings() {
    return this.readyState === "live" ? { deviceId: this.device.id, facingMode: this.facingMode } : {};
  }

  clone(): FakeTrack {
    return new FakeTrack(this.kind, this.device);
  }

  stop(): void {
    this.readyState = "ended";
  }
}

/** How the browser answers, and what it was asked for. */
export const browser = {
  /** The name of the error with which a request fails, or null. */
  refuse: (_: MediaStreamConstraints): string | null => null,
  facing: undefined as string | undefined,
  opened: [] as FakeTrack[],
  asked: [] as MediaStreamConstraints[],
};

export let room: Room;
export let media: OwnMedia;
export let sent: ClientMessage[];

export async function getUserMedia(request: MediaStreamConstraints) {
  browser.asked.push(request);
  const error = browser.refuse(request);
  if (error) throw Object.assign(new Error(error), { name: error });
  const { video, audio } = request;
  const camera = () => new FakeTrack("video", device(video, inventory.value.camera, CAMERA), browser.facing);
  const microphone = () => new FakeTrack("audio", device(audio, inventory.value.microphone, MIC));
  const tracks = [...(video ? [camera()] : []), ...(audio ? [microphone()] : [])];
  browser.opened.push(...tracks);
  return { getTracks: () => tracks };
}

function device(
  wanted: boolean | MediaTrackConstraints | undefined,
  there: readonly Device[],
  usual: Device,
): Device {
  return there.find(({ id }) => id === deviceOf(wanted)) ?? usual;
}

/** Which kinds and devices were asked for. */
export const requests = () =>
  browser.asked.map(({ video, audio }) =>
    [video, audio].map((wanted) => wanted && (deviceOf(wanted) ?? "any")),
  );

export function deviceOf(wanted: boolean | MediaTrackConstraints | undefined): string | undefined {
  return (wanted as { deviceId?: { exact: string } } | undefined)?.deviceId?.exact;
}

export function plugged(...cameras: Device[]): void {
  inventory.value = { camera: cameras, microphone: [HEADSET], speaker: [] };
}

/** Somebody in a call, at a browser with a camera and two microphones. */
export function inACall(changed: () => void = () => {}, process?: Processor): void {
  stubBrowser();
  Object.assign(browser, { refuse: () => null, asked: [], opened: [], facing: undefined });
  plugged(CAMERA);
  choices.camera.value = CAMERA;
  choices.microphone.value = "any";
  room = new Room("algebra");
  room.facts.call.value = { id: "main", kind: "main", confirmed: true };
  sent = [];
  media = new OwnMedia(room, (message) => sent.push(message), changed, process);
}

export function gone(): void {
  media.stop();
  media.dispose();
  vi.unstubAllGlobals();
}

function stubBrowser(): void {
  const enumerateDevices = () => new Promise(() => {});
  vi.stubGlobal("isSecureContext", true);
  vi.stubGlobal("document", {});
  vi.stubGlobal("window", { top: null });
  vi.stubGlobal("navigator", {
    userAgent: "",
    mediaDevices: { addEventListener: () => {}, enumerateDevices, getUserMedia },
  });
  vi.stubGlobal(
    "MediaStream",
    class {
      constructor(private readonly tracks: FakeTrack[]) {}
      getVideoTracks = () => this.tracks;
    },
  );
  vi.stubGlobal(
    "AudioContext",
    class {
      createMediaStreamSource = () => ({ connect: () => {}, disconnect: () => {} });
      resume = async () => {};
      close = async () => {};
    },
  );
  vi.stubGlobal("AnalyserNode", class {});
}
