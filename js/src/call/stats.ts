import { words } from "../lang";
import type { Flow, Route } from "./engine";

/** What is known of a source at one moment, and was some time before. */
export interface Reading {
  now: Flow | null;
  before: Flow | null;
}

/** What has come or gone a second, meanwhile. */
export function bitsOf({ now, before }: Reading): number {
  const seconds = now && before ? now.time - before.time : 0;
  return now && before && seconds > 0 ? Math.max(0, ((now.bytes - before.bytes) * 8) / seconds) : 0;
}

/** Of the packets that were sent meanwhile, those that did not arrive: 0 to 1. */
export function lossOf({ now, before }: Reading): number | null {
  if (!now || !before) return null;
  const lost = Math.max(0, now.lost - before.lost);
  const came = now.packets - before.packets;
  return lost + came > 0 ? lost / (lost + came) : null;
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
