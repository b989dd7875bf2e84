import { signal } from "@preact/signals";
import type { Device, Slot } from "./selection";

export type Inventory = Readonly<Record<Slot, readonly Device[]>>;

// Chromium's two entries that stand for others.
const DEFAULT = "default";
const ALIASES = new Set([DEFAULT, "communications"]);

const KINDS: Record<Slot, MediaDeviceKind> = {
  camera: "videoinput",
  microphone: "audioinput",
  speaker: "audiooutput",
};

/** What is plugged in, as far as the browser tells: before it was allowed to use them, not even names. */
export const inventory = signal<Inventory>({ camera: [], microphone: [], speaker: [] });

/** The labels of what the browser takes where nothing is chosen, as far as it tells. */
export const defaults = signal<Readonly<Record<Slot, string>>>({ camera: "", microphone: "", speaker: "" });

let watching = false;

/** Keep the inventory up to date from here on. */
export function watchInventory(): void {
  if (watching || !globalThis.navigator?.mediaDevices) return;
  watching = true;
  navigator.mediaDevices.addEventListener("devicechange", () => void takeInventory());
  void takeInventory();
}

export async function takeInventory(): Promise<void> {
  const all = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  inventory.value = {
    camera: ofKind(all, KINDS.camera),
    microphone: ofKind(all, KINDS.microphone),
    speaker: ofKind(all, KINDS.speaker),
  };
  defaults.value = {
    camera: defaultOf(all, KINDS.camera),
    microphone: defaultOf(all, KINDS.microphone),
    speaker: defaultOf(all, KINDS.speaker),
  };
}

/** Chromium has an entry of its own for it. Elsewhere the first camera and the first microphone are it, as the standard says. */
function defaultOf(all: readonly MediaDeviceInfo[], kind: MediaDeviceKind): string {
  const devices = all.filter((device) => device.kind === kind);
  const first = kind === KINDS.speaker ? undefined : devices[0];
  return (devices.find(({ deviceId }) => deviceId === DEFAULT) ?? first)?.label ?? "";
}

function ofKind(all: readonly MediaDeviceInfo[], kind: MediaDeviceKind): Device[] {
  return all
    .filter((device) => device.kind === kind && device.deviceId && !ALIASES.has(device.deviceId))
    .map(({ deviceId, label }) => ({ id: deviceId, label }));
}
