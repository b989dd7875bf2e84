import type { LocalTracks } from "../devices/media";
import type { IceServer, Peer, SignalPayload } from "../wire/protocol.gen";
import { assume, FOR_ARRAYS, type Need, share } from "./budget";
import type { Engine, EngineEvents } from "./engine";
import { PeerLink } from "./peer";
import { SLOTS } from "./slots";

// After a restart of the server people come back one by one; their media has been there all the time.
const RETURN = 15_000;

/** A call in which everybody sends to everybody. */
export class Mesh implements Engine {
  private readonly links = new Map<string, PeerLink>();
  private readonly doubted = new Map<string, ReturnType<typeof setTimeout>>();
  /** What those have said who have said how high one's pictures are shown there. */
  private readonly shown = new Map<string, Need>();
  private tracks: LocalTracks = { microphone: null, camera: null, screen: null, screenSound: null };
  private confirmed = false;
  private closed = false;

  constructor(
    private iceServers: IceServer[],
    private readonly events: EngineEvents,
    /** Bits per second, for all peers together. */
    private readonly uplink: () => number,
  ) {}

  prepare(peers: readonly string[]): void {
    if (this.closed) return;
    for (const peer of peers) this.meet(peer).offer();
  }

  joined(peers: Peer[]): void {
    const present = new Set(peers.map(({ participant }) => participant));
    for (const peer of [...this.links.keys()]) if (!present.has(peer)) this.doubt(peer);
    // Who is told of a whole call and has no way to somebody in it is new in it, or new in this tab: nobody else will offer.
    for (const peer of peers) this.peerJoined({ ...peer, offer: true });
    this.confirmed = true;
  }

  peerJoined({ participant, polite, offer }: Peer): void {
    if (this.closed) return;
    const known = this.links.has(participant);
    const link = this.meet(participant, polite);
    if (offer && !known) link.offer();
    link.expect();
  }

  peerLeft(peer: string): void {
    this.trust(peer);
    const link = this.links.get(peer);
    if (!link) return;
    link.close();
    this.links.delete(peer);
    this.shown.delete(peer);
    this.divideUplink();
    this.events.gone(peer);
  }

  signal(sender: string, connection: string, payload: SignalPayload): void {
    if (payload.type !== "demand") void this.links.get(sender)?.receive(connection, payload);
    else if (this.links.has(sender)) {
      this.shown.set(sender, payload);
      this.divideUplink();
    }
  }

  setTracks(tracks: LocalTracks): void {
    this.tracks = tracks;
    void this.audienceChanged();
  }

  async audienceChanged(): Promise<void> {
    this.divideUplink();
    await Promise.allSettled([...this.links.values()].map((link) => link.sendTracks()));
  }

  grantsChanged(): void {
    for (const link of this.links.values()) link.admit();
  }

  levels(): ReadonlyMap<string, number> {
    return new Map([...this.links].map(([peer, link]) => [peer, link.level]));
  }

  setIceServers(servers: IceServer[]): void {
    this.iceServers = servers;
  }

  wantedChanged(peer: string): void {
    this.links.get(peer)?.tellWanted();
  }

  async measure(peer: string): Promise<RTCStatsReport | null> {
    return (await this.links.get(peer)?.measure()) ?? null;
  }

  close(): void {
    this.closed = true;
    for (const peer of [...this.links.keys()]) this.peerLeft(peer);
  }

  private meet(peer: string, polite = true): PeerLink {
    this.trust(peer);
    const link = this.links.get(peer) ?? this.create(peer);
    link.polite = polite;
    return link;
  }

  private create(peer: string): PeerLink {
    const link = new PeerLink({
      createConnection: () => new RTCPeerConnection(this.configuration()),
      configuration: () => this.configuration(),
      tracks: () => (this.events.audience(peer) === "nobody" ? NOTHING : inSlots(this.tracks)),
      kernel: () => this.events.audience(peer) !== "person",
      listens: () => this.events.listens(peer),
      arrays: () => this.events.audience(peer) === "kernel",
      send: (connection, payload) => this.events.send(peer, connection, payload),
      link: (state) => this.events.link(peer, state),
      stream: (stream) => this.events.stream(peer, stream),
      wanted: () => this.events.wanted(peer),
      screen: (stream) => this.events.screen(peer, stream),
      published: (streams) => this.events.published(peer, streams),
      flowing: () => this.events.flowing(peer),
      moved: () => this.divideUplink(),
      unreachable: () => this.events.unreachable(peer),
    });
    this.links.set(peer, link);
    this.divideUplink();
    this.events.link(peer, "connecting");
    return link;
  }

  private divideUplink(): void {
    const served = [...this.links].filter(([peer]) => this.events.audience(peer) !== "nobody");
    const needs = served.map(([peer, { near }]) => ({
      ...(this.shown.get(peer) ?? this.assume(peer, served.length)),
      near,
    }));
    const { microphone, camera, screen, screenSound } = this.tracks;
    const sounds = [microphone, screenSound].filter((track) => track !== null).length;
    const sent = { camera: camera !== null, screen: screen !== null, sounds };
    const shares = share(this.uplink(), needs, sent);
    for (const [index, [, link]] of served.entries()) link.allot(shares[index] ?? null);
  }

  private assume(peer: string, peers: number): Need {
    return this.events.audience(peer) === "kernel" ? FOR_ARRAYS : assume(peers);
  }

  private configuration(): RTCConfiguration {
    const iceServers = this.iceServers.map(({ urls, username, credential }) => ({
      urls,
      ...(username && { username }),
      ...(credential && { credential }),
    }));
    return { bundlePolicy: "max-bundle", iceServers };
  }

  /** Not in the call as the server tells it: gone, unless only the server has lost sight of them. */
  private doubt(peer: string): void {
    if (!this.confirmed || !this.links.get(peer)?.live) {
      this.peerLeft(peer);
      return;
    }
    this.trust(peer);
    this.doubted.set(
      peer,
      setTimeout(() => this.peerLeft(peer), RETURN),
    );
  }

  private trust(peer: string): void {
    clearTimeout(this.doubted.get(peer));
    this.doubted.delete(peer);
  }
}

const NOTHING: readonly null[] = SLOTS.map(() => null);

function inSlots({ microphone, camera, screen, screenSound }: LocalTracks): (MediaStreamTrack | null)[] {
  return [microphone, camera, screen, screenSound];
}
