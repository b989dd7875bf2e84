import type { ProblemCode } from "../wire/protocol.gen";

/** A refusal of the server: what happened, and what to do. */
export type Refusal = readonly [message: string, fix: string];

/** The server's own words are English. */
const refusals: Partial<Record<ProblemCode, Refusal>> = {};

const devices = {
  title: "Devices",
  camera: "Camera",
  microphone: "Microphone",
  speaker: "Speaker",
  default: (name: string) => `Default: ${name}`,
  any: {
    camera: "The browser’s default camera",
    microphone: "The browser’s default microphone",
    speaker: "The system’s speaker",
  },
  none: { camera: "No camera", microphone: "No microphone" },
  nameless: (kind: string, number: number) => `${kind} ${number}`,
  namesLater: "Their names appear once the browser may use them.",
  level: "Microphone level",
  choose: { microphone: "Choose microphone", camera: "Choose camera" },
  testTone: "Play a test tone",
  taken: (label: string) => `Now in use: ${label}`,
  replaced: (lost: string, label: string) => `${lost} was unplugged; now in use: ${label}`,
  instead: (chosen: string, used: string) => `${chosen} could not be opened; now in use: ${used}`,
  /** By the system, or by a switch on the device. */
  silenced: {
    camera:
      "Your system has stopped the camera: nobody sees you. Look for a switch or cover on the device, a phone call, or the system’s settings.",
    microphone:
      "Your system has muted the microphone: nobody hears you. Look for a switch on the device, a phone call, or the system’s settings.",
    both: "Your system has stopped camera and microphone: nobody sees or hears you. Look for a switch on the device, a phone call, or the system’s settings.",
  },
  shareScreen: "Share screen",
  stopSharing: "Stop sharing",
  guest: "Guests can only watch and listen on this server",
  talkingMuted: "You are talking, but your microphone is muted. Press m, or hold the space bar, to be heard.",
};

const lobby = {
  off: "Camera and microphone stay off until you join or call.",
  mayNotJoin: "You may not join calls in this room",
  entering: "Waiting for the server. “Leave room” stops waiting.",
  reconnecting: "Your place is kept for some seconds; the page tries again by itself.",
  invitation: "See who is here, call one person or join the room’s call.",
  enter: "Enter room",
  name: "Your name",
  nameHint: "As Jupyter knows you",
  autoAccept: "Answer calls automatically",
  autoAcceptHint:
    "When somebody calls you, you are in the call without being asked, with camera and microphone as chosen below.",
  join: "Join call",
  beginWith: "Begin with",
  switched: { on: "on", off: "off" },
  /** How one begins, where it is not with both. */
  begins: {
    seen: "You will be seen, but not heard, until you turn the microphone on.",
    heard: "You will be heard, but not seen, until you turn the camera on.",
    neither: "You will be neither seen nor heard until you turn something on.",
  },
  count(people: number): string {
    if (people === 0) return "nobody in it yet";
    return people === 1 ? "1 person in it" : `${people} people in it`;
  },
  try: {
    both: "Try camera and microphone",
    camera: "Try camera",
    microphone: "Try microphone",
    neither: "To try camera or microphone, turn one of them on.",
  },
  stop: "Stop the preview",
  previewed: "Only you see and hear this, until you join or call.",
  opening: "Opening…",
  noPicture: "The camera is off",
  preview: "Preview of your camera",
  full: (limit: number) => `The call is full: it has room for ${limit} people. Wait until somebody leaves.`,
  wait: "Wait until the connection is back",
};

/** What may be missing, as it stands in a sentence. */
const missing = {
  camera: "camera",
  microphone: "microphone",
  "camera or microphone": "camera or microphone",
};

/** How each browser is made to give what it was told to withhold. */
const allow = {
  chromium: "Click the sign at the left of the address, allow camera and microphone there",
  edge: "Click the lock at the left of the address, open “Permissions for this site” and allow both",
  firefox: "Click the crossed-out camera or microphone at the left of the address and remove the block",
  safari: "Choose Safari > Settings for This Website… and set camera and microphone to “Allow”",
  other: "Open the browser’s settings for this site and allow camera and microphone",
};

