import type { ProblemCode } from "../protocol.gen";
import { allow, devices, lobby, missing, troubles } from "./en.devices";
import { layout, stats, tiles } from "./en.tiles";

/** A refusal of the server: what happened, and what to do. */
export type Refusal = readonly [message: string, fix: string];

/** The server's own words are English. */
const refusals: Partial<Record<ProblemCode, Refusal>> = {};

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
    list(names: readonly string[]): string {
      if (names.length <= 2) return names.join(" and ");
      const others = names.length - 2;
      return `${names.slice(0, 2).join(", ")} and ${others} ${others === 1 ? "other" : "others"}`;
    },
    withYou: (name: string) => `${name} (you)`,
  },

  room: {
    label: (room: string) => `Video room ${room}`,
    panel: "People, chat and events",
    tabs: "Chat and events",
    showPanel: "Show the panel",
    hidePanel: "Hide the panel",
    missed: (calls: number): string => (calls === 1 ? "missed call" : "missed calls"),
    unread: (messages: number): string => (messages === 1 ? "unread message" : "unread messages"),
    leave: "Leave room",
    elsewhere: (room: string) => `The room “${room}” is shown in another place of this page.`,
    showHere: "Show here",
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
    discard: "Discard",
    news: "New messages",
    outside: "Enter the room to read and write messages.",
    guest: "Whoever runs this server lets guests read the chat, but not write.",
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
    microphoneOff: "microphone off",
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
    guest: "Whoever runs this server lets guests neither raise a hand nor react",
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
};
