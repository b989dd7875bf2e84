import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cleanLine, cleanName } from "../src/common/cleaning";
import { isBlank, looksOf } from "../src/common/names";

/** Python reads the same cases in its own tests. */
interface Cases {
  lines: [given: string, shown: string][];
  same: [string, string][];
  different: [string, string][];
}

const file = new URL("../../tests/fixtures/names.json", import.meta.url);
const { lines, same, different } = JSON.parse(readFileSync(file, "utf8")) as Cases;

describe("a name", () => {
  it.each(lines)("has what can be seen and what a script needs (%j)", (given, shown) => {
    expect(cleanLine(given)).toBe(shown);
    expect(cleanName(given)).toBe(shown);
    expect(isBlank(given)).toBe(shown === "");
  });

  it("has 64 characters at the most, and no joiner at its end", () => {
    expect(cleanName("e\u0301".repeat(65))).toBe("\u00e9".repeat(64));
    expect(cleanName(`${"x".repeat(62)}\u{1f469}\u200d\u{1f4bb}`)).toBe(`${"x".repeat(62)}\u{1f469}`);
  });

  it.each(same)("looks like another one (%j, %j)", (one, other) => expect(looksOf(one)).toBe(looksOf(other)));

  it.each(different)("does not (%j, %j)", (one, other) => expect(looksOf(one)).not.toBe(looksOf(other)));
});
