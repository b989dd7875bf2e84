import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { afterRest, rest, restBriefly } from "../src/common/rest";

let began: number;

beforeEach(() => {
  vi.useFakeTimers();
  began = performance.now();
});

afterEach(() => {
  vi.advanceTimersByTime(1_000);
  vi.useRealTimers();
});

/** When what can wait is done, in milliseconds from the beginning. */
function whenDone(): Promise<number> {
  return new Promise((resolve) => afterRest(() => resolve(Math.round(performance.now() - began))));
}

it("does at once what has nothing to wait for, but not before others have had their say", async () => {
  const done = whenDone();
  await vi.advanceTimersByTimeAsync(0);
  expect(await done).toBe(0);
});

it("does what was to be done when the rest began", async () => {
  const done = whenDone();
  rest();
  await vi.advanceTimersByTimeAsync(50);
  expect(await done).toBe(0);
});

it("waits while a connection begins, and longer when another one does", async () => {
  rest();
  const done = whenDone();
  await vi.advanceTimersByTimeAsync(60);
  rest();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await done).toBe(160);
});

it("does not wait for ever", async () => {
  const rests = setInterval(rest, 50);
  rest();
  const done = whenDone();
  await vi.advanceTimersByTimeAsync(2_000);
  clearInterval(rests);
  expect(await done).toBe(300);
});

it("waits a tenth of a second at the most while others join, however many", async () => {
  // Beyond the rest of the test before, whose clock ran ahead.
  vi.advanceTimersByTime(10_000);
  began = performance.now();
  const joins = setInterval(restBriefly, 30);
  restBriefly();
  const done = whenDone();
  await vi.advanceTimersByTimeAsync(2_000);
  clearInterval(joins);
  expect(await done).toBe(100);
});
