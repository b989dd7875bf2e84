import { effect, signal } from "@preact/signals";
import controls from "./controls.css";
import elements from "./elements.css";
import theme from "./theme.css";

/** The style of what all parts have in common, and of the parts that have been loaded. */
const texts = signal<readonly string[]>([theme, controls, elements]);

/** A part brings its style, before anything of it is shown. Rules of two parts must not be about the same, since either may come first. */
export function bring(style: string): void {
  texts.value = [...texts.peek(), style];
}

/** All style of the room at this moment. */
export function allStyle(): string {
  return texts.value.join("\n");
}

/** Dress a shadow root in this window: a sheet belongs to the document in which it was made. Returns how to stop. */
export function dress(root: ShadowRoot, window: Window & typeof globalThis): () => void {
  const sheet = new window.CSSStyleSheet();
  root.adoptedStyleSheets = [sheet];
  return effect(() => sheet.replaceSync(allStyle()));
}
