/** Louder than this, root mean square from 0 to 1, is speech: 40 dB below the loudest possible. */
export const THRESHOLD = 0.01;

// Pauses between words are part of speech.
const HOLD = 600;
// An "aha" is no reason to show somebody large.
const TAKEOVER = 2_000;

interface Speech {
  began: number;
  heard: number;
}

/** Who speaks, and who has been speaking: from measured levels, without flicker. Times in milliseconds. */
export class Speakers {
  /** Who has had the word, but for those who are gone. */
  dominant: string | null = null;
  private readonly speeches = new Map<string, Speech>();

  /** Levels of everybody in the call at this moment. `own` speaks, too, but is nobody's large picture. */
  update(levels: ReadonlyMap<string, number>, own: string | null, now: number): Set<string> {
    for (const id of [...this.speeches.keys()]) if (!levels.has(id)) this.speeches.delete(id);
    for (const [id, level] of levels) this.hear(id, level, now);
    if (this.dominant && !levels.has(this.dominant)) this.dominant = null;
    this.dominant = this.next(own);
    return new Set(this.speeches.keys());
  }

  private hear(id: string, level: number, now: number): void {
    const speech = this.speeches.get(id);
    if (level > THRESHOLD) this.speeches.set(id, { began: speech?.began ?? now, heard: now });
    else if (speech && now - speech.heard >= HOLD) this.speeches.delete(id);
  }

  /** The speaker keeps the place while they speak; then it goes to who has spoken longest, if long enough. */
  private next(own: string | null): string | null {
    const current = this.dominant;
    if (current && this.speeches.has(current)) return current;
    const others = [...this.speeches].filter(([id]) => id !== own);
    const [longest] = others.sort(([, one], [, other]) => one.began - other.began);
    if (!longest) return current;
    const { began, heard } = longest[1];
    return current === null || heard - began >= TAKEOVER ? longest[0] : current;
  }
}

// So long must one talk into a muted microphone to mean it.
const MEANT = 500;
const SHOWN = 8_000;

/** Whether to say that one talks while muted: once for each time that one is muted. */
export class MutedTalk {
  private spoken: Speech | null = null;
  private told: number | null = null;

  update(muted: boolean, level: number, now: number): boolean {
    if (!muted) this.spoken = this.told = null;
    if (!muted) return false;
    this.hear(level, now);
    if (this.told === null && this.spoken && this.spoken.heard - this.spoken.began >= MEANT) this.told = now;
    return this.told !== null && now - this.told < SHOWN;
  }

  private hear(level: number, now: number): void {
    if (level > THRESHOLD) this.spoken = { began: this.spoken?.began ?? now, heard: now };
    else if (this.spoken && now - this.spoken.heard >= HOLD) this.spoken = null;
  }
}
