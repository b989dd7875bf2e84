import { describe, expect, it } from "vitest";
import { type Box, type Place, placeGrid, placeNarrow, placeNear, placeSpeaker } from "../src/layout/layout";

const GAP = 8;
const BOXES: Box[] = [
  { width: 304, height: 320 },
  { width: 500, height: 340 },
  { width: 800, height: 360 },
  { width: 400, height: 900 },
  { width: 1900, height: 1000 },
];

const area = ({ width, height }: Place) => width * height;

function overlap(a: Place, b: Place): boolean {
  const beside = a.left + a.width <= b.left || b.left + b.width <= a.left;
  const above = a.top + a.height <= b.top || b.top + b.height <= a.top;
  return !beside && !above;
}

function expectToFit(places: Place[], box: Box): void {
  for (const [index, place] of places.entries()) {
    expect(place.left).toBeGreaterThanOrEqual(0);
    expect(place.top).toBeGreaterThanOrEqual(0);
    expect(place.left + place.width).toBeLessThanOrEqual(box.width + 1);
    expect(place.top + place.height).toBeLessThanOrEqual(box.height + 1);
    expect(place.width).toBeGreaterThan(0);
    for (const other of places.slice(index + 1)) expect(overlap(place, other)).toBe(false);
  }
}

describe("the grid", () => {
  it.each(BOXES)("of one to six fits $width x $height, with no tile over another", (box) => {
    for (let count = 1; count <= 6; count++) {
      const places = placeGrid(count, box, GAP);
      expect(places).toHaveLength(count);
      expectToFit(places, box);
    }
  });

  it.each(BOXES)("crops no picture in $width x $height to less than 4:3, or than the box itself", (box) => {
    const narrowest = Math.min(4 / 3, Math.max(1, box.width / box.height));
    for (let count = 1; count <= 12; count++)
      for (const { width, height } of placeGrid(count, box, GAP)) {
        expect(width / height).toBeGreaterThan(narrowest - 0.02);
        expect(width / height).toBeLessThan(16 / 9 + 0.03);
      }
  });

  it.each([
    [1, { width: 304, height: 250 }],
    [2, { width: 304, height: 470 }],
    [2, { width: 800, height: 300 }],
    [2, { width: 1184, height: 480 }],
    [4, { width: 388, height: 250 }],
    [5, { width: 784, height: 320 }],
    [6, { width: 850, height: 470 }],
    [6, { width: 1184, height: 480 }],
  ])("of %i fills the stage", (count, box) => {
    const covered = placeGrid(count, box, GAP).map(area);
    expect(covered.reduce((sum, one) => sum + one) / (box.width * box.height)).toBeGreaterThan(0.78);
  });

  it("centres a last row that is not full", () => {
    const [, , last] = placeGrid(3, { width: 800, height: 450 }, GAP);
    expect((last?.left ?? 0) + (last?.width ?? 0) / 2).toBeCloseTo(400, 0);
  });
});

describe("the speaker view", () => {
  it.each(BOXES)("of one to twelve fits $width x $height, one much larger than the others", (box) => {
    for (let count = 1; count <= 12; count++) {
      const places = placeSpeaker(count, count - 1, false, box, GAP);
      expect(places).toHaveLength(count);
      expectToFit(places, box);
      const [large, ...small] = places.map(area).reverse();
      for (const tile of small) expect(large).toBeGreaterThan(2 * tile);
    }
  });

  it("keeps the order of the tiles, whichever is large", () => {
    const box = { width: 800, height: 450 };
    for (let large = 0; large < 4; large++) {
      const places = placeSpeaker(4, large, false, box, GAP);
      expect(places.map(area).indexOf(Math.max(...places.map(area)))).toBe(large);
      const small = places.filter((_, index) => index !== large);
      expect(small).toEqual([...small].sort((a, b) => a.top - b.top || a.left - b.left));
    }
  });

  it("gives a screen all of the stage, and a camera a picture's shape of it", () => {
    const box = { width: 900, height: 300 };
    expect(placeSpeaker(1, 0, true, box, GAP)).toEqual([{ left: 0, top: 0, ...box }]);
    const [camera] = placeSpeaker(1, 0, false, box, GAP);
    expect((camera?.width ?? 0) / (camera?.height ?? 1)).toBeCloseTo(16 / 9, 1);
  });

  it("is empty without tiles", () => {
    expect(placeSpeaker(0, 0, false, { width: 500, height: 500 }, GAP)).toEqual([]);
  });
});

describe("the grid of a narrow page", () => {
  const NARROW: Box[] = [
    { width: 304, height: 180 },
    { width: 304, height: 250 },
    { width: 304, height: 470 },
    { width: 388, height: 250 },
  ];

  it.each(NARROW)("shows all of everybody in $width x $height, or hides a corner of a large tile", (box) => {
    for (let count = 2; count <= 12; count++) {
      const { places, covers } = placeNarrow(count, box, GAP);
      expect(places).toHaveLength(count);
      const [own, ...others] = [...places].reverse();
      if (!own) throw new Error("no tile of one's own");
      expectToFit(covers ? others : places, box);
      for (const other of covers ? others : []) expect(other.height).toBeGreaterThan(2 * own.height);
    }
  });

  it("puts one's own picture over the only other one, and beside them where there is space", () => {
    expect(placeNarrow(2, { width: 304, height: 250 }, GAP).covers).toBe(true);
    expect(placeNarrow(3, { width: 304, height: 250 }, GAP).covers).toBe(false);
  });

  it("makes it as large as the others where that costs them nothing", () => {
    const { places } = placeNarrow(4, { width: 304, height: 250 }, GAP);
    expect(new Set(places.map(area)).size).toBe(1);
  });
});

describe("what opens at a tile", () => {
  const size = { width: 240, height: 160 };

  it("is below the tile's buttons, where there is space", () => {
    const tile = { left: 400, top: 10, width: 300, height: 200 };
    expect(placeNear(tile, size, { width: 800, height: 500 })).toEqual({ left: 456, top: 46 });
  });

  it.each(BOXES)("stays within $width x $height, whichever tile it is", (box) => {
    for (const tile of placeGrid(6, box, GAP)) {
      const { left, top } = placeNear(tile, size, box);
      expectToFit([{ left, top, ...size }], box);
    }
  });

  it("begins at the edge of a stage that is too small for it", () => {
    const tile = { left: 100, top: 50, width: 100, height: 60 };
    expect(placeNear(tile, size, { width: 200, height: 120 })).toEqual({ left: 0, top: 0 });
  });
});
