import { effect } from "@preact/signals";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Levels } from "../src/call/levels";
import { THRESHOLD } from "../src/call/speakers";
import { Room } from "../src/room/room";
import { participant } from "./wire";

const LOUD = THRESHOLD * 5;
const HEARD = { audio: true, video: false, screen: false };
const MUTED = { audio: false, video: false, screen: false };

let room: Room;
let levels: Levels;
let own: number;

beforeEach(() => {
  vi.useFakeTimers();
  room = new Room("algebra");
  room.facts.you.value = "me";
  room.facts.people.value = new Map([
    ["bo", participant("bo", { media: HEARD })],
    ["cy", participant("cy", { media: MUTED })],
  ]);
  own = 0;
  const peers = new Map([
    ["bo", LOUD],
    ["cy", LOUD],
  ]);
  levels = new Levels(
    room,
    () => peers,
    () => own,
  );
  levels.start();
  vi.advanceTimersByTime(1000);
});

afterEach(() => {
  levels.stop();
  vi.useRealTimers();
});

it("tells how loud one is for the others, from the second second on, and only while they hear one", () => {
  const shown: number[] = [];
  const stop = effect(() => void shown.push(room.own.loudness.value));
  own = 1;
  vi.advanceTimersByTime(500);
  expect(shown).toEqual([0]);
  room.own.set({ microphone: "on" });
  vi.advanceTimersByTime(500);
  own = THRESHOLD;
  vi.advanceTimersByTime(500);
  room.own.set({ microphone: "muted" });
  vi.advanceTimersByTime(500);
  // Forty of sixty decibels below the loudest possible are a third.
  expect(shown).toEqual([0, 1, 0.3, 0]);
  stop();
});

it("finds those speaking who are not muted, whatever is still measured of the others", () => {
  vi.advanceTimersByTime(200);
  expect(room.own.speaking.value).toEqual(new Set(["bo"]));
  expect(room.own.dominant.value).toBe("bo");
});

it("tells nobody as long as nothing changes", () => {
  vi.advanceTimersByTime(200);
  let told = 0;
  const stop = effect(() => {
    told += room.own.speaking.value.size;
  });
  vi.advanceTimersByTime(5_000);
  expect(told).toBe(1);
  stop();
});

it("takes what a muted microphone hears for a hint, not for speech", () => {
  room.own.set({ microphone: "muted" });
  own = LOUD;
  vi.advanceTimersByTime(1_000);
  expect(room.own.talkingMuted.value).toBe(true);
  expect(room.own.speaking.value.has("me")).toBe(false);
});

it("forgets all when the call is over", () => {
  vi.advanceTimersByTime(200);
  levels.stop();
  expect(room.own.speaking.value.size).toBe(0);
  expect(room.own.dominant.value).toBe(null);
});
