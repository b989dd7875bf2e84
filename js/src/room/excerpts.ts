// So much is read in a panel beside a call; those who want more take the file.
const ROWS = 200;
const COLUMNS = 50;
const CELL = 200;
const LINES = 200;
const CHARACTERS = 20_000;

/** How much of something is shown, where that is not all. */
export interface Cut {
  of: "rows" | "columns" | "lines" | "characters";
  shown: number;
  all: number;
}

/** The beginning of a text. */
interface TextExcerpt {
  text: string;
  cuts: readonly Cut[];
}

/** The beginning of a table. A cell is text, whatever it was. */
interface TableExcerpt {
  columns: readonly string[];
  rows: readonly (readonly string[])[];
  cuts: readonly Cut[];
}

/** What is shown of a text that somebody sent, however long it is. */
export function toText(whole: string): TextExcerpt {
  const end = endOfLine(whole, LINES);
  const text = whole.slice(0, Math.min(end, CHARACTERS));
  if (end > CHARACTERS) return { text, cuts: cut("characters", CHARACTERS, whole.length) };
  return { text, cuts: end < whole.length ? cut("lines", LINES, countLines(whole)) : [] };
}

/** What is shown of a table that somebody sent; null: it is none. Only plain values are cells. */
export function toTable(text: string): TableExcerpt | null {
  const { columns, rows } = (parse(text) ?? {}) as { columns?: unknown; rows?: unknown };
  if (!Array.isArray(columns) || !Array.isArray(rows)) return null;
  const [head, ...body] = [columns, ...rows.slice(0, ROWS)].map(toCells);
  if (!head || !body.every((row) => row !== null)) return null;
  const widest = Math.max(columns.length, ...rows.slice(0, ROWS).map((row) => row.length));
  const cuts = [...cut("rows", ROWS, rows.length), ...cut("columns", COLUMNS, widest)];
  return { columns: head, rows: body, cuts };
}

function cut(of: Cut["of"], shown: number, all: number): Cut[] {
  return all > shown ? [{ of, shown, all }] : [];
}

/** Where so many lines end, from a place on. */
function endOfLine(text: string, lines: number, start = 0): number {
  let end = start;
  for (let line = 0; line < lines && end < text.length; line++)
    end = text.indexOf("\n", end) + 1 || text.length;
  return end;
}

function countLines(text: string): number {
  let lines = 0;
  for (let end = 0; end < text.length; end = endOfLine(text, 1, end)) lines += 1;
  return lines;
}

function toCells(row: unknown): string[] | null {
  if (!Array.isArray(row)) return null;
  const cells = row.slice(0, COLUMNS).map(toCell);
  return cells.every((cell) => cell !== null) ? cells : null;
}

function toCell(value: unknown): string | null {
  if (typeof value === "object" && value !== null) return null;
  const text = String(value);
  return text.length > CELL ? `${text.slice(0, CELL - 1)}…` : text;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
