import { words } from "../lang";

/** What of a report is used, of whatever kind it is. */
interface Entry {
  id: string;
  type: string;
  timestamp: number;
  kind?: string;
  codecId?: string;
  mimeType?: string;
  frameWidth?: number;
  frameHeight?: number;
  framesPerSecond?: number;
  packetsLost?: number;
  packetsReceived?: number;
  totalFreezesDuration?: number;
  bytesReceived?: number;
  bytesSent?: number;
  jitter?: number;
  mid?: string;
  trackIdentifier?: string;
  selectedCandidatePairId?: string;
  nominated?: boolean;
  state?: string;
  currentRoundTripTime?: number;
  localCandidateId?: string;
  remoteCandidateId?: string;
  candidateType?: string;
  address?: string;
  protocol?: string;
  relayProtocol?: string;
}

/** As much of an RTCStatsReport as the numbers need. */
export interface Report {
  get(id: string): Entry | undefined;
  forEach(callback: (entry: Entry) => void): void;
}

/** One kind of media that comes or goes, over the time between two reports. Bits are per second, times in seconds. */
export interface Flow {
  codec: string;
  width: number;
  height: number;
  frames: number;
  bits: number;
  /** Of the packets that were sent, those that did not arrive: 0 to 1. */
  loss: number | null;
  jitter: number | null;
}

export interface Route {
  roundTrip: number | null;
  /** As a candidate's `candidateType`, the less direct one of both ends. */
  kind: string;
  protocol: string;
}

// Of networks that are not the internet (RFC 1918, 3927, 4193 and 4291), and of the machine itself.
const INTERNAL = /^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|f[cd]|fe[89ab]|::1$)/i;
// Seconds. Within a house a busy machine is what takes longest; a tunnel to another place takes longer still.
const NEAR = 0.02;
const DIRECTNESS = ["host", "prflx", "srflx", "relay"];

/** What comes in, or goes out, through one transceiver. */
export function flow(
  direction: "inbound-rtp" | "outbound-rtp",
  mid: string,
  now: Report,
  before: Report | null,
): Flow | null {
  const entry = entries(now).find(({ type, mid: own }) => type === direction && own === mid);
  return entry ? toFlow(entry, now, before) : null;
}

/** What comes in of one track. */
export function flowOf(track: string, now: Report, before: Report | null): Flow | null {
  const entry = entries(now).find((entry) => entry.type === "inbound-rtp" && entry.trackIdentifier === track);
  return entry ? toFlow(entry, now, before) : null;
}

function toFlow(entry: Entry, now: Report, before: Report | null): Flow {
  const earlier = before?.get(entry.id);
  const { frameWidth = 0, frameHeight = 0, framesPerSecond = 0, jitter = null } = entry;
  return {
    codec: now.get(entry.codecId ?? "")?.mimeType?.split("/")[1] ?? "",
    width: frameWidth,
    height: frameHeight,
    frames: framesPerSecond,
    bits: earlier ? rate(entry, earlier) : 0,
    loss: earlier ? loss(entry, earlier) : null,
    jitter,
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

/** Whether that pair is within one machine or one house: nothing in between translates addresses, or takes time. */
export function isNear(now: Report): boolean {
  const { local, remote } = pairInUse(now) ?? {};
  const { kind, roundTrip = null } = route(now) ?? {};
  const internal = INTERNAL.test(remote?.address ?? "") || remote?.address === local?.address;
  return kind === "host" && internal && roundTrip !== null && roundTrip < NEAR;
}

export function formatPicture({ codec, width, height, frames }: Flow): string {
  const size = `${width} × ${height}`;
  return [codec, size, words.stats.frames(number(frames, 0))].filter(Boolean).join(", ");
}

export function formatBits(bits: number): string {
  if (bits < 1_000_000) return `${number(bits / 1000, 0)} kbit/s`;
  return `${number(bits / 1_000_000, 1)} Mbit/s`;
}

export function formatShare(share: number | null): string {
  return share === null ? "–" : `${number(share * 100, 1)} %`;
}

export function formatTime(seconds: number | null): string {
  return seconds === null ? "–" : `${number(seconds * 1000, 0)} ms`;
}

export function formatRoute({ kind, protocol }: Route): string {
  if (kind === "relay") return words.stats.relay(protocol);
  return kind === "host" ? words.stats.direct(protocol) : words.stats.reflexive(protocol);
}

function number(value: number, digits: number): string {
  return value.toLocaleString(words.locale, { maximumFractionDigits: digits });
}

function pairInUse(now: Report): { pair: Entry; local: Entry; remote: Entry | undefined } | null {
  const all = entries(now);
  const chosen = all.find(({ type }) => type === "transport")?.selectedCandidatePairId;
  const pair = all.find(({ id, type, nominated, state }) =>
    chosen ? id === chosen : type === "candidate-pair" && nominated && state === "succeeded",
  );
  const local = now.get(pair?.localCandidateId ?? "");
  return pair && local ? { pair, local, remote: now.get(pair.remoteCandidateId ?? "") } : null;
}

function rate(now: Entry, before: Entry): number {
  const bytes = (entry: Entry) => entry.bytesReceived ?? entry.bytesSent ?? 0;
  const seconds = (now.timestamp - before.timestamp) / 1000;
  return seconds > 0 ? Math.max(0, ((bytes(now) - bytes(before)) * 8) / seconds) : 0;
}

function loss(now: Entry, before: Entry): number | null {
  if (now.packetsLost === undefined) return null;
  const lost = Math.max(0, now.packetsLost - (before.packetsLost ?? 0));
  const received = (now.packetsReceived ?? 0) - (before.packetsReceived ?? 0);
  return lost + received > 0 ? lost / (lost + received) : null;
}

function entries(report: Report): Entry[] {
  const all: Entry[] = [];
  report.forEach((entry) => {
    all.push(entry);
  });
  return all;
}
