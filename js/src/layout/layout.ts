export interface Box {
  width: number;
  height: number;
}

interface Grid extends Box {
  columns: number;
  rows: number;
}

/** Where a tile is, in CSS pixels of its container. */
export interface Place extends Box {
  left: number;
  top: number;
}

/** Places for all, and whether the last one lies over the others. */
export interface Narrow {
  places: Place[];
  covers: boolean;
}

// A camera's picture is cropped from the sides if that fills more: to 4:3, and further only where the container is narrower itself.
const WIDEST = 16 / 9;
const CROPPED = 4 / 3;
const SQUARE = 1;
// Of the container, what the small tiles beside a large one get, and between which bounds.
const STRIP = 0.24;
const STRIP_HEIGHT = [56, 140] as const;
const STRIP_WIDTH = [96, 240] as const;
// One's own picture where it is small: its share of the width, and between which bounds; and how far it is from an edge.
const OWN = 0.3;
const OWN_WIDTH = [88, 140] as const;
const MARGIN = 6;
// How far what opens is from an edge, and how high the buttons are above it.
const EDGE = 4;
const TOOLS = 36;
// One's own picture covers only tiles that are so many times as large, of which it hides no face; that is worth so much less.
const COVERABLE = 2.5;
const COVERED = 0.75;

/** The grid in which `count` tiles cover the most of a container; `width` and `height` are one tile's. */
export function largestGrid(count: number, width: number, height: number, gap: number): Grid {
  const grids = Array.from({ length: Math.max(count, 1) }, (_, index) =>
    fit(index + 1, count, width, height, gap),
  );
  return grids.reduce((best, grid) => (area(grid) > area(best) ? grid : best));
}

/** Equal tiles, centred, the last row too. */
export function placeGrid(count: number, box: Box, gap: number): Place[] {
  const { columns, rows, width, height } = largestGrid(count, box.width, box.height, gap);
  const top = (box.height - rows * (height + gap) + gap) / 2;
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = Math.min(columns, count - row * columns);
    const left = (box.width - inRow * (width + gap) + gap) / 2;
    return {
      left: Math.round(left + (index - row * columns) * (width + gap)),
      top: Math.round(top + row * (height + gap)),
      width,
      height,
    };
  });
}

/**
 * One tile large, the others in a strip below or beside it, wherever that leaves it larger.
 *
 * A screen takes all there is, whatever its shape; a camera's picture keeps one of its own.
 */
export function placeSpeaker(count: number, large: number, screen: boolean, box: Box, gap: number): Place[] {
  const whole = { left: 0, top: 0, ...box };
  if (count <= 1) return count === 1 ? [screen ? whole : fitInto(whole)] : [];
  const [stage, strip] = larger(below(box, gap), beside(box, gap));
  const small = placeGrid(count - 1, strip, gap).map((place) => shift(place, strip));
  return [...small.slice(0, large), screen ? stage : fitInto(stage), ...small.slice(large)];
}

/**
 * A grid for a narrow container, in which one's own tile, the last one, takes little from the others.
 *
 * It is as large as they are where that costs them nothing, else small: beside or below them, or over a corner of
 * them where they would get too small otherwise.
 */
export function placeNarrow(count: number, box: Box, gap: number): Narrow {
  const own = cornerOf(box);
  const aside = (rest: Box, covers = false) => ({
    places: [...placeGrid(count - 1, rest, gap), own],
    covers,
  });
  const candidates = [
    { places: placeGrid(count, box, gap), covers: false },
    aside({ width: box.width - own.width - MARGIN - gap, height: box.height }),
    aside({ width: box.width, height: box.height - own.height - MARGIN - gap }),
    aside(box, true),
  ];
  return candidates.reduce((best, next) => (worth(next, own) > worth(best, own) ? next : best));
}

/** How much of the others one sees. */
function worth({ places: [other], covers }: Narrow, own: Box): number {
  if (!other) return 0;
  if (!covers) return area(other);
  return Math.min(other.width / own.width, other.height / own.height) < COVERABLE ? 0 : area(other) * COVERED;
}

/** Where something opens that belongs to a tile: below its upper right corner, or as near to that as the stage allows. */
export function placeNear(tile: Place, { width, height }: Box, stage: Box): { left: number; top: number } {
  return {
    left: Math.max(0, Math.min(tile.left + tile.width, stage.width) - width - EDGE),
    top: Math.max(0, Math.min(tile.top + TOOLS, stage.height - height - EDGE)),
  };
}

/** Where one's own picture is small. */
function cornerOf(box: Box): Place {
  const width = clamp(box.width * OWN, OWN_WIDTH);
  const height = Math.round(width / WIDEST);
  return { left: box.width - width - MARGIN, top: box.height - height - MARGIN, width, height };
}

function fit(columns: number, count: number, width: number, height: number, gap: number): Grid {
  const rows = Math.max(1, Math.ceil(count / columns));
  const cellWidth = Math.max(0, (width - gap * (columns - 1)) / columns);
  const cellHeight = Math.max(0, (height - gap * (rows - 1)) / rows);
  const narrowest = between(width / Math.max(1, height), SQUARE, CROPPED);
  return {
    columns,
    rows,
    width: Math.floor(Math.min(cellWidth, cellHeight * WIDEST)),
    height: Math.floor(Math.min(cellHeight, cellWidth / narrowest)),
  };
}

type Split = readonly [stage: Place, strip: Place];

function below({ width, height }: Box, gap: number): Split {
  const strip = clamp(height * STRIP, STRIP_HEIGHT);
  const rest = Math.max(0, height - strip - gap);
  return [
    { left: 0, top: 0, width, height: rest },
    { left: 0, top: rest + gap, width, height: strip },
  ];
}

function beside({ width, height }: Box, gap: number): Split {
  const strip = clamp(width * STRIP, STRIP_WIDTH);
  const rest = Math.max(0, width - strip - gap);
  return [
    { left: 0, top: 0, width: rest, height },
    { left: rest + gap, top: 0, width: strip, height },
  ];
}

function larger(one: Split, other: Split): Split {
  return area(fitInto(other[0])) > area(fitInto(one[0])) ? other : one;
}

/** The largest tile in the middle of a place. */
function fitInto({ left, top, width, height }: Place): Place {
  const grid = largestGrid(1, width, height, 0);
  return {
    left: Math.round(left + (width - grid.width) / 2),
    top: Math.round(top + (height - grid.height) / 2),
    width: grid.width,
    height: grid.height,
  };
}

function area({ width, height }: Box): number {
  return width * height;
}

function shift({ left, top, width, height }: Place, by: Place): Place {
  return { left: left + by.left, top: top + by.top, width, height };
}

function clamp(value: number, [least, most]: readonly [number, number]): number {
  return Math.round(between(value, least, most));
}

function between(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
