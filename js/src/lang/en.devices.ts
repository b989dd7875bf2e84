import type { Troubles } from "../words";

export const devices = {
  title: "Devices",
  camera: "Camera",
  microphone: "Microphone",
  speaker: "Speaker",
  any: { camera: "The usual camera", microphone: "The usual microphone", speaker: "The system’s speaker" },
  none: { camera: "No camera", microphone: "No microphone" },
  nameless: (number: number) => `Device ${number}`,
  namesLater: "Their names appear once the browser may use them.",
  close: "Close",
  level: "Microphone level",
  testTone: "Play a test tone",
  taken: (label: string) => `Now in use: ${label}`,
  replaced: (lost: string, label: string) => `${lost} was unplugged; now in use: ${label}`,
  shareScreen: "Share screen",
  stopSharing: "Stop sharing",
  guest: "Whoever runs this server lets guests send nothing",
  talkingMuted: "You are talking, but your microphone is muted. Press m, or hold the space bar, to be heard.",
};

export const lobby = {
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
  count(people: number): string {
    if (people === 0) return "nobody in it yet";
    return people === 1 ? "1 person in it" : `${people} people in it`;
  },
  try: "Try camera and microphone",
  stop: "Stop the preview",
  previewed: "Only you see and hear this, until you join or call.",
  opening: "Opening…",
  noPicture: "The camera is off",
  preview: "Preview of your camera",
  full: (limit: number) => `The call is full: it has room for ${limit} people. Wait until somebody leaves.`,
  wait: "Wait until the connection is back",
};

/** What may be missing, as it stands in a sentence. */
export const missing = {
  camera: "camera",
  microphone: "microphone",
  "camera or microphone": "camera or microphone",
};

/** How each browser is made to give what it was told to withhold. */
export const allow = {
  chromium: "Click the sign at the left of the address, allow camera and microphone there",
  edge: "Click the lock at the left of the address, open “Permissions for this site” and allow both",
  firefox: "Click the crossed-out camera or microphone at the left of the address and remove the block",
  safari: "Choose Safari > Settings for This Website… and set camera and microphone to “Allow”",
  other: "Open the browser’s settings for this site and allow camera and microphone",
};

/** `@` stands for the device or the person; in `fix`, for how this browser is made to allow it. */
export const troubles: Troubles = {
  "insecure-origin": {
    what: "The browser gives this page no @.",
    why: "The page came over plain http from another machine, which browsers do not trust with a camera.",
    fix: "Open Jupyter over https (jupyter lab --certfile=FILE --keyfile=FILE), or through a tunnel: ssh -L 8888:localhost:8888 SERVER, then http://localhost:8888.",
  },
  "no-webrtc": {
    what: "This browser cannot make video calls.",
    why: "WebRTC is missing or was switched off, by an extension or by a policy.",
    fix: "Use a current Chrome, Edge, Firefox or Safari, and open Jupyter in a tab of it.",
  },
  "blocked-by-page": {
    what: "The page around this one blocks the @.",
    why: "Jupyter is embedded in another page, which does not pass the permission on.",
    fix: 'Open Jupyter in a tab of its own, or have the embedding page say allow="camera; microphone; display-capture".',
  },
  "permission-denied": {
    what: "The browser blocked the @ for this site.",
    why: "Permission was refused, now or earlier, or the operating system withholds it from the browser.",
    fix: "@, then try again. You can be in the call without it.",
  },
  "no-device": {
    what: "Not found: @.",
    why: "None is plugged in, or the operating system does not show it to the browser.",
    fix: "Plug one in, then try again. You can be in the call without it.",
  },
  "device-busy": {
    what: "The @ could not be started.",
    why: "Most likely another program is using it.",
    fix: "Close the other program or tab, then try again.",
  },
  "device-unsuitable": {
    what: "The @ cannot do what was asked.",
    why: "It offers no picture size or sound format that fits.",
    fix: "Choose another device, then try again.",
  },
  "device-lost": {
    what: "The @ stopped.",
    why: "It was unplugged, or its permission was taken back.",
    fix: "Plug it in or allow it again, then try again.",
  },
  "device-failed": {
    what: "The @ did not start.",
    why: "The browser gave no usual reason.",
    fix: "Try again; if it stays so, restart the browser.",
  },
  "screen-insecure": {
    what: "The browser shares no screen with this page.",
    why: "The page came over plain http from another machine.",
    fix: "Open Jupyter over https, or through localhost.",
  },
  "screen-missing": {
    what: "This browser cannot share a screen.",
    why: "Browsers of phones and tablets cannot yet.",
    fix: "Use a current browser on a computer.",
  },
  "screen-withheld": {
    what: "The operating system withholds the screen from the browser.",
    why: "Recording the screen needs its permission, too.",
    fix: "Allow the browser to record the screen in the system’s privacy settings, then share again.",
  },
  "screen-failed": {
    what: "The screen could not be shared.",
    why: "The browser gave no usual reason.",
    fix: "Share again, perhaps another window.",
  },
  "no-route": {
    what: "No way was found between you and @.",
    why: "A firewall or router on one of the two sides lets no direct media through.",
    fix: "Whoever runs this server can name a TURN server (c.VideoRooms.turn_urls). The page keeps trying.",
  },
  "no-jupyter": {
    what: "This page is not served by a Jupyter server.",
    why: "The room needs the server that keeps it; a viewer or a saved page has none.",
    fix: "Open the notebook in JupyterLab or Notebook 7.",
  },
  "extension-missing": {
    what: "The Jupyter server does not know about video rooms.",
    why: "The jupyter-videoroom extension is not installed or not enabled in the server's environment.",
    fix: "Run “pip install jupyter-videoroom” where the server runs, and restart the server.",
  },
  unreachable: {
    what: "The Jupyter server cannot be reached.",
    why: "The network is down, or the server has stopped.",
    fix: "Check the connection and that the server is running, then try again.",
  },
  "ticket-refused": {
    what: "The Jupyter server refused to let you in.",
    why: "The sign-in has most likely expired.",
    fix: "Reload the page, sign in again, and enter the room again.",
  },
  "server-failed": {
    what: "The Jupyter server could not answer.",
    why: "Something went wrong on its side; its log says what.",
    fix: "Try again in a moment.",
  },
  "no-connection": {
    what: "No lasting connection to the room could be opened.",
    why: "Something between here and the server, such as a proxy, seems to block WebSockets.",
    fix: "Check that kernels can be used on this page, then try again.",
  },
  "wrong-version": {
    what: "The page and the server speak different versions.",
    why: "jupyter-videoroom was updated on one side only.",
    fix: "Reload the page; if that does not help, install the same version for kernel and server.",
  },
  replaced: {
    what: "You are in this room in a newer page.",
    why: "The same place was taken over from another tab.",
    fix: "Go on there, or enter again here.",
  },
  "call-lost": {
    what: "The call is over.",
    why: "The connection to the server was away for too long.",
    fix: "Call again.",
  },
};
