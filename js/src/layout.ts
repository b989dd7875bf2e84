export interface Grid {
  columns: number;
  rows: number;
  /** Of one tile, in CSS pixels. */
  width: number;
  height: number;
}

const RATIO = 16 / 9;

/** The grid in which `count` tiles of 16:9 cover the most of a container. */
export function layout(count: number, width: number, height: number, gap: number): Grid {
  const grids = Array.from({ length: Math.max(count, 1) }, (_, index) =>
    fit(index + 1, count, width, height, gap),
  );
  return grids.reduce((best, grid) => (grid.width > best.width ? grid : best));
}

function fit(columns: number, count: number, width: number, height: number, gap: number): Grid {
  const rows = Math.max(1, Math.ceil(count / columns));
  const cellWidth = (width - gap * (columns - 1)) / columns;
  const cellHeight = (height - gap * (rows - 1)) / rows;
  const tile = Math.max(0, Math.floor(Math.min(cellWidth, cellHeight * RATIO)));
  return { columns, rows, width: tile, height: Math.floor(tile / RATIO) };
}
