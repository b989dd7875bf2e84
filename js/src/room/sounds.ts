import { effect } from "@preact/signals";
import { sounds } from "../common/choices";
import type { Chat } from "./chat";
import type { Store } from "./store";

const VOLUME = 0.06;
const LENGTH = 0.5;

/** A short, soft tone, so many seconds from now. */
export function tone(audio: AudioContext, frequency: number, delay: number): void {
  const start = audio.currentTime + delay;
  const oscillator = new OscillatorNode(audio, { frequency });
  const gain = new GainNode(audio, { gain: 0 });
  gain.gain.linearRampToValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(VOLUME, start + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.0001, start + LENGTH);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(start + LENGTH);
}

// Up for who comes, down for who goes, one tone for what is said.
const COMES = [523, 659];
const GOES = [659, 523];
const MESSAGE = [698];

/** Let comings and goings in one's call, and messages that are not seen, be heard. */
export function playSounds(store: Store, chat: Chat): void {
  let peers = 0;
  let unread = 0;
  effect(() => {
    const count = store.peers.value.size;
    if (count > peers) play(COMES);
    if (count < peers) play(GOES);
    peers = count;
  });
  effect(() => {
    const count = chat.unread.value;
    if (count > unread) play(MESSAGE);
    unread = count;
  });
}

function play(frequencies: readonly number[]): void {
  if (!sounds.peek() || document.hidden) return;
  const audio = new AudioContext();
  frequencies.forEach((frequency, index) => {
    tone(audio, frequency, index * 0.12);
  });
  setTimeout(() => void audio.close(), 1_000);
}
