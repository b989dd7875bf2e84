export interface Box {
  width: number;
  height: number;
}

export interface Grid extends Box {
  columns: number;
  rows: number;
}

/** Where a tile is, in CSS pixels of its container. */
export interface Place extends Box {
  left: number;
  top: number;
}

const RATIO = 16 / 9;
// Of the container, what the small tiles beside a large one get, and between which bounds.
const STRIP = 0.24;
const STRIP_HEIGHT = [56, 140] as const;
const STRIP_WIDTH = [96, 240] as const;

/** The grid in which `count` tiles of 16:9 cover the most of a container; `width` and `height` are one tile's. */
export function layout(count: number, width: number, height: number, gap: number): Grid {
  const grids = Array.from({ length: Math.max(count, 1) }, (_, index) =>
    fit(index + 1, count, width, height, gap),
  );
  return grids.reduce((best, grid) => (grid.width > best.width ? grid : best));
}

/** Equal tiles, centred, the last row too. */
export function placeGrid(count: number, box: Box, gap: number): Place[] {
  const { columns, rows, width, height } = layout(count, box.width, box.height, gap);
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
 * A screen takes all there is, whatever its shape; a camera's picture stays 16:9.
 */
export function placeSpeaker(count: number, large: number, screen: boolean, box: Box, gap: number): Place[] {
  const whole = { left: 0, top: 0, ...box };
  if (count <= 1) return count === 1 ? [screen ? whole : fitInto(whole)] : [];
  const [stage, strip] = larger(below(box, gap), beside(box, gap));
  const small = placeGrid(count - 1, strip, gap).map((place) => shift(place, strip));
  return [...small.slice(0, large), screen ? stage : fitInto(stage), ...small.slice(large)];
}

function fit(columns: number, count: number, width: number, height: number, gap: number): Grid {
  const rows = Math.max(1, Math.ceil(count / columns));
  const cellWidth = (width - gap * (columns - 1)) / columns;
  const cellHeight = (height - gap * (rows - 1)) / rows;
  const tile = Math.max(0, Math.floor(Math.min(cellWidth, cellHeight * RATIO)));
  return { columns, rows, width: tile, height: Math.floor(tile / RATIO) };
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
  return fitInto(other[0]).width > fitInto(one[0]).width ? other : one;
}

/** The largest 16:9 in the middle of a place. */
function fitInto({ left, top, width, height }: Place): Place {
  const grid = layout(1, width, height, 0);
  return {
    left: Math.round(left + (width - grid.width) / 2),
    top: Math.round(top + (height - grid.height) / 2),
    width: grid.width,
    height: grid.height,
  };
}

function shift({ left, top, width, height }: Place, by: Place): Place {
  return { left: left + by.left, top: top + by.top, width, height };
}

function clamp(value: number, [least, most]: readonly [number, number]): number {
  return Math.round(Math.min(most, Math.max(least, value)));
}
