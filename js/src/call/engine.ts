import type { LocalTracks } from "../devices/media";
import type { Audience } from "../room/consents";
import type { LinkState } from "../room/model";
import type { Demand, IceServer, Peer, SignalPayload } from "../wire/protocol.gen";

/** What the media of a call tells. Peers are named by their participant's id. */
export interface EngineEvents {
  send(to: string, connection: string, payload: SignalPayload): void;
  /** How media to and from a peer fares. The first word of a peer is "connecting". */
  link(peer: string, state: LinkState): void;
  /** A peer's microphone and camera. A new stream replaces the one before. */
  stream(peer: string, stream: MediaStream): void;
  /** What a peer may share: there from the start, with pictures only while there is something to see. */
  screen(peer: string, stream: MediaStream): void;
  /** All that a kernel publishes at this moment. The id of each stream is known to the server. */
  published(peer: string, streams: readonly MediaStream[]): void;
  /** The first picture or sound of a peer is there. */
  flowing(peer: string): void;
  /** Media has found no way to or from a peer, although both are there. */
  unreachable(peer: string): void;
  gone(peer: string): void;
  /** How high this page shows a peer's pictures. */
  wanted(peer: string): Demand;
  /** What a peer is to one who sends. */
  audience(peer: string): Audience;
  /** Whether a peer may only watch and listen, by the server's word: what comes from there all the same is not taken. */
  listens(peer: string): boolean;
}

/** How a call's media travels. One engine serves one call. */
export interface Engine {
  /** Begin towards these before the server has confirmed that they are in the call. */
  prepare(peers: readonly string[]): void;
  /** The server's word on who is in the call. */
  joined(peers: Peer[]): void;
  peerJoined(peer: Peer): void;
  peerLeft(peer: string): void;
  signal(sender: string, connection: string, payload: SignalPayload): void;
  setTracks(tracks: LocalTracks): void;
  /** Some peer's audience is another one. Done when nobody gets any more what is not theirs. */
  audienceChanged(): Promise<void>;
  /** Some peer may send now, or may not any more. */
  grantsChanged(): void;
  /** How loud each peer is at this moment, from 0 to 1. */
  levels(): ReadonlyMap<string, number>;
  setIceServers(servers: IceServer[]): void;
  /** The page shows a peer's pictures larger or smaller than before. */
  wantedChanged(peer: string): void;
  /** What the browser has measured of the connection to a peer. */
  measure(peer: string): Promise<RTCStatsReport | null>;
  close(): void;
}
