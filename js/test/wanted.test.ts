import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { BOTH, choices, Wanted } from "../src/devices/selection";

let stored: Map<string, string>;

beforeEach(() => {
  stored = new Map();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  });
});

afterEach(() => {
  choices.camera.value = "any";
  vi.unstubAllGlobals();
});

it("is both, until something was turned off, and nothing is kept of rooms where nothing was", () => {
  expect(new Wanted("algebra").now.value).toEqual(BOTH);
  expect(stored.size).toBe(0);
});

it("is remembered for its room alone", () => {
  new Wanted("algebra").toggle("microphone");
  expect(new Wanted("algebra").now.value).toEqual({ camera: true, microphone: false });
  expect(new Wanted("botany").now.value).toEqual(BOTH);
});

it("is remembered when it is as it was at first, too", () => {
  const wanted = new Wanted("algebra");
  wanted.toggle("camera");
  wanted.toggle("camera");
  expect(new Wanted("algebra").now.value).toEqual(BOTH);
});

it("is off for what was ruled out, and turning it on rules it in again", () => {
  choices.camera.value = "none";
  const wanted = new Wanted("algebra");
  expect(wanted.now.value.camera).toBe(false);
  wanted.toggle("camera");
  expect(choices.camera.value).toBe("any");
  expect(wanted.now.value.camera).toBe(true);
});

it.each(["", "nonsense", "null", "true", '{"camera":false}', '{"camera":0,"microphone":1}'])(
  "is both where the browser remembers nonsense: %s",
  (text) => {
    stored.set("jupyter-videoroom:begin-with:algebra", text);
    expect(new Wanted("algebra").now.value).toEqual(BOTH);
  },
);
