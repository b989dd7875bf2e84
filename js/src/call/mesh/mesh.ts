import type { LocalTracks } from "../../devices/processing";
import type { Picture } from "../../room/model";
import type { Handlers } from "../../wire/messages";
import type { Credentials, Demand, Peer, SignalPayload } from "../../wire/protocol.gen";
import { HIGHEST } from "../demands";
import type { Engine, EngineContext, Flow, Source } from "../engine";
import { assume, FOR_ARRAYS, type Need, share } from "./budget";
import { PeerLink } from "./peer";
import { together } from "./report";
import { SLOTS } from "./slots";

// Until the server has said what it is.
const USUAL_UPLINK = 2_500_000;

/** A call in which everybody sends to everybody. */
export class Mesh implements Engine {
  private readonly links = new Map<string, PeerLink>();
  /** What those have said who have said how high one's pictures are shown there. */
  private readonly shown = new Map<string, Need>();
  /** How high pictures are shown here, of whom that is known. */
  private readonly wanted = new Map<string, Demand>();
  private tracks: LocalTracks = { microphone: null, camera: null, screen: null, screenSound: null };
  /** What one may send to all together, in bits per second. */
  private uplink = USUAL_UPLINK;
  private closed = false;

  readonly handlers: Partial<Handlers> = {
    welcome: ({ credentials }) => this.renew(credentials),
    credentials: (credentials) => this.renew(credentials),
    // Who is told of a whole call and has no way to somebody in it is new in it, or new in this tab: nobody else will offer.
    joined: ({ media }) => {
      this.uplink = media.uplink;
      for (const peer of media.peers) this.joinedBy({ ...peer, offer: true });
    },
    "member-joined": ({ participant, media }) => {
      if (media) this.joinedBy({ participant, ...media });
    },
    signal: ({ sender, connection, payload }) => this.signalled(sender, connection, payload),
  };

  constructor(private readonly context: EngineContext) {}

  prepare(peers: readonly string[]): void {
    if (this.closed) return;
    for (const peer of peers) this.meet(peer).offer();
  }

  keep(participants: readonly string[]): void {
    for (const peer of [...this.links.keys()]) if (!participants.includes(peer)) this.leave(peer);
  }

  publish(tracks: LocalTracks): void {
    this.tracks = tracks;
    void this.send();
  }

  want(participant: string, picture: Picture, pixels: number): void {
    this.wanted.set(participant, { ...this.wantedOf(participant), [picture]: pixels });
    this.links.get(participant)?.tellWanted();
  }

  async allow(): Promise<void> {
    for (const link of this.links.values()) link.admit();
    await this.send();
  }

  levels(): ReadonlyMap<string, number> {
    return new Map([...this.links].map(([peer, link]) => [peer, link.level]));
  }

  async measure(participant: string | null, source: Source): Promise<Flow | null> {
    if (participant) return (await this.links.get(participant)?.measure(source, "inbound-rtp")) ?? null;
    const sent = [...this.links.values()].map((link) => link.measure(source, "outbound-rtp"));
    return together((await Promise.all(sent)).filter((flow) => flow !== null));
  }

  close(): void {
    this.closed = true;
    this.keep([]);
  }

  private joinedBy({ participant, polite, offer }: Peer): void {
    if (this.closed) return;
    const known = this.links.has(participant);
    const link = this.meet(participant, polite);
    if (offer && !known) link.offer();
    link.expect();
  }

  private leave(peer: string): void {
    this.links.get(peer)?.close();
    this.links.delete(peer);
    this.shown.delete(peer);
    this.wanted.delete(peer);
    this.divideUplink();
  }

  private signalled(sender: string, connection: string, payload: SignalPayload): void {
    if (payload.type !== "demand") void this.links.get(sender)?.receive(connection, payload);
    else if (this.links.has(sender)) {
      this.shown.set(sender, payload);
      this.divideUplink();
    }
  }

  private async send(): Promise<void> {
    this.divideUplink();
    await Promise.allSettled([...this.links.values()].map((link) => link.sendTracks()));
  }

  private renew({ ice_servers }: Credentials): void {
    this.context.iceServers = ice_servers;
  }

  private wantedOf(peer: string): Demand {
    return this.wanted.get(peer) ?? { type: "demand", camera: HIGHEST, screen: HIGHEST };
  }

  private meet(peer: string, polite = true): PeerLink {
    const link = this.links.get(peer) ?? this.create(peer);
    link.polite = polite;
    return link;
  }

  private create(participant: string): PeerLink {
    const { emit, send, permissions } = this.context;
    const audience = () => permissions.audience(participant);
    const link = new PeerLink({
      participant,
      createConnection: () => new RTCPeerConnection(this.configuration()),
      configuration: () => this.configuration(),
      tracks: () => (audience() === "nobody" ? NOTHING : inSlots(this.tracks)),
      kernel: () => audience() !== "person",
      listens: () => permissions.listens(participant),
      arrays: () => audience() === "kernel",
      send: (connection, payload) => send({ type: "signal", to: participant, connection, payload }),
      wanted: () => this.wantedOf(participant),
      moved: () => this.divideUplink(),
      emit,
    });
    this.links.set(participant, link);
    this.divideUplink();
    emit({ type: "link", participant, state: "connecting" });
    return link;
  }

  private divideUplink(): void {
    const served = [...this.links].filter(([peer]) => this.context.permissions.audience(peer) !== "nobody");
    const needs = served.map(([peer, { near }]) => ({
      ...(this.shown.get(peer) ?? this.assume(peer, served.length)),
      near,
    }));
    const { microphone, camera, screen, screenSound } = this.tracks;
    const sounds = [microphone, screenSound].filter((track) => track !== null).length;
    const sent = { camera: camera !== null, screen: screen !== null, sounds };
    const shares = share(this.uplink, needs, sent);
    for (const [index, [, link]] of served.entries()) link.allot(shares[index] ?? null);
  }

  private assume(peer: string, peers: number): Need {
    return this.context.permissions.audience(peer) === "kernel" ? FOR_ARRAYS : assume(peers);
  }

  private configuration(): RTCConfiguration {
    const iceServers = this.context.iceServers.map(({ urls, username, credential }) => ({
      urls,
      ...(username && { username }),
      ...(credential && { credential }),
    }));
    return { bundlePolicy: "max-bundle", iceServers };
  }
}

const NOTHING: readonly null[] = SLOTS.map(() => null);

function inSlots({ microphone, camera, screen, screenSound }: LocalTracks): (MediaStreamTrack | null)[] {
  return [microphone, camera, screen, screenSound];
}
