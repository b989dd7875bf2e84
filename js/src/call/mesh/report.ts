import type { Flow, Route } from "../engine";

type Streams = RTCInboundRtpStreamStats & RTCOutboundRtpStreamStats;
type Ways = RTCTransportStats & RTCIceCandidatePairStats;

/** What a report has one of, of whatever kind it is. TypeScript does not know those of codecs and of candidates. */
interface Entry extends Partial<Omit<Streams & Ways, keyof RTCStats>> {
  id: string;
  type: string;
  timestamp: number;
  mimeType?: string;
  candidateType?: string;
  address?: string;
  protocol?: string;
  relayProtocol?: string;
}

/** As much of an RTCStatsReport as the numbers need. */
export type Report = ReadonlyMap<string, Entry>;

// Of networks that are not the internet (RFC 1918, 3927, 4193 and 4291), and of the machine itself.
const INTERNAL = /^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|f[cd]|fe[89ab]|::1$)/i;
// Seconds. Within a local network a busy machine takes longest; a tunnel to another place takes longer still.
const NEAR = 0.02;
const DIRECTNESS = ["host", "prflx", "srflx", "relay"];

/** What comes in by one track or, of a transceiver, what comes in or goes out. */
export interface Place {
  direction: "inbound-rtp" | "outbound-rtp";
  mid?: string;
  trackIdentifier?: string;
}

export function flowIn(report: Report, place: Place): Flow | null {
  const { direction, ...names } = place;
  const entry = [...report.values()].find(
    (entry) =>
      entry.type === direction &&
      (entry.mid === names.mid || names.mid === undefined) &&
      (entry.trackIdentifier === names.trackIdentifier || names.trackIdentifier === undefined),
  );
  return entry ? toFlow(entry, report) : null;
}

/** What goes to several, as if it went to one: the largest picture, and the bytes of all. */
export function together(flows: readonly Flow[]): Flow | null {
  const heights = (flow: Flow) => (flow.frames > 0 ? flow.height : 0);
  const [largest] = [...flows].sort((one, other) => heights(other) - heights(one));
  return largest ? { ...largest, bytes: flows.reduce((sum, { bytes }) => sum + bytes, 0) } : null;
}

function toFlow(entry: Entry, report: Report): Flow {
  const { frameWidth = 0, frameHeight = 0, framesPerSecond = 0, jitter = null } = entry;
  return {
    time: entry.timestamp / 1000,
    codec: report.get(entry.codecId ?? "")?.mimeType?.split("/")[1] ?? "",
    width: frameWidth,
    height: frameHeight,
    frames: framesPerSecond,
    bytes: entry.bytesReceived ?? entry.bytesSent ?? 0,
    packets: entry.packetsReceived ?? 0,
    lost: entry.packetsLost ?? 0,
    frozen: entry.totalFreezesDuration ?? null,
    jitter,
    route: route(report),
  };
}

/** The pair of addresses that is in use. */
export function route(now: Report): Route | null {
  const used = pairInUse(now);
  if (!used) return null;
  const { pair, local, remote } = used;
  const kinds = [local.candidateType ?? "", remote?.candidateType ?? ""];
  return {
    roundTrip: pair.currentRoundTripTime ?? null,
    kind: kinds.sort((a, b) => DIRECTNESS.indexOf(a) - DIRECTNESS.indexOf(b)).at(-1) ?? "",
    protocol: (local.relayProtocol ?? local.protocol ?? "").toUpperCase(),
  };
}

/** Whether that pair is within one local network: nothing in between translates addresses, or takes time. */
export function isNear(now: Report): boolean {
  const { local, remote } = pairInUse(now) ?? {};
  const { kind, roundTrip = null } = route(now) ?? {};
  const internal = INTERNAL.test(remote?.address ?? "") || remote?.address === local?.address;
  return kind === "host" && internal && roundTrip !== null && roundTrip < NEAR;
}

function pairInUse(now: Report): { pair: Entry; local: Entry; remote: Entry | undefined } | null {
  const all = [...now.values()];
  const chosen = all.find(({ type }) => type === "transport")?.selectedCandidatePairId;
  const pair = all.find(({ id, type, nominated, state }) =>
    chosen ? id === chosen : type === "candidate-pair" && nominated && state === "succeeded",
  );
  const local = now.get(pair?.localCandidateId ?? "");
  return pair && local ? { pair, local, remote: now.get(pair.remoteCandidateId ?? "") } : null;
}
