import { describe, expect, it } from "vitest";
import { Outputs, toTable } from "../src/room/outputs";
import type { SharedObject } from "../src/wire/protocol.gen";

const plot = (id: number): SharedObject => ({
  id,
  at: 0,
  user: "u",
  name: "kernel of Ana",
  type: "image/png",
  title: `plot ${id}`,
  size: 1,
});

describe("shared outputs", () => {
  it("are each there once, in their order", () => {
    const outputs = new Outputs("algebra");
    outputs.handlers.shared?.({ type: "shared", objects: [plot(1), plot(2)] });
    outputs.handlers.shared?.({ type: "shared", objects: [plot(3)] });
    outputs.handlers.shared?.({ type: "shared", objects: [plot(2), plot(3)] });
    expect(outputs.objects.value.map(({ id }) => id)).toEqual([1, 2, 3]);
  });
});

describe("a table", () => {
  it("is text in rows", () => {
    expect(toTable('{"columns": ["a", 2], "rows": [["<b>", null], ["x", 1]]}')).toEqual({
      columns: ["a", "2"],
      rows: [
        ["<b>", "null"],
        ["x", "1"],
      ],
    });
  });

  it.each(["", "[]", "null", "7", '{"columns": 1, "rows": []}', '{"columns": []}'])(
    "is not made of %j",
    (text) => expect(toTable(text)).toBeNull(),
  );

  it("leaves out what is no row", () => {
    expect(toTable('{"columns": ["a"], "rows": [1, ["x"], null]}')?.rows).toEqual([["x"]]);
  });
});
