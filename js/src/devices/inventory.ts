import { signal } from "@preact/signals";
import type { Device, Slot } from "./selection";

type Inventory = Readonly<Record<Slot, readonly Device[]>>;

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
  const bySlot = <Value>(read: (devices: readonly MediaDeviceInfo[], slot: Slot) => Value) => {
    const of = (slot: Slot) =>
      read(
        all.filter(({ kind }) => kind === KINDS[slot]),
        slot,
      );
    return { camera: of("camera"), microphone: of("microphone"), speaker: of("speaker") };
  };
  inventory.value = bySlot(named);
  defaults.value = bySlot(defaultOf);
}

/** Chromium has an entry of its own for it. Elsewhere the first camera and the first microphone are it, as the standard says. */
function defaultOf(devices: readonly MediaDeviceInfo[], slot: Slot): string {
  const first = slot === "speaker" ? undefined : devices[0];
  return (devices.find(({ deviceId }) => deviceId === DEFAULT) ?? first)?.label ?? "";
}

function named(devices: readonly MediaDeviceInfo[]): Device[] {
  return devices
    .filter(({ deviceId }) => deviceId && !ALIASES.has(deviceId))
    .map(({ deviceId, label }) => ({ id: deviceId, label }));
}
