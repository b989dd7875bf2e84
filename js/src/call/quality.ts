import { CAMERA } from "./slots";
import { type Report, route } from "./stats";

export type Quality = "good" | "fair" | "weak";

/** What two reports tell of a connection, over the time between them; null: nothing. */
export interface Signs {
  /** Seconds. */
  roundTrip: number | null;
  /** Of the packets, those that did not arrive: 0 to 1. */
  loss: number | null;
  /** Of the time, as long as the camera's picture stood still: 0 to 1. */
  frozen: number | null;
}

// From when on it is noticed, and from when on it disturbs: talk that is late by so much, sound with so many holes, pictures that stand so long.
const FAIR = { roundTrip: 0.25, loss: 0.02, frozen: 0.05 };
const WEAK = { roundTrip: 0.6, loss: 0.08, frozen: 0.25 };
// Of fewer packets than this, a lost one says nothing.
const ENOUGH = 30;
// So many of the last looks count.
const LOOKS = 3;
const ORDER: readonly Quality[] = ["good", "fair", "weak"];

export function judge(signs: Signs): Quality {
  if (exceeds(signs, WEAK)) return "weak";
  return exceeds(signs, FAIR) ? "fair" : "good";
}

/** What came in between two reports. */
export function signsOf(now: Report, before: Report): Signs {
  let [arrived, lost] = [0, 0];
  let frozen: number | null = null;
  now.forEach((entry) => {
    const earlier = before.get(entry.id);
    if (entry.type !== "inbound-rtp" || !earlier) return;
    arrived += (entry.packetsReceived ?? 0) - (earlier.packetsReceived ?? 0);
    lost += Math.max(0, (entry.packetsLost ?? 0) - (earlier.packetsLost ?? 0));
    if (entry.mid !== String(CAMERA) || entry.totalFreezesDuration === undefined) return;
    const stood = entry.totalFreezesDuration - (earlier.totalFreezesDuration ?? 0);
    frozen = (1000 * stood) / (entry.timestamp - earlier.timestamp);
  });
  const loss = arrived + lost < ENOUGH ? null : lost / (arrived + lost);
  return { roundTrip: route(now)?.roundTrip ?? null, loss, frozen };
}

/** The looks at one connection, one after the other: what is seen once is no news, in neither direction. */
export class Looks {
  private before: Report | null = null;
  private qualities: Quality[] = [];

  /** `moving`: whether the camera's picture has been coming all the time. Null as long as there is nothing to compare with. */
  take(now: Report, moving: boolean): Quality | null {
    const { before } = this;
    this.before = now;
    if (!before) return null;
    const signs = signsOf(now, before);
    const quality = judge(moving ? signs : { ...signs, frozen: null });
    this.qualities = [...this.qualities, quality].slice(-LOOKS);
    return middle(this.qualities);
  }
}

function exceeds(signs: Signs, limits: typeof FAIR): boolean {
  return (["roundTrip", "loss", "frozen"] as const).some((sign) => (signs[sign] ?? 0) >= limits[sign]);
}

/** Of two, the better one. */
function middle(qualities: readonly Quality[]): Quality | null {
  const sorted = [...qualities].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}
