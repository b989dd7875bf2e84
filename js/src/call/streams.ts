import { signal } from "@preact/signals";
import type { LocalTracks } from "../devices/processing";
import { type LinkState, SOURCES, type Source } from "./engine";

/** What has come of somebody. The streams stay the same, whatever tracks are in them, so that players go on. */
export interface Received extends Record<keyof LocalTracks, MediaStream> {
  link: LinkState;
  /** What a kernel publishes, by the ids that the server knows. */
  published: ReadonlyMap<string, MediaStream>;
}

/** What has come, by participant: as `Reception` puts it together of what engines tell. */
export class Streams {
  readonly all = signal<ReadonlyMap<string, Received>>(new Map());

  of(participant: string): Received | undefined {
    return this.all.value.get(participant);
  }

  isConnected(participant: string): boolean {
    return this.of(participant)?.link === "connected";
  }

  /** All that somebody may send, as far as it is known. */
  sourcesOf(participant: string): Source[] {
    const published = this.of(participant)?.published.keys() ?? [];
    return [...SOURCES, ...[...published].map((id) => `stream:${id}` as const)];
  }

  /** Of what a kernel publishes, the stream of this id. */
  published(participant: string, id: string): MediaStream | null {
    return this.of(participant)?.published.get(id) ?? null;
  }

  set(participant: string, received: Received): void {
    this.all.value = new Map(this.all.value).set(participant, received);
  }

  /** All others are gone. */
  keep(participants: readonly string[]): void {
    const kept = [...this.all.value].filter(([id]) => participants.includes(id));
    if (kept.length < this.all.value.size) this.all.value = new Map(kept);
  }
}
