import { addOnceHeard, succeedOnceSent, withholdUnlessSent } from "./receiving";
import { SCREEN, SLOTS } from "./slots";

export interface ReceptionPorts {
  /** Whether the peer may send nothing, whatever comes. */
  listens(): boolean;
  stream(stream: MediaStream): void;
  screen(stream: MediaStream): void;
  /** What a kernel sends beyond the fixed transceivers. */
  published(streams: readonly MediaStream[]): void;
  /** The first picture or sound is there. */
  flowing(): void;
}

/** What is taken of all that one peer sends: the person, the screen, and what a kernel publishes. */
export class Reception {
  /** The streams of the person and of the screen. */
  private shown: readonly MediaStream[] = [];
  private readonly published = new Map<string, MediaStream>();

  constructor(private readonly ports: ReceptionPorts) {}

  /** One stream for what belongs together: microphone and camera, screen and its sound. */
  collect(pc: RTCPeerConnection): void {
    const person = new MediaStream();
    const screen = new MediaStream();
    this.shown = [person, screen];
    this.published.clear();
    this.hear(pc, (event) => {
      const { track } = event;
      track.addEventListener("unmute", () => this.ports.flowing(), { once: true });
      const stream = this.streamOf(event, pc);
      if (!stream) return;
      if (track.kind === "video") withholdUnlessSent(track, stream);
      else addOnceHeard(track, stream);
    });
    this.ports.stream(person);
    this.ports.screen(screen);
  }

  /** The streams stay, so that players do not begin anew; the tracks in them are exchanged one by one. */
  inherit(pc: RTCPeerConnection): void {
    this.hear(pc, (event) => {
      const stream = this.streamOf(event, pc);
      if (stream) succeedOnceSent(event.track, stream);
    });
  }

  /** Show and play nothing of these, which may go on until the other side has agreed to send no more. */
  refuse(tracks: readonly MediaStreamTrack[]): void {
    for (const track of tracks) {
      track.onunmute = null;
      for (const stream of this.shown) stream.removeTrack(track);
    }
    this.published.clear();
    this.ports.published([]);
  }

  /** The connection is over. */
  clear(): void {
    this.published.clear();
  }

  private hear(pc: RTCPeerConnection, take: (event: RTCTrackEvent) => void): void {
    pc.ontrack = (event) => {
      if (!this.ports.listens()) take(event);
    };
  }

  /** Where a track of the fixed transceivers belongs; any other is published as it comes. */
  private streamOf({ transceiver, streams }: RTCTrackEvent, pc: RTCPeerConnection): MediaStream | null {
    const slot = pc.getTransceivers().indexOf(transceiver);
    if (slot < SLOTS.length) return this.shown[slot < SCREEN ? 0 : 1] ?? null;
    if (streams[0]) this.publish(streams[0]);
    return null;
  }

  private publish(stream: MediaStream): void {
    const tell = () => this.ports.published([...this.published.values()]);
    stream.onremovetrack = () => {
      // Meanwhile a newer connection may have brought another one of the same name.
      // A film's stream has two tracks, and may go on with one.
      if (this.published.get(stream.id) !== stream || stream.getTracks().length > 0) return;
      this.published.delete(stream.id);
      tell();
    };
    this.published.set(stream.id, stream);
    tell();
  }
}
