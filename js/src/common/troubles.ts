import { type Words, words } from "../lang";
import type { ErrorReply, Failure, ProblemCode } from "../wire/protocol.gen";

/** What the page can do about a problem itself. */
export type Remedy = "enter" | "devices" | "parts";

/** A problem in plain words, in the order in which they are shown. */
export interface Trouble {
  code: string;
  what: string;
  why: string;
  fix: string;
  remedy: Remedy | null;
  /** Under which code to tell the server, which does not know, or null. */
  report: Failure | null;
  /** The participant whom it is about. */
  peer: string | null;
}

export type DeviceCode =
  | "insecure-origin"
  | "no-webrtc"
  | "blocked-by-page"
  | "permission-denied"
  | "no-device"
  | "device-busy"
  | "device-unsuitable"
  | "device-lost"
  | "device-failed";

export type ScreenCode =
  | "screen-insecure"
  | "screen-missing"
  | "screen-blocked"
  | "screen-withheld"
  | "screen-failed";

export type Missing = "camera" | "microphone" | "camera or microphone";

type Code = keyof Words["troubles"];

const REMEDIES: { readonly [code in Code]?: Remedy } = {
  "permission-denied": "devices",
  "no-device": "devices",
  "device-busy": "devices",
  "device-unsuitable": "devices",
  "device-lost": "devices",
  "device-failed": "devices",
  "extension-missing": "enter",
  "part-missing": "parts",
  unreachable: "enter",
  "ticket-refused": "enter",
  "server-failed": "enter",
  "no-connection": "enter",
  replaced: "enter",
};

/** The words for a camera or a microphone that is not there. */
export function explainDevice(code: DeviceCode, missing: Missing): Trouble {
  return { ...explain(code, words.missing[missing]), report: code };
}

/** The words for a screen that is not shared. */
export function explainScreen(code: ScreenCode): Trouble {
  return { ...explain(code), report: "screen-failed" };
}

/** The words for a person whom no media reaches. */
export function explainRoute(peer: string, name: string): Trouble {
  return { ...explain("no-route", name), report: "no-route", peer };
}

/** The words for a refusal of the server: the page's own, or else those that came with it. */
export function quote({ code, message, fix }: ErrorReply, remedy: Remedy | null = null): Trouble {
  const [what, cure] = words.refusals[code as ProblemCode] ?? [message, fix];
  return { code, what, why: "", fix: cure, remedy, report: null, peer: null };
}

/** The words for a problem found by the page, and whom or what it is about. */
export function explain(code: Code, subject = ""): Trouble {
  const { what, why, fix } = words.troubles[code];
  return {
    code,
    // A name may hold what `replace` takes for a pattern.
    what: what.replace("@", () => subject),
    why,
    fix: fix.replace("@", () => words.allow[browserOf(navigator.userAgent)]),
    remedy: REMEDIES[code] ?? null,
    report: null,
    peer: null,
  };
}

/** Whose settings a person has to look for. */
export function browserOf(userAgent: string): keyof typeof words.allow {
  if (userAgent.includes("Edg/")) return "edge";
  if (userAgent.includes("Firefox/")) return "firefox";
  if (/Chrom(e|ium)\//.test(userAgent)) return "chromium";
  return userAgent.includes("Safari/") ? "safari" : "other";
}
