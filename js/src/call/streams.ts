import { signal } from "@preact/signals";
import type { LocalTracks } from "../devices/processing";
import type { whenArrived } from "./arrival";
import { type EngineEvent, type LinkState, SOURCES, type Source } from "./engine";

/** What has come of somebody. The streams stay the same, whatever tracks are in them, so that players go on. */
export interface Received extends Record<keyof LocalTracks, MediaStream> {
  link: LinkState;
  /** What a kernel publishes, by the ids that the server knows. */
  published: ReadonlyMap<string, MediaStream>;
}

type About<T extends EngineEvent["type"]> = Extract<EngineEvent, { type: T }>;

/**
 * What engines tell of media, by participant. While a track brings media, another one of the same source takes its place
 * only when it brings its own, so that no picture stands still when a connection or a whole engine takes over.
 */
export class Streams {
  readonly all = signal<ReadonlyMap<string, Received>>(new Map());
  /** Another track is shown in the place of one that was. */
  exchanged = () => {};
  private readonly arriving = new Map<MediaStreamTrack, () => void>();

  /** `arrives`: how to hear of a first picture or sound. Whatever runs engines brings it, with the files of a call. */
  constructor(public arrives: typeof whenArrived | null = null) {}

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

  take(event: EngineEvent): void {
    if (event.type === "link") this.set(event.participant, { link: event.state });
    if (event.type === "track") this.comes(event);
    if (event.type === "silenced") this.ends(event);
  }

  /** All others are gone. */
  keep(participants: readonly string[]): void {
    const kept = [...this.all.value].filter(([id]) => participants.includes(id));
    if (kept.length < this.all.value.size) this.all.value = new Map(kept);
  }

  /** Whether a track is in one of the streams. */
  shows(track: MediaStreamTrack): boolean {
    return [...this.all.value.values()].some(({ link, published, ...own }) =>
      [...Object.values(own), ...published.values()].some((stream) => stream.getTracks().includes(track)),
    );
  }

  private comes(event: About<"track">): void {
    const { participant, source, track } = event;
    const known = this.of(participant);
    const before = (known && streamIn(known, source))?.getTracks().find(({ kind }) => kind === track.kind);
    const flows = before && before !== track && !before.muted && before.readyState === "live";
    const comes = track.kind === "audio" && !track.muted;
    if (!flows || comes || !this.arrives) this.exchange(event);
    else if (!this.arriving.has(track))
      this.arriving.set(
        track,
        this.arrives(track, () => this.exchange(event)),
      );
  }

  private exchange(event: About<"track">): void {
    const { participant, source, track } = event;
    this.stopWaiting(track);
    const known = this.of(participant) ?? this.set(participant, {});
    const stream = streamIn(known, source) ?? this.publish(participant, source);
    // First, since players of a stream that was empty for a moment begin anew.
    stream.addTrack(track);
    for (const other of stream.getTracks())
      if (other.kind === track.kind && other !== track) stream.removeTrack(other);
    this.exchanged();
  }

  private ends({ participant, source, track }: About<"silenced">): void {
    this.stopWaiting(track);
    const known = this.of(participant);
    const stream = known && streamIn(known, source);
    stream?.removeTrack(track);
    const published = new Map(known?.published);
    if (stream?.getTracks().length === 0 && published.delete(idOf(source)))
      this.set(participant, { published });
  }

  private stopWaiting(track: MediaStreamTrack): void {
    this.arriving.get(track)?.();
    this.arriving.delete(track);
  }

  private publish(participant: string, source: Source): MediaStream {
    const stream = new MediaStream();
    const published = new Map(this.of(participant)?.published).set(idOf(source), stream);
    this.set(participant, { published });
    return stream;
  }

  private set(participant: string, news: Partial<Received>): Received {
    const known = this.of(participant) ?? nothing();
    const received = { ...known, ...news };
    this.all.value = new Map(this.all.value).set(participant, received);
    return received;
  }
}

function nothing(): Received {
  const [person, shared] = [new MediaStream(), new MediaStream()];
  return {
    link: "connecting",
    // With a picture beside it, since a player of sound alone stops when its only track is exchanged.
    camera: person,
    microphone: person,
    screen: shared,
    screenSound: shared,
    published: new Map(),
  };
}

function streamIn(received: Received, source: Source): MediaStream | undefined {
  return isOfKernels(source) ? received.published.get(idOf(source)) : received[source];
}

function isOfKernels(source: Source): source is `stream:${string}` {
  return source.startsWith("stream:");
}

function idOf(source: Source): string {
  return source.slice("stream:".length);
}
