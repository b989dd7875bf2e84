import type { ProblemCode } from "../protocol.gen";
import type { DeviceCode, Missing, PageCode } from "../words";

/** What happened, why most likely, and what to do. `@` stands for what is missing: the camera, the microphone or both. */
export type Explanation = readonly [what: string, why: string, fix: string];

/** A refusal of the server: what happened, and what to do. */
export type Refusal = readonly [message: string, fix: string];

const problems: Record<DeviceCode | PageCode, Explanation> = {
  "insecure-origin": [
    "The browser gives this page no @.",
    "The page came over plain http from another machine, which browsers do not trust with a camera.",
    "Open Jupyter over https, or through localhost (for example with an SSH tunnel).",
  ],
  "no-webrtc": [
    "This browser cannot make video calls.",
    "WebRTC is missing or was switched off, by an extension or by a policy.",
    "Use a current Chrome, Edge, Firefox or Safari, and open Jupyter in a tab of it.",
  ],
  "permission-denied": [
    "The browser blocked the @ for this site.",
    "Permission was refused, now or earlier, or the operating system withholds it from the browser.",
    "Click the camera sign beside the address, allow it, then try again. You are in the call meanwhile.",
  ],
  "no-device": [
    "Not found: @.",
    "None is plugged in, or the operating system does not show it to the browser.",
    "Plug one in, then try again. You can stay in the call without it.",
  ],
  "device-busy": [
    "The @ could not be started.",
    "Most likely another program is using it.",
    "Close the other program or tab, then try again.",
  ],
  "device-unsuitable": [
    "The @ cannot do what was asked.",
    "It offers no picture size or sound format that fits.",
    "Choose another device in the browser's site settings, then try again.",
  ],
  "device-lost": [
    "The @ stopped.",
    "It was unplugged, or its permission was taken back.",
    "Plug it in or allow it again, then try again.",
  ],
  "device-failed": [
    "The @ did not start.",
    "The browser gave no usual reason.",
    "Try again; if it stays so, restart the browser.",
  ],
  "no-jupyter": [
    "This page is not served by a Jupyter server.",
    "The room needs the server that keeps it; a viewer or a saved page has none.",
    "Open the notebook in JupyterLab or Notebook 7.",
  ],
  "extension-missing": [
    "The Jupyter server does not know about video rooms.",
    "The jupyter-videoroom extension is not installed or not enabled in the server's environment.",
    "Run “pip install jupyter-videoroom” where the server runs, and restart the server.",
  ],
  unreachable: [
    "The Jupyter server cannot be reached.",
    "The network is down, or the server has stopped.",
    "Check the connection and that the server is running, then try again.",
  ],
  "ticket-refused": [
    "The Jupyter server refused to let you in.",
    "The sign-in has most likely expired.",
    "Reload the page, sign in again, and enter the room again.",
  ],
  "server-failed": [
    "The Jupyter server could not answer.",
    "Something went wrong on its side; its log says what.",
    "Try again in a moment.",
  ],
  "no-connection": [
    "No lasting connection to the room could be opened.",
    "Something between here and the server, such as a proxy, seems to block WebSockets.",
    "Check that kernels can be used on this page, then try again.",
  ],
  "wrong-version": [
    "The page and the server speak different versions.",
    "jupyter-videoroom was updated on one side only.",
    "Reload the page; if that does not help, install the same version for kernel and server.",
  ],
  replaced: [
    "You are in this room in a newer page.",
    "The same place was taken over from another tab.",
    "Go on there, or enter again here.",
  ],
  "call-lost": ["The call is over.", "The connection to the server was away for too long.", "Call again."],
};

const missing: Record<Missing, string> = {
  camera: "camera",
  microphone: "microphone",
  "camera or microphone": "camera or microphone",
};

/** The server's own words are English. */
const refusals: Partial<Record<ProblemCode, Refusal>> = {};

