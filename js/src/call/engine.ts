import type { LocalTracks } from "../devices/processing";
import type { Audience } from "../room/consents";
import type { Picture } from "../room/model";
import type { Handlers } from "../wire/messages";
import type { ClientMessage, IceServer } from "../wire/protocol.gen";

/** What somebody sends: one of the four that everybody has, or what a kernel publishes, by the id of its stream. */
export type Source = keyof LocalTracks | `stream:${string}`;

/** What everybody may send. */
export const SOURCES: readonly Source[] = ["microphone", "camera", "screen", "screenSound"];

export type LinkState = "connecting" | "connected" | "weak";

/** What the media of a call tells. Participants are named by their ids. */
export type EngineEvent =
  /** How media to and from somebody fares. */
  | { type: "link"; participant: string; state: LinkState }
  /** What somebody sends of a source comes by this track, or is about to. */
  | { type: "track"; participant: string; source: Source; track: MediaStreamTrack }
  /** Nothing comes by a track any more, or nothing that may be shown or played. */
  | { type: "silenced"; participant: string; source: Source; track: MediaStreamTrack }
  /** The first picture or sound of somebody is there. */
  | { type: "flowing"; participant: string }
  /** Media has found no way to or from somebody, although both are there. */
  | { type: "unreachable"; participant: string };

/** The way that media takes between two addresses. */
export interface Route {
  /** In seconds. */
  roundTrip: number | null;
  /** As a candidate's `candidateType`, the less direct one of both ends. */
  kind: string;
  protocol: string;
}

/** What is known of one source at one moment. What is counted is counted from its beginning. Times are in seconds. */
export interface Flow {
  time: number;
  codec: string;
  width: number;
  height: number;
  /** Pictures a second. */
  frames: number;
  bytes: number;
  /** Packets that have come, and those that were sent and did not. */
  packets: number;
  lost: number;
  /** For how long pictures have stood still. */
  frozen: number | null;
  jitter: number | null;
  route: Route | null;
}

/** What may pass between oneself and the others. */
export interface Permissions {
  /** What somebody is to one who sends. */
  audience(participant: string): Audience;
  /** Whether somebody may only watch and listen, by the server's word: what comes from there all the same is not taken. */
  listens(participant: string): boolean;
}

/** What an engine is given. */
export interface EngineContext {
  iceServers: IceServer[];
  permissions: Permissions;
  emit(event: EngineEvent): void;
  /** Say something to the server that only engines of this kind understand. */
  send(message: ClientMessage): void;
}

/** How a call's media travels. One engine serves one call. */
export interface Engine {
  /** What the server says, as far as it is about this engine's media. */
  readonly handlers: Partial<Handlers>;
  /** Begin towards these before the server has confirmed that they are in the call. */
  prepare(participants: readonly string[]): void;
  /** These are in the call. Media to and from all others ends. */
  keep(participants: readonly string[]): void;
  /** Send these from now on. */
  publish(tracks: LocalTracks): void;
  /** A picture of somebody is shown so high, in device pixels; 0: not at all. */
  want(participant: string, picture: Picture, pixels: number): void;
  /** What somebody may get or send has changed. Done when nobody gets any more what is not theirs. */
  allow(): Promise<void>;
  /** How loud each of the others is at this moment, from 0 to 1. */
  levels(): ReadonlyMap<string, number>;
  /** What comes of somebody's source; of null, what goes out of one's own, to all together. Null where there is nothing. */
  measure(participant: string | null, source: Source): Promise<Flow | null>;
  close(): void;
}
