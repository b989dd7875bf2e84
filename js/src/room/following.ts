import { effect, type Signal, untracked } from "@preact/signals";
import { sounds } from "../common/choices";
import { playTones } from "../common/tones";
import { words } from "../lang";
import type { Trouble as Report } from "../wire/protocol.gen";
import { Announcer } from "./announcer";
import type { Chat } from "./chat";
import type { Reactions } from "./reactions";
import type { Room } from "./room";
import { playSounds } from "./sounds";

const CHIME_INTERVAL = 2_000;
const CHIME = [587, 784];
const TONE_GAP = 0.18;

interface Followed {
  room: Room;
  chat: Chat;
  reactions: Reactions;
  /** What a screen reader is told. */
  announcement: Signal<string>;
  /** Tell the server what failed. */
  report(report: Report): void;
}

/** What goes on in the room is announced, heard and reported; a ring draws attention. Returns how to stop that. */
export function follow({ room, chat, reactions, announcement, report }: Followed): () => void {
  new Announcer(announcement).follow(room, reactions, chat);
  playSounds(room.facts, chat);
  reportTroubles(room, report);
  return drawAttentionToRings(room);
}

function drawAttentionToRings({ rings, facts }: Room): () => void {
  let stop: (() => void) | null = null;
  return effect(() => {
    const ring = rings.incoming.value;
    stop?.();
    // Once for each ring, whatever happens to the others meanwhile.
    stop = ring && drawAttention(untracked(() => facts.called(ring)));
  });
}

/** Tell the server what failed in the page, while it can be told: each thing once a session. */
export function reportTroubles({ facts, view }: Room, send: (report: Report) => void): () => void {
  const told = new Set<string>();
  return effect(() => {
    const shown = view.trouble.value;
    if (facts.connection.value === "outside") told.clear();
    if (facts.connection.value !== "open" || !shown?.report) return;
    const { report, peer } = shown;
    const key = `${report} ${peer}`;
    if (!told.has(key)) send({ type: "trouble", code: report, peer });
    told.add(key);
  });
}

/** Draw attention to a ring, by a soft tone, the page's title and, if the browser may, a notification. Returns how to stop. */
export function drawAttention(caller: string): () => void {
  const restoreTitle = changeTitle(words.ring.pageTitle(caller));
  const stopChime = sounds.peek() ? startChime() : () => {};
  const closeNotification = notify(caller);
  return () => {
    stopChime();
    closeNotification();
    restoreTitle();
  };
}

/** What the page is called by the rings of all its rooms, the newest last, and without any. */
const titles: { text: string }[] = [];
let usual = "";

function changeTitle(text: string): () => void {
  if (titles.length === 0) usual = document.title;
  const title = { text };
  titles.push(title);
  document.title = text;
  return () => {
    titles.splice(titles.indexOf(title), 1);
    document.title = titles.at(-1)?.text ?? usual;
  };
}

function startChime(): () => void {
  const chime = () => playTones(CHIME, TONE_GAP);
  chime();
  const timer = setInterval(chime, CHIME_INTERVAL);
  return () => clearInterval(timer);
}

/** For somebody who looks at another page. Whether pages may do this was decided elsewhere; this one never asks. */
function notify(caller: string): () => void {
  if (!document.hidden || !("Notification" in globalThis) || Notification.permission !== "granted")
    return () => {};
  const notification = new Notification(words.ring.pageTitle(caller));
  notification.onclick = () => {
    window.focus();
    notification.close();
  };
  return () => notification.close();
}
