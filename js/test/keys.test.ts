import { describe, expect, it } from "vitest";
import { keyOf } from "../src/ui/shortcuts";

function pressed(key: string, code: string, changes: Partial<KeyboardEvent> & { altGraph?: boolean } = {}) {
  const { altGraph = false, ...held } = changes;
  const getModifierState = (modifier: string) => modifier === "AltGraph" && altGraph;
  return { key, code, getModifierState, ...held } as KeyboardEvent;
}

describe("a key", () => {
  it.each([
    ["m", "KeyM", "m"],
    // AZERTY and Dvorak: what is written on it counts, not where it is.
    ["m", "Semicolon", "m"],
    ["q", "KeyA", "q"],
    ["c", "KeyI", "c"],
    [".", "KeyV", "."],
    ["é", "KeyE", "é"],
    // Russian, Greek, Hebrew and Arabic keyboards write no Latin letters.
    ["ь", "KeyM", "m"],
    ["м", "KeyV", "v"],
    ["μ", "KeyM", "m"],
    ["צ", "KeyM", "m"],
    ["ة", "KeyM", "m"],
    ["ی", "KeyD", "d"],
    ["ж", "Semicolon", ""],
    ["Enter", "Enter", "Enter"],
    [" ", "Space", " "],
  ])("that writes %s at %s is %s", (key, code, name) => expect(keyOf(pressed(key, code))).toBe(name));

  it.each([
    ["?", "Slash"],
    ["?", "Minus"],
    ["?", "Digit7"],
    ["؟", "Slash"],
  ])("is a question mark if it writes %s with Shift at %s", (key, code) =>
    expect(keyOf(pressed(key, code, { shiftKey: true }))).toBe("?"),
  );

  it("is the same with Caps Lock, and another one with Shift", () => {
    expect(keyOf(pressed("M", "KeyM"))).toBe("m");
    expect(keyOf(pressed("M", "KeyM", { shiftKey: true }))).toBe("M");
    expect(keyOf(pressed("m", "KeyM", { shiftKey: true }))).toBe("M");
    expect(keyOf(pressed("Ь", "KeyM", { shiftKey: true }))).toBe("M");
  });

  it.each([{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { isComposing: true }])(
    "means something else with %o",
    (held) => expect(keyOf(pressed("m", "KeyM", held))).toBe(""),
  );

  it("writes another sign with AltGr, which is none of ours", () =>
    expect(keyOf(pressed("µ", "KeyM", { altGraph: true }))).toBe(""));
});
