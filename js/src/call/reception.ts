import { whenArrived } from "./arrival";
import type { EngineEvent, Source } from "./engine";
import type { Received, Streams } from "./streams";

type About<T extends EngineEvent["type"]> = Extract<EngineEvent, { type: T }>;

/**
 * Puts what engines tell of media into the streams of their participants. While a track brings media, another one of the
 * same source takes its place only when it brings its own, so that no picture stands still when a connection or a whole
 * engine takes over.
 */
export class Reception {
  private readonly arriving = new Map<MediaStreamTrack, () => void>();

  /** `exchanged`: another track is shown in the place of one that was. */
  constructor(
    private readonly streams: Streams,
    private readonly exchanged: () => void,
  ) {}

  take(event: EngineEvent): void {
    if (event.type === "link") this.set(event.participant, { link: event.state });
    if (event.type === "track") this.comes(event);
    if (event.type === "silenced") this.ends(event);
  }

  /** Whether a track is in one of the streams. */
  shows(track: MediaStreamTrack): boolean {
    return [...this.streams.all.value.values()].some(({ link, published, ...own }) =>
      [...Object.values(own), ...published.values()].some((stream) => stream.getTracks().includes(track)),
    );
  }

  private comes(event: About<"track">): void {
    const { participant, source, track } = event;
    const known = this.streams.of(participant);
    const before = (known && streamIn(known, source))?.getTracks().find(({ kind }) => kind === track.kind);
    const flows = before && before !== track && !before.muted && before.readyState === "live";
    const heard = track.kind === "audio" && !track.muted;
    if (!flows || heard) this.exchange(event);
    else if (!this.arriving.has(track))
      this.arriving.set(
        track,
        whenArrived(track, () => this.exchange(event)),
      );
  }

  private exchange(event: About<"track">): void {
    const { participant, source, track } = event;
    this.stopWaiting(track);
    const known = this.streams.of(participant) ?? this.set(participant, {});
    const stream = streamIn(known, source) ?? this.publish(participant, source);
    // First, since players of a stream that was empty for a moment begin anew.
    stream.addTrack(track);
    for (const other of stream.getTracks())
      if (other.kind === track.kind && other !== track) stream.removeTrack(other);
    this.exchanged();
  }

  private ends({ participant, source, track }: About<"silenced">): void {
    this.stopWaiting(track);
    const known = this.streams.of(participant);
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
    const published = new Map(this.streams.of(participant)?.published).set(idOf(source), stream);
    this.set(participant, { published });
    return stream;
  }

  private set(participant: string, news: Partial<Received>): Received {
    const received = { ...(this.streams.of(participant) ?? nothing()), ...news };
    this.streams.set(participant, received);
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
