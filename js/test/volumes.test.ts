import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Volumes } from "../src/common/volumes";

const KEY = "jupyter-videoroom:volumes:algebra";
const USUAL = { volume: 1, muted: false };

let stored: Map<string, string>;
let listeners: ((event: { key: string }) => void)[];

beforeEach(() => {
  stored = new Map();
  listeners = [];
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  });
  vi.stubGlobal("addEventListener", (_: string, listener: (typeof listeners)[number]) =>
    listeners.push(listener),
  );
});

afterEach(() => vi.unstubAllGlobals());

describe("the volume of a person", () => {
  it("is whole until somebody chooses another", () => {
    expect(new Volumes("algebra").of("ana")).toEqual(USUAL);
  });

  it("is remembered by user, for this room", () => {
    const volumes = new Volumes("algebra");
    volumes.set("ana", { volume: 0.3 });
    volumes.set("ana", { muted: true });
    volumes.set("bo", { volume: 0 });
    expect(new Volumes("algebra").of("ana")).toEqual({ volume: 0.3, muted: true });
    expect(new Volumes("algebra").of("bo")).toEqual({ volume: 0, muted: false });
    expect(new Volumes("algebra").of("cy")).toEqual(USUAL);
    expect(new Volumes("geometry").of("ana")).toEqual(USUAL);
  });

  it("leaves nothing behind when it is whole again, and nothing of those of long ago", () => {
    const volumes = new Volumes("algebra");
    volumes.set("ana", { volume: 0.3 });
    volumes.set("ana", USUAL);
    expect(stored.get(KEY)).toBe("[]");
    for (let user = 0; user < 200; user++) volumes.set(`${user}`, { volume: 0.5 });
    expect(volumes.of("0")).toEqual(USUAL);
    expect(volumes.of("199").volume).toBe(0.5);
  });

  it("follows what is chosen in another page", () => {
    const volumes = new Volumes("algebra");
    stored.set(KEY, JSON.stringify([["ana", { volume: 0.2, muted: false }]]));
    for (const listener of listeners) listener({ key: KEY });
    expect(volumes.of("ana").volume).toBe(0.2);
  });

  it.each([
    "nonsense",
    "{}",
    "[1]",
    '[["ana"]]',
    '[["ana", null]]',
    '[["ana", {"volume": 7, "muted": false}]]',
    '[["ana", {"volume": "1", "muted": false}]]',
  ])("is whole where what is stored is none: %s", (text) => {
    stored.set(KEY, text);
    expect(new Volumes("algebra").of("ana")).toEqual(USUAL);
  });
});
