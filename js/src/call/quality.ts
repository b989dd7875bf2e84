import type { Flow, Source } from "./engine";

export type Quality = "good" | "fair" | "weak";

/** What two moments tell of a connection, over the time between them; null: nothing. */
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

/** What is known of all that somebody sends, at one moment. */
export type Flows = ReadonlyMap<Source, Flow>;

/** What came in between two moments. */
export function signsOf(now: Flows, before: Flows): Signs {
  let [arrived, lost] = [0, 0];
  for (const [source, flow] of now) {
    const earlier = before.get(source);
    if (!earlier) continue;
    arrived += flow.packets - earlier.packets;
    lost += Math.max(0, flow.lost - earlier.lost);
  }
  const loss = arrived + lost < ENOUGH ? null : lost / (arrived + lost);
  const [any] = now.values();
  return { roundTrip: any?.route?.roundTrip ?? null, loss, frozen: frozenOf(now, before) };
}

function frozenOf(now: Flows, before: Flows): number | null {
  const [camera, earlier] = [now.get("camera"), before.get("camera")];
  if (!camera || !earlier || camera.frozen === null) return null;
  return (camera.frozen - (earlier.frozen ?? 0)) / (camera.time - earlier.time);
}

/** The looks at one connection, one after the other: what is seen once is no news, in neither direction. */
export class Looks {
  private before: Flows | null = null;
  private sent = false;
  private qualities: Quality[] = [];

  /** `sends`: whether the camera's picture is to come. Null as long as there is nothing to compare with. */
  take(now: Flows, sends: boolean): Quality | null {
    const { before, sent } = this;
    this.before = now;
    this.sent = sends;
    if (!before) return null;
    const signs = signsOf(now, before);
    const quality = judge(sent && sends ? signs : { ...signs, frozen: null });
    this.qualities = [...this.qualities, quality].slice(-LOOKS);
    return middle(this.qualities);
  }
}

export interface LookingPorts {
  /** Those to whom there is a connection. */
  connected(): readonly string[];
  measure(participant: string): Promise<Flows>;
  /** Whether the peer's camera is to be seen moving. */
  sendsCamera(peer: string): boolean;
}

/** Looks at all connections that were there at the last look: none is disturbed while it begins. */
export class Looking {
  private peers = new Map<string, Looks>();

  constructor(private readonly ports: LookingPorts) {}

  /** How good each is, as far as it is known. */
  async look(): Promise<ReadonlyMap<string, Quality>> {
    const before = this.peers;
    const connected = this.ports.connected();
    this.peers = new Map(connected.map((id) => [id, before.get(id) ?? new Looks()]));
    const lasting = connected.filter((id) => before.has(id));
    const seen = await Promise.all(lasting.map(async (id) => [id, await this.measure(id)] as const));
    return new Map(seen.filter((pair): pair is [string, Quality] => pair[1] !== null));
  }

  /** Nobody has looked for a while: what comes next is compared with nothing before. */
  forget(): void {
    this.peers = new Map();
  }

  private async measure(id: string): Promise<Quality | null> {
    const looks = this.peers.get(id);
    const flows = await this.ports.measure(id);
    return looks?.take(flows, this.ports.sendsCamera(id)) ?? null;
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
