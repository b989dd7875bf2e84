import type { Signal } from "@preact/signals";
import { shared } from "./preferences";

/** How loud somebody is for oneself. */
export interface Loudness {
  /** From 0 to 1. */
  volume: number;
  muted: boolean;
}

type Entry = readonly [user: string, loudness: Loudness];

const USUAL: Loudness = { volume: 1, muted: false };
// Those of whom one has not heard for longest are forgotten.
const MOST = 100;

/** How loud the people of a room are for oneself, by user; this browser remembers it. */
export class Volumes {
  private readonly chosen: Signal<readonly Entry[]>;

  constructor(room: string) {
    this.chosen = shared<readonly Entry[]>(`volumes:${room}`, [], areEntries);
  }

  of(user: string): Loudness {
    return this.chosen.value.find(([other]) => other === user)?.[1] ?? USUAL;
  }

  set(user: string, change: Partial<Loudness>): void {
    const loudness = { ...this.of(user), ...change };
    const others = this.chosen.value.filter(([other]) => other !== user);
    const usual = loudness.volume === USUAL.volume && loudness.muted === USUAL.muted;
    this.chosen.value = usual ? others : [...others, [user, loudness] as const].slice(-MOST);
  }
}

const rooms = new Map<string, Volumes>();

/** Those of one room, the same for all that asks. */
export function volumesOf(room: string): Volumes {
  const volumes = rooms.get(room) ?? new Volumes(room);
  rooms.set(room, volumes);
  return volumes;
}

function areEntries(value: unknown): value is readonly Entry[] {
  return Array.isArray(value) && value.every(isEntry);
}

function isEntry(value: unknown): value is Entry {
  const [user, loudness] = Array.isArray(value) ? value : [];
  return typeof user === "string" && isLoudness(loudness);
}

function isLoudness(value: unknown): value is Loudness {
  const { volume, muted } = (value ?? {}) as Partial<Loudness>;
  return typeof volume === "number" && volume >= 0 && volume <= 1 && typeof muted === "boolean";
}
