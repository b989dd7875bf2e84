import { describe, expect, it, vi } from "vitest";
import { exactTime } from "../src/common/times";
import { largestGrid } from "../src/layout/layout";
import { findServer, pageAddress, proofs } from "../src/wire/server";
import { retryDelay } from "../src/wire/signaling";

describe("retryDelay", () => {
  it("is nothing at first, then grows to a cap, and is spread out", () => {
    expect(retryDelay(0, 0.9)).toBe(0);
    expect([1, 2, 3, 4, 5, 100].map((attempt) => retryDelay(attempt, 0))).toEqual([
      300, 1200, 2700, 4800, 5000, 5000,
    ]);
    expect(retryDelay(100, 0.5)).toBe(5500);
  });
});

describe("the largest grid", () => {
  const shape = (count: number, width: number, height: number) => {
    const { columns, rows } = largestGrid(count, width, height, 8);
    return [columns, rows];
  };

  it("puts two beside each other where it is wide, and above each other where it is high", () => {
    expect(shape(2, 800, 300)).toEqual([2, 1]);
    expect(shape(2, 320, 600)).toEqual([1, 2]);
  });

  it("makes a square of four", () => {
    expect(shape(4, 800, 450)).toEqual([2, 2]);
  });

  it("never overflows, and crops to 4:3 at the most", () => {
    for (let count = 1; count <= 20; count++) {
      const { columns, rows, width, height } = largestGrid(count, 700, 380, 8);
      expect(columns * rows).toBeGreaterThanOrEqual(count);
      expect(columns * width + (columns - 1) * 8).toBeLessThanOrEqual(700);
      expect(rows * height + (rows - 1) * 8).toBeLessThanOrEqual(380);
      expect(width / height).toBeGreaterThan(4 / 3 - 0.03);
      expect(width / height).toBeLessThan(16 / 9 + 0.03);
    }
  });

  it("is empty in a container without a size", () => {
    expect(largestGrid(3, 0, 0, 8).width).toBe(0);
  });
});

describe("proofs", () => {
  it("tries each XSRF cookie, then the token", () => {
    expect(proofs("a=1; _xsrf=one; b=2; _xsrf=two%7C", "t0")).toEqual([
      { "X-XSRFToken": "one" },
      { "X-XSRFToken": "two|" },
      { Authorization: "token t0" },
    ]);
  });

  it("still asks once with nothing to show", () => {
    expect(proofs("", "")).toEqual([{}]);
  });
});

it("reads Jupyter's settings once for all that is shown", () => {
  const getElementById = vi.fn(() => ({ textContent: '{"baseUrl": "/user/ana/"}' }));
  vi.stubGlobal("document", { getElementById });
  vi.stubGlobal("location", { href: "https://hub/lab" });
  for (const room of ["a", "b c"]) pageAddress(room);
  expect(pageAddress("b c")).toBe("https://hub/user/ana/videoroom/room/b%20c");
  expect(getElementById).toHaveBeenCalledTimes(1);
  vi.unstubAllGlobals();
});

it("finds the pages of rooms at the service of a Hub, and those of its own server elsewhere", () => {
  const page = (textContent: string) => ({ getElementById: () => ({ textContent }) }) as unknown as Document;
  const onHub = findServer(
    page('{"baseUrl": "/user/ana/", "videoroomPages": "https://rooms.hub/services/"}'),
  );
  expect(onHub).toEqual({ baseUrl: "/user/ana/", token: "", pages: "https://rooms.hub/services/" });
  expect(findServer(page('{"baseUrl": "/lab/"}'))?.pages).toBe("/lab/");
});

it("begins the day at 00", () => {
  vi.stubGlobal("navigator", { languages: ["en-US"] });
  expect(exactTime(new Date(2026, 0, 1, 0, 3, 7))).toBe("00:03:07");
  vi.unstubAllGlobals();
});
