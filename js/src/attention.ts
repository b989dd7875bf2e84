import { words } from "./lang";

const BEAT = 2_000;
const VOLUME = 0.06;

/** Draw attention to a ring, by a soft tone and the page's title. Returns how to stop. */
export function attract(caller: string): () => void {
  const title = document.title;
  document.title = words.ring.pageTitle(caller);
  const audio = new AudioContext();
  chime(audio);
  const timer = setInterval(() => chime(audio), BEAT);
  return () => {
    clearInterval(timer);
    void audio.close();
    document.title = title;
  };
}

function chime(audio: AudioContext): void {
  tone(audio, 587, 0);
  tone(audio, 784, 0.18);
}

function tone(audio: AudioContext, frequency: number, delay: number): void {
  const start = audio.currentTime + delay;
  const oscillator = new OscillatorNode(audio, { frequency });
  const gain = new GainNode(audio, { gain: 0 });
  gain.gain.linearRampToValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(VOLUME, start + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.0001, start + 0.5);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(start + 0.5);
}
