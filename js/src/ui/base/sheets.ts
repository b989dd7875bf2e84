import { effect, signal } from "@preact/signals";

const texts = signal<readonly string[]>([]);

/** Importing a style sheet does this (build.mjs). Rules of two sheets must not be about the same, since either may come first. */
export function addStyle(style: string): void {
  texts.value = [...texts.peek(), style];
}

/** All style of the room at this moment, of the parts that have been loaded. */
export function allStyle(): string {
  return texts.value.join("\n");
}

/** Style a shadow root in this window: a sheet belongs to the document in which it was made. Returns how to stop. */
export function applyStyle(root: ShadowRoot, window: Window & typeof globalThis): () => void {
  const sheet = new window.CSSStyleSheet();
  root.adoptedStyleSheets = [sheet];
  return effect(() => sheet.replaceSync(allStyle()));
}
