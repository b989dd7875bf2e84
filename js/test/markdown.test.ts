import { describe, expect, it } from "vitest";
import { type Block, type Inline, parse, parseInline } from "../src/room/markdown";

const text = (text: string): Inline => ({ kind: "text", text });
const paragraph = (...parts: Inline[]): Block => ({ kind: "paragraph", parts });

/** All that can be read of a message, without how it looks. */
function readable(blocks: readonly Block[]): string {
  const inline = (parts: readonly Inline[]): string =>
    parts.map((part) => ("parts" in part ? inline(part.parts) : part.text)).join("");
  const block = (one: Block): string => {
    if (one.kind === "code") return one.text;
    return one.kind === "list" ? one.items.map(({ parts }) => inline(parts)).join("\n") : inline(one.parts);
  };
  return blocks.map(block).join("\n");
}

/** A message that is read, and how many characters the string's own methods look at meanwhile. */
function reading(text: string): { blocks: Block[]; characters: number } {
  let characters = 0;
  const { slice, includes } = String.prototype;
  String.prototype.slice = function (this: string, ...places) {
    const part = slice.apply(this, places);
    characters += part.length;
    return part;
  };
  String.prototype.includes = function (this: string, ...words) {
    characters += this.length;
    return includes.apply(this, words);
  };
  try {
    const blocks = parse(text);
    return { blocks, characters };
  } finally {
    Object.assign(String.prototype, { slice, includes });
  }
}

describe("a message", () => {
  it("is text", () => {
    expect(parse("Good morning")).toEqual([paragraph(text("Good morning"))]);
    expect(parse(" \n ")).toEqual([]);
  });

  it("has code, emphasis and links", () => {
    expect(parseInline("run `x*y` **now** and *here* or _there_, snake_case_stays")).toEqual([
      text("run "),
      { kind: "code", text: "x*y" },
      text(" "),
      { kind: "strong", parts: [text("now")] },
      text(" and "),
      { kind: "em", parts: [text("here")] },
      text(" or "),
      { kind: "em", parts: [text("there")] },
      text(", snake_case_stays"),
    ]);
  });

  it("has blocks of code, closed or not", () => {
    expect(parse("so:\n```python\n**x**\n```\nthen")).toEqual([
      paragraph(text("so:")),
      { kind: "code", text: "**x**" },
      paragraph(text("then")),
    ]);
    expect(parse("```\nnever closed\n- x")).toEqual([{ kind: "code", text: "never closed\n- x" }]);
  });

  it("has lists, with the numbers that were written", () => {
    const [bullets, numbers] = parse("- a\n* `b`\n3. c\n7) d");
    expect(bullets).toEqual({
      kind: "list",
      ordered: false,
      items: [
        { number: null, parts: [text("a")] },
        { number: null, parts: [{ kind: "code", text: "b" }] },
      ],
    });
    expect(numbers).toMatchObject({ ordered: true, items: [{ number: 3 }, { number: 7 }] });
  });
});

describe("links", () => {
  const links = (message: string) =>
    parseInline(message).flatMap((part) => (part.kind === "link" ? [part.text] : []));

  it("end before what closes the sentence around them", () => {
    expect(links("(see https://example.org/a?b=c), or https://example.org.")).toEqual([
      "https://example.org/a?b=c",
      "https://example.org",
    ]);
    expect(links("https://en.wikipedia.org/wiki/Set_(mathematics)!")).toEqual([
      "https://en.wikipedia.org/wiki/Set_(mathematics)",
    ]);
    expect(links("mailto:ana@example.org")).toEqual(["mailto:ana@example.org"]);
  });

  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "[click](javascript:alert(1))",
    "https://",
    "http://[",
  ])("lead nowhere in %s", (message) => {
    expect(links(message)).toEqual([]);
    expect(readable(parse(message))).toBe(message);
  });
});

describe("hostile messages", () => {
  it.each([
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "**<b onclick=alert(1)>**",
    "&lt;script&gt;",
    "***",
    "****",
    "**a*b**c*",
    "`a",
    "``",
    "_",
    "__a__",
    "*a\nb*",
  ])("stay what they are: %s", (message) => {
    const plain = readable(parse(message));
    for (const character of plain) expect(message).toContain(character);
    expect(plain.replace(/[*_`]/g, "")).toBe(message.replace(/[*_`]/g, ""));
  });

  const PREFIXES = [
    "",
    "https://example.org/",
    "https://example.org/(",
    "`",
    "*",
    "**",
    "_",
    "- ",
    "1. ",
    "```\n",
  ];
  const PIECES = [
    "`",
    "*",
    "**",
    "_",
    "[",
    "]",
    "(",
    ")",
    "](",
    "[a](b)",
    "> ",
    '"',
    "'",
    "!",
    ".",
    "\\",
    " ",
    "\t",
    "\n",
  ];
  const MORE = [
    "*a",
    "**a",
    "`a",
    "_a ",
    "**_*_",
    "https://",
    "mailto:",
    "```\n",
    "- ",
    "1. ",
    "-\n",
    "\r",
    "\u2028",
    "a\n",
  ];

  it.each([...PIECES, ...MORE])("of nothing but %j are read in one go", (piece) => {
    for (const prefix of PREFIXES) {
      const long = prefix + piece.repeat(Math.ceil(100_000 / piece.length));
      const { characters, blocks } = reading(long);
      expect(characters).toBeLessThan(20 * long.length);
      expect(readable(blocks).length).toBeLessThanOrEqual(long.length);
    }
  });
});