/** Every word of the page, in English. A section a part of the room; what varies is a function. */
export const en = {
  locale: "en",
  problems,
  missing,
  refusals,

  names: {
    you: "You",
    somebody: "Somebody",
    /** "Ana", "Ana and Bo", "Ana, Bo and 2 others". */
    list(names: readonly string[]): string {
      if (names.length <= 2) return names.join(" and ");
      const others = names.length - 2;
      return `${names.slice(0, 2).join(", ")} and ${others} ${others === 1 ? "other" : "others"}`;
    },
    withYou: (name: string) => `${name} (you)`,
  },

  room: {
    label: (room: string) => `Video room ${room}`,
    panel: "People and events",
    showPanel: "Show the panel",
    hidePanel: "Hide the panel",
    leave: "Leave room",
    elsewhere: (room: string) => `The room “${room}” is shown in another place of this page.`,
    showHere: "Show here",
  },

  status: {
    outside: "Not in the room",
    entering: "Entering…",
    reconnecting: "Connection lost, reconnecting…",
    available: "Available",
    ringing: (name: string) => `Ringing ${name}…`,
    rung: (name: string) => `${name} is calling you`,
    talking: (names: string) => `In a call with ${names}`,
    alone: "In the call, nobody else is here yet",
    joining: "Joining the call…",
  },

  /** The lines of the log of events, and what is told beside it. */
  log: {
    entered: (name: string) => `You entered the room as ${name}`,
    youLeftRoom: "You left the room",
    connectionLost: "Connection lost",
    connectedAgain: "Connected again",
    joinedRoom: (name: string) => `${name} joined the room`,
    leftRoom: (name: string) => `${name} left the room`,
    renamed: (before: string, name: string) => `${before} is now called ${name}`,
    joinedCall: (name: string) => `${name} joined the call`,
    leftCall: (name: string) => `${name} left the call`,
    youJoinedCall: "You joined the call",
    youJoinedCallWith: (names: string) => `You joined the call with ${names}`,
    callEnded: "The call ended",
    youLeftCall: "You left the call",
    called: (name: string) => `You called ${name}`,
    calling: (name: string) => `${name} is calling`,
    missedCall: (name: string) => `Missed call from ${name}`,
    youAccepted: (name: string) => `You accepted ${name}'s call`,
    youDeclined: (name: string) => `You declined ${name}'s call`,
    theyCancelled: (name: string) => `${name} cancelled`,
    answeredElsewhere: (name: string) => `You answered ${name}'s call in another tab`,
    accepted: (name: string) => `${name} accepted`,
    declined: (name: string, word: string) => (word ? `${name} declined: ${word}` : `${name} declined`),
    busy: (name: string) => `${name} is busy`,
    timedOut: (name: string) => `${name} did not answer`,
    gone: (name: string) => `${name} left before answering`,
    youCancelled: (name: string) => `You cancelled the call to ${name}`,
  },

  lobby: {
    off: "Camera and microphone stay off until you join or call.",
    entering: "The server is looking for your place. “Leave room” stops waiting.",
    reconnecting: "Your place is kept for some seconds; the page tries again by itself.",
    invitation: "See who is here, call one person or join the room’s call.",
    inside: "You are in the room.",
    enter: "Enter room",
    name: "Your name",
    nameHint: "As Jupyter knows you",
    autoAccept: "Answer calls automatically",
    autoAcceptHint: "Camera and microphone will open when somebody calls you, without asking again.",
    join: "Join call",
    wait: "Wait until the connection is back",
    count(people: number): string {
      if (people === 0) return "nobody in it yet";
      return people === 1 ? "1 person in it" : `${people} people in it`;
    },
  },

  call: {
    bar: "Call",
    watching: "You may watch and listen here: whoever runs this server lets guests send nothing.",
    unattended: "Your notebook started this call; camera and microphone are off.",
    turnBothOn: "Turn both on",
    mute: "Mute microphone",
    unmute: "Unmute microphone",
    stopCamera: "Stop camera",
    startCamera: "Start camera",
    turnOnSound: "Turn on sound",
    leave: "Leave call",
    cancel: "Cancel call",
  },

  tile: {
    microphoneIsOff: "Microphone is off",
    microphoneOff: "microphone off",
    connecting: (name: string) => `Connecting to ${name}…`,
    weak: (name: string) => `${name}’s connection is weak`,
  },

  people: {
    title: "People",
    empty: "Enter the room to see who is here.",
    states: {
      available: "available",
      ringing: "ringing",
      "in-call": "in a call",
      away: "away",
      reconnecting: "reconnecting",
    },
    inCallWith: (names: string) => `in a call with ${names}`,
    kernel: (state: string) => `kernel, ${state}`,
    inTabs: (tabs: number) => `in ${tabs} tabs`,
    callNow: "Call now",
    callNowWhom: (name: string) => `Call now: ${name}`,
    uncallable: {
      kernel: "A kernel cannot be called",
      inCall: (name: string) => `${name} is in a call`,
      ringing: (name: string) => `${name} is ringing somebody or being rung`,
      reconnecting: (name: string) => `${name} has lost the connection`,
      youInCall: "You are in a call",
      youRinging: "You are ringing or being rung",
      youReconnecting: "Wait until the connection is back",
    },
  },

  events: {
    title: "Events",
    copy: "Copy events",
    copyHint: "Copy the events as text",
    head: (room: string, browser: string) => `Video room ${room}, ${browser}`,
  },

  ring: {
    label: (name: string) => `Incoming call from ${name}`,
    /** Follows the caller's name, which is shown strong. */
    isCalling: "is calling you",
    pageTitle: (name: string) => `${name} is calling`,
    accept: "Accept",
    withoutCamera: "Answer without camera",
    decline: "Decline",
    withAWord: "Refuse with a word",
    word: "A word for the caller",
    wordExample: "In ten minutes",
    sendAndDecline: "Send and decline",
  },

  alert: {
    tryAgain: "Try again",
    dismiss: "Dismiss",
  },

  page: {
    openInTab: "Open in a tab",
    blocked: "The browser opened no tab.",
    openYourself: "Open the room’s page",
    call: "This call is in another tab.",
    room: "You are in this room in another tab.",
    bringBack: "Bring it back",
    copyLink: "Copy invitation link",
    copyHint: "Copy invitation link: it lets in whoever may use this Jupyter server",
    copied: "Link copied",
    copyYourself: "This page may not copy for you. The link:",
  },
};
