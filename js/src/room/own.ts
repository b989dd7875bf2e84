import { signal } from "@preact/signals";
import { words } from "../lang";
import type { Own } from "./model";

const NOTHING: Own = {
  microphone: "off",
  camera: false,
  silenced: { camera: false, microphone: false },
  stream: null,
  screen: null,
  opening: false,
};

/** What one sends oneself, as the devices report it. */
export class OwnFacts {
  readonly now = signal<Own>(NOTHING);
  /** Who speaks at this moment, oneself too, by participant. */
  readonly speaking = signal<ReadonlySet<string>>(new Set());
  /** Who has been speaking for a while: the large picture of the speaker view. */
  readonly dominant = signal<string | null>(null);
  /** How loud one is for the others, from 0 to 1, in tenths. */
  readonly loudness = signal(0);
  /** One talks, and nobody hears it. */
  readonly talkingMuted = signal(false);
  /** Camera and microphone are open for oneself alone. */
  readonly previewing = signal(false);
  /** The call was begun from Python, and nobody has clicked for the camera yet. */
  readonly unattended = signal(false);

  set(own: Partial<Own>): void {
    this.now.value = { ...this.now.value, ...own };
  }
}

/** What the system keeps from the others although it is on here, in words; empty if there is nothing. */
export function describeSilenced({ microphone, silenced }: Own): string {
  const unheard = silenced.microphone && microphone === "on";
  if (silenced.camera && unheard) return words.devices.silenced.both;
  if (silenced.camera) return words.devices.silenced.camera;
  return unheard ? words.devices.silenced.microphone : "";
}
