import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Demands, heightToCover, stepFor } from "../src/call/demands";

describe("stepFor", () => {
  it("asks for nothing of what is not shown", () => {
    expect([0, 0.5].map(stepFor)).toEqual([0, 0]);
  });

  it("asks for the next step, and for no more than there is", () => {
    expect([1, 150, 180, 300, 360, 500, 720, 1000, 3000].map(stepFor)).toEqual([
      180, 180, 180, 360, 360, 720, 720, 1080, 1080,
    ]);
  });

  it("lets a picture be enlarged a little", () => {
    expect([220, 440, 880].map(stepFor)).toEqual([180, 360, 720]);
  });
});

describe("the height of a picture that covers its tile", () => {
  const wide = { width: 640, height: 360 };

  it("is the tile's where the sides are cropped", () => {
    expect(heightToCover({ width: 400, height: 300 }, wide)).toBe(300);
    expect(heightToCover({ width: 300, height: 300 }, wide)).toBe(300);
  });

  it("is more where top and bottom are", () => {
    expect(heightToCover({ width: 640, height: 360 }, { width: 640, height: 480 })).toBe(480);
    expect(heightToCover({ width: 320, height: 180 }, { width: 360, height: 640 })).toBeCloseTo(569, 0);
  });

  it("is the tile's before there is a picture, and whatever rounding has made of it", () => {
    expect(heightToCover({ width: 640, height: 450 }, { width: 0, height: 0 })).toBe(450);
    expect(heightToCover({ width: 800, height: 450 }, { width: 427, height: 241 })).toBe(450);
  });
});

describe("demands", () => {
  const tile = {};
  let told: string[];
  let demands: Demands;

  beforeEach(() => {
    vi.useFakeTimers();
    told = [];
    demands = new Demands((...wanted) => told.push(wanted.join(" ")));
    demands.begin();
    demands.keep(["ana", "bo"]);
    demands.show(tile, "ana", "camera", 360);
    demands.show({}, "bo", "camera", 360);
    vi.runAllTimers();
    told = [];
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it("want all of everybody until there are tiles, and of a screen until it has one", () => {
    const fresh = new Demands((...wanted) => told.push(wanted.join(" ")));
    fresh.begin();
    fresh.keep(["cy", "dee"]);
    vi.runAllTimers();
    expect([fresh.of("cy", "camera"), told]).toEqual([1080, []]);
    fresh.show(tile, "cy", "screen", 300);
    expect(told).toEqual([]);
    vi.runAllTimers();
    expect(told).toEqual(["cy camera 0", "cy screen 360", "dee camera 0"]);
    expect(fresh.of("dee", "screen")).toBe(1080);
  });

  it("want all of somebody new for as long as a tile takes", () => {
    demands.keep(["ana", "bo", "cy"]);
    expect(told).toEqual([]);
    demands.show({}, "cy", "camera", 360);
    vi.runAllTimers();
    expect(told).toEqual(["cy camera 360"]);
  });

  it("want nothing of somebody who has no tile any more, and ask nothing of somebody who is gone", () => {
    demands.forget(tile);
    expect(told).toEqual([]);
    vi.runAllTimers();
    expect(told).toEqual(["ana camera 0"]);
    demands.keep(["bo"]);
    demands.show(tile, "ana", "camera", 360);
    expect(told).toEqual(["ana camera 0"]);
  });

  it("begin anew with each call, and tell a new engine what was asked for in it", () => {
    expect(demands.all()).toEqual([
      ["ana", "camera", 360],
      ["ana", "screen", 1080],
      ["bo", "camera", 360],
      ["bo", "screen", 1080],
    ]);
    demands.begin();
    expect(demands.all()[0]).toEqual(["ana", "camera", 1080]);
    vi.runAllTimers();
    expect(told).toEqual(["ana camera 360", "bo camera 360"]);
  });

  it("are raised at once", () => {
    demands.show(tile, "ana", "camera", 700);
    expect(told).toEqual(["ana camera 720"]);
  });

  it("are lowered after a while", () => {
    demands.show(tile, "ana", "camera", 0);
    expect(told).toEqual([]);
    vi.runAllTimers();
    expect(told).toEqual(["ana camera 0"]);
  });

  it("say nothing while nothing changes but pixels", () => {
    demands.show(tile, "ana", "camera", 340);
    vi.runAllTimers();
    expect(told).toEqual([]);
  });

  it("are the highest of all places where somebody is shown", () => {
    const floating = {};
    demands.show(floating, "ana", "camera", 180);
    demands.show(tile, "ana", "camera", 0);
    expect(demands.of("ana", "camera")).toBe(180);
    demands.forget(floating);
    expect(demands.of("ana", "camera")).toBe(0);
    vi.runAllTimers();
    expect(told).toEqual(["ana camera 0"]);
  });
});
