import { effect, signal } from "@preact/signals";
import devices from "../lobby/devices.css";
import page from "../page.css";
import panel from "../panel/panel.css";
import people from "../panel/people.css";
import forced from "./forced.css";
import style from "./style.css";

/** The style of the first screen, and of the parts that have been loaded after it. */
const texts = signal<readonly string[]>([style, panel, people, devices, page]);

/** A part that is loaded later brings its style, before anything of it is shown. */
export function bring(...styles: readonly string[]): void {
  texts.value = [...texts.peek(), ...styles];
}

/** All style of the room at this moment; forced colours have the last word. */
export function allStyle(): string {
  return [...texts.value, forced].join("\n");
}

/** Dress a shadow root in this window: a sheet belongs to the document in which it was made. Returns how to stop. */
export function dress(root: ShadowRoot, window: Window & typeof globalThis): () => void {
  const sheet = new window.CSSStyleSheet();
  root.adoptedStyleSheets = [sheet];
  return effect(() => sheet.replaceSync(allStyle()));
}
