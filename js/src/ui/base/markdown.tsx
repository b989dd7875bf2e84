import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { type Block, type Inline, parse } from "../../room/markdown";

/** A message as its author meant it. It is made of elements and text, so nothing in it can be more than that. */
export function Markdown({ text }: { text: string }) {
  const blocks = useMemo(() => parse(text), [text]);
  return (
    <div class="markdown" dir="auto">
      {blocks.map((block) => (
        <BlockView block={block} />
      ))}
    </div>
  );
}

function BlockView({ block }: { block: Block }) {
  if (block.kind === "code") {
    return (
      <pre dir="ltr">
        <code>{block.text}</code>
      </pre>
    );
  }
  if (block.kind === "paragraph") return <p dir="auto">{inline(block.parts)}</p>;
  const items = block.items.map(({ number, parts }) => (
    <li dir="auto" {...(number !== null && { value: number })}>
      {inline(parts)}
    </li>
  ));
  return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
}

function inline(parts: readonly Inline[]): ComponentChildren[] {
  return parts.map((part) => {
    if (part.kind === "link")
      return (
        <a href={part.href} title={part.href} target="_blank" rel="noopener noreferrer nofollow" dir="ltr">
          {part.text}
        </a>
      );
    if (part.kind === "strong") return <strong>{inline(part.parts)}</strong>;
    if ("parts" in part) return <em>{inline(part.parts)}</em>;
    return part.kind === "code" ? <code dir="ltr">{part.text}</code> : part.text;
  });
}
