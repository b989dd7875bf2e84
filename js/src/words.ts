import { words } from "./lang";
import type { ErrorReply, ProblemCode } from "./protocol.gen";

/** What the page can do about a problem itself. */
export type Remedy = "enter" | "devices";

/** A problem in plain words, in the order in which they are shown. */
export interface Trouble {
  code: string;
  what: string;
  why: string;
  fix: string;
  remedy: Remedy | null;
}

export type DeviceCode =
  | "insecure-origin"
  | "no-webrtc"
  | "permission-denied"
  | "no-device"
  | "device-busy"
  | "device-unsuitable"
  | "device-lost"
  | "device-failed";

export type PageCode =
  | "no-jupyter"
  | "extension-missing"
  | "unreachable"
  | "ticket-refused"
  | "server-failed"
  | "no-connection"
  | "wrong-version"
  | "replaced"
  | "call-lost";

export type Missing = "camera" | "microphone" | "camera or microphone";

const REMEDIES: Record<DeviceCode | PageCode, Remedy | null> = {
  "insecure-origin": null,
  "no-webrtc": null,
  "permission-denied": "devices",
  "no-device": "devices",
  "device-busy": "devices",
  "device-unsuitable": "devices",
  "device-lost": "devices",
  "device-failed": "devices",
  "no-jupyter": null,
  "extension-missing": "enter",
  unreachable: "enter",
  "ticket-refused": "enter",
  "server-failed": "enter",
  "no-connection": "enter",
  "wrong-version": null,
  replaced: "enter",
  "call-lost": null,
};

/** The words for a problem found by the page. */
export function explain(code: DeviceCode | PageCode, missing: Missing = "camera or microphone"): Trouble {
  const [what, why, fix] = words.problems[code];
  return { code, what: what.replace("@", words.missing[missing]), why, fix, remedy: REMEDIES[code] };
}

/** The words for a refusal of the server: the page's own, or else those that came with it. */
export function quote({ code, message, fix }: ErrorReply, remedy: Remedy | null = null): Trouble {
  const [what, cure] = words.refusals[code as ProblemCode] ?? [message, fix];
  return { code, what, why: "", fix: cure, remedy };
}
