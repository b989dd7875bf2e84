import type { ErrorReply } from "./protocol.gen";

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

type Words = readonly [what: string, why: string, fix: string, remedy: Remedy | null];

// `@` stands for what is missing: the camera, the microphone or both.
const WORDS: Record<DeviceCode | PageCode, Words> = {
  "insecure-origin": [
    "The browser gives this page no @.",
    "The page came over plain http from another machine, which browsers do not trust with a camera.",
    "Open Jupyter over https, or through localhost (for example with an SSH tunnel).",
    null,
  ],
  "no-webrtc": [
    "This browser cannot make video calls.",
    "WebRTC is missing or was switched off, by an extension or by a policy.",
    "Use a current Chrome, Edge, Firefox or Safari, and open Jupyter in a tab of it.",
    null,
  ],
  "permission-denied": [
    "The browser blocked the @ for this site.",
    "Permission was refused, now or earlier, or the operating system withholds it from the browser.",
    "Click the camera sign beside the address, allow it, then try again. You are in the call meanwhile.",
    "devices",
  ],
  "no-device": [
    "Not found: @.",
    "None is plugged in, or the operating system does not show it to the browser.",
    "Plug one in, then try again. You can stay in the call without it.",
    "devices",
  ],
  "device-busy": [
    "The @ could not be started.",
    "Most likely another program is using it.",
    "Close the other program or tab, then try again.",
    "devices",
  ],
  "device-unsuitable": [
    "The @ cannot do what was asked.",
    "It offers no picture size or sound format that fits.",
    "Choose another device in the browser's site settings, then try again.",
    "devices",
  ],
  "device-lost": [
    "The @ stopped.",
    "It was unplugged, or its permission was taken back.",
    "Plug it in or allow it again, then try again.",
    "devices",
  ],
  "device-failed": [
    "The @ did not start.",
    "The browser gave no usual reason.",
    "Try again; if it stays so, restart the browser.",
    "devices",
  ],
  "no-jupyter": [
    "This page is not served by a Jupyter server.",
    "The room needs the server that keeps it; a viewer or a saved page has none.",
    "Open the notebook in JupyterLab or Notebook 7.",
    null,
  ],
  "extension-missing": [
    "The Jupyter server does not know about video rooms.",
    "The jupyter-videoroom extension is not installed or not enabled in the server's environment.",
    "Run “pip install jupyter-videoroom” where the server runs, and restart the server.",
    "enter",
  ],
  unreachable: [
    "The Jupyter server cannot be reached.",
    "The network is down, or the server has stopped.",
    "Check the connection and that the server is running, then try again.",
    "enter",
  ],
  "ticket-refused": [
    "The Jupyter server refused to let you in.",
    "The sign-in has most likely expired.",
    "Reload the page, sign in again, and enter the room again.",
    "enter",
  ],
  "server-failed": [
    "The Jupyter server could not answer.",
    "Something went wrong on its side; its log says what.",
    "Try again in a moment.",
    "enter",
  ],
  "no-connection": [
    "No lasting connection to the room could be opened.",
    "Something between here and the server, such as a proxy, seems to block WebSockets.",
    "Check that kernels can be used on this page, then try again.",
    "enter",
  ],
  "wrong-version": [
    "The page and the server speak different versions.",
    "jupyter-videoroom was updated on one side only.",
    "Reload the page; if that does not help, install the same version for kernel and server.",
    null,
  ],
  replaced: [
    "You are in this room in a newer page.",
    "The same place was taken over from another tab.",
    "Go on there, or enter again here.",
    "enter",
  ],
  "call-lost": [
    "The call is over.",
    "The connection to the server was away for too long.",
    "Call again.",
    null,
  ],
};

/** The words for a problem found by the page. */
export function explain(code: DeviceCode | PageCode, missing: Missing = "camera or microphone"): Trouble {
  const [what, why, fix, remedy] = WORDS[code];
  return { code, what: what.replace("@", missing), why, fix, remedy };
}

/** The words for a refusal that the server has put into words. */
export function quote({ code, message, fix }: ErrorReply, remedy: Remedy | null = null): Trouble {
  return { code, what: message, why: "", fix, remedy };
}
