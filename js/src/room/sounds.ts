import { effect, untracked } from "@preact/signals";
import { sounds } from "../common/choices";
import { playTones } from "../common/tones";
import type { Chat } from "./chat";
import type { Facts } from "./facts";

// Up for who comes, down for who goes, one tone for what is said.
const COMES = [523, 659];
const GOES = [659, 523];
const MESSAGE = [698];
const TONE_GAP = 0.12;
// Several at once make one sound.
const PAUSE = 1_000;

/** Let comings and goings in one's call, and messages that are not seen, be heard. */
export function playSounds({ members }: Facts, chat: Chat): void {
  let next = 0;
  const wait = () => next - performance.now();
  const play = (frequencies: readonly number[]) => {
    if (!sounds.peek() || document.hidden) return;
    next = performance.now() + PAUSE;
    playTones(frequencies, TONE_GAP);
  };
  const others = () => members.ids.value.length;
  followCount(others, wait, (change) => play(change > 0 ? COMES : GOES));
  const unread = () => chat.unread.value;
  followCount(unread, wait, (change) => change > 0 && play(MESSAGE));
}

/** Tell by how much a number has changed, once all that changes it together is done, and the wait is over. */
function followCount(count: () => number, wait: () => number, changed: (change: number) => void): void {
  let before = 0;
  let waiting = false;
  const settle = () => {
    waiting = wait() > 0;
    if (waiting) {
      setTimeout(settle, wait());
      return;
    }
    const change = untracked(count) - before;
    before += change;
    if (change !== 0) changed(change);
  };
  effect(() => {
    count();
    if (!waiting) queueMicrotask(settle);
    waiting = true;
  });
}
