import { describe, expect, it } from "vitest";
import { toTable, toText } from "../src/room/excerpts";

const table = (columns: unknown, rows: unknown) => toTable(JSON.stringify({ columns, rows }));

describe("a table", () => {
  it("is text in rows", () => {
    expect(table(["a", 2], [["<b>", null], ["x", 1.5, true], []])).toEqual({
      columns: ["a", "2"],
      rows: [["<b>", "null"], ["x", "1.5", "true"], []],
      cuts: [],
    });
  });

  it.each([
    "",
    "[]",
    "null",
    "7",
    '"text"',
    '{"columns": 1, "rows": []}',
    '{"columns": []}',
    '{"rows": []}',
    '{"columns": {"length": 3}, "rows": []}',
    '{"columns": [{"toString": 1}], "rows": []}',
    '{"columns": [["nested"]], "rows": []}',
    '{"columns": ["a"], "rows": {"0": ["x"]}}',
    '{"columns": ["a"], "rows": [1]}',
    '{"columns": ["a"], "rows": [null]}',
    '{"columns": ["a"], "rows": ["text"]}',
    '{"columns": ["a"], "rows": [{"length": 1}]}',
    '{"columns": ["a"], "rows": [[{"toString": 1}]]}',
    '{"columns": ["a"], "rows": [[{"__proto__": null}]]}',
    '{"columns": ["a"], "rows": [[NaN]]}',
    `{"columns": ["a"], "rows": ${"[".repeat(100_000)}`,
    `{"columns": ["a"], "rows": [[${"[".repeat(1_000)}${"]".repeat(1_000)}]]}`,
  ])("is not made of %j", (text) => expect(toTable(text)).toBeNull());

  it("ends after some rows, and says how many there are", () => {
    const long = toTable(`{"columns": ["a"], "rows": [${'["x"],'.repeat(689_999)}["x"]]}`);
    expect(long?.rows.length).toBe(200);
    expect(long?.cuts).toEqual([{ of: "rows", shown: 200, all: 690_000 }]);
  });

  it("ends after some columns, whichever row has them", () => {
    const wide = Array.from({ length: 5_000 }, (_, index) => index);
    expect(table(wide, [])?.columns.length).toBe(50);
    const ragged = table(["a"], [["x"], wide]);
    expect(ragged?.rows.map((row) => row.length)).toEqual([1, 50]);
    expect(ragged?.cuts).toEqual([{ of: "columns", shown: 50, all: 5_000 }]);
  });

  it("has cells that can be read at a glance", () => {
    expect(table(["W".repeat(1_000_000)], [])?.columns[0]).toBe(`${"W".repeat(199)}…`);
  });
});

describe("a text", () => {
  it.each(["", "a", "a\nb\n", "x\n".repeat(200)])("that is short is shown whole: %j", (text) => {
    expect(toText(text)).toEqual({ text, cuts: [] });
  });

  it("ends after some lines", () => {
    const { text, cuts } = toText("- x\n".repeat(500_000));
    expect(text).toBe("- x\n".repeat(200));
    expect(cuts).toEqual([{ of: "lines", shown: 200, all: 500_000 }]);
  });

  it("ends after some characters, however few lines it has", () => {
    const { text, cuts } = toText("x".repeat(2_000_000));
    expect(text.length).toBe(20_000);
    expect(cuts).toEqual([{ of: "characters", shown: 20_000, all: 2_000_000 }]);
  });
});
