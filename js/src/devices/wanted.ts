import { computed, type ReadonlySignal, type Signal } from "@preact/signals";
import { remembered } from "../common/preferences";
import { choices } from "./selection";

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
