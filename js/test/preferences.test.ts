import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { isSwitch, remembered } from "../src/common/preferences";

let stored: Map<string, string>;

beforeEach(() => {
  stored = new Map();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  });
});

afterEach(() => vi.unstubAllGlobals());

const reopened = (text: string) => {
  stored.set("jupyter-videoroom:sounds", text);
  return remembered("sounds", true, isSwitch).value;
};

it("remembers a choice", () => {
  remembered("sounds", true, isSwitch).value = false;
  expect(remembered("sounds", true, isSwitch).value).toBe(false);
});

it.each(["", "nonsense", "null", "0", '{"id":"x"}'])("forgets what is no choice: %s", (text) => {
  expect(reopened(text)).toBe(true);
});
