const VOLUME = 0.06;
const LENGTH = 0.5;

// One for the page, at rest while nothing sounds: browsers give only a few.
let context: AudioContext | null = null;
let rest: ReturnType<typeof setTimeout> | undefined;

/** A soft tone, so many seconds from now. */
export function tone(to: AudioNode, frequency: number, delay = 0, volume = VOLUME, length = LENGTH) {
  const start = to.context.currentTime + delay;
  const oscillator = new OscillatorNode(to.context, { frequency });
  const gain = new GainNode(to.context, { gain: 0 });
  gain.gain.linearRampToValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(volume, start + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.0001, start + length);
  oscillator.connect(gain).connect(to);
  oscillator.start(start);
  oscillator.stop(start + length);
  return oscillator;
}

/** Tones after each other, so many seconds apart. */
export function playTones(frequencies: readonly number[], apart: number): void {
  try {
    context ??= new AudioContext();
    const { destination } = context;
    void context.resume();
    for (const [index, frequency] of frequencies.entries()) tone(destination, frequency, index * apart);
  } catch {
    // A page that can make no sound shows all the same what it is about.
  }
  clearTimeout(rest);
  rest = setTimeout(() => void context?.suspend(), 1_000 * (LENGTH + apart * frequencies.length));
}
