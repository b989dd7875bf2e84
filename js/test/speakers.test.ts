import { beforeEach, describe, expect, it } from "vitest";
import { MutedTalk, Speakers, THRESHOLD } from "../src/call/speakers";

const LOUD = THRESHOLD * 5;
const QUIET = THRESHOLD / 5;

let speakers: Speakers;
let now: number;
let speaking: Set<string>;

/** So many milliseconds in which these are heard, measured ten times a second. */
function listen(ms: number, ...loud: string[]): void {
  for (let end = now + ms; now < end; now += 100) {
    const levels = new Map(["me", "bo", "cy"].map((id) => [id, loud.includes(id) ? LOUD : QUIET]));
    speaking = speakers.update(levels, "me", now);
  }
}

beforeEach(() => {
  speakers = new Speakers();
  now = 0;
});

describe("who speaks", () => {
  it("is seen at once", () => {
    listen(100, "bo");
    expect(speaking).toEqual(new Set(["bo"]));
  });

  it("is still said to between two words, and not 600 ms after the last one", () => {
    listen(100, "bo");
    listen(500);
    expect(speaking).toEqual(new Set(["bo"]));
    listen(100);
    expect(speaking).toEqual(new Set());
  });

  it("is everybody who does, oneself too", () => {
    listen(100, "me", "cy");
    expect(speaking).toEqual(new Set(["me", "cy"]));
  });

  it("is nobody who has gone", () => {
    listen(100, "bo");
    expect(speakers.update(new Map(), "me", now)).toEqual(new Set());
  });
});

describe("who has the word", () => {
  it("is the first who speaks, but never oneself", () => {
    listen(300, "me");
    expect(speakers.dominant).toBe(null);
    listen(100, "me", "bo");
    expect(speakers.dominant).toBe("bo");
  });

  it("keeps it in silence", () => {
    listen(100, "bo");
    listen(10_000);
    expect(speakers.dominant).toBe("bo");
  });

  it("does not lose it to a word of somebody else", () => {
    listen(1_000, "bo");
    listen(1_900, "cy");
    expect(speakers.dominant).toBe("bo");
    listen(5_000);
    listen(1_900, "cy");
    expect(speakers.dominant).toBe("bo");
  });

  it("loses it to two seconds of somebody else", () => {
    listen(1_000, "bo");
    listen(2_200, "cy");
    expect(speakers.dominant).toBe("cy");
  });

  it("keeps it while both speak", () => {
    listen(1_000, "bo");
    listen(10_000, "bo", "cy");
    expect(speakers.dominant).toBe("bo");
  });

  it("leaves it to the next when they go", () => {
    listen(1_000, "bo");
    speakers.update(new Map([["cy", LOUD]]), "me", now);
    expect(speakers.dominant).toBe("cy");
  });
});

describe("talking while muted", () => {
  const talk = new MutedTalk();
  const hear = (muted: boolean, level: number, ms: number) => {
    let shown = false;
    for (let end = now + ms; now < end; now += 100) shown = talk.update(muted, level, now);
    return shown;
  };

  it("is told once for each time that one is muted", () => {
    expect(hear(true, LOUD, 300)).toBe(false);
    expect(hear(true, LOUD, 400)).toBe(true);
    expect(hear(true, LOUD, 20_000)).toBe(false);
    expect(hear(true, QUIET, 1_000)).toBe(false);
    expect(hear(true, LOUD, 1_000)).toBe(false);
    expect(hear(false, LOUD, 1_000)).toBe(false);
    expect(hear(true, LOUD, 1_000)).toBe(true);
  });

  it("is not told of a sound that is too short for a word", () => {
    hear(false, QUIET, 100);
    expect(hear(true, LOUD, 200)).toBe(false);
    expect(hear(true, QUIET, 1_000)).toBe(false);
    expect(hear(true, LOUD, 200)).toBe(false);
  });
});
