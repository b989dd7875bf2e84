import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Chat } from "../src/room/chat";
import { Room } from "../src/room/room";
import { playSounds } from "../src/room/sounds";

let contexts: number;
let tones: number[];
let now: number;
let room: Room;
const node = { connect: (next: unknown) => next };
const settle = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  contexts = 0;
  tones = [];
  now = 10_000;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  vi.stubGlobal("document", { hidden: false });
  vi.stubGlobal(
    "AudioContext",
    class {
      destination = { context: this };
      currentTime = 0;
      constructor() {
        contexts += 1;
      }
      resume = async () => {};
      suspend = async () => {};
    },
  );
  vi.stubGlobal(
    "OscillatorNode",
    class {
      constructor(_context: unknown, { frequency }: { frequency: number }) {
        tones.push(frequency);
      }
      connect = node.connect;
      start() {}
      stop() {}
    },
  );
  vi.stubGlobal(
    "GainNode",
    class {
      gain = new Proxy({}, { get: () => () => {} });
      connect = node.connect;
    },
  );
  room = new Room("algebra");
  playSounds(room.facts, new Chat(() => {}));
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it("is one sound for several who come together, and one audio context for all", async () => {
  for (const peer of ["ana", "bo", "cy"]) room.facts.members.add(peer);
  await settle();
  expect(tones).toEqual([523, 659]);
  now += 2_000;
  room.facts.members.remove("bo");
  await settle();
  expect(tones.slice(2)).toEqual([659, 523]);
  expect(contexts).toBe(1);
});

it("is at most one sound a second, for all that has happened in it", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const after = async (milliseconds: number) => {
    now += milliseconds;
    await vi.advanceTimersByTimeAsync(milliseconds);
  };
  for (let count = 0; count < 50; count += 1) {
    room.facts.members.add(`peer ${count}`);
    await after(10);
  }
  expect(tones).toEqual([523, 659]);
  room.facts.members.remove("peer 0");
  await after(600);
  expect(tones).toEqual([523, 659, 523, 659]);
});

it("is nothing where somebody has come back at once", async () => {
  room.facts.members.add("ana");
  room.facts.members.remove("ana");
  await settle();
  expect(tones).toEqual([]);
});

it("is no reason to fail where there is no sound", async () => {
  vi.stubGlobal("OscillatorNode", undefined);
  room.facts.members.add("ana");
  await settle();
  expect(tones).toEqual([]);
});
