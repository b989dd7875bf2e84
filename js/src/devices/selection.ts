import { computed, type ReadonlySignal, type Signal } from "@preact/signals";
import { remembered } from "../common/preferences";

export interface Device {
  id: string;
  label: string;
}

/** A certain device, none, or whichever the browser takes. */
export type Choice = Device | "any" | "none";

export type Slot = "camera" | "microphone" | "speaker";

/** What this browser's user has chosen, for all rooms. */
export const choices = {
  camera: remembered("camera", "any", isChoice),
  microphone: remembered("microphone", "any", isChoice),
  speaker: remembered("speaker", "any", isChoice),
};

/** The chosen one of those that are there: by its id or, since browsers give new ids at times, by its name. */
export function find(choice: Choice, devices: readonly Device[]): Device | null {
  if (typeof choice === "string") return null;
  const byId = devices.find(({ id }) => id === choice.id);
  return byId ?? devices.find(({ label }) => label !== "" && label === choice.label) ?? null;
}

function isChoice(value: unknown): value is Choice {
  if (value === "any" || value === "none") return true;
  const { id, label } = (value ?? {}) as Partial<Record<keyof Device, unknown>>;
  return typeof id === "string" && typeof label === "string";
}

/** Which of one's devices. */
export interface Want {
  camera: boolean;
  microphone: boolean;
}

export const BOTH: Want = { camera: true, microphone: true };

/** With which of one's devices a call begins in this room. The browser remembers it, for each room. */
export class Wanted {
  private readonly switches: Signal<Want>;
  readonly now: ReadonlySignal<Want>;

  constructor(room: string) {
    this.switches = remembered(`begin-with:${room}`, BOTH, isWant);
    this.now = computed(() => ({ camera: this.has("camera"), microphone: this.has("microphone") }));
  }

  toggle(slot: keyof Want): void {
    const wanted = !this.now.value[slot];
    if (wanted && choices[slot].value === "none") choices[slot].value = "any";
    this.switches.value = { ...this.switches.value, [slot]: wanted };
  }

  private has(slot: keyof Want): boolean {
    return this.switches.value[slot] && choices[slot].value !== "none";
  }
}

function isWant(value: unknown): value is Want {
  const { camera, microphone } = (value ?? {}) as Partial<Record<keyof Want, unknown>>;
  return typeof camera === "boolean" && typeof microphone === "boolean";
}
