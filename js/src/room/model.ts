import type { CallKind, Participant } from "../wire/protocol.gen";

export type People = ReadonlyMap<string, Participant>;

/** What a person shows. */
export type Picture = "camera" | "screen";

export interface Clock {
  now(): Date;
}

export type Connection = "outside" | "entering" | "open" | "reconnecting";
export type RoomState = "outside" | "entering" | "available" | "ringing" | "in-call" | "reconnecting";

export interface LogLine {
  /** Counts all lines, those too that the log has forgotten. */
  number: number;
  time: Date;
  text: string;
  level: "info" | "error";
}

/** `id` is null until the server has named a private call; `confirmed` when it has said that one is in it. */
export interface CallView {
  id: string | null;
  kind: CallKind;
  confirmed: boolean;
}

/** A ring of one's own. `invite` is null until the server has named it. */
export interface Outgoing {
  invite: string | null;
  name: string;
}

export interface IncomingRing {
  invite: string;
  caller: string;
  user: string;
  name: string;
  seconds: number;
}

export type Microphone = "off" | "muted" | "on";

/** What one sends oneself. */
export interface Own {
  microphone: Microphone;
  camera: boolean;
  /** What is on here, and was switched off by the system or by a switch on the device. */
  silenced: { readonly camera: boolean; readonly microphone: boolean };
  stream: MediaStream | null;
  /** What one shares, for one's own view of it. */
  screen: MediaStream | null;
  /** Devices were asked for and have not answered. */
  opening: boolean;
}

/** A call that one has not answered. */
export interface MissedCall {
  number: number;
  user: string;
  name: string;
  time: Date;
}

/** What is shown below the list of people. */
export type PanelTab = "chat" | "outputs" | "events";

export type Dialog = "shortcuts" | "devices" | "leaving";
