import { afterRest } from "../../common/rest";
import { type EngineEvent, SOURCES, type Source } from "../engine";

// Longer than a first picture takes on a slow line, shorter than a silence that one would notice.
export const FIRST_PICTURE = 1_000;

// A person who moves to another tab sends from both until the new one is seen; by then it must have happened.
export const SUCCESSION = 5_000;

export interface ReceivingPorts {
  readonly participant: string;
  /** Whether the participant may send nothing, whatever comes. */
  listens(): boolean;
  emit(event: EngineEvent): void;
}

/** What comes from somebody by one connection: the fixed transceivers, and what a kernel publishes beyond them. */
export class Receiving {
  private readonly sources = new Map<MediaStreamTrack, Source>();

  constructor(
    private readonly pc: RTCPeerConnection,
    private readonly ports: ReceivingPorts,
  ) {
    pc.ontrack = (event) => {
      if (!ports.listens()) this.take(event);
    };
  }

  /** Nothing of it is shown or played any more, although it may go on until the other side has agreed to send no more. */
  end(): void {
    for (const track of [...this.sources.keys()]) {
      track.onunmute = null;
      this.silence(track);
      this.sources.delete(track);
    }
  }

  /** Of a film, the picture. */
  trackOf(source: Source): MediaStreamTrack | undefined {
    const tracks = [...this.sources].filter(([, name]) => name === source).map(([track]) => track);
    return tracks.find(({ kind }) => kind === "video") ?? tracks[0];
  }

  private take({ track, transceiver, streams }: RTCTrackEvent): void {
    const { participant, emit } = this.ports;
    const slot = this.pc.getTransceivers().indexOf(transceiver);
    const [stream] = streams;
    const source = SOURCES[slot] ?? (stream && (`stream:${stream.id}` as const));
    if (!source) return;
    this.sources.set(track, source);
    track.addEventListener("unmute", () => emit({ type: "flowing", participant }), { once: true });
    if (!SOURCES[slot]) this.publish(track, stream as MediaStream);
    else if (track.kind === "video") this.show(track);
    // A player of sound opens the speaker, for which the page stands still: not before the first picture.
    else track.onunmute = () => afterRest(() => this.show(track));
  }

  private publish(track: MediaStreamTrack, stream: MediaStream): void {
    stream.addEventListener("removetrack", (event) => {
      if (event.track === track) this.silence(track);
    });
    this.show(track);
  }

  private show(track: MediaStreamTrack): void {
    this.tell("track", track);
  }

  private silence(track: MediaStreamTrack): void {
    this.tell("silenced", track);
  }

  /** What was to be told later of a connection that has ended is told no more. */
  private tell(type: "track" | "silenced", track: MediaStreamTrack): void {
    const { participant, emit } = this.ports;
    const source = this.sources.get(track);
    if (source) emit({ type, participant, source, track });
  }
}