/** `@` stands for the device or the person; in `fix`, for how this browser is made to allow it. */
const troubles = {
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
    what: "The embedding page or the server blocks the @.",
    why: "Another page embeds Jupyter and does not pass the permission on, or a Permissions-Policy header forbids it.",
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
  "screen-blocked": {
    what: "The embedding page or the server blocks sharing the screen.",
    why: "Another page embeds Jupyter and does not pass the permission on, or a Permissions-Policy header forbids it.",
    fix: 'Open Jupyter in a tab of its own, or have the embedding page say allow="display-capture".',
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
    why: "A firewall or router on one of the two sides lets no direct media through, or one side has no network.",
    fix: "The operator of this server can name a TURN server (c.VideoRooms.turn_urls). The page keeps trying.",
  },
  "no-jupyter": {
    what: "This page is not served by a Jupyter server.",
    why: "The room needs the server that keeps it; a viewer or a saved page has none.",
    fix: "Open the notebook in JupyterLab or Notebook 7.",
  },
  "extension-missing": {
    what: "The Jupyter server does not know about video rooms.",
    why: "The jupyter-videoroom extension is not installed or not enabled in the server’s environment.",
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
  "sharing-moved": {
    what: "Your screen is not shared any more.",
    why: "A screen is shared by one tab, and the call has moved to this one.",
    fix: "Share it again here.",
  },
  "part-missing": {
    what: "A part of the page could not be loaded.",
    why: "The connection is lost, or the server was updated.",
    fix: "Try it again; if that does not help, reload the page.",
  },
  "engine-unknown": {
    what: "This page cannot take part in the call.",
    why: "The server carries it in a way that the page is too old to know.",
    fix: "Reload the page.",
  },
  "call-lost": {
    what: "The call is over.",
    why: "The connection to the server was away for too long.",
    fix: "Call again.",
  },
};

const tiles = {
  track: (track: string, kernel: string) => `${track}, by ${kernel}`,
  screenOf: (name: string) => `${name}’s screen`,
  yourScreen: "Your screen",
  microphoneOff: "microphone off",
  microphoneIsOff: "Microphone is off",
  connecting: (name: string) => `Connecting to ${name}…`,
  weak: (name: string) => `${name}’s connection is weak`,
  pin: (name: string) => `Pin ${name}`,
  unpin: (name: string) => `Unpin ${name}`,
  details: (name: string) => `Details of ${name}`,
  options: (name: string) => `Options for ${name}`,
  volume: (name: string) => `Volume of ${name}`,
  muteForMe: (name: string) => `Mute ${name} for me`,
  mutedForYou: "muted for you",
  connection: { good: "Good connection", fair: "Fair connection", weak: "Weak connection" },
  ofYourScreen: {
    pin: "Pin your screen",
    unpin: "Unpin your screen",
    details: "Details of your screen",
    options: "Options for your screen",
  },
  callLength: "Length of the call",
};

const layout = {
  more: "More",
  layout: "Layout",
  grid: "Grid",
  speaker: "Speaker",
  hideSelf: "Hide self view",
  fullScreen: "Full screen",
  pictureInPicture: "Picture in picture",
  devices: "Devices…",
  sounds: "Sounds",
  small: (room: string) => `Video room ${room}, small window`,
};

const stats = {
  waiting: "Measuring…",
  nothing: "Nothing measured yet",
  notSent: "not sent",
  picture: "Picture",
  pictureRate: "Picture data",
  sound: "Sound data",
  loss: "Packets lost",
  jitter: "Jitter",
  roundTrip: "Round trip",
  route: "Route",
  sentTo: "Sent to",
  total: "Sent in all",
  frames: (count: string) => `${count} pictures/s`,
  lossOf: (picture: string, sound: string) => `picture ${picture}, sound ${sound}`,
  people: (count: number) => (count === 1 ? "1 person" : `${count} people`),
  ofCap: (rate: string, cap: string) => `${rate} of at most ${cap}`,
  direct: (protocol: string) => `direct (${protocol})`,
  reflexive: (protocol: string) => `direct, through address translation (${protocol})`,
  relay: (protocol: string) => `through a relay (${protocol})`,
};

/** Every word of the page, in English. A section a part of the room; what varies is a function. */
export const en = {
  locale: "en",
  refusals,

  devices,
  lobby,
  missing,
  allow,
  troubles,
  tiles,
  layout,
  stats,

  names: {
    you: "You",
    somebody: "Somebody",
    /** "Ana", "Ana and Bo", "Ana, Bo and 2 others". */
    list(names: readonly string[], all = names.length): string {
      if (all <= 2) return names.join(" and ");
      const others = all - 2;
      return `${names.slice(0, 2).join(", ")} and ${others} ${others === 1 ? "other" : "others"}`;
    },
    withYou: (name: string) => `${name} (you)`,
    account: "Account:",
    withAccount: (name: string, account: string) => `${name} (${account})`,
  },

  room: {
    label: (room: string) => `Video room ${room}`,
    panel: "People, chat and events",
    tabs: "Chat and events",
    close: "Close",
    showPanel: "Show the panel",
    hidePanel: "Hide the panel",
    missed: (calls: number): string => (calls === 1 ? "missed call" : "missed calls"),
    unread: (messages: number): string => (messages === 1 ? "unread message" : "unread messages"),
    leave: "Leave room",
    elsewhere: (room: string) => `The room “${room}” is shown in another place of this page.`,
    showHere: "Show here",
    notShown: "This cannot be shown.",
    loading: "Loading…",
  },

  chat: {
    title: "Chat",
    titleWithUnread: (unread: number) => `Chat (${unread})`,
    empty: "Nothing was said here yet.",
    message: "Message",
    send: "Send",
    to: "To",
    everyone: "Everyone",
    gone: (name: string) => `${name} (not here)`,
    toOnly: (name: string) => `to ${name} only`,
    toYouOnly: "only to you",
    sending: "sending…",
    notSent: "Not sent.",
    line: (name: string, text: string) => `${name}: ${text}`,
    tooLong: (limit: number) => `It has more than ${limit} characters. Say it in several messages.`,
    left: "You left the room before it was stored.",
    discard: "Discard",
    news: "New messages",
    outside: "Enter the room to read and write messages.",
    guest: "The operator of this server lets guests read the chat, but not write.",
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
    raisedHand: (name: string) => `${name} raised a hand`,
    joinedCall: (name: string) => `${name} joined the call`,
    leftCall: (name: string) => `${name} left the call`,
    youJoinedCall: "You joined the call",
    youJoinedCallWith: (names: string) => `You joined the call with ${names}`,
    callEnded: "The call ended",
    youLeftCall: "You left the call",
    called: (name: string) => `You called ${name}`,
    missedCall: (name: string) => `Missed call from ${name}`,
    youAccepted: (name: string) => `You accepted ${name}’s call`,
    youDeclined: (name: string) => `You declined ${name}’s call`,
    theyCancelled: (name: string) => `${name} cancelled`,
    answeredElsewhere: (name: string) => `You answered ${name}’s call in another tab`,
    accepted: (name: string) => `${name} accepted`,
    declined: (name: string, word: string) => (word ? `${name} declined: ${word}` : `${name} declined`),
    busy: (name: string) => `${name} is busy`,
    timedOut: (name: string) => `${name} did not answer`,
    gone: (name: string) => `${name} left before answering`,
    youCancelled: (name: string) => `You cancelled the call to ${name}`,
    notShown: (why: string) => `Something could not be shown: ${why}`,
  },

  call: {
    bar: "Call",
    watching: "You can only watch and listen here: guests send nothing on this server.",
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

  people: {
    title: "People",
    empty: "Enter the room to see who is here.",
    together: "In the call",
    others: "In the room",
    search: "Search people",
    nobody: (sought: string) => `Nobody here is called “${sought}”.`,
    states: {
      available: "available",
      ringing: "ringing",
      "in-call": "in a call",
      away: "away",
      reconnecting: "reconnecting",
    },
    inCallWith: (names: string) => `in a call with ${names}`,
    kernel: (state: string) => `kernel, ${state}`,
    ownKernel: (state: string) => `your own kernel, ${state}`,
    inTabs: (tabs: number) => `in ${tabs} tabs`,
    listens: "listens only",
    hand: (place: number) => `hand raised, number ${place}`,
    missed: "Missed calls",
    missedFrom: (name: string, time: string) => `Missed call from ${name}, ${time}`,
    callBack: "Call back",
    callBackWhom: (name: string) => `Call back: ${name}`,
    forget: (name: string) => `Dismiss the missed call from ${name}`,
    callNow: "Call now",
    callNowWhom: (name: string) => `Call now: ${name}`,
    uncallable: {
      kernel: "A kernel cannot be called",
      inCall: (name: string) => `${name} is in a call`,
      ringing: (name: string) => `${name} is ringing somebody or being rung`,
      reconnecting: (name: string) => `${name} has lost the connection`,
      notHere: (name: string) => `${name} is not in the room`,
      youInCall: "You are in a call",
      youRinging: "You are ringing or being rung",
      youReconnecting: "Wait until the connection is back",
    },
  },

  hand: {
    raise: "Raise hand",
    lower: "Lower hand",
    raised: "hand raised",
    guest: "The operator of this server lets guests neither raise a hand nor react",
  },

  reactions: {
    react: "React",
    names: {
      "thumbs-up": "Thumbs up",
      clap: "Clap",
      heart: "Heart",
      laugh: "Laugh",
      surprise: "Surprise",
      party: "Party",
    },
    from: (name: string, reaction: string) => `${name}: ${reaction}`,
  },

  shortcuts: {
    title: "Keyboard shortcuts",
    hint: "They work while the focus is in the room, and not while you type.",
    keys: {
      space: "Space",
      escape: "Esc",
      enter: "Enter",
      shiftEnter: "Shift + Enter",
    },
    microphone: "Turn the microphone on or off",
    talk: "Hold to talk while muted",
    camera: "Turn the camera on or off",
    hand: "Raise or lower your hand",
    chat: "Write a message",
    send: "Send the message",
    line: "Begin a new line in it",
    close: "Close what is open",
    help: "Show these shortcuts",
  },

  announcements: {
    more: (others: number) => `and ${others} more`,
  },

  outputs: {
    title: "Shared outputs",
    tab: (count: number) => `Shared (${count})`,
    untitled: "Untitled",
    gone: "This cannot be shown any more.",
    unreadable: "This is not what it says it is, and cannot be shown.",
    cut: {
      rows: (shown: string, all: string) => `The first ${shown} of ${all} rows.`,
      columns: (shown: string, all: string) => `The first ${shown} of ${all} columns.`,
      lines: (shown: string, all: string) => `The first ${shown} of ${all} lines.`,
      characters: (shown: string, all: string) => `The first ${shown} of ${all} characters.`,
    },
    download: "Download all of it",
  },

  copy: {
    byHand: "Copy it yourself",
    how: "This page may not copy by itself. Press Ctrl+C, or on a Mac ⌘C.",
    text: "Text to copy",
  },

  events: {
    title: "Events",
    copy: "Copy events",
    copyHint: "Copy the events as text",
    copied: "Events copied",
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
    withAWord: "Decline with a word",
    word: "A word for the caller",
    wordExample: "In ten minutes",
    sendAndDecline: "Send and decline",
  },

  /** One leaves the room in the middle of a call. */
  leaving: {
    title: "You are in a call",
    meaning: "Leaving the room ends it for you, too.",
    leave: "Leave call and room",
    stay: "Stay",
  },

  alert: {
    tryAgain: "Try again",
    dismiss: "Dismiss",
  },

  kernels: {
    asks: (kernel: string) => `${kernel} asks to see and hear you`,
    own: "your own kernel",
    of: (owner: string) => `a Python kernel of ${owner}`,
    meaning: (whose: string) =>
      `It is ${whose}: whatever code runs there gets your camera, microphone and shared screen, and may process or keep them. You can stop this at any moment.`,
    toRecord: "It is recording: if you allow this, you are in the file that it writes.",
    allow: "Allow",
    decline: "Decline",
    decideAgain: "Decide again",
    decideAgainAbout: (kernel: string) => `Decide again about ${kernel}`,
    watching: (kernel: string) => `${kernel} sees and hears you`,
    stop: (kernel: string) => `Stop sharing with ${kernel}`,
    stopShort: "Stop",
    seenBy: (kernels: string) => `seen and heard by ${kernels}`,
    recording: (kernel: string) => `${kernel} is recording`,
    records: "recording",
    allowOwn: "Let my own kernel see and hear me without asking",
  },

  python: {
    outside: {
      what: "Nobody has entered the room in this page.",
      why: "A kernel comes in by the notebook’s page only where its user is.",
      fix: "Click “Enter room”, then connect again.",
    },
    busy: "You are in a call or ringing already, or the connection is lost.",
    left: "The room was left.",
  },

  page: {
    openInTab: "Open in a tab",
    notWhileRinging: "Wait for an answer, or cancel the call, to open a tab",
    blocked: "The browser opened no tab.",
    openYourself: "Open the room’s page",
    call: "This call is in another tab.",
    room: "You are in this room in another tab.",
    bringBack: "Bring it back",
    copyLink: "Copy invitation link",
    copyHint: "Copy invitation link: it lets in everybody who may use this Jupyter server",
    copied: "Link copied",
  },
};

/** What every language has. */
export type Words = typeof en;
