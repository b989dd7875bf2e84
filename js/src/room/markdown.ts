/** What a message may hold besides text. Everything is data: no HTML is ever made of it. */
export type Inline =
  | { kind: "text" | "code"; text: string }
  | { kind: "link"; text: string; href: string }
  | { kind: "strong" | "em"; parts: Inline[] };

export type Block =
  | { kind: "paragraph"; parts: Inline[] }
  | { kind: "code"; text: string }
  | { kind: "list"; ordered: boolean; items: Item[] };

/** `number` is what the author wrote before it. */
export interface Item {
  number: number | null;
  parts: Inline[];
}

const FENCE = /^\s*```/;
const ITEM = /^\s{0,3}(?:[-*+]|(\d{1,9})[.)])\s+(\S.*)$/;
// No part can match what ends it, so that each character is looked at a fixed number of times.
const INLINE =
  /`([^`\n]+)`|((?:https?:\/\/|mailto:)[^\s<>"`]+)|\*\*([^*\n]+)\*\*|\*([^*\s][^*\n]*)\*|(?<!\w)_([^_\n]+)_(?!\w)/gi;
const SCHEMES = new Set(["http:", "https:", "mailto:"]);
const CLOSING = new Set(".,;:!?)]}'*_");

/** A message in blocks: paragraphs, code between fences, and lists. */
export function parse(text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.split("\n");
  for (let next = 0; next < lines.length; ) next += takeBlock(lines, next, blocks);
  return blocks;
}

/** Add the block that begins at this line; how many lines it has. */
function takeBlock(lines: readonly string[], first: number, blocks: Block[]): number {
  const line = lines[first] ?? "";
  if (FENCE.test(line)) {
    const inside = countWhile(lines, first + 1, (next) => !FENCE.test(next));
    blocks.push({ kind: "code", text: lines.slice(first + 1, first + 1 + inside).join("\n") });
    // One that is never closed goes on to the end.
    return inside + 2;
  }
  if (ITEM.test(line)) {
    const ordered = isNumbered(line);
    const count = countWhile(lines, first, (next) => ITEM.test(next) && isNumbered(next) === ordered);
    blocks.push({ kind: "list", ordered, items: lines.slice(first, first + count).map(toItem) });
    return count;
  }
  const count = countWhile(lines, first, (next) => !FENCE.test(next) && !ITEM.test(next));
  const text = lines
    .slice(first, first + count)
    .join("\n")
    .trim();
  if (text) blocks.push({ kind: "paragraph", parts: parseInline(text) });
  return count;
}

function countWhile(lines: readonly string[], first: number, belongs: (line: string) => boolean): number {
  let end = first;
  while (end < lines.length && belongs(lines[end] ?? "")) end += 1;
  return end - first;
}

function isNumbered(line: string): boolean {
  return ITEM.exec(line)?.[1] !== undefined;
}

function toItem(line: string): Item {
  const [, number, text = ""] = ITEM.exec(line) ?? [];
  return { number: number === undefined ? null : Number(number), parts: parseInline(text) };
}

/** Code, links and emphasis in a text. */
export function parseInline(text: string): Inline[] {
  const parts: Inline[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, code, address, strong, ...emphasis] = match;
    const em = emphasis.find((words) => typeof words === "string");
    addText(parts, text.slice(end, match.index));
    end = match.index + whole.length;
    if (code !== undefined) parts.push({ kind: "code", text: code });
    else if (address !== undefined) end -= addLink(parts, address);
    else if (strong !== undefined) parts.push({ kind: "strong", parts: parseInline(strong) });
    else if (em !== undefined) parts.push({ kind: "em", parts: parseInline(em) });
  }
  addText(parts, text.slice(end));
  return parts;
}

/** Add a link, without what closes the sentence around it; how many characters that are. */
function addLink(parts: Inline[], address: string): number {
  // As in https://en.wikipedia.org/wiki/Set_(mathematics)
  const ownBracket = address.includes("(");
  const closes = (last: string) => CLOSING.has(last) && !(last === ")" && ownBracket);
  let end = address.length;
  while (closes(address[end - 1] ?? "")) end -= 1;
  const text = address.slice(0, end);
  const href = toAddress(text);
  if (href) parts.push({ kind: "link", text, href });
  else addText(parts, text);
  return address.length - end;
}

function toAddress(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const { protocol, href } = new URL(text);
  return SCHEMES.has(protocol) ? href : null;
}

function addText(parts: Inline[], text: string): void {
  if (text) parts.push({ kind: "text", text });
}
